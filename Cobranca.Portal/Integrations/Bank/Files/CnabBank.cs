using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Integrations.Bank.Files;

/// <summary>
/// A bank that is spoken to by files: what it is asked becomes a <see cref="BankOrder"/> for the next remessa, and what it answered is read
/// from the orders that a retorno has moved. Nothing here waits for a bank, so a call is as quick as the database.
/// </summary>
public sealed class CnabBank(IServiceScopeFactory scopes, BankFileSettings settings, BusinessClock clock, IHostEnvironment environment) : IBankConnection
{
    private const string Portal = "portal";

    /// <summary>Documents of every layout have room for this many characters.</summary>
    private const int DocumentWidth = 10;

    /// <summary>In Development nobody but the simulated bank takes the files away.</summary>
    public bool IsSimulated => environment.IsDevelopment();

    public bool WorksByFiles => true;

    public bool Serves(string bankCode) => settings.Serves(bankCode);

    public bool Carries(Creditor creditor, BankAccount account, TaxId? payer) => FileCarriage.WhyNot(creditor.Cnpj, account, payer).Count == 0;

    public Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation) => WithSlipAsync(slip.Number, async (db, boleto) =>
    {
        if (boleto is null) throw new InvalidOperationException("A slip that is no boleto of this portal cannot be registered by it.");
        var order = await db.FindOrAddOrderAsync(new()
        {
            CreditorId = boleto.CreditorId, BankAccountId = boleto.BankAccountId, BankCode = slip.Number.BankCode, NumberingKey = slip.Number.Account, NossoNumero = slip.Number.NossoNumero,
            BoletoId = boleto.Id, Kind = BankOrderKind.Entry, Number = 1, Amount = slip.Amount, DueOn = slip.DueOn, DocumentNumber = DocumentNumber(slip.DocumentNumber), RequestedBy = Portal, CreatedAt = clock.Now,
        }, cancellation);
        return OfEntry(order);
    }, cancellation);

    public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation) => WithSlipAsync(slip, async (db, boleto) =>
    {
        if (boleto is null) return new BankAnswer.Unknown();
        var orders = await OrdersAsync(db, slip, cancellation);
        if (orders.Exists(o => o is { Kind: BankOrderKind.Closure, State: BankOrderState.Confirmed })) return new BankAnswer.Closed();
        return orders.Find(o => o.Kind == BankOrderKind.Entry) is { } entry ? OfEntry(entry) : new BankAnswer.Unknown();
    }, cancellation);

    public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation) => WithSlipAsync(slip, async (db, boleto) =>
    {
        if (boleto is null) return new BankAnswer.Unknown();
        var orders = await OrdersAsync(db, slip, cancellation);
        var entry = orders.Find(o => o.Kind == BankOrderKind.Entry);
        // The bank never heard of it: taking the order back is all there is to close. A file that takes it along at this moment wins.
        if (entry?.State == BankOrderState.Queued && await WithdrawAsync(db, entry, cancellation)) return new BankAnswer.Closed();
        if (entry?.State is BankOrderState.Withdrawn or BankOrderState.Unwritable or BankOrderState.Rejected) return new BankAnswer.Closed();
        // Never asked to register it, no bank can have it: there is nothing to close.
        if (entry is null && boleto.RegisteredAt is null) return new BankAnswer.Closed();
        return OfClosure(await db.FindOrAddOrderAsync(new()
        {
            CreditorId = boleto.CreditorId, BankAccountId = boleto.BankAccountId, BankCode = slip.BankCode, NumberingKey = slip.Account, NossoNumero = slip.NossoNumero, BoletoId = boleto.Id,
            Kind = BankOrderKind.Closure, Number = await ClosureNumberAsync(db, boleto, orders, entry, cancellation), Amount = boleto.Amount, DueOn = boleto.DueOn, DocumentNumber = entry?.DocumentNumber ?? "", RequestedBy = Portal, CreatedAt = clock.Now,
        }, cancellation));
    }, cancellation);

    public async Task<BankAnswer> RequestClosureAsync(OwnSlip slip, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var receivable = await db.Receivables.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking().IgnoreAutoIncludes().SingleAsync(r => r.Id == slip.ReceivableId, cancellation);
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(receivable.CreditorId);
        var bank = slip.Number.BankCode;
        var account = (await db.BankAccounts.AsNoTracking().Where(a => a.BankCode == bank).ToListAsync(cancellation)).Single(a => a.NumberingKey == slip.Number.Account);
        var printed = LinhaDigitavel.TryParse(receivable.SlipLinhaDigitavel, out var linha) ? linha.ToBarcode().Amount : default;
        return OfClosure(await db.FindOrAddOrderAsync(new()
        {
            CreditorId = receivable.CreditorId, BankAccountId = account.Id, BankCode = bank, NumberingKey = slip.Number.Account, NossoNumero = slip.Number.NossoNumero, ReceivableId = receivable.Id,
            Kind = BankOrderKind.Closure, Number = 1, Amount = printed.IsPositive ? printed : receivable.Principal, DueOn = receivable.DueOn,
            DocumentNumber = DocumentNumber(receivable.ExternalId), RequestedBy = Portal, CreatedAt = clock.Now,
        }, cancellation));
    }

    private static BankAnswer OfEntry(BankOrder entry) => entry.State switch
    {
        BankOrderState.Confirmed => new BankAnswer.Registered(),
        BankOrderState.Rejected or BankOrderState.Unwritable => new BankAnswer.Rejected(entry.Reason ?? "O banco recusou o registro."),
        BankOrderState.Withdrawn => new BankAnswer.Closed(),
        _ => new BankAnswer.Waiting(),
    };

    /// <summary>A closure the bank refused, or that no file can carry, waits for a person: the slip may still be paid.</summary>
    private static BankAnswer OfClosure(BankOrder closure) => closure.State == BankOrderState.Confirmed ? new BankAnswer.Closed() : new BankAnswer.Waiting();

    /// <summary>
    /// The closure that counts, or the next one: what the bank refused is asked again only if since then it registered the slip it did not have
    /// yet, or somebody here asked for the slip's end anew.
    /// </summary>
    private static async Task<int> ClosureNumberAsync(CobrancaDb db, Slip boleto, List<BankOrder> orders, BankOrder? entry, CancellationToken cancellation)
    {
        if (orders.Where(o => o.Kind == BankOrderKind.Closure).MaxBy(o => o.Number) is not { } last) return 1;
        if (last is not { State: BankOrderState.Rejected, AnsweredAt: { } refused }) return last.Number;
        var since = entry is { State: BankOrderState.Confirmed } && (entry.AnsweredAt > refused || (entry.RetornoId is not null && entry.RetornoId == last.RetornoId && entry.RetornoLine > last.RetornoLine));
        var again = since || await db.BoletoTransitions.AnyAsync(t => t.BoletoId == boleto.Id && t.At >= refused && (t.Status == BoletoStatus.ClosureRequested || t.Status == BoletoStatus.Superseded), cancellation);
        return again ? last.Number + 1 : last.Number;
    }

    private static Task<List<BankOrder>> OrdersAsync(CobrancaDb db, SlipNumber slip, CancellationToken cancellation) => db.BankOrders.AsNoTracking()
        .Where(o => o.BankCode == slip.BankCode && o.NumberingKey == slip.Account && o.NossoNumero == slip.NossoNumero && (o.Kind == BankOrderKind.Entry || o.Kind == BankOrderKind.Closure)).ToListAsync(cancellation);

    private async Task<bool> WithdrawAsync(CobrancaDb db, BankOrder entry, CancellationToken cancellation)
    {
        var now = clock.Now;
        return await db.BankOrders.Where(o => o.Id == entry.Id && o.State == BankOrderState.Queued).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Withdrawn)
            .SetProperty(o => o.AnsweredAt, now).SetProperty(o => o.Reason, "O boleto deixou de ser necessário antes de seguir para o banco.").SetProperty(o => o.Version, o => o.Version + 1), cancellation) == 1;
    }

    /// <summary>The number printed on the slip in characters every bank takes. One too long loses its marks first, then its beginning: the end tells more.</summary>
    internal static string DocumentNumber(string printed)
    {
        // "and so many more" is no part of the number.
        var end = printed.LastIndexOf(" +", StringComparison.Ordinal);
        var whole = string.Concat((end > 0 ? printed[..end] : printed).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '.')).ToUpperInvariant();
        if (whole.Length <= DocumentWidth) return whole;
        var plain = string.Concat(whole.Where(char.IsAsciiLetterOrDigit));
        return plain.Length <= DocumentWidth ? plain : plain[^DocumentWidth..];
    }

    private sealed record Slip(long Id, long CreditorId, long BankAccountId, Money Amount, DateOnly DueOn, DateTime? RegisteredAt);

    /// <summary>A slip's number is its own in the whole country, so it names the creditor whose scope this becomes.</summary>
    private async Task<BankAnswer> WithSlipAsync(SlipNumber number, Func<CobrancaDb, Slip?, Task<BankAnswer>> work, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var boleto = await db.Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking()
            .Where(b => b.BankCode == number.BankCode && b.NumberingKey == number.Account && b.NossoNumero == number.NossoNumero)
            .Select(b => new Slip(b.Id, b.CreditorId, b.BankAccountId, b.Amount, b.DueOn, b.RegisteredAt)).SingleOrDefaultAsync(cancellation);
        if (boleto is not null) scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(boleto.CreditorId);
        return await work(db, boleto);
    }
}

/// <summary>Orders that are asked for twice and are one.</summary>
public static class BankOrders
{
    /// <summary>The order as it stands: this one, unless the same was asked before. The index decides between two who ask at once.</summary>
    public static async Task<BankOrder> FindOrAddOrderAsync(this CobrancaDb db, BankOrder order, CancellationToken cancellation)
    {
        var same = db.BankOrders.AsNoTracking().Where(o => o.BankCode == order.BankCode && o.NumberingKey == order.NumberingKey && o.NossoNumero == order.NossoNumero && o.Kind == order.Kind && o.Number == order.Number);
        if (await same.SingleOrDefaultAsync(cancellation) is { } known) return known;
        db.BankOrders.Add(order);
        try { await db.SaveChangesAsync(cancellation); }
        catch (DbUpdateException lost) when (lost.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return await same.SingleAsync(cancellation);
        }
        return order;
    }
}
