using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Demo;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features;

/// <summary>What happens between building the portal and its first request.</summary>
public static class PortalStart
{
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<PortalSettings>();
        await using (var scope = app.Services.CreateAsyncScope())
            KeyProtection.PrepareDatabase(scope.ServiceProvider.GetRequiredService<CobrancaDb>(), settings);
        if (settings.DemoEnabled) await DemoPortfolio.EnsureAsync(app.Services, app.Lifetime.ApplicationStopping);
    }

    /// <summary>Tells whoever started the portal what to open.</summary>
    public static void PrintWelcome(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        using var scope = app.Services.CreateScope();
        var creditors = scope.ServiceProvider.GetRequiredService<CobrancaDb>().Creditors.AsNoTracking().OrderBy(c => c.Slug).Select(c => c.Slug).ToList();
        Console.WriteLine($"\nCobranca está no ar em {address}");
        foreach (var slug in creditors) Console.WriteLine($"  {address}/{slug}");
        if (app.Environment.IsDevelopment())
        {
            Console.WriteLine($"  {address}/dev             devedores de demonstração, com seus links");
            Console.WriteLine($"  {address}/dev/mensagens   SMS e e-mails «enviados», com os códigos");
        }
        Console.WriteLine();
    }
}
