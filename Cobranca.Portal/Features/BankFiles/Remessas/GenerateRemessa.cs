using System.Globalization;
using System.Security.Cryptography;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary>What came of asking for a file: exactly one of the nested records.</summary>
public abstract record GenerateRemessaOutcome
{
    private GenerateRemessaOutcome()
    {
    }

    /// <summary>There is one more file.</summary>
    /// <param name="Unwritable">Orders no file can say, set aside on the way.</param>
    /// <param name="More">Perhaps more waits than one file takes.</param>
    public sealed record Made(Remessa Remessa, int Unwritable, bool More) : GenerateRemessaOutcome;

    /// <summary>There was nothing to put into a file.</summary>
    public sealed record Nothing(int Unwritable, bool More) : GenerateRemessaOutcome;

    /// <summary>No file of this account can be written; its orders wait.</summary>
    public sealed record Refused(IReadOnlyList<CnabProblem> Problems) : GenerateRemessaOutcome;
}

/// <summary>
/// Makes one file of the orders that wait at an account. Its number, its row, its orders and the step of each slip are one transaction; its
/// bytes were stored before, and those of a transaction that did not happen expire. (Gerar remessa.)
/// </summary>
public sealed class GenerateRemessa(CobrancaDb db, StoredFiles files, BankFileSettings settings, BankFolders folders, BusinessClock clock)
{
    /// <summary>Keeps the transaction, which on SQLite everybody waits for, at a second or two; more orders make more files.</summary>
    public const int MaxInstructions = 2_000;

    /// <summary>Each loses to another node's file, or to orders that were taken back meanwhile: each time something got done.</summary>
    private const int MaxAttempts = 20;

    public async Task<GenerateRemessaOutcome> HandleAsync(Creditor creditor, BankAccount account, string actor, CancellationToken cancellation)
    {
        if (FileCarriage.WhyNot(creditor.Cnpj, account) is { Count: > 0 } problems) return new GenerateRemessaOutcome.Refused(problems);
        return await db.RacingAsync(MaxAttempts, () => TryAsync(creditor, account, actor, cancellation));
    }

    private async Task<GenerateRemessaOutcome> TryAsync(Creditor creditor, BankAccount account, string actor, CancellationToken cancellation)
    {
        var (orders, more) = await WantedAsync(account, cancellation);
        var unwritable = await SetAsideAsync(orders, order => OrderInstruction.WhyNot(order, clock.Today), cancellation);
        while (orders.Count > 0)
        {
            var request = Request(creditor, account, orders, await NextSequenceAsync(account, cancellation));
            using var bytes = new MemoryStream();
            switch (RemessaWriter.Write(request, bytes))
            {
                case RemessaOutcome.Written written:
                    return new GenerateRemessaOutcome.Made(await SaveAsync(account, actor, orders, request, written, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellation), unwritable, more);
                case RemessaOutcome.Refused { Problems: var found } when found.All(problem => problem.Instruction is not null):
                    var reasons = found.GroupBy(problem => problem.Instruction!.Value).ToDictionary(group => orders[group.Key], group => Told(group.First().Problem));
                    unwritable += await SetAsideAsync(orders, reasons.GetValueOrDefault, cancellation);
                    break;
                case RemessaOutcome.Refused refused:
                    return new GenerateRemessaOutcome.Refused([.. refused.Problems.Where(problem => problem.Instruction is null).Select(problem => problem.Problem)]);
            }
        }
        // Without one that was set aside nothing has moved, and the same would be found again.
        return new GenerateRemessaOutcome.Nothing(unwritable, more && unwritable > 0);
    }

    /// <summary>The oldest orders that wait, without those that time has overtaken: those are taken back here.</summary>
    private async Task<(List<BankOrder> Orders, bool More)> WantedAsync(BankAccount account, CancellationToken cancellation)
    {
        var queued = await db.BankOrders.AsNoTracking().Include(o => o.Boleto!.Debtor).Include(o => o.Boleto!.Items).ThenInclude(i => i.Receivable).AsSplitQuery()
            .Where(o => o.BankAccountId == account.Id && o.State == BankOrderState.Queued).OrderBy(o => o.Id).Take(MaxInstructions).ToListAsync(cancellation);
        var more = queued.Count == MaxInstructions;
        if (queued.FindAll(IsOvertaken).ConvertAll(o => o.Id) is { Count: > 0 } overtaken)
        {
            var now = clock.Now;
            await db.BankOrders.Where(o => EF.Parameter(overtaken).Contains(o.Id) && o.State == BankOrderState.Queued).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Withdrawn)
                .SetProperty(o => o.AnsweredAt, now).SetProperty(o => o.Reason, "O boleto mudou de situação antes de isto seguir para o banco.").SetProperty(o => o.Version, o => o.Version + 1), cancellation);
        }
        // The conversation with the bank sees to a slip whose debts were settled meanwhile, and takes its order back.
        queued.RemoveAll(o => IsOvertaken(o) || (o is { Kind: BankOrderKind.Entry, Boleto: { } boleto } && boleto.HasSettledDebt()));
        return (queued, more);
    }

    private static bool IsOvertaken(BankOrder order) => order.Boleto is { Status: var status } && order.Kind switch
    {
        BankOrderKind.Entry => status != BoletoStatus.Requested,
        BankOrderKind.Closure => !status.MayStillBePaid(),
        _ => status != BoletoStatus.Registered,
    };

    private RemessaRequest Request(Creditor creditor, BankAccount account, List<BankOrder> orders, long sequence) => new()
    {
        BankCode = account.BankCode, Format = FileCarriage.FormatOf(account)!.Value, BeneficiaryName = creditor.LegalName, BeneficiaryTaxId = creditor.Cnpj, Account = account.ForRules(),
        Sequence = sequence, GeneratedAt = BusinessClock.Local(clock.Now).DateTime, Instructions = orders.ConvertAll(order => OrderInstruction.Of(order, account)),
    };

    private async Task<long> NextSequenceAsync(BankAccount account, CancellationToken cancellation)
    {
        var key = SequenceKey(account);
        var last = await db.Remessas.Where(r => r.SequenceKey == key).MaxAsync(r => (long?)r.Sequence, cancellation) ?? 0;
        return Math.Max(last + 1, account.FirstRemessa);
    }

    /// <summary>A bank counts the files of a customer at a branch and account, or by convênio; never those of each carteira.</summary>
    internal static string SequenceKey(BankAccount account) => $"{account.BankCode}/{account.Agencia}/{account.Conta}/{account.Convenio}";

    private async Task<Remessa> SaveAsync(BankAccount account, string actor, List<BankOrder> orders, RemessaRequest request, RemessaOutcome.Written written, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var name = BankFolders.NameOf(account, request.Sequence);
        await using var file = files.Create(account.CreditorId, name, "text/plain");
        await file.WriteAsync(bytes, cancellation);
        var stored = await file.FinishAsync(cancellation, keep: false);
        try
        {
            return await SaveAsync(new()
            {
                PublicId = RandomKey.New(), CreditorId = account.CreditorId, BankAccountId = account.Id, BankCode = account.BankCode, Format = request.Format, SequenceKey = SequenceKey(account),
                Sequence = request.Sequence, FileName = name, FileId = stored.Id, Sha256 = SHA256.HashData(bytes.Span), Lines = written.Lines, Instructions = orders.Count, Entries = written.Entries,
                EntryTotal = written.EntryTotal, CreatedAt = clock.Now, CreatedBy = actor, ToFolder = folders.Exist,
            }, orders, written.FirstLines, cancellation);
        }
        // Of a lost race alone it is certain that no row names the bytes: the answer to a commit may have been lost after it. Bytes that nobody names end within a day.
        catch (Exception race) when (race.IsLostRace())
        {
            db.ChangeTracker.Clear();
            await StoredFiles.DeleteAsync(db, stored.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<Remessa> SaveAsync(Remessa remessa, List<BankOrder> orders, IReadOnlyList<int> lines, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var (now, keptUntil) = (remessa.CreatedAt, clock.Now + settings.KeepFor);
        var (ids, slips) = (orders.ConvertAll(o => o.Id), orders.FindAll(o => o.Kind == BankOrderKind.Entry).ConvertAll(o => o.BoletoId!.Value));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // The number first: of two files that want it one ends here, before either waits for the other's orders.
        db.Remessas.Add(remessa);
        await db.SaveChangesAsync(cancellation);
        // Both updates take what they find as it must be, and hold it: from here to the commit nobody else moves these rows.
        var held = await db.BankOrders.Where(o => EF.Parameter(ids).Contains(o.Id) && o.State == BankOrderState.Queued).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Sent)
            .SetProperty(o => o.RemessaId, remessa.Id).SetProperty(o => o.SentAt, now).SetProperty(o => o.Version, o => o.Version + 1), cancellation);
        var waiting = await db.Boletos.Where(b => EF.Parameter(slips).Contains(b.Id) && b.Status == BoletoStatus.Requested)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.Version, b => b.Version + 1), cancellation);
        if (held != orders.Count || waiting != slips.Count) throw new DbUpdateConcurrencyException("An order was taken back, or its slip moved, while the file was written.");

        var lineOf = ids.Zip(lines).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var order in await db.BankOrders.Where(o => o.RemessaId == remessa.Id).ToListAsync(cancellation)) order.RemessaLine = lineOf[order.Id];
        var lineOfSlip = orders.Where(o => o.Kind == BankOrderKind.Entry).ToDictionary(o => o.BoletoId!.Value, o => lineOf[o.Id]);
        foreach (var boleto in await db.Boletos.Where(b => EF.Parameter(slips).Contains(b.Id)).ToListAsync(cancellation))
            boleto.Hear(new BoletoEvent.HandedOver(), now, new StepSource(BoletoSource.Remessa, RemessaId: remessa.Id, FileLine: lineOfSlip[boleto.Id]));
        await db.StoredFiles.Where(f => f.Id == remessa.FileId).ExecuteUpdateAsync(set => set.SetProperty(f => f.ExpiresAt, keptUntil), cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return remessa;
    }

    /// <summary>Takes the orders that have a reason out of the list, writes the reason down, and tells a slip that it will not be registered.</summary>
    private async Task<int> SetAsideAsync(List<BankOrder> orders, Func<BankOrder, string?> reasonOf, CancellationToken cancellation)
    {
        var aside = orders.Select(order => (Order: order, Reason: reasonOf(order))).Where(pair => pair.Reason is not null).ToList();
        foreach (var (order, reason) in aside)
        {
            orders.Remove(order);
            await SetAsideAsync(order, reason!.AtMost(300), cancellation);
        }
        return aside.Count;
    }

    private async Task SetAsideAsync(BankOrder order, string reason, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (order.Boleto is { DebtorId: var debtor }) await db.TakeDebtorTurnAsync(debtor, cancellation);
        var mine = await db.BankOrders.Where(o => o.Id == order.Id && o.State == BankOrderState.Queued).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Unwritable)
            .SetProperty(o => o.AnsweredAt, now).SetProperty(o => o.Reason, reason).SetProperty(o => o.Version, o => o.Version + 1), cancellation);
        if (mine == 1 && order.BoletoId is { } slip)
        {
            var boleto = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.Id == slip, cancellation);
            if (order.Kind == BankOrderKind.Entry)
                await db.HearAnswerAsync(boleto, new BankAnswer.Rejected($"O boleto não pôde seguir para o banco. {reason}"), BoletoSource.Portal, now, cancellation);
            else if (order.Kind.IsChange())
                db.Announce(boleto, EventTypes.BoletoChangeRejected, now, new { order = order.Kind, reason });
            else // Only a person can close it at the bank now, and somebody may still pay it.
                db.Announce(boleto, EventTypes.BoletoSupersedeRequested, now, new { slip = new { receivable = (string?)null, bank = boleto.BankCode, nossoNumero = boleto.NossoNumero, linhaDigitavel = boleto.LinhaDigitavel } });
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    /// <summary>Field and remedy; the line would be that of a file that never was.</summary>
    internal static string Told(CnabProblem problem) => problem.Field.Length == 0 ? problem.Text : string.Create(CultureInfo.InvariantCulture, $"{problem.Field}: {problem.Text}");
}
