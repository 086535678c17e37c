namespace Cobranca.Domain.Boletos;

/// <summary>
/// Bradesco, 237. Its 25 digits: agência (4), carteira (2), nosso número (11), conta (7), 0. The check digits of agência and conta
/// are only printed. (Bradesco.)
/// </summary>
/// <remarks>Source: Bradesco, Layout de cobrança 400 posições, boleto annex: nosso número by mod 11 base 7.</remarks>
internal sealed class Bradesco() : BankRules("237", "Bradesco", "237-2", numberWidth: 11)
{
    private const string DvLetters = "PX";

    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems) => new()
    {
        Agencia = AccountField.Agencia(account, ref problems),
        AgenciaDv = AccountField.Optional(account.AgenciaDv, DvLetters, BoletoField.AgenciaDv, "o dígito da agência", ref problems),
        Conta = AccountField.Digits(account.Conta, 7, BoletoField.Conta, "a conta", ref problems),
        ContaDv = AccountField.Optional(account.ContaDv, DvLetters, BoletoField.ContaDv, "o dígito da conta", ref problems),
        Carteira = AccountField.Digits(account.Carteira, 2, BoletoField.Carteira, "a carteira", ref problems),
    };

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) => field is BoletoField.AgenciaDv or BoletoField.ContaDv;

    private protected override void Doubt(in AccountFields fields, ref FieldProblems doubts)
    {
        if (fields.AgenciaDv is { } agenciaDv && !MayStandFor(agenciaDv, CheckDigits.Mod11(fields.Agencia!)))
            doubts.Add(BoletoField.AgenciaDv, "O dígito da agência não é o que o Bradesco calcula. Confira com o banco.");
        if (fields.ContaDv is { } contaDv && !MayStandFor(contaDv, CheckDigits.Mod11(fields.Conta!, highestWeight: 7)))
            doubts.Add(BoletoField.ContaDv, "O dígito da conta não é o que o Bradesco calcula. Confira com o banco.");
    }

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[6..17];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        fields.Agencia!.CopyTo(campoLivre);
        fields.Carteira!.CopyTo(campoLivre[4..]);
        number.CopyTo(campoLivre[6..]);
        fields.Conta!.CopyTo(campoLivre[17..]);
        campoLivre[24] = '0';
        return CheckDigits.Mod11(campoLivre[4..17], highestWeight: 7) switch
        {
            10 => "P",
            11 => "0",
            var digit => OneDigit.Text(digit),
        };
    }

    private protected override string PrintNumber(in AccountFields fields, string number, string dv) => $"{fields.Carteira}/{number}-{dv}";

    /// <summary>10 is written P, and 0 on older accounts; 11 is written 0.</summary>
    private static bool MayStandFor(string dv, int complement) => complement switch
    {
        10 => dv is "P" or "X" or "0",
        11 => dv is "0",
        _ => dv == OneDigit.Text(complement),
    };
}
