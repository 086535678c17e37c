using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Identity;

/// <summary>The creditor whose address this request is under, with its terms and accounts. Set by <see cref="CreditorRouting"/>.</summary>
public sealed class CurrentCreditor
{
    private Creditor? _creditor;

    public bool IsKnown => _creditor is not null;

    public Creditor Value
    {
        get => _creditor ?? throw new InvalidOperationException("This route has no creditor.");
        private set => _creditor = value;
    }

    /// <summary>What stood when the request arrived.</summary>
    public Arrival Arrival { get => field ?? throw new InvalidOperationException("This route has no creditor."); private set; }

    internal void Set(Creditor creditor, Arrival arrival) => (Value, Arrival) = (creditor, arrival);
}

/// <summary>Binds every <c>/{creditor}/…</c> request to that creditor's data; an unknown slug is a 404 like any other.</summary>
public static class CreditorRouting
{
    public const string RouteKey = "creditor";

    public static IApplicationBuilder UseCreditorRouting(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetRouteValue(RouteKey) is string slug)
        {
            var db = context.RequestServices.GetRequiredService<CobrancaDb>();
            await db.KeepConnectionAsync(context.RequestAborted);
            var arrival = await context.RequestServices.GetRequiredService<DebtorSessions>().ArriveAsync(slug, context.RequestAborted);
            var creditor = arrival is null ? null : await context.RequestServices.GetRequiredService<CreditorDirectory>().FindAsync(db, slug, arrival.CreditorVersion, context.RequestAborted);
            if (creditor is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            context.RequestServices.GetRequiredService<CurrentCreditor>().Set(creditor, arrival!);
            context.Features.Get<RequestScope>()?.Creditor = creditor.Slug;
            context.RequestServices.GetRequiredService<TenantScope>().Bind(creditor.Id);
        }
        await next(context);
    });
}
