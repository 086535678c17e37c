using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Events;

internal static class EventTypeFilter
{
    /// <summary>The first name that is no event type, in words; null when all are.</summary>
    public static string? Problem(IEnumerable<string> types) => types.FirstOrDefault(type => !EventTypes.All.Contains(type)) is { } unknown
        ? $"não existe o evento '{unknown.AtMost(60)}'. Os eventos são: {string.Join(", ", EventTypes.All)}."
        : null;
}
