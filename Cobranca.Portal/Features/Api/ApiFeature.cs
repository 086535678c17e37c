using Cobranca.Portal.Features.Api.Boletos;
using Cobranca.Portal.Features.Api.Debtors;
using Cobranca.Portal.Features.Api.Document;
using Cobranca.Portal.Features.Api.Imports;
using Cobranca.Portal.Features.Api.Links;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Microsoft.AspNetCore.Authentication;

namespace Cobranca.Portal.Features.Api;

public static class ApiFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddScoped<ApiKeys>();
        services.AddScoped<ApiCaller>();
        services.AddScoped<IdempotentCall>();
        services.AddScoped<ReceivableView>();
        services.AddScoped<PaymentView>();
        services.AddScoped<BoletoAnswers>();
        services.AddScoped<ChangeReceivable>();
        services.AddScoped<PutDebtorContacts>();
        services.AddScoped<IJobWork, ImportJob>();
        services.AddScoped<IJobWork, LinkBatchJob>();
        services.AddSingleton<ApiLimits>();
        services.AddIdempotencySweep();
        services.AddSingleton<UploadTurns>();
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.ShouldInclude = description => ApiEndpoints.Serves("/" + description.RelativePath);
            options.AddSchemaTransformer(ApiSchemas.ShapeAsync);
        });
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // No default: a page must not look for a key, nor make what would.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", isEnabled: true);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorization();
    }
}
