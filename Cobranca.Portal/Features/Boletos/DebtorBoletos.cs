using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>One slip as a list shows it.</summary>
public sealed record OpenSlip(string PublicId, string Label);

/// <summary>The boletos of whoever is signed in, and nobody else's.</summary>
public sealed class DebtorBoletos(CobrancaDb db, FrequentQueries queries, CurrentDebtor debtor, BankConnections connections, BusinessClock clock)
{
    /// <summary>More than this at once nobody has: each new slip takes the place of the one before.</summary>
    private const int Shown = 20;

    /// <summary>Waiting at the bank, payable or with a notary, newest first; none where there is no way to the bank.</summary>
    public async Task<IReadOnlyList<OpenSlip>> OpenAsync(CancellationToken cancellation)
    {
        var today = clock.Today;
        var open = await queries.OpenSlips(db, debtor.Id, today, Shown).ToListAsync(cancellation);
        return [.. open.Where(b => connections.For(b.BankCode) is not null).Select(b => new OpenSlip(b.PublicId, b.Status switch
        {
            BoletoStatus.AtNotary => $"Boleto de {b.ToPay}: está no cartório, pague lá",
            _ when b.Status.IsWaiting() => $"Boleto de {b.ToPay}: o banco está registrando",
            _ => $"Boleto de {b.ToPay}, vence em {b.DueOn.ToPtBr()}",
        }))];
    }

    /// <summary>One of this debtor's own, with all its page shows; null for any other id.</summary>
    public Task<Boleto?> FindAsync(string publicId, CancellationToken cancellation) =>
        db.Boletos.AsNoTracking().ForPaper().Include(b => b.Items).ThenInclude(i => i.Receivable!).ThenInclude(r => r.Allocations).ThenInclude(a => a.Payment)
            .SingleOrDefaultAsync(b => b.PublicId == publicId && b.DebtorId == debtor.Id, cancellation);

    /// <summary>Its end was asked for by the creditor itself, and not by the portal because of something that happened.</summary>
    public Task<bool> IsCancelledByCreditorAsync(Boleto boleto, CancellationToken cancellation) =>
        db.BoletoTransitions.AnyAsync(t => t.BoletoId == boleto.Id && t.Status == BoletoStatus.ClosureRequested && t.Source != BoletoSource.Portal, cancellation);

    /// <summary>The slip that took this one's place.</summary>
    public Task<string?> ReplacementAsync(Boleto boleto, CancellationToken cancellation) =>
        db.Boletos.Where(b => b.Id == boleto.SupersededById && b.DebtorId == debtor.Id).Select(b => b.PublicId).SingleOrDefaultAsync(cancellation)!;
}
