using System.Collections;
using System.Security.Cryptography;

namespace Cobranca.Portal.Platform;

/// <summary>
/// What every log line written during a request carries: a short id that a person can read out from a problem page, and the creditor.
/// Both are asked for when a line is written, so that the creditor is there as soon as the route is known.
/// </summary>
public sealed class RequestScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>No character that is taken for another one when dictated.</summary>
    private const string Unambiguous = "34679ACDEFGHJKMNPQRTUVWXY";

    /// <summary>Eight characters, 37 bits: enough to tell apart the problems of any month.</summary>
    public string Problem => field ??= RandomNumberGenerator.GetString(Unambiguous, 8);

    /// <summary>The creditor's slug; null where no creditor is concerned.</summary>
    public string? Creditor { get; set; }

    public int Count => Creditor is null ? 1 : 2;

    public KeyValuePair<string, object?> this[int index] => index == 0 ? new("Problem", Problem) : new("Creditor", Creditor);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Creditor is null ? $"Problem:{Problem}" : $"Problem:{Problem} Creditor:{Creditor}";
}

/// <summary>The id of a request that went wrong: the same on the page, in the API's answer and in the log.</summary>
public static class ProblemId
{
    public static string Of(HttpContext context) => context.Features.Get<RequestScope>()?.Problem ?? context.TraceIdentifier;

    /// <summary>Stands first, so that every line of the request is inside.</summary>
    public static IApplicationBuilder UseRequestScope(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestScope));
        return app.Use(async (context, next) =>
        {
            var scope = new RequestScope();
            context.Features.Set(scope);
            using (log.BeginScope(scope)) await next(context);
        });
    }
}
