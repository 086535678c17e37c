using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Features.Authenticity;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Features.BankFiles;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Features.Credits;
using Cobranca.Portal.Features.Debts;
using Cobranca.Portal.Features.Events;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Features.Receipts;
using Cobranca.Portal.Features.Rules;

namespace Cobranca.Portal.Features;

/// <summary>Each feature registers its own services in its own folder; this is the list.</summary>
public static class PortalFeatures
{
    public delegate void Registration(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment);

    public static IReadOnlyList<Registration> All { get; } =
    [
        RulesFeature.Add,
        CreditorsFeature.Add,
        PortfolioFeature.Add,
        AccessFeature.Add,
        AuthenticityFeature.Add,
        DebtsFeature.Add,
        // Before boletos: the first connection that carries a slip takes it, and Development's stand-in carries all.
        BankFilesFeature.Add,
        BoletosFeature.Add,
        PaymentsFeature.Add,
        LedgerFeature.Add,
        CreditsFeature.Add,
        ReceiptsFeature.Add,
        ApiFeature.Add,
        EventsFeature.Add,
    ];
}
