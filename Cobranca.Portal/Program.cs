using Cobranca.Portal;
using Cobranca.Portal.Features;
using Cobranca.Portal.Features.Dev;
using Cobranca.Portal.Features.Shared;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

if (CommandLine.IsCommand(args)) return await CommandLine.RunAsync(args, Composition.ForCommand);

var builder = Composition.Builder(args);
builder.Services.AddWeb();
builder.AddRequestLimits();
var app = builder.Build();

var settings = app.Services.GetRequiredService<PortalSettings>();
if (settings.Problems() is { Count: > 0 } problems)
{
    foreach (var problem in problems) await Console.Error.WriteLineAsync(problem);
    return CommandHost.UnsafeConfiguration;
}
await app.PrepareDatabaseAsync();

app.UseForwardedHeaders();
app.UseSecurityHeaders();
if (!app.Environment.IsDevelopment()) app.UsePublicHost();
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/erro", CreateScopeForErrors = true, StatusCodeSelector = RequestLimits.StatusOf });
app.UseStatusCodePagesWithReExecute("/nao-encontrado", createScopeForStatusCodePages: true);
app.UseMissingPageForForms();
if (!app.Environment.IsDevelopment()) app.UseHttpsOnly();
app.UseHeadAsGet();
app.UseResponseCompression();
app.UseRouting();
app.UseRequestTimeouts();
app.UseCreditorRouting();
app.UseDebtorSession();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.UseExpiredFormNotice();

app.MapStaticAssets();
app.MapPortal();
if (app.Environment.IsDevelopment()) app.MapDevelopment();

app.Lifetime.ApplicationStarted.Register(app.PrintWelcome);
await app.RunAsync();
return 0;

public partial class Program;
