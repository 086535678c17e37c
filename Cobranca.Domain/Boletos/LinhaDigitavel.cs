using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// The 47 digits of a bank slip that people type: the barcode cut into three fields, each with its own mod 10 digit, then the general
/// digit, then fator and amount. An instance is always whole and all its digits right. (Linha digitável.)
/// </summary>
/// <remarks>
/// Every change of one digit in the three fields and in the general digit is detected. Fator and amount are guarded by the general
/// digit alone, and that digit is written 1 for three of its eleven remainders: where it is 1, about one change in five of a digit of
/// fator or amount keeps it 1 and passes, here as at every bank. Whoever must be sure compares with the registered slip.
/// Source: Itaú, Especificação de boleto; domain facts §2.1.
/// </remarks>
public sealed record LinhaDigitavel
{
    /// <summary>How many digits there are.</summary>
    public const int Length = 47;

    internal const int CheckDigitAt = 32;

    internal LinhaDigitavel(string digits) => Digits = digits;

    /// <summary>The 47 digits.</summary>
    public string Digits { get; }

    /// <summary>As printed: <c>34191.10121 34567.880058 71234.570001 6 16670000012345</c>.</summary>
    public string Formatted => string.Create(54, Digits, static (into, digits) =>
    {
        ReadOnlySpan<char> from = digits;
        from[..5].CopyTo(into);
        into[5] = '.';
        from[5..10].CopyTo(into[6..]);
        into[11] = ' ';
        from[10..15].CopyTo(into[12..]);
        into[17] = '.';
        from[15..21].CopyTo(into[18..]);
        into[24] = ' ';
        from[21..26].CopyTo(into[25..]);
        into[30] = '.';
        from[26..32].CopyTo(into[31..]);
        into[37] = ' ';
        into[38] = from[CheckDigitAt];
        into[39] = ' ';
        from[33..].CopyTo(into[40..]);
    });

    /// <summary>
    /// A bank slip's linha from its 47 digits; false when anything is wrong with it. <see cref="BoletoCode.Read"/> also takes
    /// punctuation and says what is wrong.
    /// </summary>
    public static bool TryParse(string? digits, [NotNullWhen(true)] out LinhaDigitavel? linha)
    {
        linha = digits is { Length: Length } && !digits.AsSpan().ContainsAnyExceptInRange('0', '9')
            && FieldHolds(digits, 1) && FieldHolds(digits, 2) && FieldHolds(digits, 3) && Barcode.TryParse(BarcodeDigits(digits), out _)
            ? new(digits)
            : null;
        return linha is not null;
    }

    /// <summary>The same slip as its bars say it.</summary>
    public Barcode ToBarcode() => new(BarcodeDigits(Digits));

    /// <summary>As printed.</summary>
    public override string ToString() => Formatted;

    internal static LinhaDigitavel Of(Barcode barcode) => new(string.Create(Length, barcode.Digits, static (into, digits) =>
    {
        ReadOnlySpan<char> from = digits;
        from[..4].CopyTo(into);
        from[19..24].CopyTo(into[4..]);
        from[24..34].CopyTo(into[10..]);
        from[34..].CopyTo(into[21..]);
        for (var field = 1; field <= 3; field++)
        {
            var (start, check) = Field(field);
            into[check] = (char)('0' + CheckDigits.Mod10(into[start..check]));
        }
        into[CheckDigitAt] = from[Barcode.CheckDigitAt];
        from[5..19].CopyTo(into[33..]);
    }));

    /// <summary>Where a field (1 to 3) starts and where its check digit stands, counted from zero.</summary>
    internal static (int Start, int Check) Field(int field) => field switch
    {
        1 => (0, 9),
        2 => (10, 20),
        _ => (21, 31),
    };

    internal static bool FieldHolds(ReadOnlySpan<char> digits, int field)
    {
        var (start, check) = Field(field);
        return CheckDigits.Mod10(digits[start..check]) == digits[check] - '0';
    }

    internal static string BarcodeDigits(ReadOnlySpan<char> linha)
    {
        Span<char> into = stackalloc char[Barcode.Length];
        linha[..4].CopyTo(into);
        into[Barcode.CheckDigitAt] = linha[CheckDigitAt];
        linha[33..].CopyTo(into[5..]);
        linha[4..9].CopyTo(into[19..]);
        linha[10..20].CopyTo(into[24..]);
        linha[21..31].CopyTo(into[34..]);
        return new(into);
    }
}
