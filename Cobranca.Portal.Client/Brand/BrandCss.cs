using System.Globalization;

namespace Cobranca.Portal.Client.Brand;

/// <summary>
/// A creditor's colour as the small sheet the host serves at <c>/{creditor}/marca.css?v=hash</c>: the strict policy forbids inline
/// styles. Ink is chosen by contrast; the dark pair is the same hue made light enough to read.
/// </summary>
public static class BrandCss
{
    // The surfaces of Styles/tokens.css that a brand colour is read on; a test holds the two together.
    internal static readonly Rgb LightPaper = Rgb.Parse("#ffffff"), LightGround = Rgb.Parse("#f5f4f0");
    internal static readonly Rgb DarkPaper = Rgb.Parse("#1b201f"), DarkGround = Rgb.Parse("#121615");

    // Bright text on a dark page needs more than the minimum to look as calm as dark text on paper.
    private const double ComfortableOnDark = 7;

    /// <summary>One mode's colours: the brand, what is written on it, and its tint behind a chosen card.</summary>
    public sealed record Pair(Rgb Brand, Rgb Ink, Rgb Soft);

    /// <summary>The sheet for one colour. Never unreadable: a colour <see cref="Check"/> refuses is darkened until it can be read.</summary>
    /// <exception cref="FormatException">Not a colour like <c>#0b5f5c</c>; <see cref="Check"/> says so first.</exception>
    public static string For(string hexColor)
    {
        var brand = Rgb.Parse(hexColor);
        return $":root{{{Declarations(Light(brand))}}}@media screen and (prefers-color-scheme:dark){{:root{{{Declarations(Dark(brand))}}}}}";
    }

    /// <summary>What keeps a colour from being a brand here, for the person who typed it (pt-BR); empty when nothing does.</summary>
    public static IReadOnlyList<string> Check(string? hex)
    {
        if (!Rgb.TryParse(hex, out var brand)) return ["A cor da marca precisa estar no formato #rrggbb, por exemplo #0b5f5c."];
        var least = Least(brand, LightPaper, LightGround);
        return least >= Contrast.Text ? [] :
        [
            $"A cor {brand} tem contraste de {PtBr(least)}:1 com o fundo claro da página; para ser lida precisa de 4,5:1 ou mais. "
            + $"O tom mais próximo que serve é {Light(brand).Brand}.",
        ];
    }

    internal static Pair Light(Rgb brand)
    {
        for (var lightness = brand.Lightness; Least(brand, LightPaper, LightGround) < Contrast.Text; lightness -= 0.01)
            brand = brand.WithLightness(lightness);
        return new(brand, Rgb.White, Soft(brand, LightPaper, 0.09));
    }

    internal static Pair Dark(Rgb brand)
    {
        for (var lightness = brand.Lightness; Least(brand, DarkPaper, DarkGround) < ComfortableOnDark; lightness += 0.01)
            brand = brand.WithLightness(lightness);
        return new(brand, brand.WithLightness(0.2), Soft(brand, DarkPaper, 0.14));
    }

    // The tint stays behind text in the brand's own colour, so it pales until that text can be read.
    private static Rgb Soft(Rgb brand, Rgb paper, double share)
    {
        while (Contrast.Ratio(brand, brand.Over(paper, share)) < Contrast.Text) share -= 0.01;
        return brand.Over(paper, share);
    }

    private static double Least(Rgb brand, Rgb paper, Rgb ground) => Math.Min(Contrast.Ratio(brand, paper), Contrast.Ratio(brand, ground));

    private static string Declarations(Pair pair) => $"--brand:{pair.Brand};--brand-ink:{pair.Ink};--brand-soft:{pair.Soft}";

    // Cut, not rounded: 4,46 must not be shown as the 4,5 it is refused for missing.
    private static string PtBr(double ratio) => (Math.Truncate(ratio * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture).Replace('.', ',');
}
