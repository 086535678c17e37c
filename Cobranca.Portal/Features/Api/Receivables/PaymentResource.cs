using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>What one receivable got of a payment.</summary>
public sealed record PaymentShare(string ExternalId, Money Interest, Money Fine, Money Correction, Money Principal, Money Amount, ReceivableStatus ReceivableStatus);

/// <summary>Money received, once.</summary>
/// <param name="Method">import, counter, transfer, boleto or pix.</param>
/// <param name="Surplus">What no debt needed: it belongs to who paid.</param>
/// <param name="Shortfall">What was missing within the tolerance of a boleto and was let go.</param>
/// <param name="Boleto">The boleto it came by.</param>
/// <param name="Tariff">What the bank kept; null until it says.</param>
/// <param name="Net">What the bank credited, on <paramref name="CreditedOn"/>.</param>
/// <param name="ReversedAt">When it was taken back: its receivables are owed again.</param>
public sealed record PaymentAnswer(string Id, Money Amount, DateOnly PaidOn, PaymentSource Method, string Reference, Money Surplus, Money Shortfall, string? Boleto, DateTime RecordedAt,
    Money? Tariff, Money? Net, DateOnly? CreditedOn, DateTime? ReversedAt, IReadOnlyList<PaymentShare> Receivables);

/// <summary>Payments by any way.</summary>
internal static class PaymentResource
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/payments", async (PageRequest page, PaymentView view, CancellationToken cancellation) => TypedResults.Ok(await view.PageAsync(page, cancellation)))
            .RequireScope(ApiScopes.PaymentsRead).WithTags("Pagamentos").WithSummary("Lista os pagamentos, na ordem em que foram registrados.")
            .WithDescription("De qualquer origem: boleto, registrado por aqui ou trazido pela importação. Guarde o último cursor para continuar dele.")
            .Answers<ApiPage<PaymentAnswer>>(200).Refuses(400)
            .Example(200, "/payments?limit=1", answer: ReceivableExamples.Payments);
}

/// <summary>Payments as the API shows them.</summary>
public sealed class PaymentView(CobrancaDb db)
{
    public async Task<PaymentAnswer> OfAsync(long id, CancellationToken cancellation) => (await ReadAsync(db.Payments.Where(p => p.Id == id), cancellation))[0];

    public async Task<ApiPage<PaymentAnswer>> PageAsync(PageRequest page, CancellationToken cancellation)
    {
        var after = page.After?.Id ?? 0;
        var rows = await ReadAsync(db.Payments.Where(p => p.Id > after).OrderBy(p => p.Id).Take(page.Limit + 1), cancellation);
        return page.Page(rows, row => row, row => ApiCursor.At(long.Parse(row.Id, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<List<PaymentAnswer>> ReadAsync(IQueryable<Payment> payments, CancellationToken cancellation)
    {
        var rows = await payments.AsNoTracking().IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations).ToListAsync(cancellation);
        var (debts, slips) = (rows.SelectMany(p => p.Allocations).Select(a => a.ReceivableId).Distinct().ToList(), rows.Select(p => p.BoletoId).OfType<long>().Distinct().ToList());
        var receivables = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => debts.Contains(r.Id)).Select(r => new { r.Id, r.ExternalId, r.Status }).ToDictionaryAsync(r => r.Id, cancellation);
        var boletos = await db.Boletos.AsNoTracking().Where(b => slips.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.PublicId, cancellation);
        return rows.ConvertAll(p => new PaymentAnswer(p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), p.Amount, p.PaidOn, p.Source, p.Reference, p.Surplus, p.Shortfall, p.BoletoId is { } slip ? boletos[slip] : null, p.RecordedAt, p.TariffAmount, p.NetAmount, p.CreditedOn, p.ReversedAt,
            [.. p.Allocations.OrderBy(a => a.Id).Select(a => new PaymentShare(receivables[a.ReceivableId].ExternalId, a.Interest, a.Fine, a.Correction, a.Principal, a.Amount, receivables[a.ReceivableId].Status))]));
    }
}
