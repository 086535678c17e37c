using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cobranca.Portal.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>
/// A database of one test's own, with a folder for what else a portal writes, on the engine of this run: SQLite, or PostgreSQL when
/// <c>eng/with-postgres</c> (or <c>./test</c>, which runs every test of this project on both) started this process.
/// </summary>
public sealed class OwnDatabase : IDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("COBRANCA_TEST_POSTGRES");
    private static readonly Lazy<string> Template = new(MakeTemplate);
    private static int _count;

    private OwnDatabase(string connectionString, string folder) => (ConnectionString, Folder) = (connectionString, folder);

    /// <summary>What this run is on.</summary>
    public static DatabaseProvider Engine { get; } = Environment.GetEnvironmentVariable("COBRANCA_TEST_DATABASE") switch
    {
        null or "" or "sqlite" => DatabaseProvider.Sqlite,
        "postgresql" when Server is not null => DatabaseProvider.PostgreSql,
        var other => throw new InvalidOperationException($"COBRANCA_TEST_DATABASE is '{other}': use sqlite, or eng/with-postgres for postgresql."),
    };

    public string ConnectionString { get; private set; }

    public string Folder { get; }

    /// <summary>What a portal is told so that it uses this database.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Data:Directory"] = Folder, ["Database:Provider"] = Engine.ToString(), ["ConnectionStrings:Default"] = ConnectionString,
    };

    /// <summary>The same as command line options.</summary>
    public string[] Arguments => [.. Settings.Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>With every table and no row.</summary>
    public static OwnDatabase Migrated() => Make(Template.Value);

    /// <summary>A server that nobody migrated yet.</summary>
    public static OwnDatabase Empty() => Make(template: null);

    public void Configure(IWebHostBuilder builder)
    {
        foreach (var setting in Settings) builder.UseSetting(setting.Key, setting.Value);
    }

    public void Configure(ProcessStartInfo start)
    {
        foreach (var setting in Settings) start.Environment[setting.Key.Replace(":", "__", StringComparison.Ordinal)] = setting.Value;
    }

    public CobrancaDb Open(params IInterceptor[] interceptors) => Open(new(), interceptors);

    public CobrancaDb Open(TenantScope tenant, params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<CobrancaDb>().AddInterceptors(interceptors);
        options.UseDatabase(Engine, ConnectionString);
        return new CobrancaDb(options.Options).For(tenant);
    }

    /// <summary>Forgets everything, as if the server were new.</summary>
    public void Replace()
    {
        Drop(ConnectionString);
        ConnectionString = Create(Folder, template: null);
    }

    /// <summary>Runs a statement of a test's own on a connection of its own, beside the one given.</summary>
    public static void Execute(DbConnection beside, string sql)
    {
        using var other = DbProviderFactories.GetFactory(beside)!.CreateConnection()!;
        other.ConnectionString = beside.ConnectionString;
        Execute(sql, other);
    }

    public void Dispose()
    {
        Drop(ConnectionString);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A portal made by a test that forgot to give it a database stops instead of quietly running on SQLite.</summary>
    [ModuleInitializer]
    internal static void RefuseToForget()
    {
        if (Engine != DatabaseProvider.Sqlite) Environment.SetEnvironmentVariable("Database__Provider", Engine.ToString());
    }

    private static OwnDatabase Make(string? template)
    {
        var folder = Directory.CreateTempSubdirectory("cobranca-test-").FullName;
        return new(Create(folder, template), folder);
    }

    private static string Create(string folder, string? template)
    {
        if (Engine == DatabaseProvider.Sqlite)
        {
            var file = Path.Combine(folder, "cobranca.db");
            if (template is not null) File.Copy(template, file);
            return $"Data Source={file}";
        }
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}");
        Administer($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        // No wait for a free connection: eight racers and what they start stay well below. Prepares as the portal does, so that its pool is this one.
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 40, MaxAutoPrepare = 50 }.ConnectionString;
    }

    private static void Drop(string connectionString)
    {
        if (Engine == DatabaseProvider.Sqlite)
        {
            using var pooled = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(pooled);
            var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*")) File.Delete(file);
            return;
        }
        using (var pooled = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pooled);
        Administer($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    /// <summary>Migrating takes longer than most tests: once for all of them. A file for SQLite, a database for PostgreSQL.</summary>
    private static string MakeTemplate()
    {
        var made = Make(template: null);
        using (var db = made.Open()) DatabaseStartup.Migrate(db, made.Folder);
        if (Engine == DatabaseProvider.Sqlite)
        {
            using var pooled = new SqliteConnection(made.ConnectionString);
            SqliteConnection.ClearPool(pooled);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => made.Dispose();
            return Path.Combine(made.Folder, "cobranca.db");
        }
        using (var pooled = new NpgsqlConnection(made.ConnectionString)) NpgsqlConnection.ClearPool(pooled);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => made.Dispose();
        return new NpgsqlConnectionStringBuilder(made.ConnectionString).Database!;
    }

    private static void Administer(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = "postgres" }.ConnectionString);
        Execute(sql, connection);
    }

    private static void Execute(string sql, DbConnection connection)
    {
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
