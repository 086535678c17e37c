using System.Globalization;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Pix;

public class BrCodeTests
{
    // Manual de Padrões para Iniciação do Pix, 2.6.3 and 2.7.2.
    private const string ManualStatic = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D";
    private const string ManualDynamic = "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4";
    private const string RandomKey = "123e4567-e12b-12d1-a456-426655440000";

    [Fact]
    public void The_manuals_examples_are_written()
    {
        Assert.Equal(ManualStatic, Written(BrCode.WriteStatic(RandomKey, "Fulano de Tal", "BRASILIA")));
        Assert.Equal(ManualDynamic, Written(BrCode.WriteDynamic("pix.example.com/8b3da2f39a4140d1a91abd93113bd441", "Fulano de Tal", "BRASILIA")));
        Assert.Equal(
            "00020101021226810014br.gov.bcb.pix2559pix.example.com/qr/v2/cobv/9d36b84fc70b478fb95c12729b90ca255204000053039865802BR5918COBRANCA DEMO LTDA6009SAO PAULO62070503***630454DA",
            Written(BrCode.WriteDynamic("pix.example.com/qr/v2/cobv/9d36b84fc70b478fb95c12729b90ca25", "COBRANCA DEMO LTDA", "SAO PAULO")));
    }

    [Fact]
    public void The_check_keeps_its_leading_zeros() =>
        Assert.EndsWith("6304004C", Written(BrCode.WriteStatic("12345678909", "PORTAL", "SAO PAULO", new Money(320), "CRC00")), StringComparison.Ordinal);

    [Fact]
    public void The_manuals_static_example_is_read()
    {
        var content = Content(ManualStatic);
        Assert.Equal(BrCodeKind.Static, content.Kind);
        Assert.Equal((PixKeyKind.Random, RandomKey), (content.Key!.Value.Kind, content.Key.Value.Value));
        Assert.Equal(("Fulano de Tal", "BRASILIA", "0000", "986", "BR"), (content.Name, content.City, content.MerchantCategory, content.Currency, content.Country));
        Assert.Null(content.Amount);
        Assert.Null(content.Txid);
        Assert.Null(content.Url);
        Assert.False(content.SingleUse);
        Assert.Empty(content.Remarks);
    }

    [Fact]
    public void The_manuals_dynamic_example_is_read()
    {
        var content = Content("  " + ManualDynamic + "\r\n");
        Assert.Equal(BrCodeKind.Dynamic, content.Kind);
        Assert.Equal("pix.example.com/8b3da2f39a4140d1a91abd93113bd441", content.Url);
        Assert.Null(content.Key);
        Assert.True(content.SingleUse);
    }

    [Fact]
    public void A_recurrence_is_read_alone_and_beside_a_payment()
    {
        const string Address = "pix.example.com/rec/2353c790eefb11eaadc10242ac120002";
        var alone = Content("00020126180014br.gov.bcb.pix5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***80740014br.gov.bcb.pix2552" + Address + "6304F2DA");
        Assert.Equal((BrCodeKind.Recurrence, Address), (alone.Kind, alone.RecurrenceUrl));
        var beside = Content("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865406100.505802BR5913Fulano de Tal6008BRASILIA62070503***80740014br.gov.bcb.pix2552" + Address + "63042875");
        Assert.Equal((BrCodeKind.Static, Address, new Money(10050)), (beside.Kind, beside.RecurrenceUrl, beside.Amount));
    }

    [Fact]
    public void Other_arrangements_and_unknown_templates_are_passed_over()
    {
        // Manual do BR Code 2.2: a card arrangement in 04, another account in 27, a template of somebody else's in 80.
        var content = Content("00020104141234567890123426580014BR.GOV.BCB.PIX0136123e4567-e12b-12d1-a456-42665544000027300012BR.COM.OUTRO011001234567895204000053039865406123.455802BR5917NOME DO RECEBEDOR6008BRASILIA61087007490062190515RP12345678-201980390012BR.COM.OUTRO01190123.ABCD.3456.WXYZ6304AD38");
        Assert.Equal((new Money(12345), "RP12345678-2019", "70074900"), (content.Amount, content.Txid, content.PostalCode));
        Assert.Equal(BrCodeField.Txid, Assert.Single(content.Remarks).Field);
    }

    [Fact]
    public void What_banks_take_beyond_the_standard_is_remarked()
    {
        var content = Content("00020126580014br.gov.bcb.pix0136bee05743-4291-4f3c-9259-595df1307ba1520400005303986540510.005802BR5914Alexandre Lima6019Presidente Prudente62180514Um-Id-Qualquer6304D475");
        Assert.Equal("Presidente Prudente", content.City);
        Assert.Equal([BrCodeField.City, BrCodeField.Txid], content.Remarks.Select(static remark => remark.Field));
    }

    [Theory]
    [InlineData("São José dos Campos & Cia. – Ltda", "Sao Jose dos Campos & Cia", "Brasília ", "Brasilia")]
    [InlineData("  Açaí\t do  Zé ª ", "Acai do Ze a", "PRESIDENTE PRUDENTE", "PRESIDENTE PRUD")]
    [InlineData("Café ☕ \ud800 “Bom”", "Cafe \"Bom\"", "Embu-Guaçu", "Embu-Guacu")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWX YZ", "ABCDEFGHIJKLMNOPQRSTUVWX", "Ilhéus", "Ilheus")]
    public void Names_are_written_plain_and_cut(string name, string expectedName, string city, string expectedCity)
    {
        var content = Content(Written(BrCode.WriteStatic("12345678909", name, city)));
        Assert.Equal((expectedName, expectedCity), (content.Name, content.City));
    }

    [Theory]
    [InlineData("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3E", BrCodeField.Crc, "63", 134, "1D3D")]
    [InlineData("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041d3d", BrCodeField.Crc, "63", 134, "1D3D")]
    [InlineData("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-42665544000052040000530398658", BrCodeField.Whole, "", 84, "84º")]
    [InlineData("00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000 5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D", BrCodeField.Whole, "", 69, "69º")]
    [InlineData("00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802BR5907EMPRESA6008BRASILIA62080503***6304170E", BrCodeField.Other, "30", 112, "diz que tem 41 caracteres")]
    [InlineData("00020101021226500014br.gov.bcb.pix0107a@b.com2517pix.example.com/x5204000053039865802BR5901A6001B62070503***63049A4B", BrCodeField.Account, "26", 17, "ao mesmo tempo")]
    [InlineData("00020101021226470014br.gov.bcb.pix2525https://pix.example.com/x5204000053039865802BR5901A6001B62070503***6304F843", BrCodeField.Url, "26-25", 39, "https://")]
    public void What_is_wrong_is_placed(string payload, BrCodeField field, string id, int position, string says)
    {
        var reason = Refused(payload)[0];
        Assert.Equal((field, id, position), (reason.Field, reason.Id, reason.Position));
        Assert.Contains(says, reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("520400005303986", "52030005303986", BrCodeField.MerchantCategory)]
    [InlineData("5303986", "5303840", BrCodeField.Currency)]
    [InlineData("5802BR", "5802US", BrCodeField.Country)]
    [InlineData("5802BR", "", BrCodeField.Country)]
    [InlineData("5802BR", "5802BR54041,00", BrCodeField.Amount)]
    [InlineData("5802BR", "5802BR54051.000", BrCodeField.Amount)]
    [InlineData("5802BR", "5802BR540612.3.4", BrCodeField.Amount)]
    [InlineData("5913Fulano de Tal", "", BrCodeField.Name)]
    [InlineData("5913Fulano de Tal", "5901 ", BrCodeField.Name)]
    [InlineData("6008BRASILIA", "", BrCodeField.City)]
    [InlineData("000201", "000202", BrCodeField.PayloadFormat)]
    [InlineData("000201", "010211000201", BrCodeField.PayloadFormat)]
    [InlineData("000201", "000201010213", BrCodeField.PointOfInitiation)]
    [InlineData("000201", "000201000201", BrCodeField.PayloadFormat)]
    [InlineData("br.gov.bcb.pix", "br.gov.bcb.pic", BrCodeField.Account)]
    [InlineData("0136123e4567-e12b-12d1-a456-426655440000", "0236123e4567-e12b-12d1-a456-426655440000", BrCodeField.Account)]
    [InlineData("0136123e4567-e12b-12d1-a456-426655440000", "0136123.456.789-09 e mais 22 caracteres.", BrCodeField.Key)]
    [InlineData("26580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000", "26360014br.gov.bcb.pix0114123.456.789-09", BrCodeField.Key)]
    [InlineData("26580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000", "26330014br.gov.bcb.pix011112345678900", BrCodeField.Key)]
    [InlineData("5204", "27360014br.gov.bcb.pix0114+55119876543215204", BrCodeField.Account)]
    [InlineData("62070503***", "63041D3D62070503***", BrCodeField.Crc)]
    public void A_field_that_is_not_right_is_named_though_the_check_holds(string from, string to, BrCodeField field)
    {
        var body = ManualStatic[..^4].Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(Refused(body + Crc(body)), reason => reason.Field == field && reason.Text.Length > 10);
    }

    [Fact]
    public void Without_its_check_it_is_no_code() =>
        Assert.Equal(BrCodeField.Crc, Assert.Single(Refused(ManualStatic[..^8])).Field);

    [Theory]
    [InlineData(null, "Cole")]
    [InlineData(" \n ", "Cole")]
    [InlineData("34191.09008 00004.380051 71234.570001 1 16190000127859", "começa com 000201")]
    [InlineData("00020126ç", "9º caractere")]
    public void What_is_no_code_at_all_is_told_so(string? text, string says) => Assert.Contains(says, Refused(text)[0].Text, StringComparison.Ordinal);

    [Fact]
    public void A_pasted_book_is_refused_unread() => Assert.Contains("longo demais", Assert.Single(Refused(new string('0', 1_000_000))).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("54041.00", 100L)]
    [InlineData("54011", 100L)]
    [InlineData("54021.", 100L)]
    [InlineData("54031.5", 150L)]
    [InlineData("54139999999999.99", 999_999_999_999L)]
    [InlineData("54040.00", null)]
    [InlineData("54010", null)]
    public void Amounts_are_read_with_and_without_decimals(string field, long? centavos)
    {
        var body = ManualStatic[..^4].Replace("5802BR", field + "5802BR", StringComparison.Ordinal);
        var content = Content(body + Crc(body));
        Assert.Equal(centavos, content.Amount?.Centavos);
        Assert.Equal(centavos is null ? 1 : 0, content.Remarks.Count);
    }

    [Theory]
    [InlineData("", "A", "B", 100L, null, null, BrCodeField.Key)]
    [InlineData("11987654321", "A", "B", 100L, null, null, BrCodeField.Key)]
    [InlineData("12345678909", " ☕ ", "B", 100L, null, null, BrCodeField.Name)]
    [InlineData("12345678909", "A", null, 100L, null, null, BrCodeField.City)]
    [InlineData("12345678909", "A", "B", 0L, null, null, BrCodeField.Amount)]
    [InlineData("12345678909", "A", "B", -1L, null, null, BrCodeField.Amount)]
    [InlineData("12345678909", "A", "B", 1_000_000_000_000L, null, null, BrCodeField.Amount)]
    [InlineData("12345678909", "A", "B", 100L, "com-hifen", null, BrCodeField.Txid)]
    [InlineData("12345678909", "A", "B", 100L, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", null, BrCodeField.Txid)]
    [InlineData("12345678909", "A", "B", 100L, "çç", null, BrCodeField.Txid)]
    [InlineData(RandomKey, "A", "B", 100L, null, "12345678901234567890123456789012345678", BrCodeField.Description)]
    public void What_fits_in_no_code_is_not_written(string key, string name, string? city, long centavos, string? txid, string? description, BrCodeField field)
    {
        var reason = Assert.Single(Assert.IsType<BrCodeWriting.Refused>(BrCode.WriteStatic(key, name, city, new Money(centavos), txid, description)).Reasons);
        Assert.Equal((field, 0), (reason.Field, reason.Position));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once() =>
        Assert.Equal(
            [BrCodeField.Key, BrCodeField.Txid, BrCodeField.Name, BrCodeField.City, BrCodeField.Amount],
            Assert.IsType<BrCodeWriting.Refused>(BrCode.WriteStatic("x", "", "", Money.Zero, "-")).Reasons.Select(static reason => reason.Field));

    [Theory]
    [InlineData(null)]
    [InlineData("https://pix.example.com/x")]
    [InlineData("pix.example.com")]
    [InlineData("localhost/x")]
    [InlineData("pix.example.com/a b")]
    [InlineData("pix.example.com/ç")]
    [InlineData("eu@pix.example.com/x")]
    [InlineData("pix.example.com/qr/v2/cobv/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void An_address_that_serves_nothing_is_not_written(string? url) =>
        Assert.Equal(BrCodeField.Url, Assert.Single(Assert.IsType<BrCodeWriting.Refused>(BrCode.WriteDynamic(url, "A", "B")).Reasons).Field);

    [Fact]
    public void A_dynamic_code_holds_no_txid_and_may_be_reusable()
    {
        Assert.Equal(BrCodeField.Txid, Assert.Single(Assert.IsType<BrCodeWriting.Refused>(BrCode.WriteDynamic("pix.example.com/x", "A", "B", txid: "abc")).Reasons).Field);
        var reusable = Content(Written(BrCode.WriteDynamic("pix.example.com/x", "A", "B", new Money(1), BrCode.NoTxid, singleUse: false)));
        Assert.Equal((BrCodeKind.Dynamic, false, new Money(1)), (reusable.Kind, reusable.SingleUse, reusable.Amount));
    }

    [Fact]
    public void What_was_written_reads_the_same()
    {
        const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        static Gen<string> Text(string alphabet, int atMost) =>
            from length in Gen.Choose(1, atMost)
            from characters in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
            select new string(characters);
        var codes =
            from key in Gen.Elements("12345678909", "11222333000181", "12ABC34501DE35", "cobranca@portal.example", "+5511943214321", RandomKey)
            from name in Text(Alphanumeric + "&.-", BrCode.NameLength)
            from city in Text(Alphanumeric, BrCode.CityLength)
            from centavos in Gen.Choose(0, int.MaxValue)
            from scale in Gen.Elements(1L, 100L)
            from txid in Text(Alphanumeric, BrCode.StaticTxidLength)
            from parts in Gen.Choose(0, 7)
            from description in Text(Alphanumeric + " ", 30)
            select (key, name, city, amount: centavos == 0 ? (Money?)null : new Money(centavos * scale),
                txid: (parts & 1) == 0 ? null : txid, description: (parts & 2) == 0 ? null : description.Trim() is { Length: > 0 } text ? text : null);
        Prop.ForAll(codes.ToArbitrary(), code =>
        {
            var content = Content(Written(BrCode.WriteStatic(code.key, code.name, code.city, code.amount, code.txid, code.description)));
            return content.Key!.Value.Value == code.key && content.Name == code.name && content.City == code.city && content.Amount == code.amount
                && content.Txid == code.txid && content.Description == Single(code.description) && content.Remarks.Count == 0;
        }).QuickCheckThrowOnFailure();

        static string? Single(string? text) => text is null ? null : string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Every position times every printable character, and some that are not.</summary>
    [Theory]
    [InlineData(ManualStatic)]
    [InlineData(ManualDynamic)]
    [InlineData("00020126800014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400000218Acordo 1 parcela 15204000053039865406150.005802BR5914PORTAL ACORDOS6006RECIFE62090505AC1P16304F309")]
    public void Every_change_of_one_character_is_refused(string payload)
    {
        Content(payload);
        for (var at = 0; at < payload.Length; at++)
        {
            foreach (var other in Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c).Concat("\n\t\0é٣"))
            {
                if (other != payload[at])
                    Refused(payload[..at] + other + payload[(at + 1)..]);
            }
        }
    }

    [Fact]
    public void No_text_breaks_the_reader()
    {
        var cuts = from start in Gen.Choose(0, ManualDynamic.Length) from length in Gen.Choose(0, ManualDynamic.Length) from at in Gen.Choose(0, ManualDynamic.Length)
                   select ManualDynamic.Insert(at, ManualStatic.Substring(Math.Min(start, ManualStatic.Length), Math.Min(length, ManualStatic.Length - Math.Min(start, ManualStatic.Length))));
        Prop.ForAll(cuts.ToArbitrary(), static text => BrCode.Read(text) switch
        {
            BrCodeReading.Read => text == ManualDynamic,
            BrCodeReading.Refused refused => refused.Reasons.Count > 0 && refused.Reasons.All(reason => reason.Text.EndsWith('.') && reason.Position <= text.Length + 1),
            _ => false,
        }).QuickCheckThrowOnFailure();
    }

    [SharedFact("vectors/pix.json")]
    public void Every_shared_vector_is_written_and_read()
    {
        foreach (var vector in SharedVectors.Read("vectors/pix.json").GetProperty("vectors").EnumerateArray())
        {
            var input = vector.GetProperty("input");
            string? Text(string name) => input.TryGetProperty(name, out var value) ? value.GetString() : null;
            var amount = Text("amount") is { } reais ? Money.FromReais(decimal.Parse(reais, CultureInfo.InvariantCulture)) : (Money?)null;
            var payload = vector.GetProperty("payload").GetString()!;
            Assert.Equal(payload, Written(Text("url") is { } url
                ? BrCode.WriteDynamic(url, Text("name"), Text("city"), amount, Text("txid"), Text("poi") == "12")
                : BrCode.WriteStatic(Text("key"), Text("name"), Text("city"), amount, Text("txid"), Text("info"))));
            var content = Content(payload);
            Assert.Equal((Text("key"), Text("url"), Text("name"), Text("city"), amount, Text("txid"), Text("info")),
                (content.Key?.Value, content.Url, content.Name, content.City, content.Amount, content.Txid, content.Description));
            foreach (var variant in vector.GetProperty("variants").EnumerateObject())
                Assert.Equal(variant.Value.GetProperty("crcOk").GetBoolean(), BrCode.Read(variant.Value.GetProperty("payload").GetString()) is BrCodeReading.Read);
        }
    }

    [SharedFact("vectors/pix.json")]
    public void Published_codes_are_taken_or_refused_as_expected()
    {
        var told = 0;
        foreach (var code in SharedVectors.Read("vectors/pix.json").GetProperty("published").EnumerateArray())
        {
            var reading = BrCode.Read(code.GetProperty("payload").GetString());
            var expected = code.GetProperty("expectedValid");
            if (expected.ValueKind == System.Text.Json.JsonValueKind.Null)
                continue;
            Assert.True(expected.GetBoolean() == reading is BrCodeReading.Read, code.GetProperty("id").GetString() + ": " + reading);
            told++;
        }
        Assert.True(told >= 13);
    }

    [SharedFact("vectors/pix.json")]
    public void Shared_check_values_hold()
    {
        foreach (var vector in SharedVectors.Read("vectors/pix.json").GetProperty("crcVectors").EnumerateArray())
            Assert.Equal(vector.GetProperty("crc16ccitt_false").GetString(), Crc(vector.GetProperty("input").GetString()!));
    }

    [Fact]
    public void The_reference_computation_of_these_tests_holds() => Assert.Equal("29B1", Crc("123456789"));

    /// <summary>By long division of the bits, another way than the code's.</summary>
    private static string Crc(string text)
    {
        var bits = text.SelectMany(static c => Enumerable.Range(0, 8).Select(bit => (c >> (7 - bit)) & 1)).Concat(new int[16]).ToArray();
        for (var i = 0; i < 16; i++)
            bits[i] ^= 1; // the initial FFFF
        for (var i = 0; i + 16 < bits.Length; i++)
        {
            if (bits[i] == 0)
                continue;
            foreach (var tap in new[] { 0, 4, 11, 16 }) // x^16 + x^12 + x^5 + 1
                bits[i + tap] ^= 1;
        }
        return bits[^16..].Aggregate(0, static (crc, bit) => crc << 1 | bit).ToString("X4", CultureInfo.InvariantCulture);
    }

    private static string Written(BrCodeWriting writing) => Assert.IsType<BrCodeWriting.Written>(writing).Payload;

    private static BrCodeContent Content(string payload) => Assert.IsType<BrCodeReading.Read>(BrCode.Read(payload)).Content;

    private static IReadOnlyList<BrCodeRefusal> Refused(string? text) => Assert.IsType<BrCodeReading.Refused>(BrCode.Read(text)).Reasons;
}
