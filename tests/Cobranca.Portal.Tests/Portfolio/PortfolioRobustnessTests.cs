using System.Data.Common;
using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.Portfolio.ImportedPortfolio;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>What happens around an import: it dies, it runs twice at once, the portal works beside it, it was only a rehearsal.</summary>
public sealed class PortfolioRobustnessTests
{
    /// <summary>2,300 lines, three batches, of 767 people; every ninth part-paid, every 50th bad, names that change their spelling.</summary>
    private static readonly string Csv = Portfolio(2300);

    private static string Portfolio(int lines)
    {
        var csv = new StringBuilder("id_externo;cpf_cnpj;nome;vencimento;valor;email;celular;optin_sms;situacao;valor_pago;pago_em\n");
        for (var i = 0; i < lines; i++)
        {
            var person = i * 7 % 767;
            var (status, paid, on) = i % 9 == 0 ? ("aberta", "10,00", "20/10/2026") : i % 10 == 0 ? ("paga", "50,00", "01/10/2026") : ("aberta", "", "");
            csv.Append(CultureInfo.InvariantCulture, $"T{i:00000};{TestTaxIds.Cpf(person).Value};Pessoa {person};01/10/2026;{(i % 50 == 49 ? "-1" : "50,00")};p{person}@example.com;1190{person:0000000};sim;{status};{paid};{on}\n");
        }
        return csv.ToString();
    }

    private static async Task<string> UndisturbedAsync()
    {
        await using var portfolio = await NewAsync();
        await portfolio.ImportAsync(Csv);
        return await portfolio.DumpAsync();
    }

    [Fact]
    public async Task A_rehearsal_counts_the_same_and_writes_nothing()
    {
        await using var portfolio = await NewAsync();
        var empty = await RowsAsync(portfolio);
        var rehearsed = await portfolio.ImportAsync(Csv, o => o with { DryRun = true });
        Assert.Equal(empty, await RowsAsync(portfolio));
        var done = await portfolio.ImportAsync(Csv);
        Assert.Equal((2254, 0, 0, 46), done.Counts);
        Assert.Equal(done.Counts, rehearsed.Counts);
        Assert.Equal(done.Problems, rehearsed.Problems);

        var changed = Csv.Replace("Pessoa 7;", "Pessoa Sete;", StringComparison.Ordinal).Replace("T00001;", "T90001;", StringComparison.Ordinal);
        var before = await portfolio.DumpAsync();
        rehearsed = await portfolio.ImportAsync(changed, o => o with { DryRun = true });
        Assert.Equal(before, await portfolio.DumpAsync());
        done = await portfolio.ImportAsync(changed);
        Assert.Equal(done.Counts, rehearsed.Counts);
        Assert.True(done.Summary is { Added: 1, Changed: 2, Unchanged: 2251 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stopped_between_batches_and_run_again_it_ends_the_same(int batches)
    {
        await using var portfolio = await NewAsync();
        var stop = new StopAfter(batches);
        await Assert.ThrowsAsync<StoppedException>(() => portfolio.ImportAsync(Csv, o => o with { Progress = stop }));
        Assert.Equal(batches * PortfolioImport.BatchSize, await portfolio.CountAsync());

        var again = await portfolio.ImportAsync(Csv);
        Assert.Equal(batches * PortfolioImport.BatchSize, again.Summary.Unchanged);
        Assert.Equal(await UndisturbedAsync(), await portfolio.DumpAsync());
    }

    [Fact]
    public async Task Stopped_inside_a_batch_none_of_it_stays()
    {
        var fails = new FailsAtCommit();
        await using var portfolio = await NewAsync(fails);
        fails.At = 2;
        await Assert.ThrowsAsync<StoppedException>(() => portfolio.ImportAsync(Csv));
        Assert.Equal(PortfolioImport.BatchSize, await portfolio.CountAsync());
        Assert.Equal(0, await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.Debtors.CountAsync(d => !db.Receivables.Any(r => r.DebtorId == d.Id))));

        fails.At = 0;
        await portfolio.ImportAsync(Csv);
        Assert.Equal(await UndisturbedAsync(), await portfolio.DumpAsync());
    }

    [Fact]
    public async Task Two_imports_at_once_leave_one_portfolio()
    {
        await using var portfolio = await NewAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => portfolio.ImportAsync(Csv))));
        Assert.Equal(2254, runs.Sum(r => r.Summary.Added));
        Assert.Equal(2254, runs.Sum(r => r.Summary.Unchanged));
        Assert.All(runs, r => Assert.Equal(46, r.Summary.Refused));
        Assert.Equal(await UndisturbedAsync(), await portfolio.DumpAsync());
    }

    [Fact]
    public async Task A_row_that_somebody_else_wrote_first_makes_the_batch_look_again()
    {
        var meddler = new Meddler();
        await using var portfolio = await NewAsync(meddler);
        meddler.Before = connection => OwnDatabase.Execute(connection, """
            INSERT INTO "Debtors" ("CreditorId", "TaxId", "Name", "CreatedAt", "UpdatedAt", "Version") VALUES (1, '52998224725', 'Ana', '2026-11-21 00:00:00', '2026-11-21 00:00:00', 0)
            """);
        var run = await portfolio.ImportAsync(Row());
        Assert.Equal((1, 0, 0, 0), run.Counts);
        Assert.True(meddler.Done);
        Assert.Equal("Ana Conceição", (await portfolio.DebtorAsync()).Name);
    }

    [Fact]
    public async Task A_payment_that_came_in_meanwhile_is_seen_before_the_line_is_decided()
    {
        var meddler = new Meddler();
        await using var portfolio = await NewAsync(meddler);
        await portfolio.TakeAsync(Row());
        meddler.Before = connection => OwnDatabase.Execute(connection, """UPDATE "Receivables" SET "Status" = 'Paid', "Version" = "Version" + 1""");
        var run = await portfolio.ImportAsync(Row("valor=90,00"));
        Assert.True(meddler.Done);
        Assert.Contains("já está pago", Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
        Assert.Equal((ReceivableStatus.Paid, new Money(10000)), ((await portfolio.ReceivableAsync()).Status, (await portfolio.ReceivableAsync()).Principal));
    }

    [Fact]
    public async Task Between_batches_the_portal_reads_and_writes()
    {
        await using var portfolio = await NewAsync();
        var beside = new Beside(portfolio);
        await portfolio.ImportAsync(Csv, o => o with { Progress = beside });
        Assert.Equal([1000, 2000, 2254], beside.Seen);
        Assert.Equal(3, await portfolio.Database.InDbAsync(null, db => db.AuditEntries.CountAsync(a => a.Action == "beside")));
    }

    [Fact]
    public async Task While_a_batch_is_being_written_the_portal_reads_what_was_before()
    {
        var looks = new LooksDuringCommit();
        await using var portfolio = await NewAsync(looks);
        looks.Look = () => portfolio.CountAsync();
        await portfolio.ImportAsync(Csv);
        Assert.Equal([0, 1000, 2000], looks.Seen.Take(3));
    }

    private static Task<(int, int, int, int)> RowsAsync(ImportedPortfolio portfolio) => portfolio.Database.InDbAsync(portfolio.Creditor, async db =>
        (await db.Debtors.CountAsync(), await db.Receivables.CountAsync(), await db.AuditEntries.CountAsync(), await db.Payments.CountAsync()));

    private sealed class StoppedException : Exception;

    private sealed class StopAfter(int batches) : IProgress<PortfolioImportProgress>
    {
        private int _seen;

        public void Report(PortfolioImportProgress value)
        {
            if (++_seen == batches) throw new StoppedException();
        }
    }

    /// <summary>The process that dies with everything written and nothing committed.</summary>
    private sealed class FailsAtCommit : DbTransactionInterceptor
    {
        private int _commits;

        public int At
        {
            get;
            set
            {
                field = value;
                _commits = 0;
            }
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ++_commits == At ? throw new StoppedException() : ValueTask.FromResult(result);
    }

    /// <summary>Another process, faster by a moment: once, just before our transaction begins.</summary>
    private sealed class Meddler : DbTransactionInterceptor
    {
        public Action<DbConnection>? Before { get; set; }

        public bool Done { get; private set; }

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            if (Before is { } act)
            {
                Before = null;
                act(connection);
                Done = true;
            }
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Beside(ImportedPortfolio portfolio) : IProgress<PortfolioImportProgress>
    {
        public List<int> Seen { get; } = [];

        public void Report(PortfolioImportProgress value)
        {
            using var scope = portfolio.Database.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(portfolio.Creditor.Id);
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            Seen.Add(db.Receivables.Count());
            db.AuditEntries.Add(new() { At = default, Actor = "test", Action = "beside", Subject = "x" });
            db.SaveChanges();
        }
    }

    private sealed class LooksDuringCommit : DbTransactionInterceptor
    {
        public Func<Task<int>>? Look { get; set; }
        public List<int> Seen { get; } = [];

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (Look is { } look) Seen.Add(await look());
            return result;
        }
    }
}
