using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>Debian's Chromium, driven by Playwright.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable)) throw new InvalidOperationException($"{Executable} is missing: run ./test, which installs it.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>
    /// Walks in a fresh profile, where nobody is signed in. What fails leaves its trace, its last page and what the portal printed under
    /// <c>TestResults</c>, and says so.
    /// </summary>
    public async Task WalkAsync(
        PortalProcess portal, int width, bool scripts, Func<IPage, Task> walk, ColorScheme scheme = ColorScheme.Light, [CallerMemberName] string name = "")
    {
        await using var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = portal.Address, ViewportSize = new() { Width = width, Height = width < 500 ? 740 : 900 }, JavaScriptEnabled = scripts,
            Locale = "pt-BR", TimezoneId = "America/Sao_Paulo", ColorScheme = scheme, DeviceScaleFactor = 1,
        });
        await context.Tracing.StartAsync(new() { Screenshots = false, Snapshots = true });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        try
        {
            await walk(page);
            await context.Tracing.StopAsync();
        }
        catch (Exception failure)
        {
            var folder = Failure.Folder($"{name}-{width}{(scripts ? "" : "-noscript")}");
            await File.WriteAllTextAsync(Path.Combine(folder, "portal.log"), portal.Output());
            await File.WriteAllTextAsync(Path.Combine(folder, "failure.txt"), $"{page.Url}\n{failure}");
            await context.Tracing.StopAsync(new() { Path = Path.Combine(folder, "trace.zip") });
            await File.WriteAllTextAsync(Path.Combine(folder, "page.html"), await page.ContentAsync());
            throw new InvalidOperationException($"Failed at {page.Url}; see {folder}", failure);
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
