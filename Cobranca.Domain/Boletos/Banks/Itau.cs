namespace Cobranca.Domain.Boletos;

/// <summary>
/// Itaú Unibanco, 341. Its 25 digits: carteira (3), nosso número (8) and digit, agência (4), conta (5) and digit, 000. (Itaú.)
/// </summary>
/// <remarks>
/// Source: Itaú, Especificação de boleto (March 2015), annexes 3-5. The account's digit goes into the barcode as given, for the bank
/// compares it with its own register.
/// </remarks>
internal sealed class Itau() : BankRules("341", "Itaú Unibanco", "341-7", numberWidth: 8)
{
    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 3, BoletoField.Carteira, "a carteira", ref problems);
        // These print the creditor's own document number and customer code in the 25 digits (annex 5).
        if (carteira is "107" or "122" or "142" or "143" or "196" or "198")
            problems.Add(BoletoField.Carteira, $"A carteira {carteira} do Itaú não é atendida: ela usa “seu número” e código do cliente no código de barras.");
        return new()
        {
            Agencia = AccountField.Agencia(account, ref problems),
            Conta = AccountField.Digits(account.Conta, 5, BoletoField.Conta, "a conta", ref problems),
            ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
            Carteira = carteira,
        };
    }

    private protected override void Doubt(in AccountFields fields, ref FieldProblems doubts)
    {
        if (CheckDigits.Mod10(fields.Agencia + fields.Conta) != fields.ContaDv![0] - '0')
            doubts.Add(BoletoField.ContaDv, "O dígito da conta não é o que o Itaú calcula para esta agência e conta. Confira com o banco.");
    }

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[3..11];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        var dv = NumberDigit(in fields, number);
        fields.Carteira!.CopyTo(campoLivre);
        number.CopyTo(campoLivre[3..]);
        campoLivre[11] = dv[0];
        fields.Agencia!.CopyTo(campoLivre[12..]);
        fields.Conta!.CopyTo(campoLivre[16..]);
        campoLivre[21] = fields.ContaDv![0];
        campoLivre[22..].Fill('0');
        return dv;
    }

    private protected override string PrintNumber(in AccountFields fields, string number, string dv) => $"{fields.Carteira}/{number}-{dv}";

    /// <summary>Mod 10 over agência, conta, carteira and number; over carteira and number alone for five carteiras (annex 4).</summary>
    private static string NumberDigit(in AccountFields fields, string number)
    {
        Span<char> guarded = stackalloc char[20];
        fields.Agencia!.CopyTo(guarded);
        fields.Conta!.CopyTo(guarded[4..]);
        fields.Carteira!.CopyTo(guarded[9..]);
        number.CopyTo(guarded[12..]);
        var start = fields.Carteira is "126" or "131" or "146" or "150" or "168" ? 9 : 0;
        return OneDigit.Text(CheckDigits.Mod10(guarded[start..]));
    }
}
