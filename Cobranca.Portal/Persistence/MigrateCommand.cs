using System.CommandLine;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence;

/// <summary><c>migrate</c>: what a start does to the database, alone; or the SQL of it, for a person who does such things by hand.</summary>
public sealed class MigrateCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var script = new Option<bool>("--script") { Description = "Não toca em banco nenhum: mostra o SQL que um administrador executaria" };
        var provider = new Option<string?>("--provider") { Description = $"Com --script: {string.Join(", ", Enum.GetNames<DatabaseProvider>())}; sem ela, o Database:Provider configurado" };
        var command = new Command("migrate", "Leva o banco de dados à versão deste programa") { script, provider };
        command.SetAction((parsed, cancellation) => parsed.GetValue(script)
            ? host.RunOffAsync((settings, _) => PrintAsync(settings, parsed.GetValue(provider)), cancellation)
            : host.RunUnmigratedAsync(MigrateAsync, cancellation));
        return command;
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (db, settings) = (services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<PortalSettings>());
        var applied = DatabaseStartup.Migrate(db, settings.DataDirectory);
        var current = (await db.Database.GetAppliedMigrationsAsync(cancellation)).LastOrDefault();
        Console.WriteLine(applied.Count == 0
            ? $"{settings.DatabaseProvider}: nada a fazer, o banco já está na versão {current}."
            : $"{settings.DatabaseProvider}: aplicado {string.Join(", ", applied)}. O banco está na versão {current}.");
        return 0;
    }

    private static Task<int> PrintAsync(PortalSettings settings, string? name)
    {
        var provider = settings.DatabaseProvider;
        if (name is not null && !DatabaseProviders.TryParse(name, out provider))
            throw new CommandRefusedException($"--provider: '{name}' não é um de {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
        Console.Write(Script(provider));
        return Task.FromResult(0);
    }

    /// <summary>Every migration from an empty database on.</summary>
    public static string Script(DatabaseProvider provider)
    {
        var options = new DbContextOptionsBuilder<CobrancaDb>();
        options.UseDatabase(provider, connectionString: "");
        using var db = new CobrancaDb(options.Options);
        var again = provider != DatabaseProvider.Sqlite;
        var sql = db.GetService<IMigrator>().GenerateScript(options: again ? MigrationsSqlGenerationOptions.Idempotent : MigrationsSqlGenerationOptions.Default);
        return $"-- Cobranca, {provider}: {(again ? "só aplica o que falta; pode ser executado de novo." : "para um banco vazio; não pode ser executado de novo.")}\n{sql}";
    }
}
