using Cobranca.Portal;
using Cobranca.Portal.Features;
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
var app = builder.Build();
await app.PrepareDatabaseAsync();

app.UseRequestScope();
app.UseRequestSpan();
app.UseDraining();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseExceptionHandler(RequestFailures.Options());
app.UseStatusCodePagesWithReExecute("/nao-encontrado", createScopeForStatusCodePages: true);
app.UseMissingPageForForms();
if (!app.Environment.IsDevelopment()) app.UseHttpsOnly().UseHsts();
app.UseResponseCompression();
app.UseRouting();
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
