using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Money that was told before, and taken back since: told again it is the old news, or the payer paid again.</summary>
public sealed partial class ApplyRetorno
{
    /// <summary>
    /// A known title of money is only known while what was booked by it stands. When it was taken back, or is by this very batch, the title
    /// waits for a person under a number of its own. A copy of both, the money and its reversal, leaves nothing to ask.
    /// </summary>
    private async Task UnmarkTakenBackAsync(List<RetornoTitle> titles, HashSet<TitleKey> told, CancellationToken cancellation)
    {
        var known = titles.Index().Where(t => t.Item is { IsKnown: true, Slip: not null } && t.Item.Line.BringsMoney).ToList();
        if (known.Count == 0) return;
        var slips = known.Select(t => t.Item.Slip!.Id).Distinct().ToList();
        var booked = (await db.Payments.AsNoTracking().Where(p => p.Source == PaymentSource.Boleto && p.BoletoId != null && EF.Parameter(slips).Contains(p.BoletoId.Value))
            .Select(p => new { Slip = p.BoletoId!.Value, p.Amount, p.PaidOn, Stands = p.ReversedAt == null }).ToListAsync(cancellation)).ToLookup(p => p.Slip);
        var reversals = titles.Index().Where(t => t.Item is { IsReversal: true, Slip: not null }).ToLookup(t => t.Item.Slip!.Id);
        foreach (var (at, title) in known)
        {
            var (slip, key) = (title.Slip!.Id, title.Key);
            // What was never booked waits for a person since it was first told, or a person has seen to it.
            var same = booked[slip].Where(p => p.Amount == key.Amount && p.PaidOn == key.On).ToList();
            var takenBack = reversals[slip].Where(t => t.Item.Line.Paid == key.Amount || !t.Item.Line.Paid.IsPositive).ToList();
            if (same.Count == 0 || same.Count(p => p.Stands) > takenBack.Count(t => t.Index < at && !t.Item.IsKnown)) continue;
            if (takenBack.Exists(t => t.Index > at && t.Item.IsKnown)) continue;
            var again = key.Repeat;
            while (!told.Add(key with { Repeat = ++again })) { }
            (title.Key, title.IsKnown, title.IsAfterReversal) = (key with { Repeat = again }, false, true);
        }
    }
}
