namespace Cobranca.Domain.Boletos;

/// <summary>
/// Banco Inter, 077. Its 25 digits: agência (4), carteira (3), convênio (7: the operation), nosso número (10) and digit. The conta is
/// only printed. (Inter.)
/// </summary>
/// <remarks>
/// Source: Inter, Manual CNAB 400, version 2.2 (26/08/2024), §6 (carteiras 110 and 112), §7.1.3 (the 25 digits) and §7.3 (mod 10 over
/// agência, carteira and number), as public implementations quote it (read 22/11/2026). Only the digit of the number is computed.
/// </remarks>
internal sealed class Inter() : BankRules("077", "Banco Inter", "077-9", numberWidth: 10)
{
    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 3, BoletoField.Carteira, "a carteira", ref problems);
        if (carteira is not (null or "110" or "112"))
            problems.Add(BoletoField.Carteira, "As carteiras do Banco Inter são 110 e 112.");
        return new()
        {
            Agencia = AccountField.Agencia(account, ref problems),
            AgenciaDv = AccountField.Optional(account.AgenciaDv, "", BoletoField.AgenciaDv, "o dígito da agência", ref problems),
            Conta = AccountField.Digits(account.Conta, 10, BoletoField.Conta, "a conta", ref problems)?.TrimStart('0'),
            ContaDv = AccountField.Optional(account.ContaDv, "", BoletoField.ContaDv, "o dígito da conta", ref problems),
            Carteira = carteira,
            Convenio = AccountField.Digits(account.Convenio, 7, BoletoField.Convenio, "o convênio (operação)", ref problems),
        };
    }

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) =>
        field is BoletoField.AgenciaDv or BoletoField.Conta or BoletoField.ContaDv;

    /// <summary>As printed, the agência stands before the carteira: 00019/112/9371659585-2.</summary>
    private protected override bool ReadNumber(in AccountFields fields, string? given, out NossoNumeroText number, ref FieldProblems problems)
    {
        var text = given?.Trim() ?? "";
        if (text.IndexOf('/') is var slash and > 0 && text.LastIndexOf('/') > slash)
        {
            if (fields.Agencia is { } agencia && text[..slash].Trim() is var branch && branch != agencia && branch != agencia + fields.AgenciaDv)
                problems.Add(BoletoField.NossoNumero, $"O nosso número é de outra agência: a desta conta é {agencia}.");
            text = text[(slash + 1)..];
        }
        return NossoNumeroText.TryRead(text, out number, ref problems);
    }

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[14..24];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        Span<char> guarded = stackalloc char[17];
        fields.Agencia!.CopyTo(guarded);
        fields.Carteira!.CopyTo(guarded[4..]);
        number.CopyTo(guarded[7..]);
        var dv = OneDigit.Text(CheckDigits.Mod10(guarded));
        guarded[..7].CopyTo(campoLivre);
        fields.Convenio!.CopyTo(campoLivre[7..]);
        number.CopyTo(campoLivre[14..]);
        campoLivre[24] = dv[0];
        return dv;
    }

    private protected override string PrintNumber(in AccountFields fields, string number, string dv) =>
        $"{fields.Agencia}{fields.AgenciaDv}/{fields.Carteira}/{number}-{dv}";
}
