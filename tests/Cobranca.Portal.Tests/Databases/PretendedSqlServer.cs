using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Cobranca.Portal.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>
/// The portal's services told to use SQL Server, without one: every statement is kept and answered here, so that what would be sent can
/// be read. Reads answer the rows a test lays out, or none.
/// </summary>
internal sealed partial class PretendedSqlServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-tsql-").FullName;
    private readonly WebApplication _app;
    private readonly Answers _answers = new();

    public PretendedSqlServer()
    {
        var builder = Composition.Builder(["--environment=Development", $"--Data:Directory={_folder}", "--Database:Provider=SqlServer", "--Logging:LogLevel:Default=Error",
            "--ConnectionStrings:Default=Server=nowhere.invalid;Database=cobranca;User ID=x;Password=x"]);
        builder.Services.AddSingleton<TimeProvider>(new TestClock(TestDatabase.Start));
        // Keys are rows too, and this server has none.
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.ConfigureDbContext<CobrancaDb>(options => options.AddInterceptors(_answers, new NoNetwork(), new NoTransactions()));
        _app = builder.Build();
    }

    /// <summary>Answers reads whose text contains this with these rows of one column each, once.</summary>
    public void Answer(string containing, params object[] values) => _answers.Next.Enqueue((containing, values));

    /// <summary>What was sent since the last look, each statement on one line, with every parameter as <c>@</c>.</summary>
    public IReadOnlyList<string> Sent()
    {
        var sent = _answers.Sent.ConvertAll(statement => Parameter().Replace(string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), "@"));
        _answers.Sent.Clear();
        return sent;
    }

    public async Task RunAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(7);
        await work(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"@\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private sealed class Answers : DbCommandInterceptor
    {
        public List<string> Sent { get; } = [];
        public Queue<(string Containing, object[] Values)> Next { get; } = new();

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            new(ReaderExecuting(command, eventData, result));

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Sent.Add(command.CommandText);
            var rows = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
            if (Next.TryPeek(out var next) && command.CommandText.Contains(next.Containing, StringComparison.Ordinal))
            {
                Next.Dequeue();
                rows.Columns.Add("v", next.Values.Length == 0 ? typeof(string) : next.Values[0].GetType());
                if (next.Values.Length == 0) rows.Columns.Add("w"); // a row of two columns that is not there
                foreach (var value in next.Values) rows.Rows.Add(value);
            }
            return InterceptionResult<DbDataReader>.SuppressWithResult(rows.CreateDataReader());
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Sent.Add(command.CommandText);
            return new(InterceptionResult<int>.SuppressWithResult(0));
        }
    }

    private sealed class NoNetwork : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();
        public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());
        public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => new(InterceptionResult.Suppress());
    }

    private sealed class NoTransactions : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Ask for statements that need no transaction: none can begin here.");
    }
}
