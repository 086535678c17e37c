namespace Cobranca.Browser.Tests;

/// <summary>The picture in the README, taken from the running demonstration. <c>eng/screenshot</c> says where it goes.</summary>
[Collection(Journeys.Name)]
public sealed class ScreenshotTests(PortalProcess portal, Chromium chromium)
{
    [Fact]
    public Task The_readme_shows_the_debts_on_a_phone() => chromium.WalkAsync(portal, 360, scripts: true, async page =>
    {
        var debtor = (await DemoDebtor.OfAsync(page, "aurora")).First(d => d.Open is 2 or 3 && d.CanReceiveCodes);
        await new Journey(portal, page).SignInAsync(debtor.Link, debtor.TaxId);
        var picture = await page.ScreenshotAsync();
        Assert.InRange(picture.Length, 10_000, 300_000);
        if (Environment.GetEnvironmentVariable("COBRANCA_SCREENSHOT") is { Length: > 0 } file) await File.WriteAllBytesAsync(file, picture);
    });
}
