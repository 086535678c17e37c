using System.CommandLine;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Platform;

/// <summary>A command of <c>dotnet run --project Cobranca.Portal -- …</c>: found by type, so that a feature adds its own file and nothing else.</summary>
public interface IPortalCommand
{
    Command Build(CommandHost host);
}

/// <summary>What a command runs inside: the portal's services on the migrated database, without the web server.</summary>
public sealed class CommandHost(Func<WebApplication> build)
{
    /// <summary>EX_CONFIG of sysexits.h: what the configuration asks for must not run.</summary>
    public const int UnsafeConfiguration = 78;

    /// <summary>Runs with the services of one scope; the exit code is the command's. What the user got wrong is one line on stderr and exit code 1.</summary>
    public Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        RunUnmigratedAsync((services, token) =>
        {
            KeyProtection.PrepareDatabase(services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<PortalSettings>());
            return work(services, token);
        }, cancellation);

    /// <summary>The same on the database as it is.</summary>
    public async Task<int> RunUnmigratedAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        WebApplication built;
        try { built = build(); }
        catch (UnsafeConfigurationException refused) { return await refused.TellAsync(); }
        await using var app = built;
        await using var scope = app.Services.CreateAsyncScope();
        return await TellingAsync(() => work(scope.ServiceProvider, cancellation));
    }

    /// <summary>For what asks nothing of the database and may run on a configuration that could not serve.</summary>
    public async Task<int> RunOffAsync(Func<PortalSettings, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        await using var app = build();
        return await TellingAsync(() => work(app.Services.GetRequiredService<PortalSettings>(), cancellation));
    }

    /// <summary>The same, bound to the creditor named on the command line.</summary>
    public Task<int> RunForAsync(string slug, Func<IServiceProvider, Creditor, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        RunAsync(async (services, token) =>
        {
            var creditor = await services.GetRequiredService<CobrancaDb>().Creditors.SingleOrDefaultAsync(c => c.Slug == slug, token)
                ?? throw new CommandRefusedException($"--creditor: não há credor '{slug}'. Crie-o com: creditor apply FILE.json");
            services.GetRequiredService<TenantScope>().Bind(creditor.Id);
            return await work(services, creditor, token);
        }, cancellation);

    private static async Task<int> TellingAsync(Func<Task<int>> work)
    {
        try { return await work(); }
        catch (CommandRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}

/// <summary>Options that several commands have.</summary>
public static class CommandOptions
{
    public static Option<string> Creditor() => new("--creditor") { Description = "O credor, como no endereço (aurora).", Required = true };
}

/// <summary>The command cannot be carried out as asked; the message says what to change.</summary>
public sealed class CommandRefusedException(string message) : Exception(message)
{
    /// <summary>A file was refused: everything wrong with it, a line each.</summary>
    public static CommandRefusedException For<T>(IReadOnlyCollection<T> problems) =>
        new(string.Join(Environment.NewLine, [.. problems.Select(problem => problem!.ToString()), $"{problems.Count} problema(s): nada foi gravado."]));
}

/// <summary>Tells commands from a web start.</summary>
public static class CommandLine
{
    /// <summary>True when the first word is a command; options alone (<c>--urls</c>) start the web.</summary>
    public static bool IsCommand(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    public static Task<int> RunAsync(string[] args, Func<WebApplication> build)
    {
        var host = new CommandHost(build);
        var root = new RootCommand("Cobranca: sem comando, abre o portal (--urls muda o endereço).");
        var commands = typeof(CommandLine).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IPortalCommand)))
            .Select(t => ((IPortalCommand)Activator.CreateInstance(t)!).Build(host));
        // "link create" and "link revoke" live in their own files under one word.
        foreach (var group in commands.GroupBy(c => c.Name))
        {
            var first = group.First();
            foreach (var sub in group.Skip(1).SelectMany(c => c.Subcommands).ToList()) first.Subcommands.Add(sub);
            root.Subcommands.Add(first);
        }
        return root.Parse(args).InvokeAsync();
    }
}
