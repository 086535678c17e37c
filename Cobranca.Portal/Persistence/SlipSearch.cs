using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>Slips that more than one feature looks for.</summary>
public static class SlipSearch
{
    /// <summary>
    /// Waiting, registered or with a notary: somebody may be about to pay, and nobody has asked for its end. Whoever settles one of its debts
    /// another way must ask, a notary's above all.
    /// </summary>
    public static IQueryable<Boleto> StillOpen(this IQueryable<Boleto> boletos) => boletos.Where(b => b.Status == BoletoStatus.Requested
        || b.Status == BoletoStatus.Sent || b.Status == BoletoStatus.Registered || b.Status == BoletoStatus.AtNotary);

    /// <summary>The creditor's slips that a person means: by their id here, or by their nosso número as printed or bare. More than one account may have it.</summary>
    public static async Task<List<Boleto>> BoletosCalledAsync(this CobrancaDb db, string text, CancellationToken cancellation)
    {
        if (await db.Boletos.AsNoTracking().SingleOrDefaultAsync(b => b.PublicId == text, cancellation) is { } named) return [named];
        // Bare digits come with or without the zeros in front.
        var digits = text.TrimStart('0');
        var tail = digits.Length > 0 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? digits : null;
        var near = await db.Boletos.AsNoTracking()
            .Where(b => b.NossoNumeroFormatted.EndsWith(text) || (tail != null && b.NossoNumero.EndsWith(tail))).ToListAsync(cancellation);
        return near.FindAll(b => b.NossoNumeroFormatted == text || b.NossoNumeroFormatted.EndsWith("/" + text, StringComparison.Ordinal) || b.NossoNumero.TrimStart('0') == tail);
    }
}
