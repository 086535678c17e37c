using System.Globalization;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary>
/// Puts each remessa into its bank's folder, once, whatever is killed when and however many try. It is written whole beside the folder, under a
/// name of this attempt alone; that this is the attempt that counts is saved; then one rename delivers it. A rename happens or does not,
/// and cannot happen twice: where the file is gone and the sign beside it is there, it happened, even if the bank has long taken the file away.
/// </summary>
public sealed partial class RemessaDelivery(CobrancaDb db, StoredFiles files, BankFolders folders, HeldBack held, BusinessClock clock, ILogger<RemessaDelivery> log)
{
    /// <summary>Ample for a file of a few megabytes on a slow share.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int AtOnce = 20;

    /// <summary>What is held back while the folders' root is away.</summary>
    private const string Root = "remessas: root";

    /// <summary>The creditors with a file to put into a folder.</summary>
    public static Task<List<long>> CreditorsDueAsync(CobrancaDb db, DateTime now, CancellationToken cancellation) =>
        Due(db.Remessas.IgnoreQueryFilters([CobrancaDb.TenantFilter]), now).Select(r => r.CreditorId).Distinct().ToListAsync(cancellation);

    /// <summary>Delivers what waits of the scope's creditor; how many were delivered. One that fails is logged and tried again once its lease is over.</summary>
    public async Task<int> DeliverAsync(CancellationToken cancellation)
    {
        if (!folders.Exist) return 0;
        var delivered = 0;
        foreach (var due in await Due(db.Remessas, clock.Now).OrderBy(r => r.Id).Take(AtOnce).Select(r => new { r.Id, r.PublicId }).ToListAsync(cancellation))
        {
            if (cancellation.IsCancellationRequested) break;
            if (!folders.AreThere)
            {
                if (held.Hold(Root)) LogAway(BankFolders.Mark);
                break;
            }
            held.Release(Root);
            try
            {
                if (await ClaimAsync(due.Id, cancellation) is not { } claim) continue;
                if (claim.Remessa.PreparedAt is null) await PrepareAsync(claim, cancellation);
                if (!folders.AreThere) throw new IOException("The root of the banks' folders went away while the file was written.");
                HandOver(claim);
                await NoteAsync(claim, cancellation);
                delivered++;
            }
            // Whatever stopped this one stops no other.
            catch (Exception failure) when (!cancellation.IsCancellationRequested) { LogFailure(failure, due.PublicId); }
        }
        return delivered;
    }

    /// <summary>One attempt at one remessa.</summary>
    /// <param name="At">Whole milliseconds: no other attempt has the same, and every database gives it back as it was.</param>
    internal sealed record Claim(Remessa Remessa, BankFolder Folder, DateTime At)
    {
        private string Prepared => Path.Combine(Folder.Preparing, string.Create(CultureInfo.InvariantCulture, $"{Remessa.FileName}.{(Remessa.PreparedAt ?? At).Ticks}"));

        public string Source => Prepared;

        /// <summary>Stands beside the source from when it is whole until its delivery is written down, and tells a file that was delivered from a folder that is not there.</summary>
        public string Sign => Prepared + ".pronto";

        public string Target => Path.Combine(Folder.Remessa, Remessa.FileName);
    }

    internal async Task<Claim?> ClaimAsync(long id, CancellationToken cancellation)
    {
        var now = Whole(clock.Now);
        var until = now + Lease;
        if (await Due(db.Remessas, now).Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeasedUntil, until).SetProperty(r => r.Version, r => r.Version + 1), cancellation) == 0) return null;
        var remessa = await db.Remessas.AsNoTracking().SingleAsync(r => r.Id == id, cancellation);
        var slug = await db.Creditors.Where(c => c.Id == remessa.CreditorId).Select(c => c.Slug).SingleAsync(cancellation);
        return new(remessa, folders.Of(slug, remessa.BankCode)!, now);
    }

    /// <summary>Writes the file beside the folder and saves that it is this attempt's that will be delivered.</summary>
    internal async Task PrepareAsync(Claim claim, CancellationToken cancellation)
    {
        await using (var stored = await files.OpenAsync(claim.Remessa.CreditorId, claim.Remessa.FileId, cancellation) ?? throw new InvalidOperationException($"The bytes of remessa {claim.Remessa.PublicId} are gone."))
        await using (var file = new FileStream(claim.Source, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stored.CopyToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(claim.Source, BankFolder.Shared);
        await File.WriteAllBytesAsync(claim.Sign, [], cancellation);
        var (id, at) = (claim.Remessa.Id, claim.At);
        // The first attempt that gets here counts, whoever holds the lease by now: its file is whole, and no other has its name.
        if (await db.Remessas.Where(r => r.Id == id && r.PreparedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.PreparedAt, at).SetProperty(r => r.Version, r => r.Version + 1), cancellation) == 0)
            throw new IOException("Another node took this delivery over while the file was written.");
        claim.Remessa.PreparedAt = at;
    }

    /// <summary>The delivery itself.</summary>
    internal static void HandOver(Claim claim)
    {
        if (File.Exists(claim.Source))
        {
            if (Path.Exists(claim.Target)) throw new IOException("The bank's folder has a file of that name that this portal did not put there.");
            // Said to overwrite because that alone is one rename on every system: else the runtime may link and delete, which can be interrupted.
            File.Move(claim.Source, claim.Target, overwrite: true);
        }
        else if (!File.Exists(claim.Sign))
        {
            throw new IOException("This is not the folder in which the file was prepared: is the share mounted?");
        }
    }

    internal async Task NoteAsync(Claim claim, CancellationToken cancellation)
    {
        var (id, now) = (claim.Remessa.Id, clock.Now);
        await db.Remessas.Where(r => r.Id == id && r.DeliveredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DeliveredAt, now).SetProperty(r => r.LeasedUntil, (DateTime?)null).SetProperty(r => r.Version, r => r.Version + 1), cancellation);
        // Signs, and what attempts that did not count left behind.
        foreach (var left in Directory.EnumerateFiles(claim.Folder.Preparing, claim.Remessa.FileName + ".*")) File.Delete(left);
        LogDelivered(claim.Remessa.PublicId);
    }

    private static IQueryable<Remessa> Due(IQueryable<Remessa> remessas, DateTime now) =>
        remessas.Where(r => r.DeliveredAt == null && r.ToFolder && (r.LeasedUntil == null || r.LeasedUntil < now));

    private static DateTime Whole(DateTime instant) => new(instant.Ticks - instant.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    [LoggerMessage(Level = LogLevel.Information, Message = "Remessa {Remessa} stands in its bank's folder")]
    private partial void LogDelivered(string remessa);

    [LoggerMessage(Level = LogLevel.Error, Message = "BankFiles:Folder has no file {Mark} in it: is the share mounted? No remessa is delivered until it is there")]
    private partial void LogAway(string mark);

    [LoggerMessage(Level = LogLevel.Error, Message = "Remessa {Remessa} could not be put into its bank's folder; it is tried again")]
    private partial void LogFailure(Exception failure, string remessa);
}
