using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Cnab;

/// <summary>The retornos that can be read and written. (Layouts de retorno.)</summary>
internal static class RetornoLayouts
{
    private static readonly FrozenDictionary<(string Bank, CnabFormat Format), RetornoLayout> Known =
        RetornoLayouts240.All.Concat(RetornoLayouts400.All).ToFrozenDictionary(layout => (layout.Bank, layout.Format));

    /// <summary>Every layout.</summary>
    public static IEnumerable<RetornoLayout> All =>
        Known.Values.OrderBy(layout => layout.Format).ThenBy(layout => layout.Bank, StringComparer.Ordinal);

    /// <summary>The bank's own layout; of 240, FEBRABAN's for a bank that has none here, and then <paramref name="isGeneric"/>.</summary>
    public static bool TryFind(string bank, CnabFormat format, [NotNullWhen(true)] out RetornoLayout? layout, out bool isGeneric)
    {
        isGeneric = !Known.TryGetValue((bank, format), out layout);
        if (isGeneric && format == CnabFormat.Cnab240)
            layout = RetornoLayouts240.Febraban with { Bank = bank };
        return layout is not null;
    }
}
