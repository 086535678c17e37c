using System.Globalization;
using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Demo;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Demo;

/// <summary>The demonstration of a fresh installation, looked at by all tests of this class.</summary>
public sealed class DemoPortfolioTests(DemoPortfolioTests.Started demo) : IClassFixture<DemoPortfolioTests.Started>
{
    public sealed class Started : IDisposable
    {
        public Started() => Host = Folder.Start();

        public DemoFolder Folder { get; } = new();
        public WebApplicationFactory<Program> Host { get; }

        public void Dispose()
        {
            Host.Dispose();
            Folder.Dispose();
        }
    }

    private static readonly DateOnly Today = new(2026, 11, 23);

    private static IQueryable<T> All<T>(IQueryable<T> rows)
        where T : class => DemoFolder.All(rows);

    [Fact]
    public async Task Both_creditors_have_a_portfolio_and_no_line_was_refused() => await DemoFolder.InAsync(demo.Host, async db =>
    {
        Assert.Equal(["aurora", "vetor"], await db.Creditors.Select(c => c.Slug).Order().ToListAsync());
        Assert.True(await All(db.Debtors).CountAsync() >= 300);
        Assert.True(await All(db.Receivables).CountAsync() >= 900);
        Assert.Equal(await All(db.Debtors).CountAsync(), await All(db.AccessLinks).CountAsync());
        foreach (var creditor in await db.Creditors.ToListAsync())
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(demo.Folder.Folder, "demo", creditor.Slug + ".csv"));
            Assert.Equal(lines.Length - 1, await All(db.Receivables).CountAsync(r => r.CreditorId == creditor.Id));
        }
        return true;
    });

    [Theory]
    [InlineData("aurora")]
    [InlineData("vetor")]
    public async Task Every_kind_of_case_is_there(string slug) => await DemoFolder.InAsync(demo.Host, async db =>
    {
        var id = await db.Creditors.Where(c => c.Slug == slug).Select(c => c.Id).SingleAsync();
        var debtors = await All(db.Debtors).Include(d => d.Contacts).Where(d => d.CreditorId == id).OrderBy(d => d.Id).ToListAsync();
        var debts = await All(db.Receivables).Where(r => r.CreditorId == id).ToListAsync();
        var open = debts.Where(r => r.Status == ReceivableStatus.Open).ToList();
        var openOf = debtors.Select(d => open.Count(r => r.DebtorId == d.Id)).ToList();
        var contacts = debtors.SelectMany(d => d.Contacts).ToList();
        var missing = new (string Case, bool Found)[]
        {
            ("due soon", open.Exists(r => r.DueOn > Today && r.DueOn <= Today.AddDays(25))),
            ("400 days late", open.Exists(r => r.DueOn == Today.AddDays(-400))),
            ("late all along", Enumerable.Range(0, 13).All(m => open.Exists(r => Today.DayNumber - r.DueOn.DayNumber is var late && late >= m * 30 && late <= (m * 30) + 40))),
            ("part-paid", open.Exists(r => r.Allocations.Count == 1)),
            ("paid", debts.Exists(r => r.Status == ReceivableStatus.Paid && r.Allocations.Count == 1)),
            ("older than five years", open.Exists(r => r.DueOn.AddYears(5) < Today)),
            ("own limitation date", open.Exists(r => r.TimeBarredOn < Today && r.DueOn.AddYears(5) > Today)),
            ("disputed", debts.Exists(r => r.Status == ReceivableStatus.Disputed)),
            ("suspended", debts.Exists(r => r.Status == ReceivableStatus.Suspended)),
            ("cancelled", debts.Exists(r => r.Status == ReceivableStatus.Cancelled)),
            ("none, one, several and forty open", openOf.Contains(0) && openOf.Contains(1) && openOf.Contains(3) && openOf.Contains(40)),
            ("own terms", open.Exists(r => r.OwnFine is not null && r.OwnInterestPerMonth is not null)),
            ("guarantor", open.Exists(r => r.Guarantor is not null)),
            ("assigned", open.Exists(r => r.OriginalCreditor is not null && r.AssignedOn < Today)),
            ("document", open.Exists(r => r.DocumentUrl is not null) && open.Exists(r => r.DocumentUrl is null)),
            ("slip of the creditor", open.Exists(r => r.SlipLinhaDigitavel is not null)),
            ("long name", debtors.Exists(d => d.Name.Length > 75)),
            ("accents", debtors.Exists(d => d.Name.Contains('ç', StringComparison.Ordinal))),
            ("third party", contacts.Exists(c => c.Ownership == ContactOwnership.ThirdParty)),
            ("enriched", contacts.Exists(c => c.Source == ContactSource.Enrichment)),
            ("shared", contacts.GroupBy(c => c.Value).Any(g => g.Count() > 1)),
            ("e-mail alone", debtors.Exists(d => d.Contacts is [{ Channel: ContactChannel.Email }])),
            ("mobile alone", debtors.Exists(d => d.Contacts is [{ Channel: ContactChannel.Mobile }])),
            ("no code can be sent", debtors.Exists(d => d.Contacts.TrueForAll(c => c.Channel == ContactChannel.Landline))),
            ("work contact, or a company that writes letters in its CNPJ", slug == "aurora" ? contacts.Exists(c => c.Ownership == ContactOwnership.Work) : debtors.Exists(d => d.TaxId.IsCompany && d.TaxId.Value.Any(char.IsAsciiLetter))),
            ("mailboxes nobody has", contacts.TrueForAll(c => c.Channel != ContactChannel.Email || c.Value.EndsWith("example.com", StringComparison.Ordinal) || c.Value.EndsWith("example.com.br", StringComparison.Ordinal))),
            ("the first one is what most people look like", openOf[0] == 2 && debts.Exists(r => r.DebtorId == debtors[0].Id && r.Status == ReceivableStatus.Disputed) && debtors[0].Contacts.Count == 2),
        };
        Assert.Empty(missing.Where(m => !m.Found).Select(m => m.Case));
        return true;
    });

    /// <summary>A slip whose bars named another day or amount than its debt would be refused by any bank.</summary>
    [Fact]
    public async Task Slips_of_the_creditors_agree_with_their_debts() => await DemoFolder.InAsync(demo.Host, async db =>
    {
        var slips = await All(db.Receivables).Where(r => r.SlipLinhaDigitavel != null).ToListAsync();
        Assert.True(slips.Count > 50);
        foreach (var receivable in slips)
        {
            Assert.True(LinhaDigitavel.TryParse(receivable.SlipLinhaDigitavel, out var linha));
            var slip = linha!.ToBarcode();
            Assert.Equal((FatorVencimento.Encode(receivable.DueOn), receivable.Principal, receivable.SlipBankCode), (slip.Fator, slip.Amount, slip.Bank));
        }
        return true;
    });

    [Fact]
    public async Task A_link_of_the_demonstration_opens_and_dev_shows_it()
    {
        using var client = demo.Host.CreateClient(new() { AllowAutoRedirect = false });
        var dev = await client.GetStringAsync("/dev");
        var debtor = await DemoFolder.InAsync(demo.Host, db => All(db.Debtors).OrderBy(d => d.Id).FirstAsync());
        var token = DemoLinks.TokenFor("development-only-link-secret", "aurora", debtor.TaxId);
        Assert.Contains($"/aurora/l/{token}", dev, StringComparison.Ordinal);
        Assert.Contains("NF-", dev, StringComparison.Ordinal);

        await using var scope = demo.Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(debtor.CreditorId);
        var link = await scope.ServiceProvider.GetRequiredService<Identity.AccessLinks>().FindAsync(token, default);
        Assert.Equal(debtor.Id, link?.DebtorId);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/aurora/l/{token}")).StatusCode);
    }

    [Fact]
    public async Task Dates_move_by_the_days_since_the_anchor() => await DemoFolder.InAsync(demo.Host, async db =>
    {
        var original = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "demo", "aurora.csv"))).Skip(1).Select(line => line.Split(';')).ToList();
        var due = Array.IndexOf((await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "demo", "aurora.csv")))[0].Split(';'), "vencimento");
        var stored = await All(db.Receivables).ToDictionaryAsync(r => r.ExternalId, r => r.DueOn);
        Assert.All(original, cells => Assert.Equal(DateOnly.ParseExact(cells[due], "dd/MM/yyyy", CultureInfo.InvariantCulture).AddDays(2), stored[cells[0]]));
        return true;
    });

    [Fact]
    public void Birthdays_and_everything_else_stay()
    {
        string[] before =
        [
            "id_externo;nascimento;emissao;vencimento;pago_em;cedido_em;prescreve_em;valor",
            "A-1;29/02/1980;01/02/2026;28/02/2026;01/03/2026;31/12/2025;28/02/2031;1.234,56", "A-2;;;01/01/2027;;;;10,00",
        ];
        Assert.Equal(
            [before[0], "A-1;29/02/1980;02/02/2026;01/03/2026;02/03/2026;01/01/2026;01/03/2031;1.234,56", "A-2;;;02/01/2027;;;;10,00"],
            ShiftedPortfolio.Of(before, 1));
        Assert.Equal(before, ShiftedPortfolio.Of(ShiftedPortfolio.Of(before, -400), 400));
    }

    [Fact]
    public void Every_date_column_of_an_import_is_known_to_the_shift()
    {
        var dates = Enum.GetValues<PortfolioColumn>().Where(c => c.AliasOf().EndsWith("On", StringComparison.Ordinal) || c.AliasOf().EndsWith("Date", StringComparison.Ordinal));
        var moved = dates.Where(c => ShiftedPortfolio.Of([$"id_externo;{c.NameOf()}", "A-1;10/10/2026"], 1).Last() == "A-1;11/10/2026");
        Assert.Equal(dates.Except([PortfolioColumn.BirthDate]), moved);
    }
}
