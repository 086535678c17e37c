using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>A demonstration debtor from the link to the paper, on a phone and on a desk, with scripts and without.</summary>
[Collection(Journeys.Name)]
public sealed class AuroraJourneyTests(PortalProcess portal, Chromium chromium)
{
    [Theory]
    [InlineData(360, true, ColorScheme.Light, 0)]
    [InlineData(360, false, ColorScheme.Light, 1)]
    [InlineData(1280, true, ColorScheme.Dark, 2)]
    [InlineData(1280, false, ColorScheme.Light, 3)]
    public Task A_link_leads_to_a_boleto_in_hand(int width, bool scripts, ColorScheme scheme, int person) => chromium.WalkAsync(portal, width, scripts, async page =>
    {
        var violations = new List<string>();
        var consoleErrors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") consoleErrors.Add(message.Text); };
        var debtor = (await DemoDebtor.OfAsync(page, "aurora")).Where(d => d.Open is >= 2 and <= 6 && d.CanReceiveCodes).ElementAt(person);

        async Task LookAsync(string place)
        {
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0) violations.Add($"{place}: scrolls sideways by {overflow} px");
            if (!scripts) return; // axe is a script
            var result = await page.RunAxe();
            violations.AddRange(result.Violations.Select(v => $"{place}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}"));
        }

        var journey = new Journey(portal, page);
        await journey.SignInAsync(debtor.Link, debtor.TaxId, look: LookAsync);
        await journey.IssueBoletoAsync(LookAsync);

        var pix = await page.Locator("#pix").InnerTextAsync();
        Assert.Equal([await Pdf.BarcodeOnAsync(page), pix], await Pdf.ReadCodesAsync(await Pdf.DownloadAsync(page)));
        Assert.Equal(pix, await Pdf.ReadPictureAsync(page.Locator("svg.qr")));
        await journey.VerifyBoletoAsync(LookAsync);
        await journey.VerifyPixAsync(pix, LookAsync);
        Assert.Empty(violations);
        Assert.Empty(consoleErrors);
    }, scheme);

    /// <summary>What axe finds on pages outside the straight walk.</summary>
    [Theory]
    [InlineData("/aurora")]
    [InlineData("/aurora/privacidade")]
    [InlineData("/aurora/carta")]
    [InlineData("/aurora/entrar/contato-mudou")]
    [InlineData("/aurora/nao-sou-eu")]
    [InlineData("/verificar")]
    [InlineData("/nada-aqui")]
    [InlineData("/dev")]
    [InlineData("/dev/mensagens")]
    [InlineData("/dev/banco")]
    public async Task Side_pages_have_no_accessibility_violation(string path)
    {
        foreach (var (width, scheme) in new[] { (360, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            await chromium.WalkAsync(portal, width, scripts: true, async page =>
            {
                await page.GotoAsync(path);
                var result = await page.RunAxe();
                Assert.Empty(result.Violations.Select(v => $"{path} {width}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}"));
            }, scheme);
        }
    }

    /// <summary>At most 60 KB over the wire and six requests for somebody's first look (design: poor networks).</summary>
    [Fact]
    public Task The_first_view_is_light() => chromium.WalkAsync(portal, 360, scripts: true, async page =>
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        double bytes = 0;
        var requests = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, data) => { bytes += data!.Value.GetProperty("encodedDataLength").GetDouble(); requests++; };
        await page.GotoAsync("/aurora", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.InRange(requests, 1, 6);
        Assert.InRange(bytes, 1_000, 60_000);
    });
}
