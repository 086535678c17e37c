using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>What sign-in leaves behind goes when its time is over, and not a day before.</summary>
public sealed class RetentionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private DateTime Now => portal.Clock.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Each_kind_goes_after_its_own_time_for_all_creditors()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        foreach (var (days, label) in new[] { (0, "now"), (2, "two days"), (100, "100 days"), (370, "a year"), (5 * 366, "five years") })
            await portal.InDbAsync(portal.Aurora, db => AddAsync(db, debtor, Now.AddDays(-days), label));
        // Bound to one creditor, it sweeps for all.
        await portal.InDbAsync(portal.Vetor, db => SweepAsync(db));

        await portal.InDbAsync(portal.Aurora, async db =>
        {
            Assert.Equal(1, await db.RateWindows.CountAsync(w => w.Count == 77));
            Assert.Equal(1, await db.SignInAttempts.CountAsync(a => a.PersonHash == new byte[] { 7 }));
            Assert.Equal(["now"], await db.Challenges.Where(c => c.ConsumedAt == null && c.Purpose != "login").Select(c => c.Purpose).ToListAsync());
            Assert.Equal(3, await db.Challenges.CountAsync(c => c.ConsumedAt != null));
            Assert.Equal(["now", "two days", "100 days"], await db.DebtorSessions.OrderBy(s => s.Id).Select(s => s.EndReason).ToListAsync());
            Assert.Equal(3, await db.LetterCodes.CountAsync());
            Assert.Equal(["now"], await db.AuthenticityCodes.Where(c => c.Code != "KEPT").OrderBy(c => c.Id).Select(c => c.Code).ToListAsync());
            Assert.Equal(3, await db.AccessLinks.CountAsync(l => l.DebtorId == debtor.Id));
            Assert.Equal(["NO now", "NO two days", "NO 100 days"], await db.ContactRequests.Where(r => r.Status != ContactRequestStatus.Approved).OrderBy(r => r.Id).Select(r => r.Protocol).ToListAsync());
            Assert.Equal(4, await db.ContactRequests.CountAsync(r => r.Status == ContactRequestStatus.Approved));
            return 0;
        });
    }

    [Fact]
    public async Task A_link_that_a_message_still_names_stays_and_many_rows_go_in_pieces()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            db.AuthenticityCodes.Add(new() { CreditorId = debtor.CreditorId, Code = "KEPT", LinkId = await LinkAsync(db, debtor, Now.AddYears(-2)), CreatedAt = Now, ExpiresAt = Now.AddDays(1) });
            for (var i = 0; i < 2_001; i++)
                db.AuthenticityCodes.Add(new() { CreditorId = debtor.CreditorId, Code = $"MANY{i}", CreatedAt = Now.AddDays(-2), ExpiresAt = Now.AddDays(-1) });
            await db.SaveChangesAsync();
            portal.Sql.Take();
            await SweepAsync(db);
            Assert.Equal(3, portal.Sql.Take().Count(sql => sql.StartsWith("DELETE", StringComparison.Ordinal) && sql.Contains("AuthenticityCodes", StringComparison.Ordinal) && !sql.Contains("AccessLinks", StringComparison.Ordinal)));
            Assert.Equal(0, await db.AuthenticityCodes.CountAsync(c => c.Code.StartsWith("MANY")));
            Assert.Equal(1, await db.AccessLinks.CountAsync(l => l.DebtorId == debtor.Id));
            return 0;
        });
    }

    [Fact]
    public void Periods_are_settings_and_the_law_is_their_floor()
    {
        Assert.Equal(TimeSpan.FromDays(200), Read(("Access:Retention:Sessions", "200.00:00:00")).Sessions);
        var refusal = Assert.Throws<InvalidOperationException>(() => Read(("Access:Retention:Sessions", "30.00:00:00"), ("Access:Retention:Codes", "00:01:00")));
        Assert.Contains("Access:Retention:Sessions", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Access:Retention:Codes", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<int> SweepAsync(CobrancaDb db)
    {
        await AccessSweep.RunAsync(db, portal.Services.GetRequiredService<AccessRetention>(), Now, default);
        return 0;
    }

    /// <summary>One of everything, over since that moment.</summary>
    private static async Task<int> AddAsync(CobrancaDb db, Debtor debtor, DateTime then, string label)
    {
        var creditor = debtor.CreditorId;
        db.RateWindows.Add(new() { KeyHash = Guid.NewGuid().ToByteArray(), WindowStart = then.AddMinutes(-1), ExpiresAt = then, Count = 77 });
        db.SignInAttempts.Add(new() { CreditorId = creditor, KeyHash = Guid.NewGuid().ToByteArray(), PersonHash = [7], CreatedAt = then, ExpiresAt = then });
        db.Challenges.Add(new() { CreditorId = creditor, Purpose = label, Salt = [1], CodeHash = [1], SentAt = then, ExpiresAt = then });
        db.Challenges.Add(new() { CreditorId = creditor, Purpose = label, Salt = [1], CodeHash = [1], SentAt = then, ExpiresAt = then, ConfirmedAt = then, ConsumedAt = then });
        db.DebtorSessions.Add(new() { CreditorId = creditor, DebtorId = debtor.Id, SecretHash = Guid.NewGuid().ToByteArray(), CreatedAt = then, LastSeenAt = then, EndedAt = then, EndReason = label });
        db.LetterCodes.Add(new() { CreditorId = creditor, DebtorId = debtor.Id, CodeHash = Guid.NewGuid().ToByteArray(), CreatedAt = then, ExpiresAt = then });
        db.AuthenticityCodes.Add(new() { CreditorId = creditor, Code = label, LinkId = await LinkAsync(db, debtor, then), CreatedAt = then, ExpiresAt = then });
        foreach (var (status, name) in new[] { (ContactRequestStatus.Refused, "NO"), (ContactRequestStatus.Approved, "YES") })
            db.ContactRequests.Add(new() { CreditorId = creditor, Protocol = $"{name} {label}", NewValue = "x", Evidence = "x", Status = status, DebtorId = debtor.Id, CreatedAt = then });
        return await db.SaveChangesAsync();
    }

    private static async Task<long> LinkAsync(CobrancaDb db, Debtor debtor, DateTime then)
    {
        var link = new AccessLink { CreditorId = debtor.CreditorId, DebtorId = debtor.Id, TokenHash = Guid.NewGuid().ToByteArray(), CreatedAt = then, ExpiresAt = then };
        db.AccessLinks.Add(link);
        await db.SaveChangesAsync();
        return link.Id;
    }

    private static AccessRetention Read(params (string Key, string Value)[] settings) =>
        AccessRetention.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
