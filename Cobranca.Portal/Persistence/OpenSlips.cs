using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Persistence;

/// <summary>Questions about slips that more than one feature asks.</summary>
public static class OpenSlips
{
    /// <summary>
    /// Waiting, registered or with a notary: somebody may be about to pay, and nobody has asked for its end. Whoever settles one of its debts
    /// another way must ask, a notary's above all.
    /// </summary>
    public static IQueryable<Boleto> StillOpen(this IQueryable<Boleto> boletos) => boletos.Where(b => b.Status == BoletoStatus.Requested
        || b.Status == BoletoStatus.Sent || b.Status == BoletoStatus.Registered || b.Status == BoletoStatus.AtNotary);
}
