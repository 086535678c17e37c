namespace Cobranca.Domain.Boletos;

/// <summary>
/// Banco Safra, 422. Its 25 digits: 7, agência (4) and digit, conta (8) and digit, nosso número (8) and digit, 2 (registered). The
/// carteira is only printed. (Safra.)
/// </summary>
/// <remarks>
/// Source: Safra, Layout de cobrança, formation of the barcode for registered collection, as public implementations quote it (read
/// 22/11/2026): nosso número by mod 11 with 10 written 0 and 11 written 1. The digits of agência and conta go in as given.
/// </remarks>
internal sealed class Safra() : BankRules("422", "Banco Safra", "422-7", numberWidth: 8)
{
    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems) => new()
    {
        Agencia = AccountField.Agencia(account, ref problems),
        AgenciaDv = AccountField.Required(account.AgenciaDv, BoletoField.AgenciaDv, "o dígito da agência", ref problems),
        Conta = AccountField.Digits(account.Conta, 8, BoletoField.Conta, "a conta", ref problems),
        ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
        Carteira = AccountField.Digits(account.Carteira, 2, BoletoField.Carteira, "a carteira", ref problems),
    };

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) => field == BoletoField.Carteira;

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[15..23];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        var dv = CheckDigits.Mod11(number) switch
        {
            10 => "0",
            11 => "1",
            var digit => OneDigit.Text(digit),
        };
        campoLivre[0] = '7';
        fields.Agencia!.CopyTo(campoLivre[1..]);
        campoLivre[5] = fields.AgenciaDv![0];
        fields.Conta!.CopyTo(campoLivre[6..]);
        campoLivre[14] = fields.ContaDv![0];
        number.CopyTo(campoLivre[15..]);
        campoLivre[23] = dv[0];
        campoLivre[24] = '2';
        return dv;
    }
}
