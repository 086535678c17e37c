using Cobranca.Domain.Values;
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
        var known = titles.FindAll(t => t.IsKnown && t.Slip is not null && t.Line.BringsMoney);
        if (known.Count == 0) return;
        var slips = known.Select(t => t.Slip!.Id).Distinct().ToList();
        var booked = (await db.Payments.AsNoTracking().Where(p => p.Source == PaymentSource.Boleto && p.BoletoId != null && EF.Parameter(slips).Contains(p.BoletoId.Value))
            .Select(p => new { Slip = p.BoletoId!.Value, p.Amount, p.PaidOn, Stands = p.ReversedAt == null }).ToListAsync(cancellation)).ToLookup(p => p.Slip);
        foreach (var title in known)
        {
            var (slip, key, at) = (title.Slip!.Id, title.Key, titles.IndexOf(title));
            // What was never booked waits for a person since it was first told, or a person has seen to it.
            var same = booked[slip].Where(p => p.Amount == key.Amount && p.PaidOn == key.On).ToList();
            if (same.Count == 0 || same.Count(p => p.Stands) > titles.Take(at).Count(t => TakesBack(t, slip, key.Amount) && !t.IsKnown)) continue;
            if (titles.Skip(at + 1).Any(t => TakesBack(t, slip, key.Amount) && t.IsKnown)) continue;
            var again = key.Repeat;
            while (!told.Add(key with { Repeat = ++again })) { }
            (title.Key, title.IsKnown, title.IsAfterReversal) = (key with { Repeat = again }, false, true);
        }
    }

    private static bool TakesBack(RetornoTitle title, long slip, Money amount) => title.IsReversal && title.Slip?.Id == slip && (title.Line.Paid == amount || !title.Line.Paid.IsPositive);
}
