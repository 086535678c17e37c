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
public sealed partial class RetornoWatch(CobrancaDb db, TakeRetorno take, JobQueue queue, BankFolders folders, JobSettings limits, BusinessClock clock, ILogger<RetornoWatch> log)
{
    /// <summary>Files of one folder in one turn: the next turn comes soon, and the jobs must keep up.</summary>
    private const int MaxAtOnce = 20;

    /// <summary>Longer than carriers pause in the middle of a file; what has no end after that was sent without one.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public const string Actor = "pasta de retornos";

    /// <summary>One look at every folder of every creditor; how many files were taken or refused.</summary>
    public static Task<int> TurnAsync(IServiceScopeFactory scopes, CancellationToken stopping) => EachCreditor.WorkAsync(scopes,
        services => services.GetRequiredService<BankFolders>().Exist
            ? services.GetRequiredService<CobrancaDb>().BankAccounts.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Select(a => a.CreditorId).Distinct().ToListAsync(stopping)
            : Task.FromResult(new List<long>()),
        services => services.GetRequiredService<RetornoWatch>().LookAsync(stopping), stopping);

    /// <summary>One look at the folders of this scope's creditor.</summary>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == db.TenantId, cancellation);
        var banks = await db.BankAccounts.Select(a => a.BankCode).Distinct().OrderBy(bank => bank).ToListAsync(cancellation);
        var done = 0;
        foreach (var bank in banks)
        {
            if (folders.Of(creditor.Slug, bank) is not { } folder) return done;
            // In the order they came: a bank's second file builds on its first.
            foreach (var file in new DirectoryInfo(folder.Retorno).EnumerateFiles().Where(f => !BankFolders.IsTemporary(f.Name)).OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal).Take(MaxAtOnce))
            {
                if (cancellation.IsCancellationRequested || !await queue.HasRoomAsync(cancellation)) return done;
                done += await TakeAsync(creditor, folder, file, cancellation) ? 1 : 0;
            }
        }
        return done;
    }

    private async Task<bool> TakeAsync(Creditor creditor, BankFolder folder, FileInfo file, CancellationToken cancellation)
    {
        try
        {
            if (file.Length > limits.MaxUploadBytes)
                return Refuse(folder, file, $"O arquivo tem {file.Length} bytes, mais do que se aceita ({limits.MaxUploadBytes}).");
            TakeRetornoOutcome outcome;
            await using (var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024))
            {
                if (IsYoung(file) && !await IsWholeAsync(content, cancellation)) return false;
                content.Position = 0;
                outcome = await take.HandleAsync(creditor, file.Name, content, Actor, enqueue: true, cancellation);
            }
            db.ChangeTracker.Clear();
            if (outcome is TakeRetornoOutcome.Refused refused) return Refuse(folder, file, refused.Why);
            if (outcome is TakeRetornoOutcome.KnownAlready { Retorno: { Status: RetornoStatus.Refused } before }) return Refuse(folder, file, before.Refusal!);
            return Move(file, folder.Read) is not null;
        }
        // Still being written, or another node's turn took it: the next look sees.
        catch (Exception held) when (held is FileNotFoundException or DirectoryNotFoundException) { return false; }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            LogHeld(creditor.Slug, file.Name.AtMost(100), held.GetType().Name);
            return false;
        }
    }

    /// <summary>Files are dated by the machine: a clock that is set otherwise, as in Development, makes it more or less patient, and no more.</summary>
    private bool IsYoung(FileInfo file) => file.LastWriteTimeUtc > clock.Now - Patience;

    private static async Task<bool> IsWholeAsync(FileStream content, CancellationToken cancellation)
    {
        if (content.Length == 0) return false;
        // What is no retorno at all will not become one.
        if (await RetornoReader.OpenAsync(content, cancellation) is not RetornoOpening.Opened { Reader: var reader }) return content.Length > RetornoReader.LongestLine;
        while (await reader.ReadAsync(cancellation)) { }
        return reader.Refusal is null;
    }

    private bool Refuse(BankFolder folder, FileInfo file, string why)
    {
        if (Move(file, folder.Refused) is not { } there) return false;
        File.WriteAllText(there + ".motivo.txt", why + Environment.NewLine);
        LogRefused(Path.GetFileName(there).AtMost(100));
        return true;
    }

    /// <summary>Moved without ever taking the place of another; null when somebody else has moved it.</summary>
    private static string? Move(FileInfo file, string folder)
    {
        for (var number = 0; ; number++)
        {
            var there = Path.Combine(folder, number == 0 ? file.Name : $"{Path.GetFileNameWithoutExtension(file.Name)}-{number}{file.Extension}");
            if (File.Exists(there)) continue;
            try
            {
                File.Move(file.FullName, there);
                return there;
            }
            catch (FileNotFoundException) { return null; }
            catch (IOException) when (File.Exists(there)) { }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Creditor {Creditor}: the retorno {File} could not be read or moved ({Kind}); it is tried again")]
    private partial void LogHeld(string creditor, string file, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The retorno {File} was refused; the reason stands beside it")]
    private partial void LogRefused(string file);
}
