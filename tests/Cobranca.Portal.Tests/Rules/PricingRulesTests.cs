using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Portfolio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Rules;

/// <summary>From stored rows to a price: the worked examples through the database, and what prices lean on.</summary>
public sealed class PricingRulesTests
{
    private static Task<T> PriceAsync<T>(ImportedPortfolio portfolio, Func<ReceivablePricer, T> ask) => portfolio.Database.InAsync(portfolio.Creditor, async services =>
        ask(await services.GetRequiredService<PricingRules>().PricerAsync(portfolio.Creditor)));

    private static async Task<(PricedDebt Price, PriceProof Proof)> PriceAsync(ImportedPortfolio portfolio, DateOnly payOn, params string[] row)
    {
        await portfolio.TakeAsync(ImportedPortfolio.Row(row));
        var receivable = await portfolio.ReceivableAsync();
        return await PriceAsync(portfolio, pricer => (pricer.PriceOn(receivable, payOn), pricer.Explain(receivable, payOn)));
    }

    [Theory]
    [InlineData("05/10/2026", "100,00", 2026, 10, 15, "2,00", "0,33", "102,33")] // E01
    [InlineData("17/09/2026", "1.234,56", 2026, 11, 3, "24,69", "19,34", "1.278,59")] // E03
    [InlineData("20/11/2026", "480,00", 2026, 11, 23, "0,00", "0,00", "480,00")] // E07: a holiday, paid on the next business day
    [InlineData("20/11/2026", "480,00", 2026, 11, 24, "9,60", "0,16", "489,76")]
    public async Task An_imported_debt_costs_what_the_worked_example_says(string due, string amount, int year, int month, int day, string fine, string interest, string total)
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var (price, proof) = await PriceAsync(portfolio, new(year, month, day), $"vencimento={due}", $"valor={amount}");
        Assert.Equal((fine, interest, total), (price.Fine.ToAmountString(), price.Interest.ToAmountString(), price.Total.ToAmountString()));
        Assert.Equal(price, proof.Price);
    }

    [Fact]
    public async Task A_debt_keeps_the_terms_of_its_day_and_its_own_before_them()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.Database.AddCreditorAsync(ImportedPortfolio.School.Replace("\"terms\": [", "\"terms\": [{ \"validFrom\": \"2026-09-01\", \"finePercent\": 1, \"interestPercentPerMonth\": 0.5, \"clause\": \"Nova\" }, ", StringComparison.Ordinal));
        await portfolio.TakeAsync(string.Join('\n', "id_externo;cpf_cnpj;nome;vencimento;valor;emissao;multa_percentual",
            $"ANTES;{ImportedPortfolio.Ana};A;01/10/2026;100,00;31/08/2026;", $"DEPOIS;{ImportedPortfolio.Ana};A;01/10/2026;100,00;01/09/2026;",
            $"SEM;{ImportedPortfolio.Ana};A;01/10/2026;100,00;;", $"PROPRIA;{ImportedPortfolio.Ana};A;01/10/2026;100,00;;0"));
        foreach (var (id, fine, interest) in new[] { ("ANTES", 2m, 1m), ("DEPOIS", 1m, 0.5m), ("SEM", 1m, 0.5m), ("PROPRIA", 0m, 0.5m) })
        {
            var receivable = await portfolio.ReceivableAsync(id);
            var terms = await PriceAsync(portfolio, pricer => pricer.TermsFor(receivable));
            Assert.Equal((Rate.Percent(fine), Rate.Percent(interest)), (terms.Fine, terms.InterestPerMonth));
        }
    }

    [Fact]
    public async Task Nothing_is_owed_on_what_was_paid_or_cancelled()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(ImportedPortfolio.Row("situacao=cancelada"));
        var receivable = await portfolio.ReceivableAsync();
        Assert.Equal(Money.Zero, await PriceAsync(portfolio, pricer => pricer.PriceOn(receivable, new(2026, 11, 21)).Total));
        await Assert.ThrowsAsync<InvalidOperationException>(() => PriceAsync(portfolio, pricer => pricer.Explain(receivable, new(2026, 11, 21))));
    }

    [Fact]
    public async Task Time_bars_follow_the_terms_or_the_receivable()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(string.Join('\n', "id_externo;cpf_cnpj;nome;vencimento;valor;prescreve_em",
            $"T1;{ImportedPortfolio.Ana};A;19/11/2021;100,00;", $"T2;{ImportedPortfolio.Ana};A;19/11/2021;100,00;25/12/2026"));
        var (byTerms, own) = (await portfolio.ReceivableAsync("T1"), await portfolio.ReceivableAsync("T2"));
        Assert.Equal((false, true, false, true), await PriceAsync(portfolio, p =>
            (p.IsTimeBarred(byTerms, new(2026, 11, 19)), p.IsTimeBarred(byTerms, new(2026, 11, 20)), p.IsTimeBarred(own, new(2026, 12, 24)), p.IsTimeBarred(own, new(2026, 12, 25)))));
    }

    [Fact]
    public async Task A_receivable_is_never_loaded_without_what_was_paid_of_it()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(ImportedPortfolio.Row("valor_pago=40,00", "pago_em=01/10/2026"));
        var receivable = await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.Receivables.SingleAsync());
        Assert.Equal(new Money(6000), await PriceAsync(portfolio, pricer => pricer.PriceOn(receivable, new(2026, 10, 1)).Total));
    }

    [Fact]
    public async Task The_banco_central_s_file_comes_in_once_and_prices_use_it()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.Database.AddCreditorAsync(ImportedPortfolio.School.Replace("\"interestPercentPerMonth\": 1", "\"interestPercentPerMonth\": null", StringComparison.Ordinal));
        await portfolio.TakeAsync(ImportedPortfolio.Row("vencimento=15/07/2026", "valor=10.000,00", "multa_percentual=0"));
        var receivable = await portfolio.ReceivableAsync();
        Money On(ReceivablePricer pricer) => pricer.PriceOn(receivable, new(2026, 10, 20)).Interest;
        Assert.Equal(Money.Zero, await PriceAsync(portfolio, On));

        // E11, whose rates are invented.
        const string Json = """[{"data":"01/07/2026","valor":"0.62"},{"data":"01/08/2026","valor":"0.58"},{"data":"01/09/2026","valor":"0.00"},{"data":"01/10/2026","valor":"0.71"}]""";
        Assert.Equivalent(new IndexImportResult.Done(4, [], 0, new(2026, 10, 1)), await IndicesAsync(portfolio, Json));
        Assert.Equal(new Money(13581), await PriceAsync(portfolio, On));
        Assert.Equivalent(new IndexImportResult.Done(0, [], 4, new(2026, 10, 1)), await IndicesAsync(portfolio, Json));

        Assert.Equivalent(new IndexImportResult.Done(1, [new(new(2026, 9, 1), 0m, 0.5m)], 0, new(2026, 11, 1)), await IndicesAsync(portfolio, "data;valor\n\"01/09/2026\";\"0,50\"\n\"01/11/2026\";\"0,10\"\n"));
        Assert.Equal(new Money(18581), await PriceAsync(portfolio, On));
        Assert.Equal(2, await portfolio.Database.InDbAsync(null, db => db.AuditEntries.CountAsync(a => a.Action == "indices.import")));
    }

    [Fact]
    public async Task A_series_with_a_bad_line_stays_out_whole()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var refused = Assert.IsType<IndexImportResult.Refused>(await IndicesAsync(portfolio, "data;valor\n01/07/2026;0,62\n15/08/2026;0,58\n01/09/2026;x\n"));
        Assert.Equal([3, 4], refused.Problems.Select(p => p.Line));
        Assert.Equal(0, await portfolio.Database.InDbAsync(null, db => db.IndexPoints.CountAsync()));
    }

    [Fact]
    public async Task Local_holidays_of_the_creditor_s_place_count_and_others_do_not()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        const string Csv = "uf;municipio_ibge;data_ou_dia_mes;nome;lei;fonte;vale_desde;vale_ate\nSP;;09/07;Revolução;Lei 9.497/1997;DO;;\nSP;3509502;15/07;Só Campinas;;DO;;\nRJ;;16/07;Rio;;DO;;\n";
        Assert.Equal(new HolidayImportResult.Done(3, 0, 0), await HolidaysAsync(portfolio, Csv));
        Assert.Equal(new HolidayImportResult.Done(0, 0, 3), await HolidaysAsync(portfolio, Csv));
        Assert.Equal((false, true, true), await PriceAsync(portfolio, p =>
            (p.Calendar.IsBusinessDay(new(2026, 7, 9)), p.Calendar.IsBusinessDay(new(2026, 7, 15)), p.Calendar.IsBusinessDay(new(2026, 7, 16)))));

        Assert.Equal(new HolidayImportResult.Done(0, 1, 2), await HolidaysAsync(portfolio, Csv.Replace("DO;;\nSP", "DO;;31/12/2025\nSP", StringComparison.Ordinal)));
        Assert.True(await PriceAsync(portfolio, p => p.Calendar.IsBusinessDay(new(2026, 7, 9))));
        Assert.Equal(3, await portfolio.Database.InDbAsync(null, db => db.LocalHolidays.CountAsync()));
    }

    [Fact]
    public async Task A_holiday_file_with_a_bad_line_stays_out_whole()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var refused = Assert.IsType<HolidayImportResult.Refused>(await HolidaysAsync(portfolio, "uf;data_ou_dia_mes;nome;fonte\nSP;09/07;R;DO\nXX;09/07;R;DO\nSP;31/02;R;DO\n"));
        Assert.Equal([3, 4], refused.Problems.Select(p => p.Line));
        Assert.Equal(0, await portfolio.Database.InDbAsync(null, db => db.LocalHolidays.CountAsync()));
    }

    [Fact]
    public async Task What_another_process_imported_is_seen_at_the_next_price()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        Assert.False(await PriceAsync(portfolio, p => p.Indices.TryGet(IndexSeries.Ipca, 2026, 7, out _)));
        await portfolio.Database.SaveAsync(null, db => db.IndexPoints.Add(new() { Series = IndexSeries.Ipca, Month = new(2026, 7, 1), MicroPercent = -120_000, Source = "x", ImportedAt = TestDatabase.Start.UtcDateTime }));
        Assert.Equal(-0.12m, await PriceAsync(portfolio, p => p.Indices.TryGet(IndexSeries.Ipca, 2026, 7, out var percent) ? percent : 0));
        await portfolio.Database.SaveAsync(null, db => db.LocalHolidays.Add(new() { Uf = "SP", Month = 3, Day = 4, Name = "x", Law = "", Source = "x", NaturalKey = "k" }));
        Assert.False(await PriceAsync(portfolio, p => p.Calendar.IsBusinessDay(new(2026, 3, 4))));
    }

    private static Task<IndexImportResult> IndicesAsync(ImportedPortfolio portfolio, string text) => portfolio.Database.InAsync(null, services =>
        services.GetRequiredService<IndexImport>().RunAsync(text, IndexSeries.TaxaLegal, "SGS 29543, teste", "test"));

    private static Task<HolidayImportResult> HolidaysAsync(ImportedPortfolio portfolio, string text) => portfolio.Database.InAsync(null, services =>
        services.GetRequiredService<HolidayImport>().RunAsync(text, "test"));
}
