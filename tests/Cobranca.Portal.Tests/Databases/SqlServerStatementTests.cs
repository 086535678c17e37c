using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>SQL Server cannot run here: what the product would say to it is read instead.</summary>
public sealed class SqlServerStatementTests
{
    [Fact]
    public async Task A_message_is_claimed_by_one_conditional_update()
    {
        await using var server = new PretendedSqlServer();
        server.Answer("[OutboxMessages]", 41L);
        await server.RunAsync(async services => Assert.Equal(0, await services.GetRequiredService<OutboxDelivery>().DeliverAsync(default)));
        var sent = server.Sent();
        Assert.StartsWith("SELECT TOP(@) [o].[Id] FROM [OutboxMessages] AS [o] WHERE ", sent[0], StringComparison.Ordinal);
        Assert.EndsWith("ORDER BY [o].[Id]", sent[0], StringComparison.Ordinal);
        Assert.StartsWith("UPDATE [o] SET [o].[LeasedUntil] = ", sent[1], StringComparison.Ordinal);
        Assert.Contains("[o].[Tries] = [o].[Tries] + 1", sent[1], StringComparison.Ordinal);
        Assert.Contains("[o].[SentAt] IS NULL AND [o].[ParkedAt] IS NULL AND ([o].[LeasedUntil] IS NULL OR [o].[LeasedUntil] < @)", sent[1], StringComparison.Ordinal);
        Assert.Equal(2, sent.Count); // nobody had it to give: nothing is read or sent
    }

    [Fact]
    public async Task A_bank_conversation_is_claimed_by_one_conditional_update()
    {
        await using var server = new PretendedSqlServer();
        server.Answer("[Boletos]", 12L);
        await server.RunAsync(async services => Assert.Equal(0, await services.GetRequiredService<BankConversation>().TalkAsync(default)));
        var sent = server.Sent();
        Assert.Contains("ORDER BY [b].[NextBankCallAt], [b].[Id]", sent[0], StringComparison.Ordinal);
        Assert.StartsWith("UPDATE [b] SET ", sent[1], StringComparison.Ordinal);
        Assert.Contains("[b].[NextBankCallAt] <= @ AND ([b].[LeasedUntil] IS NULL OR [b].[LeasedUntil] < @)", sent[1], StringComparison.Ordinal);
        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public async Task The_debtors_turn_locks_one_row_by_writing_it()
    {
        await using var server = new PretendedSqlServer();
        await server.RunAsync(services => services.GetRequiredService<CobrancaDb>().TakeDebtorTurnAsync(5, default));
        Assert.Matches(@"^UPDATE \[d\] SET \[d\]\.\[Version\] = \[d\]\.\[Version\] FROM \[Debtors\] AS \[d\] WHERE \[d\]\.\[CreditorId\] = @ AND \[d\]\.\[Id\] = @$", Assert.Single(server.Sent()));
    }

    [Fact]
    public async Task A_limit_is_counted_by_one_conditional_update()
    {
        await using var server = new PretendedSqlServer();
        server.Answer("[InstallationSecrets]");
        server.Answer("[RateWindows]", true);
        await server.RunAsync(async services =>
        {
            Assert.NotNull(await services.GetRequiredService<RateLimits>().TakeAsync([new("x", "y", new() { Count = 3, Per = TimeSpan.FromHours(1) })], default));
        });
        var sent = server.Sent().Where(s => s.Contains("RateWindows", StringComparison.Ordinal)).ToList();
        const string count = @"^UPDATE \[r\] SET \[r\]\.\[Count\] = \[r\]\.\[Count\] \+ 1 FROM \[RateWindows\] AS \[r\] WHERE \[r\]\.\[KeyHash\] = @ AND \[r\]\.\[WindowStart\] = @ AND \[r\]\.\[Count\] < @$";
        Assert.Matches(count, sent[0]);
        Assert.Contains("EXISTS", sent[1], StringComparison.Ordinal);
        Assert.Matches(count, sent[2]);
        Assert.Equal(3, sent.Count);
    }

    /// <summary>The page after a cursor, as lists of the API go on: an order no two rows share, and a limit.</summary>
    [Fact]
    public void A_page_is_cut_by_the_database() => With(db =>
    {
        var (since, after) = (new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc), 900L);
        var sql = db.Receivables.IgnoreAutoIncludes().Where(r => r.UpdatedAt > since || (r.UpdatedAt == since && r.Id > after)).OrderBy(r => r.UpdatedAt).ThenBy(r => r.Id).Select(r => r.ExternalId).Take(100).ToQueryString();
        Assert.Contains("SELECT TOP(@p) [r].[ExternalId]", sql, StringComparison.Ordinal);
        Assert.Contains("ORDER BY [r].[UpdatedAt], [r].[Id]", sql, StringComparison.Ordinal);
        Assert.Contains("DECLARE @since datetime2", sql, StringComparison.Ordinal);
        var skipped = db.Boletos.OrderBy(b => b.Id).Skip(20).Take(10).Select(b => b.PublicId).ToQueryString();        Assert.Contains("OFFSET @p ROWS FETCH NEXT @p1 ROWS ONLY", skipped, StringComparison.Ordinal);
    });

    /// <summary>A thousand natural keys travel as one parameter: one plan, and no limit of 2,100 parameters.</summary>
    [Fact]
    public void An_imports_lookup_sends_its_keys_as_one_parameter() => With(db =>
    {
        var ids = Enumerable.Range(0, 1000).Select(i => $"T{i}").ToList();
        var sql = db.Receivables.IgnoreAutoIncludes().Where(r => EF.Parameter(ids).Contains(r.ExternalId)).Select(r => r.Id).ToQueryString();
        Assert.Contains("OPENJSON(@ids)", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("@ids1", sql, StringComparison.Ordinal);
    });

    /// <summary>The ledger's proof is sums in the database, not rows on the wire; reversed parts are in none of them.</summary>
    [Fact]
    public void Amounts_are_summed_by_the_database() => With(db =>
    {
        var accounts = db.JournalLines.GroupBy(l => l.Account).Select(g => new { g.Key, Debit = g.Sum(l => (long)(object)l.Debit) }).ToQueryString();
        Assert.Contains("SUM(CAST([j].[Debit] AS bigint))", accounts, StringComparison.Ordinal);
        Assert.Contains("GROUP BY [j].[Account]", accounts, StringComparison.Ordinal);
        Assert.Contains("WHERE [p].[ReversedAt] IS NULL AND [p].[CreditorId] = @", db.PaymentAllocations.Select(a => a.Amount).ToQueryString(), StringComparison.Ordinal);
    });

    [Fact]
    public void Bulk_copy_gets_every_column_as_the_table_stores_it() => With(db =>
    {
        var entity = db.Model.FindEntityType(typeof(Debtor))!;
        var columns = entity.GetProperties().Where(p => !p.IsPrimaryKey()).Select(p => new BulkColumn(p, p.GetColumnName())).ToArray();
        var debtor = new Debtor { CreditorId = 7, TaxId = TestTaxIds.Cpf(1), Name = "Ana", BirthDate = new(1980, 2, 29), CreatedAt = TestDatabase.Start.UtcDateTime };
        using var table = SqlServerBulkTable.Table(columns, [.. Enumerable.Range(0, columns.Length)], [Array.ConvertAll(columns, c => c.Read(debtor))]);
        Assert.Equal(columns.Select(c => c.Name), table.Columns.Cast<System.Data.DataColumn>().Select(c => c.ColumnName));
        var row = table.Rows[0];
        Assert.Equal(7L, row["CreditorId"]);
        Assert.Equal(debtor.TaxId.Value, row["TaxId"]);
        Assert.Equal(new DateTime(1980, 2, 29), row["BirthDate"]);
        Assert.Equal(DBNull.Value, row["Address"]);
        Assert.Equal(typeof(DateTime), table.Columns["BirthDate"]!.DataType);
        Assert.Equal(typeof(string), table.Columns["Uf"]!.DataType);
    });

    private static void With(Action<CobrancaDb> test)
    {
        using var db = SqlServerSchemaTests.Open();
        test(db);
    }
}
