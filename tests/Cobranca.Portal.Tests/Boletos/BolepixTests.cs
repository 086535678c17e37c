using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Boletos;

/// <summary>A boleto that can be paid by Pix too: what is offered, when, and when no more.</summary>
public sealed class BolepixTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const string Key = "11.222.333/0001-81";

    private readonly BoletoScene _scene = new(portal);
    private static readonly DateOnly Today = BoletoScene.Today;

    public async Task InitializeAsync()
    {
        await _scene.PrepareAsync();
        await KeyAsync(Key);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private Task<int> KeyAsync(string? key) => portal.InDbAsync(portal.Aurora, async db =>
    {
        (await db.BankAccounts.SingleAsync()).PixKey = key is null ? null : PixKey.Parse(key);
        return await db.SaveChangesAsync();
    });

    private async Task<(Receivable Debt, Browser Browser)> SignedInAsync(string amount = "1.234,56")
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        return (await _scene.AddDebtAsync(debtor, amount), await portal.SignInAsync(debtor));
    }

    private Task<BoletoPix> PixAsync(string path) => portal.InDbAsync(portal.Aurora, db => db.BoletoPixCodes.AsNoTracking().SingleAsync(p => p.Boleto!.PublicId == path.Substring(path.LastIndexOf('/') + 1)));

    private Task<byte[]> PaperAsync(Boleto boleto) => portal.InAsync(portal.Aurora, async services => (await services.GetRequiredService<IMessageAttachments>().BoletoAsync(boleto.Id, default))!.Content);

    private static string? CodeOn(Page page) => page.Document.QuerySelector("#pix")?.TextContent.Trim();

    [Fact]
    public async Task It_is_offered_while_the_bank_registers_and_after()
    {
        var (debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        var waiting = await browser.GetAsync(path);
        Assert.Equal("Seu boleto está quase pronto", waiting.Heading);
        Assert.Contains("Não quer esperar? Pague com Pix", waiting.Text, StringComparison.Ordinal);
        Assert.Contains("O banco do boleto não sabe do Pix", waiting.Text, StringComparison.Ordinal);
        Assert.StartsWith("15;", BoletoScene.RefreshOf(waiting), StringComparison.Ordinal); // time to read and copy
        var code = CodeOn(waiting)!;

        await _scene.BankDecidesAsync();
        var payable = await browser.GetAsync(path);
        Assert.Equal("Seu boleto", payable.Heading);
        Assert.Equal(code, CodeOn(payable));
        Assert.Equal(code, payable.Document.QuerySelectorAll("[data-copy]")[1].GetAttribute("data-copy"));
        Assert.Empty(payable.Document.QuerySelectorAll("style, [style], script:not([src])"));

        var read = Assert.IsType<BrCodeReading.Read>(BrCode.Read(code)).Content;
        Assert.Equal((BrCodeKind.Static, "11222333000181", new Money(128_682), "Aurora Ensino Ltda", portal.Aurora.City), (read.Kind, read.Key!.Value.Value, read.Amount, read.Name, read.City));
        Assert.Empty(read.Remarks);
        Assert.Equal(read.Txid, (await PixAsync(path)).Txid);
    }

    [Fact]
    public async Task A_scanner_reads_the_picture_on_the_page_and_both_codes_of_the_paper()
    {
        var (debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        var svg = page.Document.QuerySelector("svg.qr")!;
        Assert.Equal(("img", "crispEdges"), (svg.GetAttribute("role"), svg.GetAttribute("shape-rendering")));
        Assert.Equal("#fff", svg.QuerySelector("rect")!.GetAttribute("fill")); // on white in the dark too
        Assert.Equal("QR-Code:" + CodeOn(page), PdfPeers.ScanPicture(Picture(svg)).Trim());

        using var peers = new PdfPeers(await PaperAsync(boleto));
        Assert.Equal(new[] { "I2/5:" + boleto.Barcode, "QR-Code:" + CodeOn(page) }, peers.Scan(150).Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_boleto_has_a_txid_of_its_own_made_of_its_number()
    {
        var (debt, browser) = await SignedInAsync();
        var first = await _scene.IssueAsync(browser, Today, debt);
        var second = await _scene.IssueAsync(browser, Today.AddDays(1), debt);
        var (one, two) = (await PixAsync("/" + first.PublicId), await PixAsync("/" + second.PublicId));
        Assert.NotEqual(one.Txid, two.Txid);
        Assert.All([(one, first), (two, second)], pair =>
        {
            Assert.Matches("^[A-Z0-9]{1,25}$", pair.Item1.Txid);
            Assert.EndsWith("N" + pair.Item2.NossoNumero, pair.Item1.Txid, StringComparison.Ordinal);
        });
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => portal.InDbAsync(portal.Aurora, async db =>
        {
            db.BoletoPixCodes.Add(new() { CreditorId = portal.Aurora.Id, BoletoId = first.Id, Txid = two.Txid, Key = one.Key, Code = one.Code });
            return await db.SaveChangesAsync();
        }));
    }

    [Fact]
    public void The_longest_number_fits_and_a_longer_one_is_refused()
    {
        Assert.Equal("C999999N12345678901234567", BoletoPixCodes.Txid(999_999, "12345678901234567"));
        Assert.Throws<InvalidOperationException>(() => BoletoPixCodes.Txid(1_000_000, "12345678901234567"));
    }

    public static TheoryData<string, BoletoStatus> Ends => new()
    {
        { "Este boleto foi encerrado", BoletoStatus.Closed }, { "Este boleto foi encerrado", BoletoStatus.ClosureRequested },
        { "O banco não aceitou o boleto", BoletoStatus.Rejected }, { "Boleto pago", BoletoStatus.Paid }, { "Boleto pago", BoletoStatus.PaidAfterClosure },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task With_the_boleto_ends_its_Pix(string heading, BoletoStatus status)
    {
        var (debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == boleto.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.Status, status)));
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal(heading, page.Heading);
        Assert.DoesNotContain("Pix", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replaced_one_leads_to_the_new_ones_Pix()
    {
        var (debt, browser) = await SignedInAsync();
        var older = await _scene.IssueAsync(browser, Today, debt);
        var newer = await _scene.IssueAsync(browser, Today.AddDays(2), debt);
        var page = await browser.GetAsync($"/aurora/boleto/{older.PublicId}");
        Assert.Equal(("Este boleto foi substituído", null), (page.Heading, CodeOn(page)));
        Assert.NotNull(CodeOn(await browser.GetAsync($"/aurora/boleto/{newer.PublicId}")));
    }

    [Fact]
    public async Task After_the_last_day_it_is_gone_whether_the_bank_had_answered_or_not()
    {
        var (debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        Assert.NotNull(CodeOn(await browser.GetAsync(path)));
        var boleto = await portal.InDbAsync(portal.Aurora, async db => (await db.Boletos.AsNoTracking().ForPaper().SingleAsync(b => b.PublicId == path.Substring(path.LastIndexOf('/') + 1)))!);
        Assert.NotNull(boleto.PixOn(boleto.PayableThrough));
        Assert.Null(boleto.PixOn(boleto.PayableThrough.AddDays(1)));
        boleto.Status = BoletoStatus.Registered;
        Assert.NotNull(boleto.PixOn(boleto.PayableThrough));
        Assert.Null(boleto.PixOn(boleto.PayableThrough.AddDays(1)));
    }

    [Fact]
    public async Task A_debt_paid_elsewhere_takes_it_away_at_once()
    {
        var (debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        await _scene.ChangeAsync(debt, r => r.Status = ReceivableStatus.Paid);
        Assert.Null(CodeOn(await browser.GetAsync(path)));
    }

    [Fact]
    public async Task An_account_without_a_key_has_boletos_as_before()
    {
        await KeyAsync(null);
        var (debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        Assert.DoesNotContain("Pix", (await browser.GetAsync(path)).Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await _scene.BankDecidesAsync();
        Assert.DoesNotContain("Pix", (await browser.GetAsync(path)).Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.BoletoPixCodes.CountAsync(p => p.Boleto!.PublicId == path.Substring(path.LastIndexOf('/') + 1))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pagamentos@aurora.example.com.br")]
    public async Task A_key_the_account_no_longer_has_gets_no_more_money(string? now)
    {
        var (debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        await KeyAsync(now);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal(("Seu boleto", null), (page.Heading, CodeOn(page)));
        using var peers = new PdfPeers(await PaperAsync(boleto));
        Assert.Equal("I2/5:" + boleto.Barcode, peers.Scan(150).Trim());
    }

    [Fact]
    public async Task An_amount_no_code_can_hold_leaves_the_boleto_without_Pix()
    {
        var account = await portal.InDbAsync(portal.Aurora, db => db.BankAccounts.AsNoTracking().SingleAsync());
        Assert.NotNull(BoletoPixCodes.Issue(portal.Aurora, account, "00000043", BrCode.LargestAmount));
        Assert.Null(BoletoPixCodes.Issue(portal.Aurora, account, "00000043", BrCode.LargestAmount + new Money(1)));
    }

    [Fact]
    public async Task The_e_mail_the_debtor_asks_for_carries_the_code()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = await portal.SignInAsync(debtor);
        var boleto = await _scene.IssueAsync(browser, Today, await _scene.AddDebtAsync(debtor));
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        await browser.SubmitAsync(page, "enviar", ("Form.Contact", debtor.Contacts[1].Id.ToString(CultureInfo.InvariantCulture)));
        var sent = Assert.Single(await portal.MessagesToAsync(debtor.Contacts[1].Value));
        Assert.Contains(CodeOn(page)!, sent.Text.Split('\n'));
    }

    /// <summary>The strokes of the picture as pixels, eight to a module: nothing of the encoder is used.</summary>
    private static byte[] Picture(IElement svg)
    {
        const int scale = 8;
        var size = int.Parse(svg.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture);
        var pixels = new byte[size * scale, size * scale];
        var (x, y) = (0, 0);
        foreach (Match step in Regex.Matches(svg.QuerySelector("path")!.GetAttribute("d")!, @"M(?<x>\d+) (?<y>\d+)\.5|m(?<skip>\d+) 0|h(?<dark>\d+)"))
        {
            if (step.Groups["x"].Success) (x, y) = (Number("x"), Number("y"));
            else if (step.Groups["skip"].Success) x += Number("skip");
            else
            {
                for (var row = y * scale; row < (y + 1) * scale; row++)
                    for (var column = x * scale; column < (x + Number("dark")) * scale; column++) pixels[row, column] = 1;
                x += Number("dark");
            }

            int Number(string group) => int.Parse(step.Groups[group].Value, CultureInfo.InvariantCulture);
        }
        var image = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"P1\n{size * scale} {size * scale}\n"));
        foreach (var pixel in pixels) image.Append(pixel == 1 ? "1 " : "0 ");
        return Encoding.ASCII.GetBytes(image.ToString());
    }
}
