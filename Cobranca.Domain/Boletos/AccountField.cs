namespace Cobranca.Domain.Boletos;

/// <summary>Reads one field of an account into the width the bank prints. (Campo da conta.)</summary>
internal static class AccountField
{
    /// <summary>
    /// The digits, filled with zeros on the left; zeros in front beyond the width are dropped, as "0012345" and "12345" name the same
    /// account. Missing, all zeros, too long or anything but digits adds a problem and returns null.
    /// </summary>
    public static string? Digits(string? given, int width, string field, string called, ref FieldProblems problems)
    {
        var text = Trimmed(given);
        if (text.IsEmpty)
            problems.Add(field, $"Informe {called}.");
        else if (text.ContainsAnyExceptInRange('0', '9'))
            problems.Add(field, $"{Capital(called)} tem só números, sem ponto, traço ou dígito verificador.");
        else if (text.TrimStart('0') is var significant && significant.IsEmpty)
            problems.Add(field, $"{Capital(called)} não pode ser zero.");
        else if (significant.Length > width)
            problems.Add(field, $"{Capital(called)} tem até {width} números; aqui há {significant.Length}.");
        else
            return given!.Length == width && text.Length == width ? given : significant.ToString().PadLeft(width, '0');
        return null;
    }

    /// <summary>The branch: four digits at every bank.</summary>
    public static string? Agencia(BoletoAccount account, ref FieldProblems problems) =>
        Digits(account.Agencia, 4, BoletoField.Agencia, "a agência", ref problems);

    /// <summary>A check digit the barcode needs: one number.</summary>
    public static string? Required(string? given, string field, string called, ref FieldProblems problems)
    {
        if (!Trimmed(given).IsEmpty)
            return Optional(given, "", field, called, ref problems);
        problems.Add(field, $"Informe {called}.");
        return null;
    }

    /// <summary>A check digit that is only printed: nothing, a number, or one of <paramref name="letters"/>.</summary>
    public static string? Optional(string? given, string letters, string field, string called, ref FieldProblems problems)
    {
        var text = Trimmed(given);
        if (text.IsEmpty)
            return null;
        var digit = char.ToUpperInvariant(text[0]);
        if (text.Length == 1 && (char.IsAsciiDigit(digit) || letters.Contains(digit)))
            return given!.Length == 1 && given[0] == digit ? given : digit.ToString();
        problems.Add(field, letters.Length == 0
            ? $"{Capital(called)} é um número só."
            : $"{Capital(called)} é um número só, ou a letra {string.Join(" ou ", letters.ToCharArray())}.");
        return null;
    }

    /// <summary>A number with its check digit behind a dash, where it has one.</summary>
    public static string WithDv(string digits, string? dv) => dv is null ? digits : $"{digits}-{dv}";

    private static ReadOnlySpan<char> Trimmed(string? given) => given.AsSpan().Trim();

    private static string Capital(string called) => char.ToUpperInvariant(called[0]) + called[1..];
}
