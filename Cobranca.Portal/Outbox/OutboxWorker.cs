using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Outbox;

/// <summary>Turns the outbox while the portal runs.</summary>
public static class OutboxWorker
{
    public static IServiceCollection AddOutboxWorker(this IServiceCollection services) => services.AddPeriodicWork("outbox", TimeSpan.FromSeconds(1),
        (turn, stopping) => TurnAsync(turn.GetRequiredService<IServiceScopeFactory>(), turn.GetRequiredService<BusinessClock>(), stopping));

    /// <summary>Sends everything due, creditor by creditor; how many messages it were. Tests call it directly.</summary>
    public static Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken stopping) => EachCreditor.WorkAsync(scopes,
        services => OutboxDelivery.CreditorsDueAsync(services.GetRequiredService<CobrancaDb>(), clock.Now, stopping),
        services => services.GetRequiredService<OutboxDelivery>().DeliverAsync(stopping), stopping);
}
