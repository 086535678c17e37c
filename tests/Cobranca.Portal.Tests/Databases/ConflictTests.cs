using System.Reflection;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>What the databases say when two writers meet is understood, and nothing else is taken for it.</summary>
public sealed class ConflictTests
{
    private static readonly DateTime Now = TestDatabase.Start.UtcDateTime;

    [Fact]
    public void A_second_row_with_a_taken_key_is_a_unique_violation()
    {
        using var own = OwnDatabase.Migrated();
        Save(own, AddHoliday);
        Assert.True(Refused(own, AddHoliday).IsUniqueViolation()); // a unique index
        Save(own, AddSecret);
        Assert.True(Refused(own, AddSecret).IsUniqueViolation()); // a primary key
    }

    [Fact]
    public void Another_mistake_is_no_race()
    {
        using var own = OwnDatabase.Migrated();
        var orphan = Refused(own, db => db.Debtors.Add(new() { CreditorId = 4711, TaxId = TestTaxIds.Cpf(1), Name = "Ana", CreatedAt = Now }));
        Assert.False(orphan.IsUniqueViolation());
        Assert.False(orphan.IsLostRace());
        Assert.False(new InvalidOperationException("no").IsLostRace());
    }

    /// <summary>PostgreSQL gives one of two up that wait for each other; SQLite lets one writer in and tires of the wait.</summary>
    [Fact]
    public async Task A_writer_that_is_given_up_may_try_again()
    {
        using var own = OwnDatabase.Migrated();
        Save(own, AddSecret);
        Save(own, AddHoliday);
        using var one = own.Open();
        using var two = own.Open();
        one.Database.SetCommandTimeout(1);
        two.Database.SetCommandTimeout(OwnDatabase.Engine == DatabaseProvider.Sqlite ? 1 : 30);
        await using var first = await one.Database.BeginTransactionAsync();
        Assert.Equal(1, await WriteSecretAsync(one));
        if (OwnDatabase.Engine == DatabaseProvider.Sqlite)
        {
            var tired = await Assert.ThrowsAnyAsync<Exception>(() => WriteSecretAsync(two));
            Assert.True(tired.IsDeadlock(), tired.ToString());
            return;
        }
        one.Database.SetCommandTimeout(30);
        await using var second = await two.Database.BeginTransactionAsync();
        Assert.Equal(1, await WriteHolidayAsync(two));
        var ends = await Task.WhenAll(EndOf(WriteHolidayAsync(one)), EndOf(ThenRollBack(WriteSecretAsync(two), second)));
        var given = Assert.Single(ends.OfType<Exception>());
        Assert.True(given.IsDeadlock(), given.ToString());
        Assert.True(given.IsLostRace());

        async Task<int> ThenRollBack(Task<int> write, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction)
        {
            try { return await write; }
            finally { await transaction.RollbackAsync(); }
        }
    }

    [Theory]
    [InlineData(2601, true, false)]
    [InlineData(2627, true, false)]
    [InlineData(1205, false, true)]
    [InlineData(3960, false, true)]
    [InlineData(547, false, false)] // a foreign key
    [InlineData(-2, false, false)] // the connection
    public void SqlServers_numbers_are_known(int number, bool unique, bool deadlock)
    {
        var failure = new DbUpdateException("x", ErrorOf(number));
        Assert.Equal((unique, deadlock, unique || deadlock), (failure.IsUniqueViolation(), failure.IsDeadlock(), failure.IsLostRace()));
    }

    [Fact]
    public async Task A_lost_race_is_run_again_with_nothing_tracked_and_anything_else_is_not()
    {
        using var own = OwnDatabase.Migrated();
        Save(own, AddHoliday);
        using var db = own.Open();
        var tries = 0;
        Assert.Equal(3, await db.RacingAsync(3, async () =>
        {
            Assert.Empty(db.ChangeTracker.Entries());
            if (++tries < 3) AddHoliday(db);
            await db.SaveChangesAsync();
            return tries;
        }));

        tries = 0;
        var lost = await Assert.ThrowsAsync<DbUpdateException>(() => db.RacingAsync(2, async () =>
        {
            tries++;
            AddHoliday(db);
            return await db.SaveChangesAsync();
        }));
        Assert.True(lost.IsUniqueViolation());
        Assert.Equal(2, tries);

        tries = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.RacingAsync<int>(5, () => throw new InvalidOperationException($"no {++tries}")));
        Assert.Equal(1, tries);
    }

    private static void AddHoliday(CobrancaDb db) => db.LocalHolidays.Add(new() { Name = "x", Law = "x", Source = "x", NaturalKey = "k" });

    private static void AddSecret(CobrancaDb db) => db.InstallationSecrets.Add(new() { Name = "x", ProtectedValue = [1] });

    private static Task<int> WriteSecretAsync(CobrancaDb db) => db.InstallationSecrets.ExecuteUpdateAsync(set => set.SetProperty(s => s.ProtectedValue, new byte[] { 2 }));

    private static Task<int> WriteHolidayAsync(CobrancaDb db) => db.LocalHolidays.ExecuteUpdateAsync(set => set.SetProperty(h => h.Name, "y"));

    private static async Task<Exception?> EndOf(Task<int> write)
    {
        try { return await write == 1 ? null : new InvalidOperationException("wrote nothing"); }
        catch (Exception failure) { return failure; }
    }

    private static void Save(OwnDatabase own, Action<CobrancaDb> change)
    {
        using var db = own.Open();
        change(db);
        db.SaveChanges();
    }

    private static DbUpdateException Refused(OwnDatabase own, Action<CobrancaDb> change) => Assert.Throws<DbUpdateException>(() => Save(own, change));

    /// <summary>The client's exceptions have no public constructor.</summary>
    private static SqlException ErrorOf(int number)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var make = typeof(SqlError).GetConstructors(hidden).First(c => c.GetParameters() is [{ Name: "infoNumber" }, ..]);
        var error = make.Invoke([.. make.GetParameters().Select(p => p.Name == "infoNumber" ? number : p.ParameterType == typeof(string) ? "x" : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)]);
        typeof(SqlErrorCollection).GetMethod("Add", hidden)!.Invoke(errors, [error]);
        var create = typeof(SqlException).GetMethods(hidden).First(m => m.Name == "CreateException" && m.GetParameters().Length == 2 && m.GetParameters()[1].ParameterType == typeof(string));
        return (SqlException)create.Invoke(null, [errors, "16.0"])!;
    }
}
