using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Migrations;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>A portal that ran on the first version's tables is started as it is now: nothing is lost and everything can be gone on with.</summary>
public sealed class UpgradeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly IReadOnlyList<CreateTableOperation> FirstTables =
        [.. new Initial { ActiveProvider = "Microsoft.EntityFrameworkCore.Sqlite" }.UpOperations.OfType<CreateTableOperation>()];

    [Fact]
    public async Task What_the_first_version_held_is_all_there_and_usable()
    {
        var (debt, boleto) = await LiveAsync();
        var old = OwnDatabase.Empty();
        using (var first = old.Open()) first.GetService<IMigrator>().Migrate("20261121000000_Initial");
        var before = Copy(portal.Database, old);
        foreach (var table in new[] { "Creditors", "Debtors", "Contacts", "Receivables", "Payments", "PaymentAllocations", "Boletos", "BoletoItems", "OutgoingEvents", "OutboxMessages", "DebtorSessions", "AccessLinks" })
            Assert.True(before[table].Count > 0, $"{table} is empty: the upgrade proves nothing about it");

        using (var now = old.Open()) Assert.NotEmpty(DatabaseStartup.Migrate(now, old.Folder));

        foreach (var table in FirstTables) Assert.Equal(before[table.Name], Read(old, table).Rows.ConvertAll(Text));
        await using var app = TestDatabase.On(old, portal.Clock);
        await app.InDbAsync(null, async db => await EveryRowReadsAsync(db, before));
        // The books open with what was owed, and go on from there.
        var books = await app.InAsync(portal.Aurora, services => services.GetRequiredService<LedgerCheck>().RunAsync(default));
        Assert.Equal([], books.Problems);
        Assert.Equal((debt.Principal - new Money(10000), new Money(777)), (books.OpenPrincipal, books.CreditsOwed));
        var recorded = await app.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>().HandleAsync(portal.Aurora,
            new(boleto.PublicId, boleto.Amount, BoletoScene.Today, PaymentSource.Counter, "BALCÃO 1", "test"), default));
        Assert.IsType<RecordPaymentOutcome.Recorded>(recorded);
        Assert.Equal(ReceivableStatus.Paid, await app.InDbAsync(portal.Aurora, db => db.Receivables.Where(r => r.Id == debt.Id).Select(r => r.Status).SingleAsync()));
        books = await app.InAsync(portal.Aurora, services => services.GetRequiredService<LedgerCheck>().RunAsync(default));
        Assert.Equal([], books.Problems);
        Assert.Equal(Money.Zero, books.OpenPrincipal);
    }

    /// <summary>A debtor signed in, paid a part of a debt elsewhere, and asked for a boleto of the rest; the bank registered it.</summary>
    private async Task<(Receivable Debt, Boleto Boleto)> LiveAsync()
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await scene.AddDebtAsync(debtor);
        await portal.InDbAsync(portal.Aurora, db =>
        {
            db.Payments.Add(new()
            {
                CreditorId = debtor.CreditorId, DebtorId = debtor.Id, Amount = new Money(777), Surplus = new Money(777), PaidOn = new(2026, 10, 1), Source = PaymentSource.Transfer, Reference = "EM DOBRO", RecordedAt = scene.Now,
            });
            db.Payments.Add(new()
            {
                CreditorId = debtor.CreditorId, DebtorId = debtor.Id, Amount = new Money(10000), PaidOn = new(2026, 10, 1), Source = PaymentSource.Import, Reference = debt.ExternalId, RecordedAt = scene.Now,
                Allocations = [new() { CreditorId = debtor.CreditorId, ReceivableId = debt.Id, PaidOn = new(2026, 10, 1), Amount = new Money(10000), Principal = new Money(10000) }],
            });
            return db.SaveChangesAsync();
        });
        return (debt, await scene.IssueAsync(await portal.SignInAsync(debtor), BoletoScene.Today, debt));
    }

    /// <summary>Every table, as today's model sees it: text that no longer parses would throw.</summary>
    private static async Task<bool> EveryRowReadsAsync(CobrancaDb db, Dictionary<string, List<string>> before)
    {
        foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned() && before.ContainsKey(e.GetTableName()!)))
        {
            var count = await (Task<int>)typeof(UpgradeTests).GetMethod(nameof(CountAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
                .MakeGenericMethod(entity.ClrType).Invoke(null, [db])!;
            Assert.Equal(before[entity.GetTableName()!].Count, count);
        }
        return true;
    }

    private static async Task<int> CountAsync<T>(CobrancaDb db)
        where T : class => (await db.Set<T>().IgnoreQueryFilters([CobrancaDb.TenantFilter]).IgnoreAutoIncludes().AsNoTracking().ToListAsync()).Count;

    /// <summary>Moves every row, in the columns the first version had; what it moved, by table.</summary>
    private static Dictionary<string, List<string>> Copy(OwnDatabase from, OwnDatabase to)
    {
        var copied = new Dictionary<string, List<string>>();
        using var db = to.Open();
        db.Database.OpenConnection();
        foreach (var table in FirstTables)
        {
            var (columns, rows) = Read(from, table);
            foreach (var row in rows)
            {
                using var insert = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names from the migration
                insert.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
#pragma warning restore CA2100
                for (var i = 0; i < row.Length; i++)
                {
                    var parameter = insert.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = ($"@p{i}", row[i]);
                    insert.Parameters.Add(parameter);
                }
                insert.ExecuteNonQuery();
            }
            // PostgreSQL counts on from what it gave out itself.
            if (rows.Count > 0 && db.Database.IsNpgsql() && columns[0] == "Id")
                OwnDatabase.Execute(db.Database.GetDbConnection(), $"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', 'Id'), (SELECT max(\"Id\") FROM \"{table.Name}\"))");
            copied[table.Name] = rows.ConvertAll(Text);
        }
        return copied;
    }

    private static (string[] Columns, List<object[]> Rows) Read(OwnDatabase database, CreateTableOperation table)
    {
        string[] columns = [.. table.Columns.Select(c => c.Name)];
        using var db = database.Open();
        db.Database.OpenConnection();
        using var select = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names from the migration
        select.CommandText = $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM \"{table.Name}\" ORDER BY 1, 2";
#pragma warning restore CA2100
        using var reader = select.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[columns.Length];
            reader.GetValues(row);
            rows.Add(row);
        }
        return (columns, rows);
    }

    private static string Text(object[] row) => string.Join('|', row.Select(value => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime at => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    }));
}
