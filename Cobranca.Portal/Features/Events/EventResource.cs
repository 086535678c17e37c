using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

/// <param name="Id">The same however often the event is read or sent.</param>
/// <param name="Number">Its place in the creditor's sequence: 1, 2, 3 …</param>
public sealed record EventAnswer(string Id, long Number, string Type, DateTime At, JsonElement Data);

/// <param name="Last">Sent back as <c>after</c> it gives what came later; types left out included.</param>
public sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events, long Last);

/// <summary>What happened, in order and as often as wanted.</summary>
internal static class EventResource
{
    private const int DefaultLimit = 100;
    /// <summary>A page stays well under a second and a megabyte.</summary>
    private const int MaxLimit = 500;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/events", ReadAsync).RequireScope(ApiScopes.EventsRead)
        .WithSummary("Lê os eventos em ordem, a partir de um número.").WithTags("Eventos")
        .Produces<EventsAnswer>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<IResult> ReadAsync(string? after, string? limit, string? types, ApiCaller caller, CobrancaDb db, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        long? from = null;
        if (after is not null)
        {
            if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) from = number;
            else errors.Add(new("after", "informe o número do último evento que você já tem; 0 ou nada para começar do primeiro."));
        }
        var take = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MaxLimit))
            errors.Add(new("limit", $"use um número inteiro de 1 a {MaxLimit}."));
        var wanted = (types ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (EventTypeFilter.Problem(wanted) is { } problem) errors.Add(new("types", problem));
        if (errors.Count > 0) return ApiProblem.Invalid(errors);

        // Numbers up to the committed end of the sequence are all there: none can still appear below it.
        var last = await db.EventSequences.Select(s => s.Last).SingleOrDefaultAsync(cancellation);
        if (from > last) return ApiProblem.Invalid("after", $"o último evento é o {last}: um número maior não foi dado por este portal.");
        var seen = from ?? 0;
        var rows = await db.OutgoingEvents.AsNoTracking().Where(e => e.Number > seen && e.Number <= last && (wanted.Length == 0 || wanted.Contains(e.Type)))
            .OrderBy(e => e.Number).Take(take).ToListAsync(cancellation);
        // Asked after reading, so that what is deleted meanwhile is not passed over in silence.
        var first = await db.OutgoingEvents.Where(e => e.Number <= last).MinAsync(e => e.Number, cancellation) ?? last + 1;
        if (from + 1 < first) return Deleted(first - 1);
        return TypedResults.Ok(new EventsAnswer(
            [.. rows.Select(e => new EventAnswer(EventBody.IdOf(caller.Creditor, e.Number!.Value), e.Number.Value, e.Type, e.At, JsonSerializer.Deserialize<JsonElement>(e.Payload)))],
            rows.Count == take ? rows[^1].Number!.Value : last));
    }

    private static IResult Deleted(long through) => Results.Problem(
        $"Os eventos até o número {through} passaram do prazo de guarda e foram apagados. Confira o que mudou pelas listas da API e continue com after={through}.",
        statusCode: StatusCodes.Status410Gone, title: "Eventos apagados", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["deletedThrough"] = through });
}
