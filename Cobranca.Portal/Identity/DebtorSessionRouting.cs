namespace Cobranca.Portal.Identity;

/// <summary>Recognises who is signed in, before any page runs, and keeps <see cref="DebtorOnlyAttribute"/> pages to them.</summary>
public static class DebtorSessionRouting
{
    public static IApplicationBuilder UseDebtorSession(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Under no creditor's address nobody is signed in, and nothing is made to look.
        var debtorOnly = context.GetEndpoint()?.Metadata.GetMetadata<DebtorOnlyAttribute>() is not null;
        if (!debtorOnly && context.GetRouteValue(CreditorRouting.RouteKey) is null)
        {
            await next(context);
            return;
        }
        var creditor = context.RequestServices.GetRequiredService<CurrentCreditor>();
        var debtor = context.RequestServices.GetRequiredService<CurrentDebtor>();
        var sessions = context.RequestServices.GetRequiredService<DebtorSessions>();
        if (creditor.IsKnown && await sessions.CurrentAsync(context.RequestAborted) is { } session) debtor.Set(session.DebtorId, session.Id);
        if (!debtor.IsSignedIn && debtorOnly)
        {
            SendToTheDoor(context, $"/{creditor.Value.Slug}{(sessions.WasSignedIn ? "?aviso=sessao" : "")}");
            return;
        }
        await next(context);
    });

    private static void SendToTheDoor(HttpContext context, string door)
    {
        // A fragment fetched by script would swallow a redirect: the whole page has to go.
        if (context.Request.Headers.ContainsKey("HX-Request")) context.Response.Headers["HX-Redirect"] = door;
        else
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = door;
        }
    }
}
