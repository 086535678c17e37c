using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>
/// Carries each boleto's conversation with its bank one step further: claims it, asks, writes the answer down. A process killed anywhere
/// between leaves a lease that runs out; the question is then asked again, which a bank answers as the first time.
/// </summary>
public sealed partial class BankConversation(CobrancaDb db, TenantScope tenant, BankConnections connections, BusinessClock clock, ILogger<BankConversation> log)
{
    private const int Batch = 50;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks at a slip the bank has not decided on: quick while somebody waits, then hourly.</summary>
    private static readonly TimeSpan[] Looks =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    /// <summary>After the bank could not be reached.</summary>
    private static readonly TimeSpan[] Retries =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>The creditors with a bank call due now.</summary>
    public static Task<List<long>> CreditorsDueAsync(CobrancaDb db, DateTime now, CancellationToken cancellation) =>
        Due(db, now).Select(b => b.CreditorId).Distinct().ToListAsync(cancellation);

    /// <summary>Takes up to a batch of one creditor's conversations a step further; the scope is bound to that creditor.</summary>
    public async Task<int> TalkAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        var due = await Due(db, now).Where(b => b.CreditorId == tenant.CreditorId).OrderBy(b => b.NextBankCallAt).ThenBy(b => b.Id)
            .Select(b => b.Id).Take(Batch).ToListAsync(cancellation);
        var talked = 0;
        foreach (var id in due)
        {
            // Told to stop: what is claimed is finished, nothing more is claimed.
            if (cancellation.IsCancellationRequested) break;
            // The claim is one conditional update: of two workers exactly one sees a row changed, on every database.
            var claimed = await db.Boletos.Where(b => b.Id == id && b.NextBankCallAt <= now && (b.LeasedUntil == null || b.LeasedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.LeasedUntil, now + Lease).SetProperty(b => b.BankCalls, b => b.BankCalls + 1)
                    .SetProperty(b => b.Version, b => b.Version + 1), cancellation);
            if (claimed == 0) continue;
            db.ChangeTracker.Clear();
            await StepAsync(await LoadAsync(id, CancellationToken.None), CancellationToken.None);
            talked++;
        }
        return talked;
    }

    private static IQueryable<Boleto> Due(CobrancaDb db, DateTime now) => db.Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter])
        .Where(b => b.NextBankCallAt <= now && (b.LeasedUntil == null || b.LeasedUntil < now));

    private Task<Boleto> LoadAsync(long id, CancellationToken cancellation) =>
        db.Boletos.Include(b => b.Debtor).Include(b => b.BankAccount).Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.Id == id, cancellation);

    private async Task StepAsync(Boleto boleto, CancellationToken cancellation)
    {
        try
        {
            var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == boleto.CreditorId, cancellation);
            // A bank that cannot be told of this payer at least says so.
            var bank = connections.For(creditor, boleto.BankAccount!, boleto.Debtor!.TaxId) ?? connections.For(boleto.BankCode) ?? throw new InvalidOperationException($"No connection to bank {boleto.BankCode} is configured.");
            switch (boleto.Status)
            {
                case BoletoStatus.Requested or BoletoStatus.Sent when clock.Today > boleto.PayableThrough:
                    await InTurnAsync(boleto, found => { db.EndUnconfirmed(found, clock.Now); return Task.CompletedTask; }, cancellation);
                    break;
                case BoletoStatus.Requested or BoletoStatus.Sent when boleto.HasSettledDebt():
                    await InTurnAsync(boleto, found => { EndSettled(found); return Task.CompletedTask; }, cancellation);
                    break;
                case BoletoStatus.Sent:
                    // Its file is on the way: handed over again it would be two.
                    await WriteAsync(boleto, await bank.AskAsync(Number(boleto), cancellation), cancellation);
                    break;
                case BoletoStatus.Requested:
                    await WriteAsync(boleto, await RegistrationAsync(boleto, bank, cancellation), cancellation);
                    break;
                case BoletoStatus.Superseded or BoletoStatus.ClosureRequested:
                    await WriteAsync(boleto, await bank.RequestClosureAsync(Number(boleto), cancellation), cancellation);
                    break;
                case BoletoStatus.Registered:
                    await ReplaceOwnSlipsAsync(boleto, bank, cancellation);
                    break;
                default:
                    await PlanAsync(boleto, next: null, cancellation);
                    break;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else moved the slip or one of its debts meanwhile: the next turn asks again.
            LogMoved(boleto.Id);
            await db.Boletos.Where(b => b.Id == boleto.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.LeasedUntil, (DateTime?)null), cancellation);
        }
        // A connection's own time-out looks like a cancellation and is none. A real one is the end of this process: the lease runs out.
        catch (Exception failure) when (failure is not OperationCanceledException || failure.InnerException is TimeoutException)
        {
            LogFailure(boleto.Id, boleto.BankCalls, failure.GetType().Name);
            db.ChangeTracker.Clear();
            await PlanAsync(await LoadAsync(boleto.Id, cancellation), clock.Now + Wait(Retries, boleto.BankCalls), cancellation);
        }
    }

    /// <summary>Hands the slip over, unless an earlier call (whose answer may have been lost) did.</summary>
    private async Task<BankAnswer> RegistrationAsync(Boleto boleto, IBankConnection bank, CancellationToken cancellation)
    {
        if (boleto.BankCalls > 1 && await bank.AskAsync(Number(boleto), cancellation) is var known and not BankAnswer.Unknown) return known;
        return await bank.RegisterAsync(await SlipAsync(boleto, cancellation), cancellation);
    }

    /// <summary>Writes down what the bank said, with all that must follow.</summary>
    private Task WriteAsync(Boleto asked, BankAnswer answer, CancellationToken cancellation) => InTurnAsync(asked, async boleto =>
    {
        // A bank asked to close that says "registered" has not closed yet: that is not news.
        var isNews = answer is not BankAnswer.Registered || asked.Status is not (BoletoStatus.Superseded or BoletoStatus.ClosureRequested);
        if (!isNews || !await db.HearAnswerAsync(boleto, answer, BoletoSource.Bank, clock.Now, cancellation))
            boleto.NextBankCallAt = clock.Now + Wait(Looks, boleto.BankCalls);
    }, cancellation);

    private void EndSettled(Boleto boleto)
    {
        if (!boleto.Status.IsWaiting()) return;
        boleto.Hear(new BoletoEvent.ClosureAsked("settled"), clock.Now, BoletoSource.Portal, "As dívidas deste boleto foram encerradas antes do registro.");
        db.Announce(boleto, EventTypes.BoletoSuperseded, clock.Now, new { reason = "settled" });
    }

    /// <summary>Loads the slip under its debtor's turn, lets it be told something, and saves it in one transaction.</summary>
    private async Task InTurnAsync(Boleto asked, Func<Boleto, Task> tell, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(asked.DebtorId, cancellation);
        var boleto = await LoadAsync(asked.Id, cancellation);
        boleto.LeasedUntil = null;
        await tell(boleto);
        var became = boleto.Status;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (became != asked.Status) CobrancaTelemetry.Boleto(became.ToString());
    }

    /// <summary>
    /// The slips the creditor itself had issued for these debts: closed at the bank when their digits prove that they are of the same
    /// account, else the creditor is told to close them.
    /// </summary>
    private async Task ReplaceOwnSlipsAsync(Boleto boleto, IBankConnection bank, CancellationToken cancellation)
    {
        foreach (var receivable in boleto.Items.Where(SlipAnswers.HasOwnSlip).Select(i => i.Receivable!))
        {
            var ours = receivable.SlipLinhaDigitavel is { } linha && await db.Boletos.AnyAsync(b => b.LinhaDigitavel == linha, cancellation);
            if (!ours && NumberOfOwnSlip(receivable, boleto.BankAccount!) is { } number)
                await bank.RequestClosureAsync(new OwnSlip(number, receivable.Id), cancellation);
            else if (!ours)
                db.Announce(boleto, EventTypes.BoletoSupersedeRequested, clock.Now,
                    new { slip = new { receivable = receivable.ExternalId, bank = receivable.SlipBankCode, nossoNumero = receivable.SlipNossoNumero, linhaDigitavel = receivable.SlipLinhaDigitavel } });
            receivable.SlipSupersededAt = clock.Now;
        }
        await PlanAsync(boleto, next: null, cancellation);
    }

    /// <summary>Null unless the slip's own 25 digits are those this account would give its number.</summary>
    internal static SlipNumber? NumberOfOwnSlip(Receivable receivable, BankAccount account)
    {
        if (!LinhaDigitavel.TryParse(receivable.SlipLinhaDigitavel, out var linha) || receivable.SlipNossoNumero is null) return null;
        var barcode = linha.ToBarcode();
        return barcode.Bank == account.BankCode && Banks.TryFind(account.BankCode, out var rules)
            // Amount and date play no part in the bank's own digits.
            && rules.Issue(account.ForRules(), receivable.SlipNossoNumero, new Money(1), FatorVencimento.LastDay) is BoletoIssue.Issued issued
            && issued.CampoLivre == barcode.CampoLivre
            ? new(account.BankCode, account.NumberingKey, issued.NossoNumero)
            : null;
    }

    private async Task<BankSlip> SlipAsync(Boleto boleto, CancellationToken cancellation)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == boleto.CreditorId, cancellation);
        var debtor = boleto.Debtor!;
        return new(Number(boleto), boleto.Amount, boleto.DueOn, boleto.PayableThrough, boleto.BankAccount!.Especie, BoletoPaper.DocumentNumber(boleto),
            new(creditor.LegalName, creditor.Cnpj, creditor.AddressLine(), creditor.Cep.Value), new(debtor.Name, debtor.TaxId, debtor.Address, debtor.Cep?.Value));
    }

    private static SlipNumber Number(Boleto boleto) => new(boleto.BankCode, boleto.NumberingKey, boleto.NossoNumero);

    private async Task PlanAsync(Boleto boleto, DateTime? next, CancellationToken cancellation)
    {
        boleto.LeasedUntil = null;
        if (next is null) boleto.PlanBankCall(null);
        else boleto.NextBankCallAt = next;
        await db.SaveChangesAsync(cancellation);
    }

    private static TimeSpan Wait(TimeSpan[] waits, int calls) => waits[Math.Clamp(calls - 1, 0, waits.Length - 1)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "Boleto {Id}: the bank could not be asked (call {Calls}): {Kind}; it is asked again")]
    private partial void LogFailure(long id, int calls, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Boleto {Id} changed while the bank was asked; it is asked again")]
    private partial void LogMoved(long id);
}
