using Cobranca.Portal.Identity;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cobranca.Portal.Features.Access;

public static class AccessFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(AccessLimits.From(configuration));
        services.AddSingleton(AccessRetention.From(configuration));
        services.AddTrustedProxies(configuration);
        services.AddHttpContextAccessor();
        services.TryAddScoped<CurrentCreditor>();
        services.TryAddScoped<CurrentDebtor>();
        services.AddSingleton<PortalCookies>();
        services.AddScoped<RateLimits>();
        services.AddScoped<SignInAttempts>();
        services.AddScoped<CodeContacts>();
        services.AddScoped<ContactCoolOff>();
        services.AddScoped<LoginCodes>();
        services.AddScoped<DebtorSessions>();
        services.AddScoped<StepUp>();
        services.AddScoped<AuthenticityCodes>();
        services.AddScoped<AccessLinks>();
        services.AddScoped<ContactsOutOfUse>();
        services.AddAccessSweep();

        services.AddScoped<ContractEvidence>();
        services.AddScoped<AnswerLink>();
        services.AddScoped<EnterByTaxId>();
        services.AddScoped<ProveCompany>();
        services.AddScoped<SendCode>();
        services.AddScoped<ConfirmCode>();
        services.AddScoped<EnterByLetter>();
        services.AddScoped<RequestContactChange>();
        services.AddScoped<DecideContactChange>();
        services.AddScoped<RefuseContact>();
    }
}
