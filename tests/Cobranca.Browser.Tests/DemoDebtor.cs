using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>A demonstration debtor as <c>/dev</c> lists it.</summary>
public sealed record DemoDebtor(string Name, string TaxId, int Open, string Contacts, string Link)
{
    public bool CanReceiveCodes => Contacts.Contains("celular", StringComparison.Ordinal) || Contacts.Contains("e-mail", StringComparison.Ordinal);

    /// <summary>The debtors of one creditor that a code can reach.</summary>
    public static async Task<IReadOnlyList<DemoDebtor>> OfAsync(IPage page, string creditor)
    {
        await page.GotoAsync("/dev");
        var rows = await page.Locator($"tr:has(a[href^='/{creditor}/l/'])").AllAsync();
        var debtors = new List<DemoDebtor>();
        foreach (var row in rows)
        {
            var cells = await row.Locator("td").AllInnerTextsAsync();
            var link = await row.Locator("a").First.GetAttributeAsync("href");
            debtors.Add(new(cells[0], cells[1], int.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture), cells[3], link!));
        }
        return debtors;
    }
}
