namespace Cobranca.Domain.Boletos;

/// <summary>
/// Itaú Unibanco, 341. Its 25 digits: carteira (3), nosso número (8) and digit, agência (4), conta (5) and digit, 000. (Itaú.)
/// </summary>
/// <remarks>
/// Source: Itaú, Especificação de boleto (March 2015), annexes 3-5. The account's digit goes into the barcode as given, for the bank
/// compares it with its own register.
/// </remarks>
internal sealed class Itau() : BankRules("341", "Itaú Unibanco", "341-7")
{
    private const int NumberWidth = 8;

    private protected override void CheckAccount(BoletoAccount account, ref FieldProblems problems) => Read(account, ref problems);

    private protected override void CheckDigitsOf(BoletoAccount account, ref FieldProblems doubts)
    {
        var fields = Read(account, ref doubts);
        if (CheckDigits.Mod10(fields.Agencia + fields.Conta) != fields.ContaDv![0] - '0')
            doubts.Add(BoletoField.ContaDv, "O dígito da conta não é o que o Itaú calcula para esta agência e conta. Confira com o banco.");
    }

    private protected override SequenceRange SequencesOf(BoletoAccount account) => new(1, 99_999_999);

    private protected override PrintedAccount Print(BoletoAccount account)
    {
        var none = default(FieldProblems);
        var fields = Read(account, ref none);
        return new($"{fields.Agencia}/{fields.Conta}-{fields.ContaDv}", fields.Carteira!);
    }

    private protected override Numbered? Compose(
        BoletoAccount account, string? nossoNumero, Span<char> campoLivre, ref FieldProblems problems)
    {
        var fields = Read(account, ref problems);
        if (!NossoNumeroText.TryRead(nossoNumero, out var given, ref problems))
            return null;
        if (given.Digits.Length > NumberWidth)
        {
            problems.Add(BoletoField.NossoNumero, $"O nosso número do Itaú tem até {NumberWidth} números; aqui há {given.Digits.Length}.");
            return null;
        }
        if (problems.Any)
            return null;

        var digits = given.Digits.ToString().PadLeft(NumberWidth, '0');
        var dv = NumberDigit(fields, digits);
        given.CheckWrittenParts(fields.Carteira!, dv, ref problems);

        fields.Carteira!.CopyTo(campoLivre);
        digits.CopyTo(campoLivre[3..]);
        campoLivre[11] = dv[0];
        fields.Agencia!.CopyTo(campoLivre[12..]);
        fields.Conta!.CopyTo(campoLivre[16..]);
        campoLivre[21] = fields.ContaDv![0];
        campoLivre[22..].Fill('0');
        return new(digits, dv, $"{fields.Carteira}/{digits}-{dv}");
    }

    /// <summary>Mod 10 over agência, conta, carteira and number; over carteira and number alone for five carteiras (annex 4).</summary>
    private static string NumberDigit(in Fields fields, string number)
    {
        Span<char> guarded = stackalloc char[20];
        fields.Agencia!.CopyTo(guarded);
        fields.Conta!.CopyTo(guarded[4..]);
        fields.Carteira!.CopyTo(guarded[9..]);
        number.CopyTo(guarded[12..]);
        var start = fields.Carteira is "126" or "131" or "146" or "150" or "168" ? 9 : 0;
        return OneDigit.Text(CheckDigits.Mod10(guarded[start..]));
    }

    private static Fields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 3, BoletoField.Carteira, "a carteira", ref problems);
        // These print the creditor's own document number and customer code in the 25 digits (annex 5).
        if (carteira is "107" or "122" or "142" or "143" or "196" or "198")
            problems.Add(BoletoField.Carteira, $"A carteira {carteira} do Itaú não é atendida: ela usa “seu número” e código do cliente no código de barras.");
        return new(
            AccountField.Digits(account.Agencia, 4, BoletoField.Agencia, "a agência", ref problems),
            AccountField.Digits(account.Conta, 5, BoletoField.Conta, "a conta", ref problems),
            AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
            carteira);
    }

    private readonly record struct Fields(string? Agencia, string? Conta, string? ContaDv, string? Carteira);
}
