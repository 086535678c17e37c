using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Demo;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>The demonstration of a development portal: what a newcomer finds, and that it comes to be exactly once.</summary>
public sealed class DemoPortfolioTests
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "Persistence", "Demo");

    private static async Task<List<Receivable>> AllAsync(TestDatabase database) => await database.InDbAsync(null, db =>
        db.Receivables.IgnoreQueryFilters().AsNoTracking().Include(r => r.Debtor).ThenInclude(d => d!.Contacts).AsSplitQuery().ToListAsync());

    [Fact]
    public async Task A_first_start_makes_two_creditors_with_their_portfolios_and_a_second_keeps_them()
    {
        await using var database = new TestDatabase();
        await DemoPortfolio.EnsureAsync(database.Services);
        var first = await AllAsync(database);
        Assert.True(first.Count >= 900, $"{first.Count} receivables");
        Assert.True(first.Select(r => r.DebtorId).Distinct().Count() >= 300);
        Assert.Equal(["aurora", "vetor"], await database.InDbAsync(null, db => db.Creditors.OrderBy(c => c.Slug).Select(c => c.Slug).ToListAsync()));
        Assert.Equal(File.ReadAllText(Path.Combine(Files, "aurora.csv")), File.ReadAllText(Path.Combine(database.Folder, "demo", "aurora.csv")));

        database.Clock.Advance(TimeSpan.FromDays(3));
        await DemoPortfolio.EnsureAsync(database.Services);
        Assert.Equal(first.Select(r => (r.Id, r.DueOn, r.Version)), (await AllAsync(database)).Select(r => (r.Id, r.DueOn, r.Version)));
    }

    [Fact]
    public async Task It_holds_every_case_a_newcomer_may_want_to_see()
    {
        await using var database = new TestDatabase();
        await DemoPortfolio.EnsureAsync(database.Services);
        var all = await AllAsync(database);
        var today = DemoPortfolio.Anchor;
        var people = all.GroupBy(r => r.DebtorId).Select(g => (Debtor: g.First().Debtor!, Open: g.Count(r => r.Status == ReceivableStatus.Open))).ToList();
        Assert.Contains(people, p => p.Open == 0);
        Assert.Contains(people, p => p.Open == 1);
        Assert.Contains(people, p => p.Open == 40);
        foreach (var status in new[] { ReceivableStatus.Open, ReceivableStatus.Paid, ReceivableStatus.Disputed, ReceivableStatus.Suspended, ReceivableStatus.Cancelled })
            Assert.Contains(all, r => r.Status == status);
        Assert.Contains(all, r => r.DueOn > today);
        Assert.Contains(all, r => r.DueOn == today.AddDays(-1));
        Assert.Contains(all, r => r.DueOn < today.AddDays(-390));
        Assert.Contains(all, r => r.DueOn < today.AddYears(-5));
        Assert.Contains(all, r => r.Status == ReceivableStatus.Open && r.Allocations.Count > 0);
        Assert.Contains(all, r => r.TimeBarredOn is not null);
        Assert.Contains(all, r => r.OwnFine is not null && r.OwnInterestPerMonth is not null);
        Assert.Contains(all, r => r.OriginalCreditor is not null);
        Assert.Contains(all, r => r.Guarantor is not null);
        Assert.Contains(all, r => r.DocumentUrl is not null);
        Assert.Contains(all, r => r.DueOn == new DateOnly(2026, 11, 20)); // a holiday
        Assert.Contains(people, p => p.Debtor.TaxId.IsCompany && p.Debtor.TaxId.Value.Any(char.IsLetter));
        Assert.Contains(people, p => p.Debtor.RepresentativeCpf is not null);
        Assert.Contains(people, p => p.Debtor.Contacts.Count == 0);
        Assert.Contains(people, p => p.Debtor.Contacts is [{ Channel: ContactChannel.Email }]);
        Assert.Contains(people, p => p.Debtor.Contacts is [{ Channel: ContactChannel.Mobile }]);
        foreach (var ownership in Enum.GetValues<ContactOwnership>()) Assert.Contains(people, p => p.Debtor.Contacts.Exists(c => c.Ownership == ownership));
        foreach (var source in Enum.GetValues<ContactSource>()) Assert.Contains(people, p => p.Debtor.Contacts.Exists(c => c.Source == source));
        var mobiles = people.SelectMany(p => p.Debtor.Contacts.Where(c => c.Channel == ContactChannel.Mobile).Select(c => c.Value)).ToList();
        Assert.Equal(1, mobiles.GroupBy(m => m).Count(g => g.Count() > 1));

        // Nobody's: addresses that cannot exist, numbers nobody is given.
        Assert.All(people.SelectMany(p => p.Debtor.Contacts), c => Assert.True(c.Channel == ContactChannel.Email
            ? c.Value.EndsWith(".example.com", StringComparison.Ordinal) || c.Value.EndsWith(".example.com.br", StringComparison.Ordinal)
            : c.Value.Contains("90000", StringComparison.Ordinal) || c.Value.Contains("3000", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(2026, 11, 21)]
    [InlineData(2027, 2, 3)]
    [InlineData(2026, 5, 1)]
    public async Task Every_date_moves_with_the_day_of_the_start_those_of_slips_too(int year, int month, int day)
    {
        await using var database = new TestDatabase();
        var today = new DateOnly(year, month, day);
        database.Clock.Set(new(year, month, day, 12, 0, 0, TimeSpan.FromHours(-3)));
        await DemoPortfolio.EnsureAsync(database.Services);
        var all = await AllAsync(database);
        var first = all.Single(r => r.ExternalId == "AUR-00001");
        Assert.Equal(new DateOnly(2026, 9, 17).AddDays(today.DayNumber - DemoPortfolio.Anchor.DayNumber), first.DueOn);
        Assert.Equal(30, first.DueOn.DayNumber - first.IssuedOn!.Value.DayNumber);
        Assert.All(all.Where(r => r.SlipLinhaDigitavel is not null), r =>
        {
            var slip = Assert.IsType<CodeReading.BankSlip>(BoletoCode.Read(r.SlipLinhaDigitavel, today));
            Assert.Equal((r.DueOn, r.Principal, r.SlipBankCode), (slip.DueOn, slip.Barcode.Amount, slip.Barcode.Bank));
        });
        Assert.True(all.Count(r => r.SlipLinhaDigitavel is not null) > 50);
    }

    [Fact]
    public async Task The_first_debtor_owes_what_the_worked_example_says_and_its_link_opens()
    {
        await using var database = new TestDatabase();
        await DemoPortfolio.EnsureAsync(database.Services);
        var aurora = await database.InDbAsync(null, db => db.Creditors.AsNoTracking().SingleAsync(c => c.Slug == "aurora"));
        await database.InAsync(aurora, async services =>
        {
            var pricer = await services.GetRequiredService<PricingRules>().PricerAsync(aurora);
            var receivable = await services.GetRequiredService<CobrancaDb>().Receivables.AsNoTracking().SingleAsync(r => r.ExternalId == "AUR-00001");
            Assert.Equal(new Money(127859), pricer.PriceOn(receivable, new(2026, 11, 3)).Total);

            var token = DemoLinks.TokenFor(PortalSettings.DevelopmentLinkSecret, "aurora", Cpf.Parse("52998224725"));
            var link = await services.GetRequiredService<AccessLinks>().FindAsync(token, default);
            Assert.Equal(receivable.DebtorId, link!.DebtorId);
            return 0;
        });
        Assert.Equal(await database.InDbAsync(null, db => db.Debtors.IgnoreQueryFilters().CountAsync()), await database.InDbAsync(null, db => db.AccessLinks.IgnoreQueryFilters().CountAsync()));
    }

    [Fact]
    public async Task A_start_that_was_killed_halfway_is_finished_by_the_next_on_its_own_dates()
    {
        await using var whole = new TestDatabase();
        await DemoPortfolio.EnsureAsync(whole.Services);

        await using var halfway = new TestDatabase();
        var folder = Directory.CreateDirectory(Path.Combine(halfway.Folder, "demo")).FullName;
        File.Copy(Path.Combine(Files, "aurora.csv"), Path.Combine(folder, "aurora.csv"));
        var aurora = await halfway.AddCreditorAsync(await File.ReadAllTextAsync(Path.Combine(Files, "aurora.json")));
        var lines = (await File.ReadAllLinesAsync(Path.Combine(folder, "aurora.csv"))).Take(200);
        await halfway.InAsync(aurora, services => services.GetRequiredService<PortfolioImport>().RunAsync(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), aurora, new() { SourceName = "aurora.csv", Actor = "test" }));

        halfway.Clock.Advance(TimeSpan.FromDays(1));
        await DemoPortfolio.EnsureAsync(halfway.Services);
        var (expected, actual) = (await AllAsync(whole), await AllAsync(halfway));
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Where(r => r.ExternalId.StartsWith("AUR", StringComparison.Ordinal)).Select(r => (r.ExternalId, r.DueOn)).Order(),
            actual.Where(r => r.ExternalId.StartsWith("AUR", StringComparison.Ordinal)).Select(r => (r.ExternalId, r.DueOn)).Order());
        Assert.Equal(expected.Select(r => r.DebtorId).Distinct().Count(), await halfway.InDbAsync(null, db => db.AccessLinks.IgnoreQueryFilters().CountAsync()));
    }

    [Fact]
    public async Task An_installation_with_a_creditor_of_its_own_is_left_alone()
    {
        await using var database = new TestDatabase();
        await database.AddCreditorAsync(ImportedPortfolio.School);
        await DemoPortfolio.EnsureAsync(database.Services);
        Assert.Equal(["escola"], await database.InDbAsync(null, db => db.Creditors.Select(c => c.Slug).ToListAsync()));
        Assert.False(Directory.Exists(Path.Combine(database.Folder, "demo")));
    }
}
