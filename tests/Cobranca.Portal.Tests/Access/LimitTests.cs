using System.Net;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Shared;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>Strict per person, wide per address, exact under pressure.</summary>
public sealed class LimitTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static int _people = 600_000;

    [Fact]
    public async Task Five_hundred_debtors_behind_one_address_get_in_within_ten_minutes()
    {
        // Nothing is configured: these are Production's limits.
        Assert.Equal(2_000, portal.Services.GetRequiredService<AccessLimits>().EntriesPerAddress.Count);
        NextWindow(TimeSpan.FromMinutes(10));
        var debtors = Enumerable.Range(0, 500).Select(_ => portal.NewDebtor(portal.Aurora)).ToList();
        await portal.AddDebtorsAsync(portal.Aurora, debtors);
        var form = portal.NewBrowser();
        var door = await form.GetAsync("/aurora");
        var choose = await form.SubmitAndFollowAsync(door, "entrar", ("Form.TaxId", TestTaxIds.Cpf(599_999).Value));
        var code = await form.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "sms"));

        Browser Carrier()
        {
            var browser = portal.NewBrowser();
            browser.Address = "100.64.7.7";
            browser.Cookies["formulario"] = form.Cookies["formulario"];
            return browser;
        }

        var waiting = new List<(Debtor Debtor, Browser Browser)>();
        foreach (var debtor in debtors)
        {
            var browser = Carrier();
            Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(door, "entrar", ("Form.TaxId", debtor.TaxId.Value))).Status);
            Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"))).Status);
            waiting.Add((debtor, browser));
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(9));
        await portal.DeliverAsync();
        var codes = portal.Services.GetRequiredService<Integrations.Development.DevelopmentMailbox>().Messages().DistinctBy(m => m.To).ToDictionary(m => m.To, m => Likeness.CodeIn(m.Text));
        foreach (var (debtor, browser) in waiting)
            Assert.EndsWith("/aurora/dividas", (await browser.SubmitAsync(code, "codigo", ("Form.Code", codes[debtor.Contacts[0].Value]))).Location, StringComparison.Ordinal);
        Assert.Equal(500, await portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.CountAsync(s => s.Entry == SignInEntry.TaxId)));
    }

    [Fact]
    public async Task Five_codes_an_hour_and_ten_a_day_for_one_person_wherever_they_come_from()
    {
        NextWindow(TimeSpan.FromDays(1));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var unknown = TestTaxIds.Cpf(Interlocked.Increment(ref _people));
        foreach (var person in new[] { debtor.TaxId, unknown })
        {
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 12; i++)
            {
                answers.Add((await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", person, "sms")).Status);
                if (i != 5) continue;
                await portal.DeliverAsync();
                portal.Clock.Advance(TimeSpan.FromHours(1));
            }
            Assert.Equal([5, 5], answers.Chunk(6).Select(hour => hour.Count(status => status == HttpStatusCode.OK)));
            await portal.DeliverAsync();
            portal.Clock.Set(portal.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        }
        Assert.Equal(10, (await portal.MessagesToAsync(debtor.Contacts[0].Value)).Count);
    }

    [Fact]
    public async Task Whoever_uses_up_a_CPF_does_not_shut_out_the_person_with_the_link()
    {
        NextWindow(TimeSpan.FromDays(1));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        for (var i = 0; i < 12; i++) await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        await portal.SignInAsync(debtor);
    }

    [Fact]
    public async Task A_pause_says_when_and_is_the_same_for_everybody()
    {
        NextWindow(TimeSpan.FromHours(1));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var pauses = new List<string>();
        foreach (var person in new[] { debtor.TaxId, TestTaxIds.Cpf(Interlocked.Increment(ref _people)) })
        {
            Page page;
            do
            {
                var browser = portal.NewBrowser();
                page = await browser.SubmitAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", person.Value));
            }
            while (page.Status == HttpStatusCode.Found);
            Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
            pauses.Add(Likeness.Of(page).Replace(person.Value, "(typed)", StringComparison.Ordinal));
        }
        Assert.Equal(pauses[0], pauses[1]);
    }

    [Theory]
    [InlineData("200.1.2.3", "200.1.2.200", true)]
    [InlineData("200.1.2.3", "200.1.3.3", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:200.1.2.3", "200.1.2.9", true)]
    public void Networks_are_24_bits_of_IPv4_and_64_of_IPv6(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(From(one)).Network == ClientAddress.Of(From(other)).Network);

    [Fact]
    public async Task An_address_and_its_network_are_counted_apart()
    {
        var limits = new AccessLimits { EntriesPerAddress = new() { Count = 2, Per = TimeSpan.FromMinutes(10) }, EntriesPerNetwork = new() { Count = 3, Per = TimeSpan.FromMinutes(10) } };
        NextWindow(TimeSpan.FromMinutes(10));
        Assert.Null(await TakeAsync(ClientAddress.Of(From("198.51.100.1")).Entries(limits)));
        Assert.Null(await TakeAsync(ClientAddress.Of(From("198.51.100.1")).Entries(limits)));
        Assert.NotNull(await TakeAsync(ClientAddress.Of(From("198.51.100.1")).Entries(limits)));
        Assert.Null(await TakeAsync(ClientAddress.Of(From("198.51.100.2")).Entries(limits)));
        Assert.NotNull(await TakeAsync(ClientAddress.Of(From("198.51.100.3")).Entries(limits)));
        Assert.Null(await TakeAsync(ClientAddress.Of(From("198.51.101.3")).Entries(limits)));
    }

    [Fact]
    public async Task Of_many_at_one_moment_exactly_as_many_as_allowed_get_through()
    {
        var limit = new Limit { Count = 7, Per = TimeSpan.FromHours(1) };
        NextWindow(limit.Per);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TakeAsync([new("race", "one", limit)])));
        Assert.Equal(7, answers.Count(until => until is null));
        Assert.All(answers, until => Assert.True(until is null || until > portal.Clock.GetUtcNow().UtcDateTime));
    }

    [Fact]
    public async Task A_window_ends_when_it_said_also_at_midnight_of_the_years_end()
    {
        var limit = new Limit { Count = 1, Per = TimeSpan.FromMinutes(10) };
        portal.Clock.Set(new(2026, 12, 31, 23, 59, 59, TimeSpan.FromHours(-3)));
        Assert.Null(await TakeAsync([new("year", "end", limit)]));
        var until = await TakeAsync([new("year", "end", limit)]);
        Assert.Equal(new DateTime(2027, 1, 1, 3, 0, 0, DateTimeKind.Utc), until);
        Assert.Equal("amanhã, a partir das 00:00", Moment.From(until!.Value, portal.Services.GetRequiredService<BusinessClock>()));
        portal.Clock.Set(new(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(-3)));
        Assert.Null(await TakeAsync([new("year", "end", limit)]));
        portal.Clock.Set(PortalFixture.Start);
    }

    [Theory]
    [InlineData("2026-11-23T14:29:59Z", "a partir das 11:30")]
    [InlineData("2026-11-23T14:30:00Z", "a partir das 11:30")]
    [InlineData("2026-11-24T02:59:59Z", "amanhã, a partir das 00:00")]
    [InlineData("2026-11-24T12:00:00Z", "amanhã, a partir das 09:00")]
    [InlineData("2027-01-01T12:00:00Z", "em 01/01/2027, a partir das 09:00")]
    public void A_moment_is_said_as_Sao_Paulo_reads_it_and_never_too_early(string instant, string said)
    {
        var clock = new BusinessClock(new TestClock(PortalFixture.Start));
        Assert.Equal(said, Moment.From(DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal), clock));
    }

    [Fact]
    public async Task No_address_and_no_CPF_can_be_read_in_the_counters()
    {
        NextWindow(TimeSpan.FromMinutes(10));
        await TakeAsync([new("plain", "52998224725", new() { Count = 1, Per = TimeSpan.FromMinutes(10) })]);
        var keys = await portal.InDbAsync(portal.Aurora, db => db.RateWindows.Select(w => w.KeyHash).ToListAsync());
        Assert.All(keys, key => Assert.Equal(32, key.Length));
        Assert.DoesNotContain(keys, key => key.AsSpan().SequenceEqual(System.Security.Cryptography.SHA256.HashData("plain|52998224725"u8)));
    }

    [Fact]
    public void Settings_override_one_by_one_and_nonsense_is_refused_with_every_reason()
    {
        var limits = Read(("Access:Limits:CodesPerPersonHourly:Count", "9"), ("Access:Limits:CodeLifetime", "00:05:00"));
        Assert.Equal((9, TimeSpan.FromHours(1)), (limits.CodesPerPersonHourly.Count, limits.CodesPerPersonHourly.Per));
        Assert.Equal(TimeSpan.FromMinutes(5), limits.CodeLifetime);
        Assert.Equal(3, limits.DigitsAsked);

        var refusal = Assert.Throws<InvalidOperationException>(() => Read(("Access:Limits:EntriesPerAddress:Count", "0"), ("Access:Limits:DigitsAsked", "1"), ("Access:Limits:TriesPerCode", "1000")));
        foreach (var name in new[] { "EntriesPerAddress", "DigitsAsked", "TriesPerCode" }) Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Moves on to the beginning of the next window, where nothing was counted yet.</summary>
    private void NextWindow(TimeSpan per) => portal.Clock.Advance(per - TimeSpan.FromTicks(portal.Clock.GetUtcNow().UtcTicks % per.Ticks));

    private async Task<DateTime?> TakeAsync(IEnumerable<Budget> budgets)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RateLimits>().TakeAsync(budgets, default);
    }

    private static Microsoft.AspNetCore.Http.DefaultHttpContext From(string address)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }

    private static AccessLimits Read(params (string Key, string Value)[] settings) =>
        AccessLimits.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
