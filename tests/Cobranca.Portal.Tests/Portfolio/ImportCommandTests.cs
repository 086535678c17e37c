using System.Diagnostics;
using System.Text;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>The commands as a person runs them: a process of their own, files relative to where the person stands.</summary>
public sealed class ImportCommandTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-command-").FullName;

    [Fact]
    public async Task A_creditor_and_its_portfolio_come_in_by_commands()
    {
        await WriteAsync("escola.json", ImportedPortfolio.School);
        var applied = await RunAsync("creditor", "apply", "escola.json");
        Assert.Equal((0, "Credor escola: criado."), (applied.ExitCode, applied.Output.Trim()));

        await WriteAsync("carteira.csv", ImportedPortfolio.Row("celular=11987654321", "cor=azul"));
        var imported = await RunAsync("import", "carteira.csv", "--creditor", "escola");
        Assert.Equal(0, imported.ExitCode);
        Assert.Contains("novas 1", imported.Output, StringComparison.Ordinal);
        Assert.Contains("colunas desconhecidas, não usadas: cor", imported.Output, StringComparison.Ordinal);
        Assert.Contains("0 de 1 contatos podem receber SMS", imported.Output, StringComparison.Ordinal);
        Assert.Equal("", imported.Errors);
        Assert.False(File.Exists(Path.Combine(_folder, "carteira.csv.erros.csv")));
    }

    [Fact]
    public async Task Refused_lines_go_to_a_file_that_no_spreadsheet_runs_and_the_exit_code_says_so()
    {
        await _database.AddCreditorAsync(ImportedPortfolio.School);
        await WriteAsync("carteira.csv", $"id_externo;cpf_cnpj;nome;vencimento;valor\nT1;{ImportedPortfolio.Ana};A;01/10/2026;10,00\nT2;=cmd();A;31/02/2026;10,00\n");
        var run = await RunAsync("import", "carteira.csv", "--creditor", "escola");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("novas 1 · alteradas 0 · sem mudança 0 · recusadas 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("linha 3, vencimento: ", run.Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "carteira.csv.erros.csv"));
        Assert.Equal<byte>([0xef, 0xbb, 0xbf], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("linha;coluna;motivo", lines[0]);
        Assert.StartsWith("3;cpf_cnpj;", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3;vencimento;", lines[2], StringComparison.Ordinal);

        var rehearsed = await RunAsync("import", "carteira.csv", "--creditor", "escola", "--errors", "outro.csv", "--dry-run");
        Assert.Equal(2, rehearsed.ExitCode);
        Assert.Contains("novas 0 · alteradas 0 · sem mudança 1 · recusadas 1", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("nada foi gravado", rehearsed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "outro.csv")));
    }

    [Fact]
    public async Task What_cannot_be_read_is_one_line_and_no_stack_trace()
    {
        await _database.AddCreditorAsync(ImportedPortfolio.School);
        await WriteAsync("vazio.csv", "");
        (string[] Arguments, string Says)[] cases =
        [
            (["import", "nao-ha.csv", "--creditor", "escola"], "não encontrado"),
            (["import", "vazio.csv", "--creditor", "escola"], "vazio"),
            (["import", "vazio.csv", "--creditor", "ninguem"], "creditor apply"),
            (["import", "vazio.csv", "--creditor", "escola", "--decimal", "pipe"], "comma ou dot"),
        ];
        foreach (var (arguments, says) in cases)
        {
            var run = await RunAsync(arguments);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(says, run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Errors + run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Killed_and_run_again_it_ends_as_if_it_had_never_been_killed()
    {
        await _database.AddCreditorAsync(ImportedPortfolio.School);
        var csv = new StringBuilder("id_externo;cpf_cnpj;nome;vencimento;valor;email\n");
        for (var i = 0; i < 30_000; i++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"T{i};{TestTaxIds.Cpf(i / 3).Value};Pessoa {i / 3};01/10/2026;10,00;p{i / 3}@example.com\n");
        await WriteAsync("carteira.csv", csv.ToString());

        using (var doomed = Start(["import", "carteira.csv", "--creditor", "escola"]))
        {
            while (!doomed.HasExited && await ReceivablesAsync() < 2000) await Task.Yield(); // waits for the other process, not for a clock
            doomed.Kill();
            await doomed.WaitForExitAsync();
        }
        var survived = await ReceivablesAsync();
        Assert.InRange(survived, 2000, 29_000);
        Assert.Equal(0, survived % 1000);
        Assert.Equal(0, await CountAsync(db => All(db.Debtors).Where(d => !All(db.Receivables).Any(r => r.DebtorId == d.Id))));

        var again = await RunAsync("import", "carteira.csv", "--creditor", "escola");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal((30_000, 10_000, 10_000), (await ReceivablesAsync(), await CountAsync(db => All(db.Debtors)), await CountAsync(db => All(db.Contacts))));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<int> ReceivablesAsync() => CountAsync(db => All(db.Receivables));

    private Task<int> CountAsync<T>(Func<CobrancaDb, IQueryable<T>> rows) => _database.InDbAsync(null, db => rows(db).CountAsync());

    private static IQueryable<T> All<T>(IQueryable<T> rows)
        where T : class => rows.IgnoreQueryFilters([CobrancaDb.TenantFilter]);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cobranca.Portal.dll"), .. arguments])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        _database.Own.Configure(start);
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
