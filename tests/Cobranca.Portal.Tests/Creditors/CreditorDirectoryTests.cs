using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Creditors;

/// <summary>Creditors remembered in memory, and contexts lent from a pool: neither may show what is no longer so, or not one's own.</summary>
public sealed class CreditorDirectoryTests
{
    private const string Terms = """{ "validFrom": "2020-01-01", "finePercent": 2, "interestPercentPerMonth": 1 }""";

    [Fact]
    public async Task What_was_applied_elsewhere_is_seen_at_the_next_request()
    {
        await using var database = new TestDatabase();
        var directory = new CreditorDirectory();
        Assert.Null(await FindAsync(database, directory));
        await database.AddCreditorAsync(File(Terms));
        var first = await FindAsync(database, directory);
        Assert.Single(first!.Terms);
        Assert.Same(first, await FindAsync(database, directory));

        // Only terms change, and the clock stands still: the version rises all the same.
        await database.AddCreditorAsync(File(Terms + """, { "validFrom": "2026-12-01", "finePercent": 1, "interestPercentPerMonth": 1 }"""));
        var second = await FindAsync(database, directory);
        Assert.Equal([Rate.Percent(2), Rate.Percent(1)], second!.Terms.OrderBy(t => t.ValidFrom).Select(t => t.Fine));

        await database.AddCreditorAsync(File(Terms, active: false));
        Assert.False(Assert.Single((await FindAsync(database, directory))!.BankAccounts).IsActive);
    }

    [Fact]
    public async Task A_context_given_back_belongs_to_nobody()
    {
        await using var database = new TestDatabase();
        var creditor = await database.AddCreditorAsync(File(Terms));
        Assert.Equal(1, await database.InDbAsync(creditor, async db =>
        {
            db.Debtors.Add(new() { CreditorId = creditor.Id, TaxId = TestTaxIds.Cpf(1), Name = "Ana" });
            await db.SaveChangesAsync();
            return await db.Debtors.CountAsync();
        }));
        await using var next = await database.Services.GetRequiredService<IDbContextFactory<CobrancaDb>>().CreateDbContextAsync();
        Assert.Equal(0, await next.Debtors.CountAsync());
        Assert.Empty(next.ChangeTracker.Entries());
    }

    private static Task<Creditor?> FindAsync(TestDatabase database, CreditorDirectory directory) => database.InDbAsync(null, async db =>
        await db.AskAsync("lumen", [], DateTime.UnixEpoch, DateTime.UnixEpoch, CancellationToken.None) is { } arrival
            ? await directory.FindAsync(db, "lumen", arrival.CreditorVersion, CancellationToken.None)
            : null);

    private static string File(string terms, bool active = true) => $$"""
        {
          "slug": "lumen", "legalName": "Lúmen Energia S.A.", "tradeName": "Lúmen", "cnpj": "12ABC34501DE35",
          "address": { "street": "Av. B, 2", "city": "Recife", "uf": "PE", "cep": "50010-010" },
          "email": "oi@lumen.example.com", "privacyContact": { "name": "Rui", "email": "dados@lumen.example.com" }, "brand": { "color": "#1F4E9C" },
          "terms": [{{terms}}],
          "bankAccounts": [{ "bank": "341", "agencia": "57", "conta": "12345", "contaDv": "7", "carteira": "109", "active": {{(active ? "true" : "false")}} }]
        }
        """;
}
