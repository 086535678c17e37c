using System.Globalization;
using System.Text.RegularExpressions;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>Three slips to a page, each as readable as one alone.</summary>
public class CarnePdfTests
{
    private static readonly PdfDocumentWriter Writer = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public void Every_slip_is_read_from_its_page(int count, bool pix)
    {
        var slips = BoletoSamples.Instalments(count, pix);
        using var peers = new PdfPeers(Writer.Carne(slips));
        peers.AssertSyntaxIsClean();
        var pages = (count + 2) / 3;
        Assert.Matches($@"Pages:\s+{pages}\n", peers.Information());
        for (var page = 1; page <= pages; page++)
        {
            var expected = slips.Skip((page - 1) * 3).Take(3)
                .SelectMany(slip => pix ? new[] { "I2/5:" + slip.Barcode, "QR-Code:" + slip.PixCode } : ["I2/5:" + slip.Barcode]).Order(StringComparer.Ordinal);
            foreach (var dotsPerInch in new[] { 150, 200 })
                Assert.Equal(expected, Regex.Split(peers.Scan(dotsPerInch, page).Trim(), "\r?\n").Order(StringComparer.Ordinal));
        }
        var text = peers.Text();
        foreach (var (index, slip) in slips.Index())
        {
            Assert.Contains($"{index + 1} de {count}", text, StringComparison.Ordinal);
            Assert.Equal(2, Regex.Count(text, Regex.Escape(slip.NossoNumero)));
            Assert.Contains(slip.LinhaDigitavel, text, StringComparison.Ordinal);
        }
        Assert.Contains($"Página {pages} de {pages}", text, StringComparison.Ordinal);
        Assert.Equal(pages, Regex.Count(text, "Página "));
        peers.AssertNothingOverlaps(side: 16);
    }

    [Fact]
    public void The_barcode_keeps_its_103_by_13_millimetres_and_its_narrowest_bar()
    {
        using var peers = new PdfPeers(Writer.Carne(BoletoSamples.Instalments(3, pix: true)));
        var bars = Regex.Matches(peers.Unpacked(), @"(?<left>[\d.]+) (?<bottom>[\d.]+) (?<width>[\d.]+) 13 re")
            .Select(match => (Left: Number(match, "left"), Bottom: Number(match, "bottom"), Width: Number(match, "width"))).ToList();
        Assert.Equal(3 * 114, bars.Count);
        foreach (var slip in bars.GroupBy(bar => bar.Bottom).Select(bars => bars.OrderBy(bar => bar.Left).ToList()))
        {
            Assert.Equal(103, slip[^1].Left + slip[^1].Width - slip[0].Left, tolerance: 0.002);
            Assert.Equal(53, slip[0].Left, tolerance: 0.002); // 5 mm into the ficha
            Assert.All(slip, bar => Assert.True(bar.Width > 0.17, $"{bar.Width} mm"));
            Assert.True(slip[0].Bottom > 4.2, "a printer would cut it"); // millimetres from the foot of the sheet
        }
    }

    /// <summary>Banks ask for 3.5 to 4 mm: what a cashier reads and types when the bars fail.</summary>
    [Fact]
    public void The_linha_digitavel_is_set_in_type_of_three_and_a_half_millimetres()
    {
        using var peers = new PdfPeers(Writer.Carne(BoletoSamples.Instalments(1, pix: true)));
        var type = Regex.Matches(peers.Unpacked(), @"/B (?<size>[\d.]+) Tf").Select(match => Number(match, "size"));
        Assert.Contains(type, size => size is >= 3.5 and < 4);
    }

    [Fact]
    public void Says_what_a_slip_must_say_on_both_sides_of_the_cut()
    {
        var slip = BoletoSamples.Instalments(1, pix: true)[0] with { Simulated = true };
        using var peers = new PdfPeers(Writer.Carne([slip]));
        var text = peers.Text();
        foreach (var twice in new[] { "03/11/2026", "R$ 350,01", slip.NossoNumero, "0057/12345-7", "341-7", "Colégio Aurora" })
            Assert.True(Regex.Count(text, Regex.Escape(twice)) >= 2, $"'{twice}' does not stand in both stub and ficha:\n{text}");
        foreach (var once in new[] { "Parcela", "Recibo do pagador|DEMONSTRAÇÃO: NÃO PAGUE", "DOCUMENTO DE DEMONSTRAÇÃO", "Não receber após 04/11/2026.", "CPF 529.982.247-25", "Sacador / Avalista", "Local de pagamento" })
            Assert.Matches(once, text);
        peers.AssertNothingOverlaps(side: 16);
    }

    [Fact]
    public void Long_names_stay_in_their_fields()
    {
        var name = string.Concat(Enumerable.Repeat("Associação Beneficente ", 14))[..300];
        var slips = BoletoSamples.Instalments(3, pix: true)
            .ConvertAll(slip => slip with { Payer = new(name, name, [name]), Beneficiary = slip.Beneficiary with { Name = name }, BankName = name, DocumentNumber = new('9', 80), Instructions = [.. Enumerable.Repeat(name, 9)] });
        using var peers = new PdfPeers(Writer.Carne(slips));
        peers.AssertSyntaxIsClean();
        peers.AssertNothingOverlaps(side: 16);
    }

    [Fact]
    public void The_longest_is_360_slips_and_the_same_slips_give_the_same_bytes()
    {
        var slips = BoletoSamples.Instalments(360, pix: true);
        var pdf = Writer.Carne(slips);
        Assert.Equal(pdf, Writer.Carne(slips));
        using var peers = new PdfPeers(pdf);
        Assert.Matches(@"Pages:\s+120\n", peers.Information());
        Assert.InRange(pdf.Length, 1, 4 * 1024 * 1024);
        Assert.Contains("I2/5:" + slips[^1].Barcode, peers.Scan(150, 120), StringComparison.Ordinal);

        Assert.Throws<ArgumentException>(() => Writer.Carne([.. slips, slips[0]]));
        Assert.Throws<ArgumentException>(() => Writer.Carne([]));
        Assert.Throws<ArgumentException>(() => Writer.Carne([slips[0], slips[1] with { Amount = new(1) }]));
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
