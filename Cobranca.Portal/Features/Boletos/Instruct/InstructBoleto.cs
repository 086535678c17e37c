using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What the creditor wants of a slip it has out: exactly one of the nested records.</summary>
public abstract record BoletoInstruction
{
    private BoletoInstruction()
    {
    }

    /// <summary>It shall fall due later.</summary>
    public sealed record DueDate(DateOnly On) : BoletoInstruction;

    /// <summary>It shall cost less.</summary>
    public sealed record Value(Money Amount) : BoletoInstruction;

    /// <summary>That much is taken off; zero takes nothing off any more.</summary>
    public sealed record Abatement(Money Amount) : BoletoInstruction;

    /// <summary>It shall not be paid any more; its debts stay owed.</summary>
    public sealed record Cancel(string? Reason) : BoletoInstruction;
}

/// <summary>What came of an instruction: exactly one of the nested records.</summary>
public abstract record InstructBoletoOutcome
{
    private InstructBoletoOutcome()
    {
    }

    /// <summary>The bank is being asked; the slip stays as it is until it says yes.</summary>
    /// <param name="IsNew">False when this very change was asked for before and is not answered.</param>
    public sealed record Ordered(BankOrder Order, bool IsNew) : InstructBoletoOutcome;

    /// <summary>The slip ends: it is not to be paid from now on.</summary>
    public sealed record Cancelled : InstructBoletoOutcome;

    /// <summary>It is so already; nothing changed.</summary>
    public sealed record Already : InstructBoletoOutcome;

    /// <summary>What is asked cannot be, whatever the slip's state.</summary>
    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Invalid(string Why) : InstructBoletoOutcome;

    /// <summary>Not as things stand now.</summary>
    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Refused(string Why) : InstructBoletoOutcome;

    public sealed record NotFound : InstructBoletoOutcome;
}

/// <summary>
/// Asks the bank to change a registered slip: one order, which the next remessa takes. Nothing about the slip changes before the bank has
/// confirmed (<see cref="OrderAnswers"/>), but for its end, which counts for the debtor at once. (Instruir boleto.)
/// </summary>
public sealed class InstructBoleto(CobrancaDb db, PricingRules rules, BankConnections connections, BusinessClock clock)
{
    /// <summary>A creditor plans within a year; a date beyond is a slip of the pen.</summary>
    public const int MaxDaysAhead = 366;

    /// <summary>It stands in the slip's history behind other words.</summary>
    public const int MaxReason = 200;

    /// <summary>Only the bank's answers and the remessa being made at the same moment make an attempt fail.</summary>
    private const int MaxAttempts = 5;

    public Task<InstructBoletoOutcome> HandleAsync(Creditor creditor, string publicId, BoletoInstruction instruction, string actor, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(creditor, publicId, instruction, actor, cancellation));

    private async Task<InstructBoletoOutcome> TryAsync(Creditor creditor, string publicId, BoletoInstruction instruction, string actor, CancellationToken cancellation)
    {
        if (await db.Boletos.Where(b => b.PublicId == publicId).Select(b => (long?)b.DebtorId).SingleOrDefaultAsync(cancellation) is not { } debtor) return new InstructBoletoOutcome.NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(debtor, cancellation);
        var boleto = await db.Boletos.Include(b => b.BankAccount).Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.PublicId == publicId, cancellation);

        var outcome = instruction is BoletoInstruction.Cancel cancel
            ? await CancelAsync(boleto, cancel, actor, cancellation)
            : await OrderAsync(creditor, boleto, instruction, actor, cancellation);
        if (outcome is InstructBoletoOutcome.Cancelled or InstructBoletoOutcome.Ordered { IsNew: true })
        {
            db.AuditEntries.Add(new() { CreditorId = creditor.Id, At = clock.Now, Actor = actor, Action = "boleto.instruct", Subject = boleto.PublicId, Detail = Words(instruction) });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return outcome;
    }

    private async Task<InstructBoletoOutcome> CancelAsync(Boleto boleto, BoletoInstruction.Cancel cancel, string actor, CancellationToken cancellation)
    {
        if (boleto.Status.IsPaid()) return new InstructBoletoOutcome.Refused("Este boleto já foi pago. Para devolver o dinheiro, estorne o pagamento.");
        var before = boleto.Status;
        boleto.Hear(new BoletoEvent.ClosureAsked(cancel.Reason ?? ""), clock.Now, actor, cancel.Reason is null ? "Cancelado pelo credor." : $"Cancelado pelo credor: {cancel.Reason}");
        if (boleto.Status == before) return new InstructBoletoOutcome.Already();
        // What the bank has not been told yet it need not be told any more.
        await db.BankOrders.Where(o => o.BoletoId == boleto.Id && o.State == BankOrderState.Queued && o.Kind != BankOrderKind.Entry && o.Kind != BankOrderKind.Closure)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Withdrawn).SetProperty(o => o.Reason, "O boleto foi cancelado.").SetProperty(o => o.Version, o => o.Version + 1), cancellation);
        db.Announce(boleto, EventTypes.BoletoSuperseded, clock.Now, new { reason = "cancelled" });
        return new InstructBoletoOutcome.Cancelled();
    }

    private async Task<InstructBoletoOutcome> OrderAsync(Creditor creditor, Boleto boleto, BoletoInstruction instruction, string actor, CancellationToken cancellation)
    {
        var kind = KindOf(instruction);
        var (amount, dueOn, abatement) = instruction switch
        {
            BoletoInstruction.DueDate asked => (boleto.Amount, asked.On, boleto.Abatement),
            BoletoInstruction.Value asked => (asked.Amount, boleto.DueOn, boleto.Abatement),
            BoletoInstruction.Abatement asked => (boleto.Amount, boleto.DueOn, asked.Amount),
            _ => throw new ArgumentOutOfRangeException(nameof(instruction), instruction, "An instruction without an order."),
        };
        // An order says what is taken off only when that is what it is about.
        var takenOff = kind == BankOrderKind.AbatementGrant ? abatement : Money.Zero;
        var waiting = await db.BankOrders.Where(o => o.BoletoId == boleto.Id && (o.State == BankOrderState.Queued || o.State == BankOrderState.Sent)
            && o.Kind != BankOrderKind.Entry && o.Kind != BankOrderKind.Closure).OrderBy(o => o.Id).FirstOrDefaultAsync(cancellation);
        if (waiting is not null && waiting.Kind == kind && waiting.Amount == amount && waiting.DueOn == dueOn && waiting.Abatement == takenOff) return new InstructBoletoOutcome.Ordered(waiting, IsNew: false);
        if ((boleto.Amount, boleto.DueOn, boleto.Abatement) == (amount, dueOn, abatement)) return new InstructBoletoOutcome.Already();

        if (WhyInvalid(boleto, instruction) is { } wrong) return new InstructBoletoOutcome.Invalid(wrong);
        if (WhyNotNow(boleto) is { } why) return new InstructBoletoOutcome.Refused(why);
        if (waiting is not null)
            return new InstructBoletoOutcome.Refused($"O banco ainda não respondeu à alteração pedida em {BusinessClock.Local(waiting.CreatedAt):dd/MM/yyyy}. Peça uma de cada vez.");
        if (instruction is BoletoInstruction.DueDate { On: var on } && await WhyNotOnAsync(creditor, boleto, on, cancellation) is { } late) return new InstructBoletoOutcome.Invalid(late);

        var document = await db.BankOrders.Where(o => o.BoletoId == boleto.Id && o.Kind == BankOrderKind.Entry).Select(o => o.DocumentNumber).FirstOrDefaultAsync(cancellation);
        var order = new BankOrder
        {
            CreditorId = boleto.CreditorId, BankAccountId = boleto.BankAccountId, BankCode = boleto.BankCode, NumberingKey = boleto.NumberingKey, NossoNumero = boleto.NossoNumero,
            BoletoId = boleto.Id, Kind = kind, Amount = amount, DueOn = dueOn, Abatement = takenOff, RequestedBy = actor, CreatedAt = clock.Now,
            Number = 1 + (await db.BankOrders.Where(o => o.BoletoId == boleto.Id && o.Kind == kind).MaxAsync(o => (int?)o.Number, cancellation) ?? 0),
            DocumentNumber = document ?? CnabBank.DocumentNumber(BoletoPaper.DocumentNumber(boleto)),
        };
        if (!(FileCarriage.FormatOf(boleto.BankAccount!) is { } format && RemessaWriter.Takes(boleto.BankCode, format, AsInstruction(order))))
            return new InstructBoletoOutcome.Refused("O banco deste boleto não recebe esta alteração por arquivo. Cancele o boleto e gere outro.");
        db.BankOrders.Add(order);
        return new InstructBoletoOutcome.Ordered(order, IsNew: true);
    }

    private static BankOrderKind KindOf(BoletoInstruction instruction) => instruction switch
    {
        BoletoInstruction.DueDate => BankOrderKind.DueDateChange,
        BoletoInstruction.Value => BankOrderKind.ValueChange,
        BoletoInstruction.Abatement { Amount.IsPositive: true } => BankOrderKind.AbatementGrant,
        BoletoInstruction.Abatement => BankOrderKind.AbatementCancel,
        _ => throw new ArgumentOutOfRangeException(nameof(instruction), instruction, "An instruction without an order."),
    };

    private string? WhyInvalid(Boleto boleto, BoletoInstruction instruction) => instruction switch
    {
        BoletoInstruction.DueDate { On: var on } when on <= clock.Today || on <= boleto.DueOn =>
            $"O novo vencimento precisa ser depois de hoje e depois do atual, {boleto.DueOn.ToPtBr()}: um vencimento só pode ser adiado.",
        BoletoInstruction.DueDate { On: var on } when on > clock.Today.AddDays(MaxDaysAhead) => $"O novo vencimento pode ser até {clock.Today.AddDays(MaxDaysAhead).ToPtBr()}.",
        BoletoInstruction.Value { Amount: var amount } when amount >= boleto.Amount =>
            $"O valor de um boleto só pode diminuir (hoje é {boleto.Amount}): o que ele cobra é o preço das dívidas dele. Para cobrar mais, gere outro boleto.",
        BoletoInstruction.Value { Amount: var amount } when amount <= boleto.Abatement => $"O novo valor precisa ser maior que {(boleto.Abatement.IsPositive ? $"o abatimento, {boleto.Abatement}" : "zero")}.",
        BoletoInstruction.Abatement { Amount: var amount } when amount < Money.Zero || amount >= boleto.Amount => $"O abatimento vai de zero, que o cancela, a menos que o valor do boleto, {boleto.Amount}.",
        _ => null,
    };

    private string? WhyNotNow(Boleto boleto)
    {
        if (boleto.Status.IsWaiting()) return "O banco ainda não registrou este boleto. Espere o registro, ou cancele-o e gere outro.";
        if (boleto.Status == BoletoStatus.AtNotary) return "Este boleto está no cartório: nada dele muda enquanto estiver lá.";
        if (boleto.Status != BoletoStatus.Registered) return "Este boleto já acabou: nada dele muda mais.";
        if (boleto.HasSettledDebt()) return "Uma das dívidas deste boleto já foi encerrada: ele será baixado.";
        if (boleto.PayableThrough < clock.Today) return "Este boleto já passou do último dia em que o banco o recebe. Gere outro.";
        return connections.For(boleto.BankCode) is { WorksByFiles: true } ? null : "A ligação com o banco deste boleto não leva alterações. Cancele o boleto e gere outro.";
    }

    private async Task<string?> WhyNotOnAsync(Creditor creditor, Boleto boleto, DateOnly on, CancellationToken cancellation)
    {
        var pricer = await rules.PricerAsync(creditor, cancellation);
        var last = boleto.Items.Min(i => pricer.LimitationOf(i.Receivable!).CollectableThrough);
        // Nothing is collected after the limitation period, by a slip least of all (domain facts §4.5).
        return pricer.Calendar.ChargeFreeThrough(on) > last ? $"Uma das dívidas prescreve antes: o vencimento pode ser até {last.ToPtBr()}." : null;
    }

    private static RemessaInstruction AsInstruction(BankOrder order)
    {
        var (number, document, amount, due) = (order.NossoNumero, order.DocumentNumber, order.Amount, order.DueOn);
        return order.Kind switch
        {
            BankOrderKind.DueDateChange => new RemessaInstruction.DueDateChange { NossoNumero = number, OurId = "", DocumentNumber = document, Amount = amount, DueOn = due },
            BankOrderKind.ValueChange => new RemessaInstruction.ValueChange { NossoNumero = number, OurId = "", DocumentNumber = document, Amount = amount, DueOn = due },
            BankOrderKind.AbatementGrant => new RemessaInstruction.AbatementGrant { NossoNumero = number, OurId = "", DocumentNumber = document, Amount = amount, DueOn = due, Abatement = order.Abatement },
            _ => new RemessaInstruction.AbatementCancel { NossoNumero = number, OurId = "", DocumentNumber = document, Amount = amount, DueOn = due },
        };
    }

    private static string Words(BoletoInstruction instruction) => instruction switch
    {
        BoletoInstruction.DueDate asked => $"due date {asked.On.ToPtBr()}",
        BoletoInstruction.Value asked => $"value {asked.Amount}",
        BoletoInstruction.Abatement asked => $"abatement {asked.Amount}",
        BoletoInstruction.Cancel asked => $"cancel: {asked.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(instruction), instruction, "An instruction without words."),
    };
}
