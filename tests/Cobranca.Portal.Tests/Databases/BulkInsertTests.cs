using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>Rows that go around change tracking arrive as if they had gone through it, and stay behind the same wall.</summary>
public sealed class BulkInsertTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Every_column_arrives_as_SaveChanges_would_write_it()
    {
        var tracked = Full(TestTaxIds.Cpf(90_001));
        var bulk = Full(TestTaxIds.Cpf(90_002));
        var plain = new Debtor { CreditorId = portal.Aurora.Id, TaxId = TestTaxIds.Cpf(90_003), Name = "só o que é preciso", CreatedAt = Now };
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            db.Debtors.Add(tracked);
            await db.SaveChangesAsync();
            await InsertAsync(db, bulk, plain);
            return true;
        });
        var read = await portal.InDbAsync(portal.Aurora, db => db.Debtors.AsNoTracking().Where(d => d.CreatedAt == Now && d.Id >= tracked.Id).OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(3, read.Count);
        Assert.Equal(Shown(read[0]), Shown(read[1]));
        Assert.Equal((null, null, null, null), (read[2].Address, read[2].BirthDate, read[2].Uf, read[2].RepresentativeCpf));
        Assert.Equal("só o que é preciso", read[2].Name);
    }

    [Fact]
    public async Task A_row_of_another_creditor_is_refused_and_none_arrives()
    {
        var own = Full(TestTaxIds.Cpf(91_001));
        var foreign = new Debtor { CreditorId = portal.Vetor.Id, TaxId = TestTaxIds.Cpf(91_002), Name = "x", CreatedAt = Now };
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => InsertAsync(db, own, foreign));
            Assert.Contains("another creditor", refused.Message, StringComparison.Ordinal);
            return true;
        });
        Assert.False(await portal.InDbAsync(portal.Aurora, db => db.Debtors.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AnyAsync(d => d.TaxId == own.TaxId || d.TaxId == foreign.TaxId)));
    }

    [Fact]
    public async Task Outside_a_transaction_it_does_not_write() => await portal.InDbAsync(portal.Aurora, async db =>
    {
        await using var bulk = new BulkInsert<Debtor>(db);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bulk.InsertAsync([Full(TestTaxIds.Cpf(92_001))], default));
        return true;
    });

    [Fact]
    public async Task What_is_not_committed_is_not_there()
    {
        var debtor = Full(TestTaxIds.Cpf(93_001));
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await using var bulk = new BulkInsert<Debtor>(db);
            await bulk.InsertAsync([debtor], default);
            Assert.True(await db.Debtors.AnyAsync(d => d.TaxId == debtor.TaxId));
            await transaction.RollbackAsync();
            return true;
        });
        Assert.False(await portal.InDbAsync(portal.Aurora, db => db.Debtors.AnyAsync(d => d.TaxId == debtor.TaxId)));
    }

    [Fact]
    public async Task A_key_that_is_taken_is_a_unique_violation()
    {
        var debtor = Full(TestTaxIds.Cpf(94_001));
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            await InsertAsync(db, debtor);
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => InsertAsync(db, Full(debtor.TaxId)));
            Assert.True(refused.IsUniqueViolation(), refused.ToString());
            return true;
        });
    }

    private DateTime Now => portal.Clock.GetUtcNow().UtcDateTime;

    private static async Task InsertAsync(CobrancaDb db, params Debtor[] debtors)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await using var bulk = new BulkInsert<Debtor>(db);
        await bulk.InsertAsync(debtors, default);
        await transaction.CommitAsync();
    }

    private Debtor Full(TaxId taxId) => new()
    {
        CreditorId = portal.Aurora.Id, TaxId = taxId, Name = "Conceição d'Ávila \\ \"aspas\"; --", BirthDate = new(1980, 2, 29), Address = "Rua\tdas Acácias, 1\nfundos", Uf = Uf.Parse("SP"),
        Cep = Cep.Parse("01310100"), CityCode = "3550308", RepresentativeCpf = Cpf.Parse("52998224725"), CreatedAt = Now, UpdatedAt = Now.AddTicks(70),
    };

    private static string Shown(Debtor d) => FormattableString.Invariant($"{d.CreditorId} {d.Name} {d.BirthDate} {d.Address} {d.Uf} {d.Cep} {d.CityCode} {d.RepresentativeCpf} {d.CreatedAt:O} {d.UpdatedAt:O} {d.CreatedAt.Kind} {d.Version}");
}
