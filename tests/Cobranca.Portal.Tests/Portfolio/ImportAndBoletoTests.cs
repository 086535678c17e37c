using System.Globalization;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>A creditor's file and a debtor's boleto at one moment: one of them comes first, and the other sees it.</summary>
public sealed class ImportAndBoletoTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Racers = 8;
    private static readonly DateOnly PayOn = new(2026, 11, 24);

    private readonly BoletoScene _scene = new(portal);

    [Fact]
    public async Task A_boleto_never_asks_for_an_amount_that_an_import_took_back()
    {
        await _scene.PrepareAsync();
        var races = new List<(Debtor Debtor, Receivable Debt, Browser Browser, Page Review)>();
        for (var i = 0; i < Racers; i++)
        {
            var debtor = await portal.AddDebtorAsync(portal.Aurora);
            var debt = await _scene.AddDebtAsync(debtor);
            var browser = await portal.SignInAsync(debtor);
            races.Add((debtor, debt, browser, await browser.GetAsync(BoletoScene.ReviewPath(PayOn, debt))));
        }
        await Task.WhenAll(races.Select(race => Task.WhenAll(
            Task.Run(() => ImportAsync(race.Debtor, race.Debt, "valor=999,99")),
            Task.Run(() => race.Browser.SubmitAsync(race.Review, "gerar")))));

        foreach (var (debtor, debt, _, _) in races)
        {
            var now = await _scene.ReloadAsync(debt);
            var boletos = await _scene.BoletosOfAsync(debtor);
            if (boletos.Count == 0) Assert.Equal(new Money(99999), now.Principal);
            else Assert.Equal(now.Principal, Assert.Single((await _scene.ReloadAsync(Assert.Single(boletos))).Items).Principal);
        }
    }

    [Fact]
    public async Task What_an_import_decides_on_is_read_in_the_debtors_turn()
    {
        await _scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        portal.Sql.Take();
        await ImportAsync(debtor, debt, "valor=999,99");
        var statements = portal.Sql.Take().ToList();
        var turn = statements.FindIndex(sql => sql.StartsWith("UPDATE \"Debtors\"", StringComparison.Ordinal) || sql.Contains("FOR NO KEY UPDATE", StringComparison.Ordinal));
        Assert.InRange(turn, 0, statements.FindIndex(sql => sql.Contains("FROM \"BoletoItems\"", StringComparison.Ordinal)));
        Assert.InRange(turn, 0, statements.FindIndex(sql => sql.Contains("\"PaymentAllocations\"", StringComparison.Ordinal)));

        // A line about a debt nobody has yet, and one that says nothing new, keep nobody waiting.
        await ImportAsync(debtor, debt, "valor=999,99");
        await ImportAsync(debtor, null, "id_externo=NOVO-1");
        Assert.DoesNotContain(portal.Sql.Take(), sql => sql.StartsWith("UPDATE \"Debtors\"", StringComparison.Ordinal) || sql.Contains("FOR NO KEY UPDATE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("situacao=paga", true, true)]
    [InlineData("situacao=cancelada", true, true)]
    [InlineData("situacao=cancelada", false, true)]
    [InlineData("situacao=contestada", true, false)]
    [InlineData("descricao=Outra", true, false)]
    public async Task A_debt_that_ends_by_file_closes_its_boleto_with_it(string change, bool registered, bool closes)
    {
        await _scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var browser = await portal.SignInAsync(debtor);
        var path = await BoletoScene.AskAsync(browser, PayOn, debt);
        if (registered) await _scene.BankDecidesAsync();
        var before = await _scene.FindAsync(path);

        await ImportAsync(debtor, debt, change);
        var after = await _scene.FindAsync(path);
        Assert.Equal(closes ? BoletoStatus.ClosureRequested : before.Status, after.Status);
        Assert.Equal(closes, after.Transitions.Exists(t => t.Status == BoletoStatus.ClosureRequested));
        if (!closes) return;
        await _scene.BankDecidesAsync();
        Assert.False((await _scene.FindAsync(path)).Status.MayStillBePaid());
    }

    /// <summary>A file of one line: the debt as it is, but for what is said.</summary>
    private Task ImportAsync(Debtor debtor, Receivable? debt, string change)
    {
        List<string> values = [$"cpf_cnpj={debtor.TaxId.Value}", $"nome={debtor.Name}"];
        if (debt is not null)
        {
            values.Add($"id_externo={debt.ExternalId}");
            values.Add($"vencimento={debt.DueOn.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture)}");
            values.Add($"valor={(debt.Principal.Centavos / 100m).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',')}");
            values.Add($"descricao={debt.Description}");
        }
        var csv = Encoding.UTF8.GetBytes(ImportedPortfolio.Row([.. values, change]));
        return portal.InAsync(portal.Aurora, async services =>
        {
            var refused = new List<RowProblem>();
            var options = new PortfolioImportOptions { SourceName = "carteira.csv", Actor = "test", OnRefused = refused.Add };
            Assert.IsType<PortfolioImportResult.Done>(await services.GetRequiredService<PortfolioImport>().RunAsync(new MemoryStream(csv), portal.Aurora, options));
            // Whoever comes second may be told that there is a boleto.
            Assert.All(refused, problem => Assert.Contains("boleto em aberto", problem.Reason, StringComparison.Ordinal));
            return 0;
        });
    }
}
