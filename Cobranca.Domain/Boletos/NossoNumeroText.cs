namespace Cobranca.Domain.Boletos;

/// <summary>
/// A slip's number as somebody wrote it: bare digits, or as printed with the carteira before a slash and the check digit behind a
/// dash. (Nosso número informado.)
/// </summary>
internal readonly ref struct NossoNumeroText
{
    private NossoNumeroText(ReadOnlySpan<char> carteira, ReadOnlySpan<char> digits, ReadOnlySpan<char> dv)
    {
        Carteira = carteira;
        Digits = digits;
        Dv = dv;
    }

    public ReadOnlySpan<char> Carteira { get; }

    public ReadOnlySpan<char> Digits { get; }

    public ReadOnlySpan<char> Dv { get; }

    /// <summary>Cuts the text; missing, zero or anything but digits between slash and dash adds a problem and returns false.</summary>
    public static bool TryRead(string? given, out NossoNumeroText number, ref FieldProblems problems)
    {
        var digits = given.AsSpan().Trim();
        var carteira = ReadOnlySpan<char>.Empty;
        var dv = ReadOnlySpan<char>.Empty;
        if (digits.IndexOf('/') is var slash and >= 0)
        {
            carteira = digits[..slash].Trim();
            digits = digits[(slash + 1)..].TrimStart();
        }
        if (digits.IndexOf('-') is var dash and >= 0)
        {
            dv = digits[(dash + 1)..].TrimStart();
            digits = digits[..dash].TrimEnd();
        }
        number = new(carteira, digits, dv);

        if (digits.IsEmpty)
            problems.Add(BoletoField.NossoNumero, "Informe o nosso número.");
        else if (digits.ContainsAnyExceptInRange('0', '9'))
            problems.Add(BoletoField.NossoNumero, "O nosso número tem só números.");
        else if (!digits.ContainsAnyExcept('0'))
            problems.Add(BoletoField.NossoNumero, "O nosso número não pode ser zero.");
        else
            return true;
        return false;
    }

    /// <summary>Adds a problem when carteira or check digit were written along and are not those of the number.</summary>
    public void CheckWrittenParts(string? carteira, string dv, ref FieldProblems problems)
    {
        if (carteira is not null && !Carteira.IsEmpty && !Carteira.TrimStart('0').SequenceEqual(carteira.AsSpan().TrimStart('0')))
            problems.Add(BoletoField.NossoNumero, $"O nosso número é de outra carteira: a desta conta é {carteira}.");
        if (!Dv.IsEmpty && !Dv.Equals(dv, StringComparison.OrdinalIgnoreCase))
            problems.Add(BoletoField.NossoNumero, dv.Length == 0
                ? "Este nosso número não tem dígito verificador."
                : "O dígito verificador do nosso número não confere.");
    }
}
