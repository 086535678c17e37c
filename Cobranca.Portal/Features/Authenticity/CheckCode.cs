using Cobranca.Domain.Boletos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Authenticity;

/// <summary>
/// Says whether a code was issued here, to whoever holds it. It looks across creditors on purpose: the person does not know yet who wrote.
/// A slip is ours only when all its digits are: the check digits alone let some changes through.
/// </summary>
public sealed class CheckCode(CobrancaDb db, AuthenticityCodes messages, RateLimits rates, AccessLimits limits, BusinessClock clock)
{
    /// <summary>Of one slip that pays several debts every debt is looked at; no slip has more.</summary>
    internal const int MostDebtsOfOneSlip = 200;

    public async Task<Verdict> HandleAsync(string? pasted, ClientAddress from, CancellationToken cancellation)
    {
        if (await rates.TakeAsync(from.Checks(limits), cancellation) is { } until) return new Verdict.Limited(until);
        return TypedCode.Of(pasted) switch
        {
            TypedCode.Pix(var text) => await PixCheck.JudgeAsync(text, db, rates, limits, clock.Today, cancellation),
            TypedCode.Message(var text) => await MessageAsync(text, cancellation),
            TypedCode.Digits(var text) => BoletoCode.Read(text, clock.Today) switch
            {
                CodeReading.BankSlip slip => await SlipAsync(slip.Barcode, cancellation),
                CodeReading.Bill => new Verdict.NotOurs(CodeSort.Bill),
                CodeReading.Refused refused => new Verdict.Unreadable([.. refused.Reasons.Select(reason => reason.Text)]),
                var other => throw new InvalidOperationException($"No answer to {other.GetType().Name}."),
            },
            _ => new Verdict.Unreadable(["Cole ou digite um código: o do boleto, o do Pix ou o da mensagem."]),
        };
    }

    private async Task<Verdict> MessageAsync(string typed, CancellationToken cancellation)
    {
        if (!AuthenticityCodes.TryRead(typed, out var code, out var problem)) return new Verdict.Unreadable([problem]);
        if (await messages.FindAsync(code, cancellation) is not { } message) return new Verdict.NotOurs(CodeSort.Message);
        return new Verdict.OurMessage(await BeneficiaryAsync(message.CreditorId, cancellation),
            DateOnly.FromDateTime(BusinessClock.Local(message.CreatedAt).DateTime),
            message.Link is { } link && (link.RevokedAt is not null || link.ExpiresAt <= clock.Now));
    }

    private async Task<Verdict> SlipAsync(Barcode barcode, CancellationToken cancellation)
    {
        if (await rates.TakeAsync([new("checks-slip", $"{barcode.Bank}|{barcode.CampoLivre}", limits.ChecksPerSlip)], cancellation) is { } until)
            return new Verdict.Limited(until);
        return await IssuedAsync(barcode, cancellation) ?? await ImportedAsync(barcode, cancellation)
            ?? await NumberedAsync(barcode, cancellation) ?? new Verdict.NotOurs(CodeSort.Slip);
    }

    /// <summary>A slip the portal issued.</summary>
    private async Task<Verdict?> IssuedAsync(Barcode barcode, CancellationToken cancellation)
    {
        var digits = barcode.Digits;
        var found = await db.Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(b => b.Barcode == digits).OrderBy(b => b.Id)
            .Select(b => new
            {
                b.CreditorId, b.Status, b.PayableThrough, b.DueOn, b.Amount, b.Abatement,
                IsSettled = b.Items.Any(i => i.Receivable!.Status == ReceivableStatus.Paid || i.Receivable.Status == ReceivableStatus.Cancelled),
            })
            .FirstOrDefaultAsync(cancellation);
        if (found is null) return null;
        var state = found.Status switch
        {
            _ when found.Status.IsPaid() => SlipState.Paid,
            BoletoStatus.Superseded => SlipState.Replaced,
            BoletoStatus.Rejected or BoletoStatus.ClosureRequested or BoletoStatus.Closed or BoletoStatus.Protested => SlipState.Cancelled,
            _ when found.IsSettled => SlipState.Cancelled,
            BoletoStatus.AtNotary => SlipState.AtNotary,
            _ when found.PayableThrough < clock.Today => SlipState.Expired,
            _ when found.Status.IsWaiting() => SlipState.NotYet,
            _ => SlipState.Payable,
        };
        var isChanged = barcode.Amount != found.Amount - found.Abatement || !FatorVencimento.TryEncode(found.DueOn, out var fator) || barcode.Fator != fator;
        return await OurSlipAsync(state, found.CreditorId, barcode, cancellation) with { IsChanged = isChanged };
    }

    /// <summary>A slip the creditor issued itself and told us about, digits and all.</summary>
    private async Task<Verdict?> ImportedAsync(Barcode barcode, CancellationToken cancellation)
    {
        var linha = barcode.ToLinhaDigitavel().Digits;
        var debts = await db.Receivables.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(r => r.SlipLinhaDigitavel == linha).OrderBy(r => r.Id)
            .Select(r => new OwnSlipDebt(r.CreditorId, r.Status, r.SlipSupersededAt != null)).Take(MostDebtsOfOneSlip).ToListAsync(cancellation);
        if (debts.Count == 0) return null;
        var owner = debts[0].CreditorId;
        return await OurSlipAsync(OwnSlipDebt.StateOf(debts.FindAll(debt => debt.CreditorId == owner)), owner, barcode, cancellation);
    }

    /// <summary>A slip of which the creditor told us its bank and number only.</summary>
    private async Task<Verdict?> NumberedAsync(Barcode barcode, CancellationToken cancellation) =>
        await NumberedSlips.FindAsync(db, barcode, cancellation) is { Count: > 0 } debts ? await OurSlipAsync(OwnSlipDebt.StateOf(debts), debts[0].CreditorId, barcode, cancellation) : null;

    private async Task<Verdict.OurSlip> OurSlipAsync(SlipState state, long creditorId, Barcode barcode, CancellationToken cancellation) =>
        new Verdict.OurSlip(state, await BeneficiaryAsync(creditorId, cancellation), Banks.TryFind(barcode.Bank, out var rules) ? $"{rules.Name} ({rules.Code})" : barcode.Bank);

    private async Task<Beneficiary> BeneficiaryAsync(long creditorId, CancellationToken cancellation)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == creditorId, cancellation);
        return new(creditor.LegalName, creditor.Cnpj.Formatted, creditor.TradeName, creditor.Slug);
    }
}
