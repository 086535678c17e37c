namespace Cobranca.Domain.Boletos;

/// <summary>
/// Bradesco, 237. Its 25 digits: agência (4), carteira (2), nosso número (11), conta (7), 0. The check digits of agência and conta
/// are only printed. (Bradesco.)
/// </summary>
/// <remarks>Source: Bradesco, Layout de cobrança 400 posições, boleto annex: nosso número by mod 11 base 7.</remarks>
internal sealed class Bradesco() : BankRules("237", "Bradesco", "237-2")
{
    private const int NumberWidth = 11;
    private const string DvLetters = "PX";

    private protected override void CheckAccount(BoletoAccount account, ref FieldProblems problems) => Read(account, ref problems);

    private protected override void CheckDigitsOf(BoletoAccount account, ref FieldProblems doubts)
    {
        var fields = Read(account, ref doubts);
        if (fields.AgenciaDv is { } agenciaDv && !IsPrinted(agenciaDv, CheckDigits.Mod11(fields.Agencia!)))
            doubts.Add(BoletoField.AgenciaDv, "O dígito da agência não é o que o Bradesco calcula. Confira com o banco.");
        if (fields.ContaDv is { } contaDv && !IsPrinted(contaDv, CheckDigits.Mod11(fields.Conta!, highestWeight: 7)))
            doubts.Add(BoletoField.ContaDv, "O dígito da conta não é o que o Bradesco calcula. Confira com o banco.");
    }

    private protected override SequenceRange SequencesOf(BoletoAccount account) => new(1, 99_999_999_999);

    private protected override PrintedAccount Print(BoletoAccount account)
    {
        var none = default(FieldProblems);
        var fields = Read(account, ref none);
        return new($"{AccountField.WithDv(fields.Agencia!, fields.AgenciaDv)}/{AccountField.WithDv(fields.Conta!, fields.ContaDv)}", fields.Carteira!);
    }

    private protected override Numbered? Compose(
        BoletoAccount account, string? nossoNumero, Span<char> campoLivre, ref FieldProblems problems)
    {
        var fields = Read(account, ref problems);
        if (!NossoNumeroText.TryRead(nossoNumero, out var given, ref problems))
            return null;
        if (given.Digits.Length > NumberWidth)
        {
            problems.Add(BoletoField.NossoNumero, $"O nosso número do Bradesco tem até {NumberWidth} números; aqui há {given.Digits.Length}.");
            return null;
        }
        if (problems.Any)
            return null;

        fields.Agencia!.CopyTo(campoLivre);
        fields.Carteira!.CopyTo(campoLivre[4..]);
        var digits = given.Digits.ToString().PadLeft(NumberWidth, '0');
        digits.CopyTo(campoLivre[6..]);
        fields.Conta!.CopyTo(campoLivre[17..]);
        campoLivre[24] = '0';

        var dv = CheckDigits.Mod11(campoLivre[4..17], highestWeight: 7) switch
        {
            10 => "P",
            11 => "0",
            var digit => OneDigit.Text(digit),
        };
        given.CheckWrittenParts(fields.Carteira, dv, ref problems);
        return new(digits, dv, $"{fields.Carteira}/{digits}-{dv}");
    }

    /// <summary>10 is written P, and 0 on older accounts; 11 is written 0.</summary>
    private static bool IsPrinted(string dv, int complement) => complement switch
    {
        10 => dv is "P" or "X" or "0",
        11 => dv is "0",
        _ => dv == OneDigit.Text(complement),
    };

    private static Fields Read(BoletoAccount account, ref FieldProblems problems) => new(
        AccountField.Digits(account.Agencia, 4, BoletoField.Agencia, "a agência", ref problems),
        AccountField.Optional(account.AgenciaDv, DvLetters, BoletoField.AgenciaDv, "o dígito da agência", ref problems),
        AccountField.Digits(account.Conta, 7, BoletoField.Conta, "a conta", ref problems),
        AccountField.Optional(account.ContaDv, DvLetters, BoletoField.ContaDv, "o dígito da conta", ref problems),
        AccountField.Digits(account.Carteira, 2, BoletoField.Carteira, "a carteira", ref problems));

    private readonly record struct Fields(string? Agencia, string? AgenciaDv, string? Conta, string? ContaDv, string? Carteira);
}
