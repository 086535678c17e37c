using System.Net;
using System.Net.Sockets;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>What one request uses up: a name for the purse, whose it is, and how deep.</summary>
public readonly record struct Budget(string Name, string Owner, Limit Limit);

/// <summary>
/// Counts in the database, so that all nodes share it, with one conditional update: of two requests that want the last place one gets it.
/// Owners are stored as keyed hashes only.
/// </summary>
public sealed class RateLimits(CobrancaDb db, InstallationKeys keys, BusinessClock clock)
{
    /// <summary>Takes one from every budget, in order. Null when all had one left; otherwise when to try again.</summary>
    public async Task<DateTime?> TakeAsync(IEnumerable<Budget> budgets, CancellationToken cancellation)
    {
        foreach (var budget in budgets)
            if (await TakeAsync(budget, cancellation) is { } again) return again;
        return null;
    }

    private async Task<DateTime?> TakeAsync(Budget budget, CancellationToken cancellation)
    {
        var now = clock.Now;
        var start = new DateTime(now.Ticks - now.Ticks % budget.Limit.Per.Ticks, DateTimeKind.Utc);
        var end = start + budget.Limit.Per;
        var key = keys.Hash("rate", $"{budget.Name}|{budget.Owner}");
        if (await CountAsync(key, start, budget.Limit.Count, cancellation)) return null;
        // A row that is there now may have come after the count above: only a second miss means that it is full.
        if (await db.RateWindows.AnyAsync(w => w.KeyHash == key && w.WindowStart == start, cancellation))
            return await CountAsync(key, start, budget.Limit.Count, cancellation) ? null : end;

        var first = new RateWindow { KeyHash = key, WindowStart = start, Count = 1, ExpiresAt = end };
        db.RateWindows.Add(first);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            db.Entry(first).State = EntityState.Detached;
            if (await CountAsync(key, start, budget.Limit.Count, cancellation)) return null;
            // Lost the race for the row and then for its last place. No row at all means that the failure was another one.
            if (!await db.RateWindows.AnyAsync(w => w.KeyHash == key && w.WindowStart == start, cancellation)) throw;
            return end;
        }
    }

    private async Task<bool> CountAsync(byte[] key, DateTime start, int limit, CancellationToken cancellation) =>
        await db.RateWindows.Where(w => w.KeyHash == key && w.WindowStart == start && w.Count < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.Count, w => w.Count + 1), cancellation) == 1;
}

/// <summary>Where a request comes from, as limits see it: the address, and the network around it (/24, or /64 of IPv6).</summary>
public readonly record struct ClientAddress(string Address, string Network)
{
    public static ClientAddress Of(HttpContext context)
    {
        var ip = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        var bytes = ip.GetAddressBytes();
        return new(Convert.ToHexString(bytes), Convert.ToHexString(bytes.AsSpan(0, ip.AddressFamily == AddressFamily.InterNetwork ? 3 : 8)));
    }

    public IEnumerable<Budget> Entries(AccessLimits limits) =>
        [new("entries-address", Address, limits.EntriesPerAddress), new("entries-network", Network, limits.EntriesPerNetwork)];

    public IEnumerable<Budget> Checks(AccessLimits limits) =>
        [new("checks-address", Address, limits.ChecksPerAddress), new("checks-network", Network, limits.ChecksPerNetwork)];

    public IEnumerable<Budget> Codes(AccessLimits limits) =>
        [new("codes-address", Address, limits.CodesPerAddress), new("codes-network", Network, limits.CodesPerNetwork)];
}
