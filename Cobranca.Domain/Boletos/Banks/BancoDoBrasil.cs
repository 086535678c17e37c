namespace Cobranca.Domain.Boletos;

/// <summary>
/// Banco do Brasil, 001. The length of the convênio decides: with 7 digits the 25 are 000000, nosso número (17: convênio and 10 of
/// sequence, no check digit) and carteira; with 4 or 6 they are nosso número (11: convênio and 7 or 5 of sequence), agência (4),
/// conta (8) and carteira. (Banco do Brasil.)
/// </summary>
/// <remarks>
/// Source: Banco do Brasil, Especificações técnicas para confecção de boleto, annexes 3-5. Annex 5 also lets a 6-digit convênio of
/// carteira 16 or 18 use 17 free digits, marked 21 at the end, for slips that are not registered. Nothing is payable unregistered
/// since 2018, so our sequences never use it; a number given as 17 digits is written so, for slips that exist.
/// </remarks>
internal sealed class BancoDoBrasil() : BankRules("001", "Banco do Brasil", "001-9", numberWidth: 10)
{
    private const int LongWidth = 17;
    private const int ShortWidth = 11;
    private const string DvLetters = "X";
    private const string FreeMark = "21";

    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems)
    {
        var carteira = AccountField.Digits(account.Carteira, 2, BoletoField.Carteira, "a carteira", ref problems);
        if (carteira is not (null or "11" or "12" or "15" or "16" or "17" or "18" or "31" or "51"))
            problems.Add(BoletoField.Carteira, "As carteiras do Banco do Brasil são 11, 12, 15, 16, 17, 18, 31 e 51.");
        return new()
        {
            Carteira = carteira,
            Agencia = AccountField.Agencia(account, ref problems),
            AgenciaDv = AccountField.Optional(account.AgenciaDv, DvLetters, BoletoField.AgenciaDv, "o dígito da agência", ref problems),
            Conta = AccountField.Digits(account.Conta, 8, BoletoField.Conta, "a conta", ref problems),
            ContaDv = AccountField.Optional(account.ContaDv, DvLetters, BoletoField.ContaDv, "o dígito da conta", ref problems),
            Variacao = string.IsNullOrWhiteSpace(account.Variacao)
                ? null
                : AccountField.Digits(account.Variacao, 3, BoletoField.Variacao, "a variação da carteira", ref problems),
            Convenio = ReadConvenio(account.Convenio, ref problems),
        };
    }

    private protected override bool IsOnlyPrinted(string field, BoletoAccount account) =>
        field is BoletoField.AgenciaDv or BoletoField.ContaDv or BoletoField.Variacao
        || (field is BoletoField.Agencia or BoletoField.Conta && account.Convenio?.Trim().Length == 7);

    private protected override void Doubt(in AccountFields fields, ref FieldProblems doubts)
    {
        if (fields.AgenciaDv is { } agenciaDv && agenciaDv != Dv(fields.Agencia!))
            doubts.Add(BoletoField.AgenciaDv, "O dígito da agência não é o que o Banco do Brasil calcula. Confira com o banco.");
        if (fields.ContaDv is { } contaDv && contaDv != Dv(fields.Conta!))
            doubts.Add(BoletoField.ContaDv, "O dígito da conta não é o que o Banco do Brasil calcula. Confira com o banco.");
    }

    private protected override SequenceRange SequencesOf(BoletoAccount account) => account.Convenio?.Trim().Length switch
    {
        4 => SequenceRange.OfDigits(7),
        6 => SequenceRange.OfDigits(5),
        _ => SequenceRange.OfDigits(NumberWidth),
    };

    private protected override PrintedAccount Print(in AccountFields fields) =>
        base.Print(in fields) with { Carteira = fields.Variacao is null ? fields.Carteira! : $"{fields.Carteira}/{fields.Variacao}" };

    /// <summary>The whole number from a sequence, or from a whole number of the same convênio.</summary>
    private protected override string? Complete(in AccountFields fields, ReadOnlySpan<char> given, DateOnly? issuedOn, ref FieldProblems problems)
    {
        if (fields.Convenio is not { } convenio)
            return null;
        if (IsFree(convenio, given.Length))
        {
            if (fields.Carteira is not (null or "16" or "18"))
                problems.Add(BoletoField.Carteira, "Nosso número de 17 posições com convênio de 6 só existe nas carteiras 16 e 18.");
            return given.ToString();
        }

        var width = convenio.Length == 7 ? LongWidth : ShortWidth;
        var sequenceWidth = width - convenio.Length;
        if (given.Length <= sequenceWidth)
            return convenio + given.ToString().PadLeft(sequenceWidth, '0');
        if (given.Length != width)
            problems.Add(BoletoField.NossoNumero,
                $"Com convênio de {convenio.Length} números, o nosso número tem até {sequenceWidth}, ou {width} com o convênio na frente; aqui há {given.Length}.");
        else if (!given.StartsWith(convenio))
            problems.Add(BoletoField.NossoNumero, $"Um nosso número de {width} números começa com o convênio {convenio}.");
        else if (!given[convenio.Length..].ContainsAnyExcept('0'))
            problems.Add(BoletoField.NossoNumero, "O nosso número não pode ser zero.");
        else
            return given.ToString();
        return null;
    }

    private protected override string? NumberIn(BoletoAccount account, string campoLivre) => account.Convenio?.Trim().Length switch
    {
        7 => campoLivre[6..23],
        6 when campoLivre.EndsWith(FreeMark, StringComparison.Ordinal) => campoLivre[6..23],
        4 or 6 => campoLivre[..ShortWidth],
        _ => null,
    };

    private protected override string Chosen(in AccountFields fields, string number) =>
        IsFree(fields.Convenio!, number.Length) ? number : number[fields.Convenio!.Length..];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        var isFree = IsFree(fields.Convenio!, number.Length);
        if (number.Length == ShortWidth)
        {
            number.CopyTo(campoLivre);
            fields.Agencia!.CopyTo(campoLivre[11..]);
            fields.Conta!.CopyTo(campoLivre[15..]);
        }
        else
        {
            (isFree ? fields.Convenio! : "000000").CopyTo(campoLivre);
            number.CopyTo(campoLivre[6..]);
        }
        (isFree ? FreeMark : fields.Carteira!).CopyTo(campoLivre[23..]);
        return number.Length == ShortWidth ? Dv(number) : "";
    }

    private static bool IsFree(string convenio, int length) => convenio.Length == 6 && length == LongWidth;

    /// <summary>Mod 11 as this bank writes it on branches, accounts and 11-digit numbers: 10 is X, 11 is 0.</summary>
    private static string Dv(string digits) => CheckDigits.Mod11(digits) switch
    {
        10 => "X",
        11 => "0",
        var digit => OneDigit.Text(digit),
    };

    /// <summary>Zeros in front count here: they are part of what the bank gave.</summary>
    private static string? ReadConvenio(string? given, ref FieldProblems problems)
    {
        var convenio = given?.Trim();
        if (string.IsNullOrEmpty(convenio))
            problems.Add(BoletoField.Convenio, "Informe o convênio.");
        else if (convenio.AsSpan().ContainsAnyExceptInRange('0', '9'))
            problems.Add(BoletoField.Convenio, "O convênio tem só números.");
        else if (convenio.Length is not (4 or 6 or 7))
            problems.Add(BoletoField.Convenio, $"O convênio do Banco do Brasil tem 4, 6 ou 7 números; aqui há {convenio.Length}.");
        else
            return convenio;
        return null;
    }
}
