namespace Cobranca.Portal.Client.Brand;

/// <summary>How far two colours stand apart for a reader (WCAG 2.2, success criterion 1.4.3).</summary>
public static class Contrast
{
    /// <summary>What text needs on its background at level AA.</summary>
    public const double Text = 4.5;

    /// <summary>From 1 (the same colour) to 21 (black on white), in any order.</summary>
    public static double Ratio(Rgb one, Rgb other)
    {
        double a = one.Luminance, b = other.Luminance;
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <inheritdoc cref="Ratio(Rgb, Rgb)"/>
    public static double Ratio(string one, string other) => Ratio(Rgb.Parse(one), Rgb.Parse(other));
}
