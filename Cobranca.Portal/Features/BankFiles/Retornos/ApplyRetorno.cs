using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>
/// Applies a retorno that was taken in, some hundred titles at a time, each batch one transaction that also moves the mark up to which the
/// file is done (docs/decisions/0052). Killed anywhere, it goes on behind the mark; of two at the same file, one moves it and the other
/// stops. A title that cannot be applied is found by halving its batch and waits for a person; the others are not held up. (Aplicar retorno.)
/// </summary>
public sealed partial class ApplyRetorno(CobrancaDb db, IServiceScopeFactory scopes, StoredFiles files, ApplyTitle one, PrepareTitles prepare, SettleSlips settle, RegisterSlips register, PricingRules rules, BusinessClock clock, ILogger<ApplyRetorno> log) : IAsyncDisposable
{
    /// <summary>Long enough to share a commit, short enough that the debtors in it do not wait noticeably for their turns.</summary>
    public const int BatchTitles = 1_000;

    /// <summary>Titles whose slips are held in memory together.</summary>
    private const int AtOnce = 50;

    /// <summary>Only somebody who moves the same slips makes an attempt fail: a debtor, a command, another file of the same bank.</summary>
    private const int MaxAttempts = 6;

    private readonly BulkInsert<BankOccurrence> _occurrences = new(db);

    /// <summary>Tests cut a small file into batches.</summary>
    internal int TitlesAtOnce { get; set; } = BatchTitles;

    public ValueTask DisposeAsync() => _occurrences.DisposeAsync();

    /// <param name="report">How many titles are done, of how many.</param>
    /// <returns>The file as it stands: applied, unless another node is at it.</returns>
    public async Task<Retorno> HandleAsync(Creditor creditor, long retornoId, Action<long, long>? report, CancellationToken cancellation)
    {
        var retorno = await FindAsync(retornoId, cancellation);
        if (retorno.Status is RetornoStatus.Applied or RetornoStatus.Refused) return retorno;
        await using var file = await files.OpenAsync(creditor.Id, retorno.FileId, cancellation) ?? throw new InvalidOperationException($"Retorno {retorno.PublicId} has lost its file.");
        var repeated = RetornoRemarks.Of(retorno).SaysTwice ? await RepeatedTitles.FindAsync(await ReadAsync(file, cancellation), cancellation) : RepeatedTitles.None;
        var accounts = await AccountsAsync(await ReadAsync(file, cancellation), cancellation);
        var reader = await ReadAsync(file, cancellation);
        await using var connection = await BulkConnection.OpenAsync(db, ["BankOccurrences", "Payments", "PaymentAllocations", "BoletoTransitions", "OutgoingEvents"], cancellation);
        var run = new RetornoRun(creditor, retorno, reader.Header, accounts);
        var mark = retorno.AppliedThrough;
        await using (var ahead = new RetornoAhead(scopes, run, reader, repeated, TitlesAtOnce, log, cancellation))
            while (await ahead.NextAsync(cancellation) is { Read.Count: > 0 } batch)
            {
                if (await ApplyAsync(run, mark, batch.Read, batch.Prepared, cancellation) is not { } moved) return await FindAsync(retornoId, cancellation);
                mark = moved;
                await connection.GrownByAsync(batch.Read.Count, cancellation);
                report?.Invoke(batch.Titles, retorno.Titles);
            }
        var now = clock.Now;
        await db.Retornos.Where(r => r.Id == retornoId && r.AppliedThrough == mark && r.Status != RetornoStatus.Applied)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, RetornoStatus.Applied).SetProperty(r => r.AppliedAt, now).SetProperty(r => r.Version, r => r.Version + 1), cancellation);
        return await FindAsync(retornoId, cancellation);
    }

    private Task<Retorno> FindAsync(long id, CancellationToken cancellation) => db.Retornos.AsNoTracking().SingleAsync(r => r.Id == id, cancellation);

    private static async Task<RetornoReader> ReadAsync(StoredFileStream file, CancellationToken cancellation)
    {
        file.Position = 0;
        return await RetornoReader.OpenAsync(file, cancellation) is RetornoOpening.Opened { Reader: var reader } ? reader : throw new InvalidOperationException("A retorno that was read to its end before cannot be opened.");
    }

    /// <summary>The accounts the header names; where it names none, those whose slips the file begins with.</summary>
    private async Task<List<BankAccount>> AccountsAsync(RetornoReader reader, CancellationToken cancellation)
    {
        var bank = reader.Header.Bank;
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.BankCode == bank).ToListAsync(cancellation);
        if (AccountOfFile.Named(reader.Header, accounts) is { Count: > 0 } named) return named;
        var issued = await AccountOfFile.IssuedAsync(db.Boletos, bank, accounts, await AccountOfFile.FirstAsync(reader, cancellation), cancellation);
        return issued.Count > 0 ? accounts.FindAll(a => issued.Contains(a.Id)) : accounts;
    }

    /// <returns>The mark behind the batch; null when another node had moved it.</returns>
    private async Task<long?> ApplyAsync(RetornoRun run, long mark, List<ReadTitle> titles, PreparedTitles? prepared, CancellationToken cancellation)
    {
        try
        {
            return await db.RacingAsync(MaxAttempts, () =>
            {
                // What was prepared is tried once: whoever lost a race looks again.
                var found = prepared;
                prepared = null;
                return TryAsync(run, mark, titles, found, null, cancellation);
            });
        }
        // What may pass by itself is no title's fault: the job, or whoever typed the command, comes again.
        catch (Exception failure) when (failure is not OperationCanceledException && !failure.IsPassing())
        {
            db.ChangeTracker.Clear();
            if (titles.Count == 1)
            {
                LogTitle(failure, run.Retorno.PublicId, titles[0].Line.FirstLine);
                return await db.RacingAsync(MaxAttempts, () => TryAsync(run, mark, titles, null, failure, cancellation));
            }
            var half = titles.Count / 2;
            return await ApplyAsync(run, mark, titles[..half], null, cancellation) is { } middle ? await ApplyAsync(run, middle, titles[half..], null, cancellation) : null;
        }
    }

    private async Task<long?> TryAsync(RetornoRun run, long mark, List<ReadTitle> read, PreparedTitles? prepared, Exception? broken, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await BulkConnection.PreferIndexesAsync(db, cancellation);
        var (id, to) = (run.Retorno.Id, (long)read[^1].Line.LastLine);
        // The fence, first in the transaction: whoever comes second waits here, and then sees that the mark has moved.
        var mine = await db.Retornos.Where(r => r.Id == id && r.AppliedThrough == mark && (r.Status == RetornoStatus.Received || r.Status == RetornoStatus.Applying)).ExecuteUpdateAsync(set => set
            .SetProperty(r => r.AppliedThrough, to).SetProperty(r => r.Status, RetornoStatus.Applying).SetProperty(r => r.Version, r => r.Version + 1), cancellation);
        if (mine == 0) return null;

        prepared ??= await prepare.HandleAsync(run, read, decides: broken is null, cancellation);
        var titles = prepared.Titles;
        await db.TakeDebtorTurnsAsync([.. titles.Where(t => t.Slip is not null).Select(t => t.Slip!.DebtorId).Distinct().Order()], cancellation);
        await MarkKnownAsync(titles, cancellation);
        var ends = await EndsAsync(run, prepared, broken, cancellation);
        await WriteAsync(run, titles, ends, cancellation);
        await transaction.CommitAsync(cancellation);
        CobrancaTelemetry.PaymentsRecorded(nameof(PaymentSource.Boleto), ends.Count(end => end.Received.IsPositive));
        db.ChangeTracker.Clear();
        return to;
    }

    private async Task MarkKnownAsync(List<RetornoTitle> titles, CancellationToken cancellation)
    {
        var accounts = titles.Select(t => t.Key.Account).Distinct().ToList();
        var numbers = titles.Select(t => t.Key.NossoNumero).Distinct().ToList();
        var (first, last) = (titles.Min(t => t.Key.On), titles.Max(t => t.Key.On));
        var told = (await db.BankOccurrences.AsNoTracking()
            .Where(o => EF.Parameter(accounts).Contains(o.Account) && EF.Parameter(numbers).Contains(o.NossoNumero) && o.On >= first && o.On <= last)
            .Select(o => new TitleKey(o.Account, o.NossoNumero, o.Code, o.On, o.Amount, o.Repeat)).ToListAsync(cancellation)).ToHashSet();
        // Two cut alike within one batch are one title of which the second is known: the index would refuse it.
        foreach (var title in titles) title.IsKnown = !told.Add(title.Key);
        await UnmarkTakenBackAsync(titles, told, cancellation);
    }

    /// <summary>What becomes of each title: the ordinary settlements and confirmed entries in one go each, then the others in the file's order.</summary>
    private async Task<TitleEnd[]> EndsAsync(RetornoRun run, PreparedTitles prepared, Exception? broken, CancellationToken cancellation)
    {
        var titles = prepared.Titles;
        var ends = titles.ConvertAll(t => t.IsKnown ? TitleEnd.Known : broken is null ? null : TitleEnd.Broken(broken)).ToArray();
        // The turns are held: whatever a debtor did before has an earlier moment than what follows.
        var news = new RetornoNews(run, await rules.PricerAsync(run.Creditor, cancellation), clock.Now, clock.Today);
        if (broken is null)
        {
            await SettleAsync(news, prepared, ends, cancellation);
            await RegisterAsync(news, prepared, ends, cancellation);
        }
        var rest = Enumerable.Range(0, ends.Length).Where(i => ends[i] is null).ToList();
        for (var at = 0; at < rest.Count;)
        {
            // A payment taken back leaves its parts in memory: what comes behind it is loaded anew.
            var reversal = rest.FindIndex(at, Math.Min(AtOnce, rest.Count - at), i => titles[i].IsReversal);
            var group = rest.GetRange(at, reversal < 0 ? Math.Min(AtOnce, rest.Count - at) : reversal - at + 1);
            var (boletos, orders) = await LoadAsync(run, group.ConvertAll(i => titles[i]), cancellation);
            foreach (var i in group)
            {
                var end = ends[i] = await one.HandleAsync(news, titles[i], titles[i].Slip is { } slip ? boletos[slip.Id] : null, orders, cancellation);
                await db.SaveChangesAsync(cancellation);
            }
            db.ChangeTracker.Clear();
            at += group.Count;
        }
        return ends!;
    }

    private async Task SettleAsync(RetornoNews news, PreparedTitles prepared, TitleEnd?[] ends, CancellationToken cancellation)
    {
        if (prepared.Settlements is not { Slips.Count: > 0 } decided) return;
        var known = prepared.Titles.Where(t => t.IsKnown || t.IsAfterReversal).Select(t => t.Line.FirstLine).ToHashSet();
        var settled = await settle.SettleAsync(news.Creditor, decided, known, news.Now, cancellation);
        if (settled.IsStale && prepared.IsFromAhead) throw new DbUpdateConcurrencyException("A slip or a debt changed since the batch was prepared.");
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        if (settled.Lines.Count == 0) return;
        var tariffs = decided.Asked.ToDictionary(a => a.Line, a => a.Credit?.Tariff ?? Money.Zero);
        for (var i = 0; i < ends.Length; i++)
            if (prepared.Titles[i].Line is var line && settled.Lines.Contains(line.FirstLine)) ends[i] = TitleEnd.Applied with { Received = line.Paid, Tariffs = tariffs[line.FirstLine] };
    }

    private async Task<(Dictionary<long, Boleto> Boletos, List<BankOrder> Orders)> LoadAsync(RetornoRun run, List<RetornoTitle> titles, CancellationToken cancellation)
    {
        var (bank, keys) = (run.Header.Bank, run.Keys);
        var ids = titles.Where(t => t.Slip is not null).Select(t => t.Slip!.Id).Distinct().ToList();
        var numbers = titles.Select(t => t.Key.NossoNumero).Where(number => number.Length > 0).Distinct().ToList();
        if (numbers.Count == 0) return ([], []);
        var boletos = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable!).ThenInclude(r => r.Allocations).ThenInclude(a => a.Payment)
            .Where(b => EF.Parameter(ids).Contains(b.Id)).ToDictionaryAsync(b => b.Id, cancellation);
        var orders = await db.BankOrders.Where(o => o.BankCode == bank && EF.Parameter(keys).Contains(o.NumberingKey) && EF.Parameter(numbers).Contains(o.NossoNumero)
            && (o.State == BankOrderState.Sent || o.State == BankOrderState.Queued)).OrderBy(o => o.Id).ToListAsync(cancellation);
        return (boletos, orders);
    }

    private async Task WriteAsync(RetornoRun run, List<RetornoTitle> titles, TitleEnd[] ends, CancellationToken cancellation)
    {
        var row = await db.Retornos.SingleAsync(r => r.Id == run.Retorno.Id, cancellation);
        foreach (var end in ends)
        {
            row.Applied += end.Outcome == OccurrenceOutcome.Applied ? 1 : 0;
            row.Known += end.Outcome == OccurrenceOutcome.Known ? 1 : 0;
            row.Noted += end.Outcome == OccurrenceOutcome.Noted ? 1 : 0;
            row.ForReview += end.Outcome == OccurrenceOutcome.Review ? 1 : 0;
            row.Received += end.Received;
            row.Tariffs += end.Tariffs;
        }
        await db.SaveChangesAsync(cancellation);
        // What another file told has its row there.
        await _occurrences.InsertAsync([.. titles.Zip(ends).Where(t => t.Second.Outcome != OccurrenceOutcome.Known).Select(t => t.Second.Row(run.Retorno, t.First))], cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Retorno {Retorno}, line {Line}: could not be applied; it waits for a person")]
    private partial void LogTitle(Exception failure, string retorno, int line);
}
