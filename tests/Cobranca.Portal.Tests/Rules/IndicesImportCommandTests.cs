using Cobranca.Portal.Features.Rules;

namespace Cobranca.Portal.Tests.Rules;

public class IndicesImportCommandTests
{
    [Theory]
    [InlineData("bcdata.sgs.433.json", "433")]
    [InlineData("serie-29543_2026.csv", "29543")]
    [InlineData("IPCA 2026.csv", "IPCA")]
    [InlineData("indices.csv", null)]
    [InlineData("2026.csv", null)]
    public void The_series_is_read_from_the_files_name(string file, string? series) => Assert.Equal(series, IndicesImportCommand.SeriesIn(file));
}
