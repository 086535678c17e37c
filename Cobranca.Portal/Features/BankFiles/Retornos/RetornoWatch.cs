using System.Runtime.InteropServices;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>
/// Takes in what banks' carriers put into the watched folders. A file is stored first and moved afterwards: killed in between, its hash is
/// known at the next turn and it is only moved. A file that is not whole yet waits. (Pasta de retornos.)
/// </summary>
public sealed partial class RetornoWatch(CobrancaDb db, TakeRetorno take, JobQueue queue, BankFolders folders, HeldBack held, JobSettings limits, BusinessClock clock, ILogger<RetornoWatch> log)
{
    /// <summary>Files of one folder in one turn: the next turn comes soon, and the jobs must keep up.</summary>
    private const int MaxAtOnce = 20;

    /// <summary>Longer than carriers pause in the middle of a file; what has no end after that was sent without one.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Reason = ".motivo.txt";

    /// <summary>What is held back while the folders' root is away.</summary>
    private const string Root = "retornos: root";

    public const string Actor = "pasta de retornos";

    /// <summary>One look at every folder of every creditor; how many files were taken or refused.</summary>
    public static Task<int> TurnAsync(IServiceScopeFactory scopes, CancellationToken stopping) => EachCreditor.WorkAsync(scopes,
        services => services.GetRequiredService<RetornoWatch>().AreFoldersThere()
            ? services.GetRequiredService<CobrancaDb>().BankAccounts.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Select(a => a.CreditorId).Distinct().ToListAsync(stopping)
            : Task.FromResult(new List<long>()),
        services => services.GetRequiredService<RetornoWatch>().LookAsync(stopping), stopping);

    private bool AreFoldersThere()
    {
        var away = folders is { Exist: true, AreThere: false };
        if (!away) held.Release(Root);
        else if (held.Hold(Root)) LogAway(BankFolders.Mark);
        return folders.AreThere;
    }

    /// <summary>One look at the folders of this scope's creditor. What is wrong with one file or bank stops no other.</summary>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == db.TenantId, cancellation);
        var banks = await db.BankAccounts.Select(a => a.BankCode).Distinct().OrderBy(bank => bank).ToListAsync(cancellation);
        var done = 0;
        foreach (var bank in banks)
        {
            if (!folders.AreThere) break;
            var folder = $"retornos: {creditor.Slug}/{bank}";
            try
            {
                done += await LookAsync(creditor, folders.Of(creditor.Slug, bank)!, cancellation);
                held.Release(folder);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                db.ChangeTracker.Clear();
                if (held.Hold(folder)) LogFolder(failure, creditor.Slug, bank);
            }
        }
        return done;
    }

    private async Task<int> LookAsync(Creditor creditor, BankFolder folder, CancellationToken cancellation)
    {
        var done = 0;
        // In the order they came: a bank's second file builds on its first.
        foreach (var file in new DirectoryInfo(folder.Retorno).EnumerateFiles().Where(f => !BankFolders.IsTemporary(f.Name) && !held.IsHeld(f.FullName)).OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal).Take(MaxAtOnce))
        {
            if (cancellation.IsCancellationRequested || !await queue.HasRoomAsync(cancellation)) break;
            done += await TryTakeAsync(creditor, folder, file, cancellation) ? 1 : 0;
        }
        return done;
    }

    private async Task<bool> TryTakeAsync(Creditor creditor, BankFolder folder, FileInfo file, CancellationToken cancellation)
    {
        try
        {
            // It could lead anywhere this process may read.
            if (file.LinkTarget is not null) return Hold(creditor, file, "link");
            var done = await TakeAsync(creditor, folder, file, cancellation);
            held.Release(file.FullName);
            return done;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another node's turn took it, or it has a name that .NET reads and cannot say.
            return file.Name.Contains('\uFFFD', StringComparison.Ordinal) && Hold(creditor, file, "name that is not UTF-8");
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            db.ChangeTracker.Clear();
            return Hold(creditor, file, failure.GetType().Name);
        }
    }

    /// <returns>False: it was not taken.</returns>
    private bool Hold(Creditor creditor, FileInfo file, string kind)
    {
        if (held.Hold(file.FullName)) LogHeld(creditor.Slug, file.Name.AtMost(100), kind);
        return false;
    }

    private async Task<bool> TakeAsync(Creditor creditor, BankFolder folder, FileInfo file, CancellationToken cancellation)
    {
        if (file.Length > limits.MaxUploadBytes)
            return PutAside(folder, file, new(file.Length, file.LastWriteTimeUtc), $"O arquivo tem {file.Length} bytes, mais do que se aceita ({limits.MaxUploadBytes}).");
        Seen seen;
        TakeRetornoOutcome outcome;
        await using (var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024))
        {
            seen = new(content.Length, File.GetLastWriteTimeUtc(content.SafeFileHandle));
            if (IsYoung(file) && !await IsWholeAsync(content, cancellation)) return false;
            content.Position = 0;
            outcome = await take.HandleAsync(creditor, file.Name, content, Actor, enqueue: true, cancellation);
        }
        db.ChangeTracker.Clear();
        return PutAside(folder, file, seen, outcome switch
        {
            TakeRetornoOutcome.Refused refused => refused.Why,
            TakeRetornoOutcome.KnownAlready { Retorno: { Status: RetornoStatus.Refused } before } => before.Refusal,
            _ => null,
        });
    }

    /// <summary>What was read: a name may stand for something else by now.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Seen(long Length, DateTime WrittenAt);

    /// <summary>Files are dated by the machine: a clock that is set otherwise, as in Development, makes it more or less patient, and no more.</summary>
    private bool IsYoung(FileInfo file) => file.LastWriteTimeUtc > clock.Now - Patience;

    /// <summary>
    /// A young file is read here once more than an old one: to take it in means to store it first, and a carrier that takes minutes over a large
    /// file would have all of it stored and thrown away at every look.
    /// </summary>
    private static async Task<bool> IsWholeAsync(FileStream content, CancellationToken cancellation)
    {
        if (content.Length == 0) return false;
        // What is no retorno at all will not become one.
        if (await RetornoReader.OpenAsync(content, cancellation) is not RetornoOpening.Opened { Reader: var reader }) return content.Length > RetornoReader.LongestLine;
        while (await reader.ReadAsync(cancellation)) { }
        return reader.Refusal is null;
    }

    /// <param name="why">Null for a file that was taken.</param>
    private bool PutAside(BankFolder folder, FileInfo file, Seen seen, string? why)
    {
        if (Move(file.FullName, file.Name, why is null ? folder.Read : folder.Refused) is not { } there) return false;
        var moved = new FileInfo(there);
        if (new Seen(moved.Length, moved.LastWriteTimeUtc) != seen)
        {
            // The carrier replaced it meanwhile, and nobody has read this one: back, under a name that the carrier is not writing to.
            if (Move(there, file.Name, folder.Retorno, number: 1) is { } back) LogReplaced(file.Name.AtMost(100), Path.GetFileName(back).AtMost(100));
            return why is null;
        }
        if (why is null) return true;
        File.WriteAllText(there + Reason, why + Environment.NewLine);
        LogRefused(Path.GetFileName(there).AtMost(100));
        return true;
    }

    /// <summary>Moved without ever taking the place of another; null when somebody else has moved it.</summary>
    private static string? Move(string path, string name, string folder, int number = 0)
    {
        for (; ; number++)
        {
            var there = Path.Combine(folder, number == 0 ? name : $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}");
            if (Path.Exists(there) || Path.Exists(there + Reason)) continue;
            try
            {
                File.Move(path, there);
                return there;
            }
            catch (FileNotFoundException) { return null; }
            catch (IOException) when (Path.Exists(there)) { }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "BankFiles:Folder has no file {Mark} in it: is the share mounted? No retorno is taken from it until it is there")]
    private partial void LogAway(string mark);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folders of creditor {Creditor} at bank {Bank} cannot be used; they are tried again")]
    private partial void LogFolder(Exception failure, string creditor, string bank);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The retorno {File} was replaced while it was read; the new one is read as {Back}")]
    private partial void LogReplaced(string file, string back);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Creditor {Creditor}: the retorno {File} could not be taken or moved ({Kind}); it is tried again, less and less often")]
    private partial void LogHeld(string creditor, string file, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The retorno {File} was refused; the reason stands beside it")]
    private partial void LogRefused(string file);
}
