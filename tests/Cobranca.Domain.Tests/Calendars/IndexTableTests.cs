using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Tests.Calendars;

public class IndexTableTests
{
    private static MonthlyIndex Ipca(int year, int month, decimal percent) => new(IndexSeries.Ipca, year, month, percent, "teste");

    [Fact]
    public void Answers_the_months_it_knows()
    {
        var table = IndexTable.From([Ipca(2026, 8, -0.16m), Ipca(2025, 12, 0.44m), new(IndexSeries.TaxaLegal, 2026, 9, 0m, "teste")]);
        Assert.True(table.TryGet(IndexSeries.Ipca, 2025, 12, out var percent));
        Assert.Equal(0.44m, percent);
        Assert.True(table.TryGet(IndexSeries.Ipca, 2026, 8, out percent));
        Assert.Equal(-0.16m, percent);
        Assert.True(table.TryGet(IndexSeries.TaxaLegal, 2026, 9, out percent)); // a published zero is known
        Assert.Equal("teste", table.Find(IndexSeries.Ipca, 2026, 8)?.Source);
        Assert.Equal((2026, 8), table.LastPublished(IndexSeries.Ipca));
    }

    [Theory]
    [InlineData(2025, 11)]
    [InlineData(2026, 1)] // a gap
    [InlineData(2026, 9)]
    [InlineData(1, 1)]
    [InlineData(9999, 12)]
    public void Says_which_months_it_does_not_know(int year, int month)
    {
        var table = IndexTable.From([Ipca(2026, 8, 0.16m), Ipca(2025, 12, 0.44m)]);
        Assert.False(table.TryGet(IndexSeries.Ipca, year, month, out _));
        Assert.Null(table.Find(IndexSeries.Ipca, year, month));
        Assert.False(table.TryGet(IndexSeries.Inpc, 2026, 8, out _));
    }

    [Fact]
    public void Empty_knows_nothing()
    {
        foreach (var series in Enum.GetValues<IndexSeries>())
        {
            Assert.Null(IndexTable.Empty.LastPublished(series));
            Assert.False(IndexTable.Empty.TryGet(series, 2026, 1, out _));
        }
    }

    [Fact]
    public void Refuses_what_cannot_be()
    {
        Assert.Throws<ArgumentException>(() => IndexTable.From([Ipca(2026, 8, 0.16m), Ipca(2026, 8, 0.17m)]));
        Assert.Throws<ArgumentException>(() => IndexTable.From([Ipca(2026, 13, 0.16m)]));
        Assert.Throws<ArgumentException>(() => IndexTable.From([new(IndexSeries.TaxaLegal, 2026, 8, -0.1m, "teste")]));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexTable.Empty.Find(IndexSeries.Ipca, 2026, 0));
        Assert.Equal((2026, 8), IndexTable.From([Ipca(2026, 8, 0.16m), Ipca(2026, 8, 0.16m)]).LastPublished(IndexSeries.Ipca));
    }

    [Theory]
    [InlineData("ipca", IndexSeries.Ipca)]
    [InlineData("IGP-M", IndexSeries.IgpM)]
    [InlineData("igpm", IndexSeries.IgpM)]
    [InlineData("taxa-legal", IndexSeries.TaxaLegal)]
    [InlineData("188", IndexSeries.Inpc)]
    [InlineData("4390", IndexSeries.Selic)]
    public void A_series_goes_by_name_or_code(string text, IndexSeries expected)
    {
        Assert.True(IndexSeriesCatalog.TryParse(text, out var series, out _));
        Assert.Equal(expected, series);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("11")] // the daily Selic
    [InlineData("0")]  // the number behind the enum
    [InlineData("ipca,inpc")]
    public void An_unknown_series_is_refused(string? text) => Assert.False(IndexSeriesCatalog.TryParse(text, out _, out _));

    [Fact]
    public void Every_code_says_whether_it_was_confirmed()
    {
        Assert.Equal([433, 188, 189, 4390, 29543], Enum.GetValues<IndexSeries>().Select(series => series.Sgs().Code));
        Assert.Equal([IndexSeries.TaxaLegal], Enum.GetValues<IndexSeries>().Where(series => !series.Sgs().IsConfirmed));
        Assert.Equal("https://api.bcb.gov.br/dados/serie/bcdata.sgs.433/dados?formato=json", IndexSeries.Ipca.Sgs().Address.ToString());
    }
}
