using System.Text;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

public class PdfBufferTests
{
    [Theory]
    [InlineData(0, "0 ")]
    [InlineData(13, "13 ")]
    [InlineData(210.0, "210 ")]
    [InlineData(0.25, "0.25 ")]
    [InlineData(10.007, "10.007 ")]
    [InlineData(10.07, "10.07 ")]
    [InlineData(0.9996, "1 ")]
    [InlineData(-0.1, "-0.1 ")]
    [InlineData(-12.5, "-12.5 ")]
    [InlineData(-0.0001, "0 ")]
    [InlineData(1e12, "1000000000000 ")]
    public void Coordinates_have_at_most_three_decimals_and_no_exponent(double value, string written) =>
        Assert.Equal(written, Encoding.ASCII.GetString(new PdfBuffer(1).Number(value).Span));
}
