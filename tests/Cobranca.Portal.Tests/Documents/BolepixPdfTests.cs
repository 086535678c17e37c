using System.Text.RegularExpressions;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>A boleto with Pix on paper: two codes, and a scanner reads both.</summary>
public class BolepixPdfTests
{
    private const int MostBytes = 40 * 1024;

    private static readonly PdfDocumentWriter Writer = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(14, 2)]
    [InlineData(40, 2)]
    public void Both_codes_are_read_from_the_page(int charges, int pages)
    {
        var document = BoletoSamples.WithPix(BoletoSamples.WithCharges(charges));
        var pdf = Writer.Boleto(document);
        Assert.InRange(pdf.Length, 1, MostBytes);
        using var peers = new PdfPeers(pdf);
        peers.AssertSyntaxIsClean();
        Assert.Matches($@"Pages:\s+{pages}\n", peers.Information());
        foreach (var dotsPerInch in new[] { 150, 300 })
            Assert.Equal(new[] { "I2/5:" + document.Barcode, "QR-Code:" + document.PixCode }.Order(StringComparer.Ordinal), Codes(peers, dotsPerInch));
        peers.AssertNothingOverlaps();
    }

    [Fact]
    public void The_code_is_one_line_of_text_that_can_be_copied_whole()
    {
        var document = BoletoSamples.WithPix(BoletoSamples.Reissued);
        using var peers = new PdfPeers(Writer.Boleto(document));
        Assert.True(document.PixCode!.Length > 220, "not the largest code");
        Assert.Contains(document.PixCode, peers.Text().Split('\n'));
        Assert.Contains("O Pix é de R$ 1.278,59, o mesmo valor do boleto, até 04/11/2026.", peers.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_boleto_without_Pix_says_nothing_of_it()
    {
        using var peers = new PdfPeers(Writer.Boleto(BoletoSamples.Reissued));
        Assert.DoesNotContain("Pix", peers.Text(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_demonstration_with_Pix_says_not_to_pay_next_to_it()
    {
        var document = BoletoSamples.WithPix(BoletoSamples.Reissued) with { Simulated = true };
        using var peers = new PdfPeers(Writer.Boleto(document));
        Assert.Contains("DEMONSTRAÇÃO: NÃO PAGUE", peers.Text(), StringComparison.Ordinal);
        peers.AssertNothingOverlaps();
    }

    public static TheoryData<string> OtherCodes =>
    [
        BoletoSamples.WithPix(BoletoSamples.Reissued).PixCode![..^1] + "0", // its check does not hold
        BoletoSamples.WithPix(BoletoSamples.Reissued with { Amount = new(1_278_58) }).PixCode!,
        "34191.09008 00004.380051 71234.570001 1 16190000127859",
        "",
    ];

    [Theory]
    [MemberData(nameof(OtherCodes))]
    public void A_Pix_that_asks_for_something_else_never_reaches_paper(string code) =>
        Assert.Throws<ArgumentException>(() => Writer.Boleto(BoletoSamples.Reissued with { PixCode = code }));

    [Fact]
    public void A_scanner_reads_the_code_of_any_key_and_amount()
    {
        var random = new Random(20261124);
        string[] keys = ["11.222.333/0001-81", "52998224725", "+5511987654321", "123e4567-e12b-12d1-a456-426655440000", "a@b.co"];
        foreach (var key in keys)
        {
            var amount = new Money(random.NextInt64(1, 99_999_999_99));
            var document = BoletoSamples.WithPix(BoletoSamples.WithCode(BoletoSamples.Reissued with { Amount = amount, Charges = [] }, "1090000004380057123457000"), key);
            using var peers = new PdfPeers(Writer.Boleto(document));
            Assert.Contains("QR-Code:" + document.PixCode, Codes(peers, 150));
        }
    }

    [Fact]
    public void A_quiet_zone_of_four_modules_surrounds_it()
    {
        var code = QrCode.Of(BoletoSamples.WithPix(BoletoSamples.Reissued).PixCode!);
        Assert.Equal(QrCode.Quiet, code.Runs.Min(run => run.X));
        Assert.Equal(QrCode.Quiet, code.Runs.Min(run => run.Y));
        Assert.Equal(code.Size - QrCode.Quiet, code.Runs.Max(run => run.X + run.Length));
        Assert.Equal(code.Size - QrCode.Quiet - 1, code.Runs.Max(run => run.Y));
        Assert.Equal(0, (code.Size - 2 * QrCode.Quiet - 17) % 4); // a version's side: 17 + 4v
    }

    private static IEnumerable<string> Codes(PdfPeers peers, int dotsPerInch) =>
        Regex.Split(peers.Scan(dotsPerInch).Trim(), "\r?\n").Order(StringComparer.Ordinal);
}
