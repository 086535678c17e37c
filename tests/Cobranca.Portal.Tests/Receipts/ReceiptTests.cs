using System.Text;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Receipts;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api;
using Cobranca.Portal.Tests.Boletos;
using Cobranca.Portal.Tests.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Receipts;

/// <summary>The paper of a payment, and the file of a day. 1.234,56 of E03 costs 1.286,82 today: 24,69 and 27,57 of charges.</summary>
public sealed class ReceiptTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private static int _references;
    private static readonly DateOnly Today = BoletoScene.Today;
    private readonly BoletoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_receipt_names_payer_debt_and_every_part_and_tools_read_it()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Name = "Iracema Conceição Uchôa");
        var debt = await _scene.AddDebtAsync(debtor, change: r => r.Description = "Mensalidade de setembro");
        var payment = await PayAsync(debt, 128_682);
        var browser = await portal.SignInAsync(debtor);
        var page = await browser.GetAsync("/aurora/pagamentos");
        Assert.Contains("Mensalidade de setembro", page.Text, StringComparison.Ordinal);
        var path = $"/aurora/pagamentos/{payment.Id}/recibo.pdf";
        Assert.Contains($"href=\"{path}\"", page.Body, StringComparison.Ordinal);
        var pdf = await BytesAsync(browser, path);
        using var peers = new PdfPeers(pdf);
        peers.AssertSyntaxIsClean();
        var text = peers.Text();
        foreach (var word in new[] { "Recibo de pagamento", "Iracema Conceição Uchôa", debtor.TaxId.Formatted, portal.Aurora.LegalName, portal.Aurora.Cnpj.Formatted, "R$ 1.286,82", "23/11/2026", "transferência",
            "Mensalidade de setembro", debt.ExternalId, "1.234,56", "24,69", "27,57", "dívida quitada", payment.Reference })
            Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Equal(pdf, await BytesAsync(browser, path));
    }

    [Fact]
    public async Task What_is_left_and_what_is_too_much_are_said()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var part = await PayAsync(await _scene.AddDebtAsync(debtor), 50_000);
        var more = await PayAsync(await _scene.AddDebtAsync(debtor), 129_682);
        var browser = await portal.SignInAsync(debtor);
        using var left = new PdfPeers(await BytesAsync(browser, $"/aurora/pagamentos/{part.Id}/recibo.pdf"));
        Assert.Contains("faltam R$ 786,82 para quitar em 23/11/2026", left.Text(), StringComparison.Ordinal);
        using var surplus = new PdfPeers(await BytesAsync(browser, $"/aurora/pagamentos/{more.Id}/recibo.pdf"));
        Assert.Contains("Pago a mais: R$ 10,00", surplus.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reversed_payment_has_no_receipt_and_says_so()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var payment = await PayAsync(await _scene.AddDebtAsync(debtor), 128_682);
        await ReverseAsync(payment);
        var browser = await portal.SignInAsync(debtor);
        Assert.Contains("Estornado.", (await browser.GetAsync("/aurora/pagamentos")).Text, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync($"/aurora/pagamentos/{payment.Id}/recibo.pdf")).Status);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        Assert.Equal(409, (await aurora.GetAsync($"/api/v1/payments/{payment.Id}/receipt")).Status);
        Assert.Equal(404, (await aurora.GetAsync("/api/v1/payments/999999/receipt")).Status);
        Assert.NotEqual("null", (await aurora.GetAsync("/api/v1/payments?limit=200")).Json.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("reference").GetString() == payment.Reference).GetProperty("reversedAt").GetRawText());
    }

    [Fact]
    public async Task The_file_of_a_day_is_the_books_of_that_day()
    {
        // A day of its own, so that no other test's payments are in it.
        portal.Clock.Set(new(2026, 12, 15, 9, 0, 0, TimeSpan.FromHours(-3)));
        var day = new DateOnly(2026, 12, 15);
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (one, two) = (await _scene.AddDebtAsync(debtor), await _scene.AddDebtAsync(debtor, "100,00", new(2026, 12, 1)));
        var boleto = await _scene.IssueAsync(await portal.SignInAsync(debtor), day, one, two);
        Assert.IsType<RecordPaymentOutcome.Recorded>(await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>()
            .HandleAsync(portal.Aurora, new(boleto.PublicId, boleto.Amount + new Money(500), day, PaymentSource.Boleto, "=1+1;\"x", "test") { Credit = new(day, new(199)) }, default)));
        var reversed = await PayAsync(await _scene.AddDebtAsync(debtor, "50,00", new(2026, 12, 20)), 5_000, day);
        await ReverseAsync(reversed);

        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var answer = await aurora.GetAsync("/api/v1/receipts?on=2026-12-15");
        Assert.Equal((200, "text/csv"), (answer.Status, answer.ContentType));
        var lines = answer.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("movimento;id_externo;cpf_cnpj;pago_em", lines[0], StringComparison.Ordinal);
        Assert.Equal(["recebimento", "recebimento", "recebimento", "recebimento", "estorno"], lines.Skip(1).Select(l => l.Split(';')[0]));
        Assert.Contains(";\"'=1+1;\"\"x\";", lines[1], StringComparison.Ordinal); // a reference that would run as a formula does not
        Assert.Contains($";{boleto.NossoNumeroFormatted};", lines[1], StringComparison.Ordinal);

        var rows = await portal.InAsync(portal.Aurora, async services =>
        {
            var all = new List<ReceiptRow>();
            await foreach (var row in services.GetRequiredService<DailyReceipts>().ReadAsync(day, default)) all.Add(row);
            return all;
        });
        var entries = await portal.InDbAsync(portal.Aurora, db => db.JournalEntries.Include(e => e.Lines).Where(e => e.On == day).ToListAsync());
        foreach (var (movement, kind, sign) in new[] { (ReceiptMovement.Received, JournalKind.PaymentReceived, -1), (ReceiptMovement.Reversed, JournalKind.PaymentReversed, 1) })
        {
            var (told, booked) = (rows.FindAll(r => r.Movement == movement), entries.FindAll(e => e.Kind == kind).SelectMany(e => e.Lines).ToList());
            long Of(params LedgerAccount[] accounts) => sign * booked.Where(l => accounts.Contains(l.Account)).Sum(l => l.Debit - l.Credit).Centavos;
            Assert.NotEqual(0, Of(LedgerAccount.Receivable));
            Assert.Equal(Of(LedgerAccount.Receivable, LedgerAccount.WriteOff, LedgerAccount.Discounts, LedgerAccount.Adjustments), told.Sum(r => r.Principal).Centavos);
            Assert.Equal(Of(LedgerAccount.LateInterest), told.Sum(r => r.Interest).Centavos);
            Assert.Equal(Of(LedgerAccount.LateFee), told.Sum(r => r.Fine).Centavos);
            Assert.Equal(Of(LedgerAccount.MonetaryCorrection), told.Sum(r => r.Correction).Centavos);
            Assert.Equal(Of(LedgerAccount.CreditToDebtor), told.Sum(r => r.Surplus).Centavos);
            Assert.Equal(-Of(LedgerAccount.Cash, LedgerAccount.CashInTransit), told.Sum(r => r.Amount).Centavos);
        }
        Assert.Equal(199, rows.Sum(r => r.Tariff).Centavos);
        Assert.Equal(199, entries.Where(e => e.Kind == JournalKind.PaymentCredited).SelectMany(e => e.Lines).Where(l => l.Account == LedgerAccount.BankTariff).Sum(l => l.Debit).Centavos);
        // Another day's file has none of it.
        Assert.Single((await aurora.GetAsync("/api/v1/receipts?on=2026-12-16")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        foreach (var wrong in new[] { "", "?on=15/12/2026", "?on=x" }) Assert.Equal(["on"], (await aurora.GetAsync("/api/v1/receipts" + wrong)).WrongFields);
    }

    [Fact]
    public async Task A_file_without_payments_is_a_header_with_a_mark_that_spreadsheets_know()
    {
        using var file = new MemoryStream();
        await ReceiptsFile.WriteAsync(AsyncEnumerable.Empty<ReceiptRow>(), file, default);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(ReceiptsFile.Header + "\r\n")], file.ToArray());
    }

    private async Task<byte[]> BytesAsync(Browser browser, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(Browser.AddressHeader, browser.Address);
        request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(c => $"{c.Key}={c.Value}")));
        using var answer = await portal.Http.SendAsync(request);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<Payment> PayAsync(Receivable debt, long centavos, DateOnly? on = null)
    {
        var outcome = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordOutsidePayment>()
            .HandleAsync(portal.Aurora, new(debt.ExternalId, new(centavos), on ?? Today, PaymentSource.Transfer, $"REC-{Interlocked.Increment(ref _references)}", "test"), default));
        return Assert.IsType<OutsidePaymentOutcome.Recorded>(outcome).Payment;
    }

    private Task<ReversePaymentOutcome> ReverseAsync(Payment payment) => portal.InAsync(portal.Aurora, services =>
        services.GetRequiredService<ReversePayment>().HandleAsync(portal.Aurora, new(payment.Reference, null, payment.Reference, "Devolvido", "test"), default));
}
