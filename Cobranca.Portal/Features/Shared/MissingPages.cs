using Microsoft.AspNetCore.Diagnostics;

namespace Cobranca.Portal.Features.Shared;

/// <summary>
/// A form sent to no page is shown the page of missing pages as if it had been opened: the framework would look for that form on it and
/// refuse in plain English. Stands behind the status code pages.
/// </summary>
public static class MissingPages
{
    public static IApplicationBuilder UseMissingPageForForms(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null && HttpMethods.IsPost(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
