namespace Cobranca.Domain.Boletos;

/// <summary>
/// Santander, 033. Its 25 digits: 9, convênio (7: the beneficiary's code, PSK), nosso número (12) and digit, IOS (1), carteira (3).
/// Agência and conta are not among them; the agência is printed before the beneficiary's code. (Santander.)
/// </summary>
/// <remarks>
/// Source: Santander, Código de barras - Cobrança, version 2.8 (November 2014), layout of the barcode and annex nosso número, as public
/// implementations quote it (read 22/11/2026): mod 11 with 10 and 11 written 0; IOS is 0 for all but insurers, who write their
/// percentage. Carteiras 101 and 104 are registered, 102 is not and 201 is pledged.
/// </remarks>
internal sealed class Santander() : BankRules("033", "Santander", "033-7", numberWidth: 12)
{
    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 3, BoletoField.Carteira, "a carteira", ref problems);
        if (carteira is not (null or "101" or "102" or "104" or "201"))
            problems.Add(BoletoField.Carteira, "As carteiras do Santander são 101, 102, 104 e 201.");
        return new()
        {
            Agencia = AccountField.Agencia(account, ref problems),
            AgenciaDv = AccountField.Optional(account.AgenciaDv, "", BoletoField.AgenciaDv, "o dígito da agência", ref problems),
            Convenio = AccountField.Digits(account.Convenio, 7, BoletoField.Convenio, "o convênio (código do beneficiário)", ref problems),
            Carteira = carteira,
            Ios = AccountField.Optional(account.Ios, "", BoletoField.Ios, "o IOS", ref problems) ?? "0",
        };
    }

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) => field is BoletoField.Agencia or BoletoField.AgenciaDv;

    private protected override PrintedAccount Print(in AccountFields fields) => new($"{fields.PrintedAgencia}/{fields.Convenio}", fields.Carteira!);

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[8..20];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        campoLivre[0] = '9';
        fields.Convenio!.CopyTo(campoLivre[1..]);
        number.CopyTo(campoLivre[8..]);
        campoLivre[20] = Mod11OrZero(number);
        campoLivre[21] = fields.Ios![0];
        fields.Carteira!.CopyTo(campoLivre[22..]);
        return OneDigit.Text(campoLivre[20] - '0');
    }
}
