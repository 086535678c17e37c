namespace Cobranca.Domain.Boletos;

/// <summary>
/// Caixa Econômica Federal, 104 (SIGCB). Its 25 digits: convênio (the beneficiary's code: 6 and its digit, or 7 without), then the 17 of
/// the nosso número out of order - 3rd to 5th, 1st, 6th to 8th, 2nd, 9th to 17th - and a digit over those 24. The number is 14 (or 24:
/// not registered) and 15 of sequence. (Caixa.)
/// </summary>
/// <remarks>
/// Source: Caixa, Especificações técnicas para emissão de boletos, 67.119 v015 (SIGCB), composition of nosso número and campo livre, as
/// public implementations quote it (read 22/11/2026): every digit by mod 11 with 10 and 11 written 0. Codes of 7 digits, given from
/// 1.100.000 on, fill the place of code and digit. Numbers starting with 11 or 21 are Caixa's to give and are not issued here; nothing
/// is payable unregistered since 2018, so 24 is there for slips that exist.
/// </remarks>
internal sealed class Caixa() : BankRules("104", "Caixa Econômica Federal", "104-0", numberWidth: 15)
{
    private const int WholeWidth = 17;

    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var agencia = AccountField.Agencia(account, ref problems);
        var carteira = ReadCarteira(account.Carteira, ref problems);
        var convenio = AccountField.Digits(account.Convenio, 7, BoletoField.Convenio, "o convênio (código do beneficiário)", ref problems);
        if (convenio is not ['0', ..])
            return new() { Agencia = agencia, Carteira = carteira, Convenio = convenio };

        var dv = OneDigit.Text(Mod11OrZero(convenio.AsSpan(1)) - '0');
        if (AccountField.Optional(account.ConvenioDv, "", BoletoField.ConvenioDv, "o dígito do convênio", ref problems) is { } given && given != dv)
            problems.Add(BoletoField.ConvenioDv, "O dígito do convênio não confere.");
        return new() { Agencia = agencia, Carteira = carteira, Convenio = convenio[1..], ConvenioDv = dv };
    }

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) => field == BoletoField.Agencia;

    private protected override PrintedAccount Print(in AccountFields fields) =>
        new($"{fields.Agencia}/{AccountField.WithDv(fields.Convenio!, fields.ConvenioDv)}", fields.Carteira == "14" ? "RG" : "SR");

    private protected override string? Complete(in AccountFields fields, ReadOnlySpan<char> given, DateOnly? issuedOn, ref FieldProblems problems)
    {
        if (fields.Carteira is not { } carteira)
            return null;
        if (given.Length <= NumberWidth)
            return carteira + given.ToString().PadLeft(NumberWidth, '0');
        if (given.Length != WholeWidth)
            problems.Add(BoletoField.NossoNumero, $"O nosso número da Caixa tem até {NumberWidth} números, ou {WholeWidth} com {carteira} na frente; aqui há {given.Length}.");
        else if (!given.StartsWith(carteira))
            problems.Add(BoletoField.NossoNumero, $"Um nosso número de {WholeWidth} números desta carteira começa com {carteira}.");
        else if (!given[carteira.Length..].ContainsAnyExcept('0'))
            problems.Add(BoletoField.NossoNumero, "O nosso número não pode ser zero.");
        else
            return given.ToString();
        return null;
    }

    private protected override string NumberIn(BoletoAccount account, string campoLivre) =>
        $"{campoLivre[10]}{campoLivre[14]}{campoLivre.AsSpan(7, 3)}{campoLivre.AsSpan(11, 3)}{campoLivre.AsSpan(15, 9)}";

    private protected override string Chosen(in AccountFields fields, string number) => number[^NumberWidth..];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        fields.Convenio!.CopyTo(campoLivre);
        fields.ConvenioDv?.CopyTo(campoLivre[6..]);
        number.AsSpan(2, 3).CopyTo(campoLivre[7..]);
        campoLivre[10] = number[0];
        number.AsSpan(5, 3).CopyTo(campoLivre[11..]);
        campoLivre[14] = number[1];
        number.AsSpan(8).CopyTo(campoLivre[15..]);
        campoLivre[24] = Mod11OrZero(campoLivre[..24]);
        return OneDigit.Text(Mod11OrZero(number) - '0');
    }

    /// <summary>Caixa prints RG or SR; its systems say SIG14 or 14.</summary>
    private static string? ReadCarteira(string? given, ref FieldProblems problems)
    {
        switch (given?.Trim().ToUpperInvariant())
        {
            case "14" or "SIG14" or "RG":
                return "14";
            case "24" or "SIG24" or "SR":
                return "24";
            case null or "":
                problems.Add(BoletoField.Carteira, "Informe a carteira.");
                return null;
            default:
                problems.Add(BoletoField.Carteira, "As carteiras da Caixa são SIG14 (ou RG, com registro) e SIG24 (ou SR, sem registro).");
                return null;
        }
    }
}
