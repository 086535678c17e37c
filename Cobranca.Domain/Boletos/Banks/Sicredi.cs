using System.Globalization;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// Sicredi, 748. Its 25 digits: 1 (registered), carteira (1), nosso número (8) and digit, agência (4), posto (2), convênio (5: the
/// beneficiary's code), 1 (an amount is printed), 0, and a digit over those 24. The number is the year it was given (2), the byte (who
/// gave it: 1 the cooperative, 2 to 9 the creditor) and 5 of sequence, which starts over every year. (Sicredi.)
/// </summary>
/// <remarks>
/// Source: Sicredi, Manual do beneficiário CNAB 400, §5.3 and §5.4 (nosso número) and the chapter on the barcode, as public
/// implementations quote it (read 22/11/2026): both digits by mod 11 with 10 and 11 written 0, the number's over agência, posto,
/// convênio and number. A whole number of 8 already has its year and byte.
/// </remarks>
internal sealed class Sicredi() : BankRules("748", "Sicredi", "748-X", numberWidth: 5)
{
    private const int WholeWidth = 8;

    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 1, BoletoField.Carteira, "a carteira", ref problems);
        if (carteira is not (null or "1"))
            problems.Add(BoletoField.Carteira, "A carteira do Sicredi é 1 (simples).");
        var giver = account.Byte?.Trim();
        CheckByte(giver, ref problems);
        return new()
        {
            Agencia = AccountField.Agencia(account, ref problems),
            Posto = AccountField.Digits(account.Posto, 2, BoletoField.Posto, "o posto", ref problems),
            Convenio = AccountField.Digits(account.Convenio, 5, BoletoField.Convenio, "o convênio (código do beneficiário)", ref problems),
            Carteira = carteira,
            Byte = giver,
        };
    }

    /// <summary>Not that it is printed, but a whole number has its own: <see cref="Complete"/> asks again when it is needed.</summary>
    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) => field == BoletoField.Byte;

    private protected override PrintedAccount Print(in AccountFields fields) =>
        new($"{fields.Agencia}.{fields.Posto}.{fields.Convenio}", fields.Carteira!);

    /// <summary>As printed, a slash parts the year from the rest: 26/293006-5.</summary>
    private protected override bool ReadNumber(in AccountFields fields, string? given, out NossoNumeroText number, ref FieldProblems problems)
    {
        var text = given?.Trim();
        return NossoNumeroText.TryRead(text?.IndexOf('/') == 2 ? text.Remove(2, 1) : text, out number, ref problems);
    }

    private protected override string? Complete(in AccountFields fields, ReadOnlySpan<char> given, DateOnly? issuedOn, ref FieldProblems problems)
    {
        if (given.Length <= NumberWidth)
        {
            CheckByte(fields.Byte, ref problems);
            if (issuedOn is { } on)
                return string.Create(CultureInfo.InvariantCulture, $"{on.Year % 100:00}{fields.Byte}{given.ToString().PadLeft(NumberWidth, '0')}");
            problems.Add(BoletoField.IssuedOn, "Informe a data de emissão: o ano dela está no nosso número do Sicredi.");
        }
        else if (given.Length != WholeWidth)
        {
            problems.Add(BoletoField.NossoNumero, $"O nosso número do Sicredi tem até {NumberWidth} números, ou {WholeWidth} com ano e byte na frente; aqui há {given.Length}.");
        }
        else if (given[2] == '0')
        {
            problems.Add(BoletoField.NossoNumero, "O 3º número do nosso número é o byte, que vai de 1 a 9.");
        }
        else if (!given[3..].ContainsAnyExcept('0'))
        {
            problems.Add(BoletoField.NossoNumero, "O nosso número não pode ser zero.");
        }
        else
        {
            return given.ToString();
        }
        return null;
    }

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[2..10];

    private protected override string Chosen(in AccountFields fields, string number) => number[^NumberWidth..];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        Span<char> guarded = stackalloc char[19];
        fields.Agencia!.CopyTo(guarded);
        fields.Posto!.CopyTo(guarded[4..]);
        fields.Convenio!.CopyTo(guarded[6..]);
        number.CopyTo(guarded[11..]);
        campoLivre[0] = '1';
        campoLivre[1] = fields.Carteira![0];
        number.CopyTo(campoLivre[2..]);
        campoLivre[10] = Mod11OrZero(guarded);
        guarded[..11].CopyTo(campoLivre[11..]);
        campoLivre[22] = '1';
        campoLivre[23] = '0';
        campoLivre[24] = Mod11OrZero(campoLivre[..24]);
        return OneDigit.Text(campoLivre[10] - '0');
    }

    private protected override string PrintNumber(in AccountFields fields, string number, string dv) => $"{number.AsSpan(0, 2)}/{number.AsSpan(2)}-{dv}";

    private static void CheckByte(string? giver, ref FieldProblems problems)
    {
        if (giver is not [>= '2' and <= '9'])
            problems.Add(BoletoField.Byte, "Informe o byte, um número de 2 a 9: o 1 é dos números que a cooperativa dá.");
    }
}
