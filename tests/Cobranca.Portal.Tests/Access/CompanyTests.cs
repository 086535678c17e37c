using System.Net;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>A CNPJ is public: a company also names one of its papers or its representative.</summary>
public sealed class CompanyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Cpf Representative = Cpf.Parse("52998224725");
    private static int _companies = 1_000;

    [Theory]
    [InlineData("NF-10234/1")]
    [InlineData("nf 10234-1")]
    [InlineData("NF102341")]
    [InlineData("10234")]
    [InlineData("10.234")]
    [InlineData("nota 10234")]
    [InlineData("0010234")]
    [InlineData("CT-2025-88")]
    [InlineData("8841")]
    [InlineData("529.982.247-25")]
    [InlineData("52998")]
    public async Task One_of_its_papers_or_its_representative_opens_the_masks(string paper)
    {
        var (browser, page) = await AskedAsync();
        Assert.DoesNotContain("*****", page.Text, StringComparison.Ordinal);
        var next = await browser.SubmitAndFollowAsync(page, "contato", ("Form.Paper", paper));
        Assert.Contains("*****", next.Text, StringComparison.Ordinal);
        Assert.Equal(2, next.Choices("Form.Contact").Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5299")]
    [InlineData("98224725")]
    [InlineData("10")]
    [InlineData("2026")]
    [InlineData("2025")]
    [InlineData("88")]
    [InlineData("09")]
    [InlineData("10235")]
    [InlineData("outra")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Anything_else_is_asked_again_without_a_mask(string paper)
    {
        var (browser, page) = await AskedAsync();
        var answer = await browser.SubmitAsync(page, "contato", ("Form.Paper", paper));
        Assert.NotNull(answer.ErrorOf("Form.Paper"));
        Assert.DoesNotContain("*****", answer.Text, StringComparison.Ordinal);
        Assert.Empty(answer.Document.QuerySelectorAll("main script"));
    }

    [Fact]
    public async Task A_contact_cannot_be_chosen_before_the_paper_was_named()
    {
        var (browser, page) = await AskedAsync();
        var contact = await portal.InDbAsync(portal.Vetor, db => db.Contacts.OrderByDescending(c => c.Id).FirstAsync());
        var answer = await browser.SubmitAsync(page, "contato", ("Form.Contact", contact.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.NotNull(answer.ErrorOf("Form.Paper"));
        Assert.Equal(0, await portal.InDbAsync(portal.Vetor, db => db.Challenges.CountAsync(c => c.ContactId == contact.Id)));
    }

    [Fact]
    public async Task Ten_papers_a_day()
    {
        var (browser, page) = await AskedAsync();
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(page, "contato", ("Form.Paper", "errado"))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync(page, "contato", ("Form.Paper", "52998"))).Status);
        portal.Clock.Advance(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Another_companys_paper_is_no_proof()
    {
        var other = await CompanyAsync();
        await AddInvoiceAsync(portal, other, "SO-DA-OUTRA-777");
        var (browser, page) = await AskedAsync();
        Assert.NotNull((await browser.SubmitAsync(page, "contato", ("Form.Paper", "SO-DA-OUTRA-777"))).ErrorOf("Form.Paper"));
    }

    internal static Task<int> AddInvoiceAsync(PortalFixture portal, Debtor debtor, string externalId, string? contract = null, string? description = null) =>
        portal.InDbAsync(debtor.CreditorId == portal.Aurora.Id ? portal.Aurora : portal.Vetor, db =>
        {
            db.Receivables.Add(new()
            {
                CreditorId = debtor.CreditorId, DebtorId = debtor.Id, ExternalId = externalId, Contract = contract, Description = description,
                DueOn = new(2026, 10, 5), Principal = new(10_000), CreatedAt = portal.Clock.GetUtcNow().UtcDateTime,
            });
            return db.SaveChangesAsync();
        });

    private Task<Debtor> CompanyAsync() => portal.AddDebtorAsync(portal.Vetor, TestTaxIds.Cnpj(Interlocked.Increment(ref _companies)), d => d.RepresentativeCpf = Representative);

    private async Task<(Browser Browser, Page Page)> AskedAsync()
    {
        var company = await CompanyAsync();
        // An id is unique in a portfolio, so each company's invoices carry the company's own beginning; the paper itself is what follows.
        await AddInvoiceAsync(portal, company, $"{company.Id}", contract: "NF-10234/1");
        await AddInvoiceAsync(portal, company, $"{company.Id}-b", contract: "CT-2025-88", description: "Fatura nº 8841 de 09/2026");
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync(await portal.LinkAsync(company)), "link", ("Form.Characters", company.TaxId.FirstDigits(3)));
        return (browser, page);
    }
}
