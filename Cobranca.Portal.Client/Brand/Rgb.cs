using System.Globalization;
using System.Runtime.InteropServices;

namespace Cobranca.Portal.Client.Brand;

/// <summary>An sRGB colour as a person writes it, <c>#0b5f5c</c>, with the few sums contrast and dark mode need.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    public static Rgb White => new(255, 255, 255);
    public static Rgb Black => default;

    /// <summary>Reads <c>#rrggbb</c> or <c>#rgb</c>, upper or lower case; anything else is refused.</summary>
    public static bool TryParse(string? hex, out Rgb colour)
    {
        colour = default;
        if (hex is not ['#', ..] || hex.Length is not (4 or 7)) return false;
        var digits = hex.Length == 7 ? hex[1..] : $"{hex[1]}{hex[1]}{hex[2]}{hex[2]}{hex[3]}{hex[3]}";
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        colour = new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>, for values already checked.</summary>
    /// <exception cref="FormatException">Not a colour.</exception>
    public static Rgb Parse(string hex) => TryParse(hex, out var colour) ? colour : throw new FormatException($"'{hex}' is not a colour like #0b5f5c.");

    /// <summary>Relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance").</summary>
    public double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    /// <summary>This much (0 to 1) of this colour over another.</summary>
    public Rgb Over(Rgb other, double share) => new(Blend(Red, other.Red, share), Blend(Green, other.Green, share), Blend(Blue, other.Blue, share));

    /// <summary>
    /// The same hue at another perceived lightness (OKLab, 0 to 1); the colour is muted where the screen cannot show it that vivid.
    /// </summary>
    public Rgb WithLightness(double lightness)
    {
        var (_, a, b) = ToOklab();
        for (var vividness = 1.0; vividness > 0; vividness -= 0.05)
            if (FromOklab(lightness, a * vividness, b * vividness) is { } shown)
                return shown;
        return FromOklab(Math.Clamp(lightness, 0, 1), 0, 0) ?? (lightness > 0.5 ? White : Black);
    }

    /// <summary>Perceived lightness (OKLab), 0 for black to 1 for white.</summary>
    public double Lightness => ToOklab().L;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static byte Blend(byte top, byte under, double share) => (byte)(top * share + under * (1 - share) + 0.5);

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    // The constants are those of the OKLab colour space (Björn Ottosson, "A perceptual color space for image processing").
    private (double L, double A, double B) ToOklab()
    {
        double r = Linear(Red), g = Linear(Green), b = Linear(Blue);
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    private static Rgb? FromOklab(double lightness, double a, double b)
    {
        var l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return Channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) is { } red
            && Channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) is { } green
            && Channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s) is { } blue
            ? new(red, green, blue) : null;
    }

    private static double Cube(double x) => x * x * x;

    private static byte? Channel(double linear)
    {
        if (linear is < -0.0005 or > 1.0005) return null;
        var share = linear <= 0.0031308 ? linear * 12.92 : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return (byte)(Math.Clamp(share, 0, 1) * 255 + 0.5);
    }
}
