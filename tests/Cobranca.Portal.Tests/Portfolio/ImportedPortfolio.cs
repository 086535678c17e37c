using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>One test's database with a school (consumer debts, 2% and 1% a month) to import portfolios of.</summary>
public sealed class ImportedPortfolio : IAsyncDisposable
{
    /// <summary>Three CPFs and a CNPJ whose digits hold.</summary>
    public const string Ana = "529.982.247-25", Bia = "111.444.777-35", Caio = "012.345.678-90", Company = "12.ABC.345/01DE-35";

    public const string School = """
        {
          "slug": "escola", "legalName": "Escola Ltda", "tradeName": "Escola", "cnpj": "11.222.333/0001-81",
          "address": { "street": "Rua A, 1", "city": "São Paulo", "uf": "SP", "cep": "01310-100" },
          "privacyContact": { "name": "Fulana", "email": "dados@escola.example.com.br" }, "brand": { "color": "#0b5f5c" },
          "terms": [{ "validFrom": "2015-01-01", "finePercent": 2, "interestPercentPerMonth": 1 }],
          "bankAccounts": [{ "bank": "341", "agencia": "0057", "conta": "12345", "contaDv": "7", "carteira": "109" }]
        }
        """;

    private ImportedPortfolio(TestDatabase database, Creditor creditor) => (Database, Creditor) = (database, creditor);

    public TestDatabase Database { get; }
    public Creditor Creditor { get; }

    public static async Task<ImportedPortfolio> NewAsync(params IInterceptor[] interceptors)
    {
        var database = new TestDatabase(interceptors);
        return new(database, await database.AddCreditorAsync(School));
    }

    public Task<ImportRun> ImportAsync(string csv, Func<PortfolioImportOptions, PortfolioImportOptions>? change = null) => ImportAsync(Encoding.UTF8.GetBytes(csv), change);

    public async Task<ImportRun> ImportAsync(byte[] csv, Func<PortfolioImportOptions, PortfolioImportOptions>? change = null, Creditor? creditor = null)
    {
        var problems = new List<RowProblem>();
        var options = new PortfolioImportOptions { SourceName = "carteira.csv", Actor = "test", OnRefused = problems.Add };
        var result = await Database.InAsync(creditor ?? Creditor, services =>
            services.GetRequiredService<PortfolioImport>().RunAsync(new MemoryStream(csv), creditor ?? Creditor, change?.Invoke(options) ?? options));
        return new(result, problems);
    }

    /// <summary>A file that must go in whole.</summary>
    public async Task<PortfolioImportSummary> TakeAsync(string csv)
    {
        var run = await ImportAsync(csv);
        Assert.Equal([], run.Problems);
        return run.Summary;
    }

    /// <summary>One line of a file with these columns beside the required ones; each pair is <c>column=value</c>.</summary>
    public static string Row(params string[] values)
    {
        var columns = new Dictionary<string, string> { ["id_externo"] = "T1", ["cpf_cnpj"] = Ana, ["nome"] = "Ana Conceição", ["vencimento"] = "01/10/2026", ["valor"] = "100,00" };
        foreach (var value in values) columns[value[..value.IndexOf('=', StringComparison.Ordinal)]] = value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return $"{string.Join(';', columns.Keys)}\n{string.Join(';', columns.Values.Select(v => v.AsSpan().IndexOfAny(";\"") < 0 ? v : $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))}\n";
    }

    public Task<Receivable> ReceivableAsync(string externalId = "T1") => Database.InDbAsync(Creditor, db =>
        db.Receivables.AsNoTracking().Include(r => r.Debtor).Include(r => r.Allocations).ThenInclude(a => a.Payment).SingleAsync(r => r.ExternalId == externalId));

    public Task<Debtor> DebtorAsync(string taxId = Ana) => Database.InDbAsync(Creditor, db =>
    {
        var wanted = TaxId.Parse(taxId);
        return db.Debtors.AsNoTracking().Include(d => d.Contacts.OrderBy(c => c.Id)).SingleAsync(d => d.TaxId == wanted);
    });

    public Task<int> CountAsync() => Database.InDbAsync(Creditor, db => db.Receivables.CountAsync());

    /// <summary>Everything an import writes, by natural keys: two databases with one answer hold the same portfolio.</summary>
    public Task<string> DumpAsync() => Database.InDbAsync(Creditor, async db =>
    {
        var text = new StringBuilder();
        foreach (var d in await db.Debtors.AsNoTracking().Include(d => d.Contacts).OrderBy(d => d.TaxId).ToListAsync())
        {
            text.AppendLine(FormattableString.Invariant($"{d.TaxId} {d.Name} {d.BirthDate} {d.Address} {d.Uf} {d.Cep}"));
            foreach (var c in d.Contacts.OrderBy(c => c.Channel).ThenBy(c => c.Value, StringComparer.Ordinal))
                text.AppendLine(FormattableString.Invariant($"  {c.Channel} {c.Value} {c.Ownership} {c.Source} {c.OptInEmail} {c.OptInSms} {c.OptInCall} {c.OptInWhatsApp}"));
        }
        foreach (var r in await db.Receivables.AsNoTracking().Include(r => r.Debtor).Include(r => r.Allocations).OrderBy(r => r.ExternalId).ToListAsync())
        {
            text.AppendLine(FormattableString.Invariant($"{r.ExternalId} {r.Debtor!.TaxId} {r.DueOn} {r.Principal} {r.Status} {r.Description} {Convert.ToHexString(r.RowHash)}"));
            foreach (var a in r.Allocations.OrderBy(a => a.PaidOn)) text.AppendLine(FormattableString.Invariant($"  {a.PaidOn} {a.Amount} {a.Interest} {a.Fine} {a.Principal}"));
        }
        return text.ToString();
    });

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

/// <summary>What an import answered and what it refused.</summary>
public sealed record ImportRun(PortfolioImportResult Result, IReadOnlyList<RowProblem> Problems)
{
    public PortfolioImportSummary Summary => Assert.IsType<PortfolioImportResult.Done>(Result).Summary;

    public string Unreadable => Assert.IsType<PortfolioImportResult.Unreadable>(Result).Reason;

    public (long Added, long Changed, long Unchanged, long Refused) Counts => (Summary.Added, Summary.Changed, Summary.Unchanged, Summary.Refused);
}
