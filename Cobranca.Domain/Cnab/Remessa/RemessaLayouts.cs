using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Cnab;

/// <summary>The remessa layouts there are. (Leiautes da remessa.)</summary>
internal static class RemessaLayouts
{
    private static readonly RemessaLayout[] All =
    [
        new BancoDoBrasil240(), new Santander240(), new Caixa240(), new Itau240(), new Sicredi240(), new Sicoob240(),
        new Itau400(), new Bradesco400(), new Safra400(), new Inter400(),
    ];

    public static IReadOnlyList<CnabFormat> Formats(string bankCode) => [.. All.Where(layout => layout.BankCode == bankCode).Select(layout => layout.Format)];

    public static bool TryFind(string bankCode, CnabFormat format, [NotNullWhen(true)] out RemessaLayout? layout)
    {
        layout = Array.Find(All, one => one.BankCode == bankCode && one.Format == format);
        return layout is not null;
    }
}
