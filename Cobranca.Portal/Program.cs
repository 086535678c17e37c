using Cobranca.Portal;
using Cobranca.Portal.Features;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Features.Dev;
using Cobranca.Portal.Features.Shared;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

if (CommandLine.IsCommand(args)) return await CommandLine.RunAsync(args, Composition.ForCommand);

WebApplicationBuilder builder;
try { builder = Composition.Builder(args); }
catch (UnsafeConfigurationException refused) { return await refused.TellAsync(); }
builder.Services.AddWeb();
builder.AddRequestLimits();
var app = builder.Build();
await app.PrepareDatabaseAsync();

app.UseRequestScope();
app.UseRequestSpan();
app.UseDraining();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
if (!app.Environment.IsDevelopment()) app.UsePublicHost();
app.UseExceptionHandler(RequestFailures.Options());
app.UseStatusCodePagesWithReExecute("/nao-encontrado", createScopeForStatusCodePages: true);
app.UseMissingPageForForms();
app.UseApiErrors();
if (!app.Environment.IsDevelopment()) app.UseHttpsOnly();
app.UseHeadAsGet();
app.UseResponseCompression();
app.UseRouting();
app.UseRequestTimeouts();
app.UseCreditorRouting();
app.UseDebtorSession();
app.UseAuthentication();
app.UseApiLimits();
app.UseAuthorization();
app.UseIdempotency();
app.UseAntiforgery();
app.UseExpiredFormNotice();
app.UseWholeText();

app.MapStaticAssets();
app.MapPortal();
if (app.Environment.IsDevelopment()) app.MapDevelopment();

app.Lifetime.ApplicationStarted.Register(app.PrintWelcome);
await app.RunAsync();
return 0;

public partial class Program;
