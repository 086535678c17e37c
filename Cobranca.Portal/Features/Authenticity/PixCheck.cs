using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Authenticity;

/// <summary>
/// A Pix code is ours only when all of it is: found by its txid, then compared whole with what was written. A code with our txid and our
/// name but another key, the usual forgery, is not ours.
/// </summary>
internal static class PixCheck
{
    public static async Task<Verdict> JudgeAsync(string pasted, CobrancaDb db, RateLimits rates, AccessLimits limits, DateOnly today, CancellationToken cancellation)
    {
        switch (BrCode.Read(pasted))
        {
            case BrCodeReading.Refused refused:
                return new Verdict.Unreadable([.. refused.Reasons.Select(reason => reason.Text)]);
            case BrCodeReading.Read { Content: { Txid: { } txid } content }:
                // As for a slip: otherwise amounts could be tried on a known txid until one fits.
                if (await rates.TakeAsync([new("checks-slip", $"pix|{txid}", limits.ChecksPerSlip)], cancellation) is { } until) return new Verdict.Limited(until);
                return await OursAsync(pasted.Trim(), txid, content.Amount, db, today, cancellation) ?? new Verdict.NotOurPix(content.Name, content.City);
            case BrCodeReading.Read { Content: var content }:
                return new Verdict.NotOurPix(content.Name, content.City);
            case var reading:
                throw new InvalidOperationException($"No answer to {reading.GetType().Name}.");
        }
    }

    private static async Task<Verdict?> OursAsync(string code, string txid, Money? amount, CobrancaDb db, DateOnly today, CancellationToken cancellation)
    {
        // The database may compare texts more kindly than we do: the code is compared here once more.
        var candidates = await db.BoletoPixCodes.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking().Where(p => p.Txid == txid && p.Code == code).OrderBy(p => p.Id)
            .Select(p => new
            {
                p.CreditorId, p.Code, p.Key, KeyNow = p.Boleto!.BankAccount!.PixKey, p.Boleto.Status, p.Boleto.PayableThrough, p.Boleto.Amount, p.Boleto.Abatement,
                IsSettled = p.Boleto.Items.Any(i => i.Receivable!.Status == ReceivableStatus.Paid || i.Receivable.Status == ReceivableStatus.Cancelled),
            })
            .Take(1).ToListAsync(cancellation);
        if (candidates.Find(p => string.Equals(p.Code, code, StringComparison.Ordinal)) is not { } found) return null;
        var state = found.Status switch
        {
            _ when found.Status.IsPaid() => SlipState.Paid,
            BoletoStatus.Superseded => SlipState.Replaced,
            BoletoStatus.Rejected or BoletoStatus.ClosureRequested or BoletoStatus.Closed or BoletoStatus.Protested => SlipState.Cancelled,
            // Its slip costs less by now: paid by this code it would be too much.
            _ when found.IsSettled || found.KeyNow != found.Key || found.Amount - found.Abatement != amount => SlipState.Cancelled,
            BoletoStatus.AtNotary => SlipState.AtNotary,
            _ when found.PayableThrough < today => SlipState.Expired,
            // While the bank still registers the slip its Pix is offered: it needs no bank of ours.
            _ => SlipState.Payable,
        };
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == found.CreditorId, cancellation);
        return new Verdict.OurPix(state, new(creditor.LegalName, creditor.Cnpj.Formatted, creditor.TradeName, creditor.Slug));
    }
}
