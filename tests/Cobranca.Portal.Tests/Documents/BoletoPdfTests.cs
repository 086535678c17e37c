using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>What qpdf, poppler and zbar make of our boletos.</summary>
public class BoletoPdfTests
{
    private const int MostBytes = 40 * 1024;

    private static readonly PdfDocumentWriter Writer = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(14, 1)]
    [InlineData(40, 2)]
    [InlineData(150, 4)]
    public void Every_charge_is_itemised_on_as_many_pages_as_it_takes(int charges, int pages)
    {
        var document = BoletoSamples.WithCharges(charges);
        var pdf = Writer.Boleto(document);
        Assert.InRange(pdf.Length, 1, charges <= 40 ? MostBytes : 2 * MostBytes);

        using var peers = new PdfPeers(pdf);
        peers.AssertSyntaxIsClean();
        Assert.Matches($@"Pages:\s+{pages}\n", peers.Information());
        Assert.Equal("I2/5:" + document.Barcode, peers.Scan(150).Trim());

        var text = peers.Text();
        foreach (var charge in document.Charges)
        {
            var row = $"{charge.Description} {charge.OriginalDueDate:dd'/'MM'/'yyyy} {charge.Principal.ToAmountString()} {charge.Correction.ToAmountString()} "
                + $"{charge.LateFee.ToAmountString()} {charge.LateInterest.ToAmountString()} {charge.Total.ToAmountString()}";
            Assert.Contains(row, text.Split('\n'));
        }
        var total = charges == 1 ? "Total" : $"Total de {charges} débitos";
        Assert.Matches($"(?m)^{total} .* {Regex.Escape(document.Amount.ToAmountString())}$", text);
        Assert.Equal(pages > 1, text.Contains($"Continua na página 2 de {pages}", StringComparison.Ordinal));
        peers.AssertNothingOverlaps();
    }

    [Fact]
    public void Says_what_a_boleto_must_say()
    {
        using var peers = new PdfPeers(Writer.Boleto(BoletoSamples.Reissued));
        var text = peers.Text();

        string[] twice =
        [
            "34191.09008 00004.380051 71234.570001 1 16190000127859", "341-7", "Itaú Unibanco", "R$ 1.278,59", "03/11/2026", "0057/12345-7",
            "109/00000043-8", "2026-000431", "Colégio Aurora Educação e Cultura Ltda.", "CNPJ 12.345.678/0001-95",
            "Rua das Acácias, 1200, Jardim São José", "José Conceição de Araújo Gonçalves", "CPF 529.982.247-25", "Avenida Getúlio Vargas, 45",
            "Vencimento", "Beneficiário", "Pagador", "Nosso número", "(=) Valor do documento", "Agência / Código do beneficiário",
            "Nº do documento", "Data do documento", "Data do processamento", "Espécie doc.", "19/10/2026", "20/10/2026", "Crédito cedido por Escola Horizonte S.A.",
        ];
        Assert.All(twice, part => Assert.True(Regex.Count(text, Regex.Escape(part)) >= 2, $"'{part}' does not stand in both recibo and ficha:\n{text}"));

        string[] once =
        [
            "Recibo do pagador", "Demonstrativo dos encargos", "Autenticação mecânica – Ficha de compensação", "Local de pagamento", "Aceite", "Carteira",
            "Uso do banco", "Quantidade", "(x) Valor", "(-) Desconto / Abatimento", "(-) Outras deduções", "(+) Mora / Multa", "(+) Outros acréscimos",
            "(=) Valor cobrado", "Sacador / Avalista", "Não receber após 04/11/2026.", "O valor já inclui correção, multa e juros até o vencimento.",
            "Depois do vencimento, gere um novo boleto no portal.", "Dúvidas: (11) 4002-8922.", "Mensalidade de setembro de 2026, 7º ano",
            "confira no aplicativo do banco se o beneficiário é Colégio Aurora Educação e Cultura Ltda., CNPJ 12.345.678/0001-95.",
        ];
        Assert.All(once, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("DEMONSTRAÇÃO", text, StringComparison.Ordinal);
        peers.AssertNothingOverlaps();
    }

    [Fact]
    public void Carries_its_fonts_as_subsets_and_tells_readers_its_language_and_title()
    {
        using var peers = new PdfPeers(Writer.Boleto(BoletoSamples.Reissued));

        var fonts = peers.Fonts().Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.Equal(2, fonts.Length);
        Assert.All(fonts, font => Assert.Matches(@"^[A-Z]{6}\+Inter-(Regular|Bold)\s+CID TrueType\s+Identity-H\s+yes yes yes", font));

        var information = peers.Information();
        Assert.Matches(@"Title:\s+Boleto 109/00000043-8\n", information);
        Assert.Matches(@"Author:\s+Colégio Aurora Educação e Cultura Ltda\.\n", information);
        Assert.Matches(@"Page size:\s+595\.276 x 841\.89 pts \(A4\)\n", information);
        Assert.Matches(@"CreationDate:\s+Tue Oct 20 17:30:00 2026|CreationDate:\s+Tue Oct 20 .* 2026", information);

        var unpacked = peers.Unpacked();
        Assert.Contains("/Lang (pt-BR)", unpacked, StringComparison.Ordinal);
        Assert.Contains("><00E7>", unpacked, StringComparison.Ordinal); // ç is copied as ç, and the spaces that
        Assert.DoesNotContain("><00A0>", unpacked, StringComparison.Ordinal); // kept amounts together or fields
        Assert.DoesNotContain("><2007>", unpacked, StringComparison.Ordinal); // apart as plain ones
    }

    [Fact]
    public void The_same_document_gives_the_same_bytes_on_any_thread()
    {
        var document = BoletoSamples.WithCharges(5);
        var first = Writer.Boleto(document);
        var files = new byte[16][];
        Parallel.For(0, files.Length, i => files[i] = new PdfDocumentWriter().Boleto(document));

        Assert.All(files, file => Assert.Equal(first, file));
        Assert.NotEqual(first, Writer.Boleto(document with { CreatedAt = document.CreatedAt.AddSeconds(1) }));
    }

    [Fact]
    public void The_servers_culture_does_not_show()
    {
        var document = BoletoSamples.WithCharges(2);
        var expected = Writer.Boleto(document);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA"); // other calendar, other separators
            Assert.Equal(expected, Writer.Boleto(document));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_scanner_reads_any_code_at_150_dpi()
    {
        var random = new Random(20261121);
        string[] banks = ["341", "237", "001"];
        for (var i = 0; i < 10; i++)
        {
            var freeField = string.Concat(Enumerable.Range(0, 25).Select(_ => random.Next(10)));
            var amount = new Money(random.NextInt64(1, 99_999_999_99));
            var document = BoletoSamples.WithCode(BoletoSamples.Reissued with { Amount = amount, Charges = [] }, freeField, banks[i % 3]);

            using var peers = new PdfPeers(Writer.Boleto(document));
            Assert.Equal("I2/5:" + document.Barcode, peers.Scan(150).Trim());
            Assert.Contains(document.LinhaDigitavel, peers.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_barcode_measures_103_by_13_millimetres_on_paper_with_quiet_zones()
    {
        const int dotsPerInch = 600;
        const double millimetre = dotsPerInch / 25.4, tolerance = 2 / millimetre;
        using var peers = new PdfPeers(Writer.Boleto(BoletoSamples.Reissued));
        var pixels = peers.Pixels(dotsPerInch);
        static bool IsDark(byte pixel) => pixel < 128;

        // Look along a row through the bars (10 mm above their foot, 16 mm above the sheet's), left half of the sheet.
        var row = pixels[pixels.Length - (int)(16 * millimetre)].AsSpan(0, (int)(130 * millimetre));
        int left = -1, right = -1;
        for (var x = 0; x < row.Length; x++)
        {
            if (!IsDark(row[x])) continue;
            if (left < 0) left = x;
            right = x;
        }
        Assert.InRange((right - left + 1) / millimetre, 103 - tolerance, 103 + tolerance);
        Assert.InRange(left / millimetre, 15 - tolerance, 15 + tolerance); // 5 mm into the ficha, which starts at 10

        var column = left + 1;
        int top = pixels.Length - (int)(16 * millimetre), bottom = top;
        while (IsDark(pixels[top - 1][column])) top--;
        while (IsDark(pixels[bottom + 1][column])) bottom++;
        Assert.InRange((bottom - top + 1) / millimetre, 13 - tolerance, 13 + tolerance);

        var quiet = (int)(5 * millimetre);
        for (var y = top; y <= bottom; y++)
        {
            Assert.DoesNotContain(pixels[y][(left - quiet)..left], IsDark);
            Assert.DoesNotContain(pixels[y][(right + 1)..(right + 1 + quiet)], IsDark);
        }
    }

    [Fact]
    public void The_file_itself_says_103_by_13_millimetres()
    {
        using var peers = new PdfPeers(Writer.Boleto(BoletoSamples.Reissued));
        var content = peers.Unpacked();
        Assert.Contains("2.834646 0 0 2.834646 0 0 cm", content, StringComparison.Ordinal); // one unit is one millimetre

        var bars = Regex.Matches(content, @"(?<left>[\d.]+) [\d.]+ (?<width>[\d.]+) 13 re").Select(match => (Left: Number(match, "left"), Width: Number(match, "width"))).ToList();
        Assert.Equal(114, bars.Count);
        Assert.Equal(103, bars[^1].Left + bars[^1].Width - bars[0].Left, tolerance: 0.002);
        Assert.All(bars, bar => Assert.True(Math.Abs(bar.Width - 103.0 / 405) < 0.001 || Math.Abs(bar.Width - 3 * 103.0 / 405) < 0.001));
    }

    [Fact]
    public void A_simulated_slip_says_so_twice_and_still_scans()
    {
        var document = BoletoSamples.WithCharges(40) with { Simulated = true };
        using var peers = new PdfPeers(Writer.Boleto(document));

        var text = peers.Text();
        Assert.Equal(2, Regex.Count(text, "DOCUMENTO DE DEMONSTRAÇÃO: NÃO PAGUE")); // the band of each page
        Assert.Contains("DOCUMENTO DE DEMONSTRAÇÃO\n", text, StringComparison.Ordinal); // and the ficha once cut off
        Assert.Equal("I2/5:" + document.Barcode, peers.Scan(150).Trim());
        peers.AssertNothingOverlaps();
    }

    [Fact]
    public void Amounts_are_never_cut_whatever_their_size()
    {
        var huge = Money.FromReais(9_999_999_999.99m);
        var charge = new BoletoCharge("Contrato de grande valor", new(2020, 1, 1), huge, huge, huge, huge);
        var document = BoletoSamples.WithCode(BoletoSamples.Reissued with { Charges = [charge], Amount = charge.Total }, "1090000004380057123457000");

        using var peers = new PdfPeers(Writer.Boleto(document));
        Assert.Contains("01/01/2020 9.999.999.999,99 9.999.999.999,99 9.999.999.999,99 9.999.999.999,99 39.999.999.999,96", peers.Text(), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(peers.Text(), Regex.Escape("R$ 39.999.999.999,96")));
        peers.AssertNothingOverlaps();
    }

    private static readonly Dictionary<string, string> HostileTexts = new()
    {
        ["300 characters of one word"] = new string('W', 300),
        ["300 characters of words"] = string.Concat(Enumerable.Repeat("Associação Beneficente ", 14))[..300],
        ["far too long"] = new string('m', 1_000_000),
        ["script"] = "<script>alert('x')</script> \\(0) Tj ET Q",
        ["emoji"] = "Padaria 👩‍👩‍👧‍👦 do Zé 😀🇧🇷",
        ["right to left"] = "שלום مرحبا \u202Eoãçieconoc",
        ["Chinese"] = "株式会社日本",
        ["control characters"] = "Maria\0\a\b\t\r\n\u001b[31mda\u0085\u2028Silva\u007f",
        ["broken surrogates"] = "a\uD800b\uDC00c\uFFFEd\uFFFF",
        ["stacked accents"] = "a" + new string('\u0301', 200),
        ["nothing"] = "",
        ["spaces"] = " \u00A0\u3000 ",
    };

    public static TheoryData<string> HostileKinds => [.. HostileTexts.Keys];

    [Theory]
    [MemberData(nameof(HostileKinds))]
    public void Whatever_a_field_holds_the_boleto_stays_whole(string kind)
    {
        var text = HostileTexts[kind];
        var document = BoletoSamples.WithCharges(3, text) with
        {
            Payer = new(text, text, [text, text, text]),
            Beneficiary = new(text, "CNPJ 12.345.678/0001-95", [text, text]),
            BankName = text,
            BeneficiaryCode = text,
            NossoNumero = text,
            DocumentNumber = text,
            Especie = text,
            Aceite = text,
            Carteira = text,
            PaymentPlace = text,
            Instructions = [.. Enumerable.Repeat(text, 20)],
            OriginalCreditor = text,
            ContactLine = text,
        };

        var pdf = Writer.Boleto(document);
        using var peers = new PdfPeers(pdf);
        peers.AssertSyntaxIsClean();
        Assert.Equal("I2/5:" + document.Barcode, peers.Scan(150).Trim());
        Assert.InRange(pdf.Length, 1, MostBytes);
        var read = peers.Text();
        Assert.Contains(document.LinhaDigitavel, read, StringComparison.Ordinal);
        Assert.Contains(document.Amount.ToString().Replace('\u00A0', ' '), read, StringComparison.Ordinal);
        if (kind == "script") Assert.Contains("<script>alert('x')</script> \\(0) Tj ET Q", read, StringComparison.Ordinal);
        if (kind == "control characters") Assert.Contains("Maria [31mda Silva", read, StringComparison.Ordinal);
        if (kind == "emoji") Assert.Contains("😀", read, StringComparison.Ordinal);
        peers.AssertNothingOverlaps();
    }

    [Fact]
    public void Names_of_300_characters_are_clipped_and_push_out_neither_tax_ids_nor_the_contact()
    {
        var name = string.Concat(Enumerable.Repeat("Associação Beneficente ", 14))[..300];
        var sample = BoletoSamples.Reissued;
        using var peers = new PdfPeers(Writer.Boleto(sample with
        {
            Payer = sample.Payer with { Name = name },
            Beneficiary = sample.Beneficiary with { Name = name },
            OriginalCreditor = name,
        }));

        var text = peers.Text();
        Assert.Matches(@"(?m)^(Associação Beneficente )+.*… CPF 529\.982\.247-25$", text);
        Assert.Matches(@"(?m)^Antes de confirmar .* o beneficiário é (Associação Beneficente )+.*…, CNPJ 12\.345\.678/0001-95\.$", text);
        Assert.Contains(sample.ContactLine!, text, StringComparison.Ordinal);
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
