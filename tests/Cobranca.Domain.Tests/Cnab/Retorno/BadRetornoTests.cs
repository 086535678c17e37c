using System.Text;
using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Files people and banks have sent that are no retorno, or no whole one. Each says what it is and what to do.</summary>
public sealed class BadRetornoTests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (77, "237"), (95, "051126"), (395, "000001"));
    private static readonly string Trailer = Retornos.Record(400, (1, "9201237"), (395, "000003"));

    private static readonly string[] Before =
        [Retornos.Record(240, (1, "75600000"), (143, "2"), (144, "05112026")), Retornos.Record(240, (1, "75600011T01"))];
    private static readonly string Title = Retornos.Record(240, (1, "7560001300001T"), (16, "06"), (38, "0000000427"),
        (82, "000000000123456"));
    private static readonly string Amounts = Retornos.Record(240, (1, "7560001300002U"), (16, "06"), (78, "000000000123456"),
        (138, "03112026"));
    private static readonly string[] After =
        [Retornos.Record(240, (1, "75600015"), (18, "000004")), Retornos.Record(240, (1, "75699999"), (18, "000001"), (24, "000006"))];

    private static string Detail(params (int, string)[] parts) => Retornos.Record(400, [
        (1, "1"), (71, "000000000425"), (109, "06"), (111, "031126"), (147, "170926"), (153, "0000000123456"), (254, "0000000123456"),
            (395, "000002"), .. parts,
    ]);

    [Theory]
    [InlineData("", "vazio")]
    [InlineData("\r\n   \r\n\u001a", "vazio")]
    [InlineData("<!DOCTYPE html><html>", "página da internet")]
    [InlineData("  <html>", "página da internet")]
    [InlineData("PK\u0003\u0004", "compactado")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("\u00ff\u00fe0\u00002\u0000", "Unicode")]
    [InlineData("0\u00002\u0000R\u0000", "Unicode")]
    [InlineData("OFXHEADER:100", "não é um retorno")]
    [InlineData("nome;valor\r\nMaria;10", "não é um retorno")]
    [InlineData("02RETORNO01COBRANCA", "não é um retorno")]
    public void What_is_no_retorno_is_called_by_its_name(string file, string words) =>
        Assert.Contains(words, Retornos.Refused(Encoding.Latin1.GetBytes(file)).Text, StringComparison.Ordinal);

    [Fact]
    public void A_remessa_is_called_a_remessa()
    {
        Assert.Contains("é uma remessa", Retornos.Refused(Retornos.Bytes(Retornos.Record(400, (1, "01REMESSA01COBRANCA"), (77, "237")))).Text, StringComparison.Ordinal);
        Assert.Contains("é uma remessa", Retornos.Refused(Retornos.Bytes(Retornos.Record(240, (1, "75600000"), (143, "1")))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bank_whose_400_is_not_known_is_named_with_what_to_ask_for()
    {
        var problem = Retornos.Refused(Retornos.Bytes(Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (77, "070"))));
        Assert.Contains("banco 070", problem.Text, StringComparison.Ordinal);
        Assert.Contains("CNAB 240", problem.Text, StringComparison.Ordinal);
    }

    /// <summary>A stream that never ends a line is left after some kilobytes.</summary>
    [Fact]
    public void A_line_without_end_is_given_up()
    {
        using var endless = new Endless();
        var refused = Assert.IsType<RetornoOpening.Refused>(RetornoReader.Open(endless));
        Assert.Equal((1, true), (refused.Problem.Line, refused.Problem.Text.Contains("1024", StringComparison.Ordinal)));
        Assert.InRange(endless.Given, 1, 128 * 1024);

        var read = Retornos.Read(Header, Detail(), new string('x', 5_000), Trailer);
        Assert.Equal(3, read.Refusal!.Line);
        Assert.Single(read.Lines);
    }

    [Fact]
    public void A_file_cut_short_is_refused_and_its_last_line_too()
    {
        var file = Retornos.Bytes(Header, Detail(), Detail((395, "000003")), Trailer);
        var read = Retornos.Read(file[..(402 * 2 + 158)]);
        Assert.Equal("Valor do título (153-165)", Assert.Single(read.Problems.Kept).Field);
        Assert.Contains("sem o trailer", read.Refusal!.Text, StringComparison.Ordinal);
        Assert.Single(read.Lines);
    }

    [Fact]
    public void Two_files_in_one_are_refused()
    {
        Assert.Contains("depois do trailer", Retornos.Read(Header, Detail(), Trailer, Header).Refusal!.Text, StringComparison.Ordinal);
        var second = Retornos.Read(Header, Detail(), Header, Detail(), Trailer);
        Assert.Equal((3, 1), (second.Refusal!.Line, second.Lines.Count));
        Assert.Contains("segundo header", Retornos.Read([.. Before, Title, Amounts, Before[0]]).Refusal!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(254, "00000001234X6", "Valor pago (254-266)")]
    [InlineData(254, "0000001234 56", "Valor pago (254-266)")]
    [InlineData(111, "320126", "Data da ocorrência (111-116)")]
    [InlineData(111, "      ", "Data da ocorrência (111-116)")]
    [InlineData(71, "0000000004A5", "Nosso número (71-81)")]
    [InlineData(109, "  ", "Ocorrência (109-110)")]
    public void A_line_that_cannot_be_read_is_named_with_its_field_and_the_others_go_on(int at, string text, string field)
    {
        var read = Retornos.Read(Header, Detail(), Detail((at, text),
            (395, "000003")), Detail((395, "000004")), Retornos.Record(400, (1, "9201237"), (395, "000005")));
        var problem = Assert.Single(read.Problems.Kept);
        Assert.Equal((3, "Registro 1", field), (problem.Line, problem.Record, problem.Field));
        Assert.Equal([2, 4], read.Lines.Select(line => line.FirstLine));
        Assert.Null(read.Refusal);
    }

    /// <summary>The due date decides nothing: without it the payment still counts.</summary>
    [Fact]
    public void A_due_date_that_is_no_date_costs_a_warning_only()
    {
        var read = Retornos.Read(Header, Detail((147, "310226")), Trailer);
        Assert.Equal((null, "Vencimento (147-152)"), (read.Only.DueOn, Assert.Single(read.Warnings.Kept).Field));
    }

    [Fact]
    public void Unknown_codes_other_lines_gaps_and_payments_of_nothing_are_warned_of()
    {
        var read = Retornos.Read(Header, Detail((109, "77")), Detail((254, "0000000000000"),
            (395, "000003")), Retornos.Record(400, (1, "3"), (395, "000004")), Trailer);
        Assert.Equal((RetornoOccurrence.Unknown, "77"), (read.Lines[0].Occurrence, read.Lines[0].OccurrenceCode));
        Assert.Equal((RetornoOccurrence.Settled, false), (read.Lines[1].Occurrence, read.Lines[1].BringsMoney));
        Assert.Equal(["Ocorrência (109-110)", "Valor pago (254-266)", "", "Sequencial do registro (395-400)"], read.Warnings.Kept.Select(warning =>
            warning.Field));
    }

    [Fact]
    public void Segments_that_do_not_belong_together_are_never_joined()
    {
        Assert.Equal((3, "Segmento (14)"), Only(Retornos.Read([.. Before, Title.Replace('T', 'Q'), Amounts, .. After])));
        Assert.Equal((3, ""), Only(Retornos.Read([.. Before, Title, .. After])));
        Assert.Equal((3, "Segmento (14)"), Only(Retornos.Read([.. Before, Amounts, .. After])));
        Assert.Equal((4, "Código de movimento (16-17)"), Only(Retornos.Read([.. Before, Title, Amounts.Replace("U 06", "U 09", StringComparison.Ordinal), .. After])));
        Assert.Equal((4, "Código de movimento (16-17)"), Only(Retornos.Read([.. Before, Title, Amounts.Replace("75600013", "75600023", StringComparison.Ordinal), .. After])));
        Assert.Equal((3, "Código do banco (1-3)"), Only(Retornos.Read([.. Before, "748" + Title[3..], Amounts, .. After])));
        Assert.Equal((3, "Segmento (14)"), Only(Retornos.Read([.. Before, Title.Replace('T', 'Y'), .. After])));

        static (int, string) Only(ReadRetorno read)
        {
            Assert.Empty(read.Lines);
            return (Assert.Single(read.Problems.Kept).Line, read.Problems.Kept[0].Field);
        }
    }

    [Fact]
    public void A_title_with_its_amounts_missing_does_not_take_the_next_one_with_it()
    {
        var read = Retornos.Read([.. Before, Title, Title, Amounts, .. After]);
        Assert.Equal((4, 5), (read.Only.FirstLine, read.Only.LastLine));
        Assert.Equal((3, "Segmento T"), (Assert.Single(read.Problems.Kept).Line, read.Problems.Kept[0].Record));
    }

    [Fact]
    public void Segment_Y_belongs_to_the_title_before_it()
    {
        var y = Retornos.Record(240, (1, "7560001300003Y"), (16, "06"), (18, "03"));
        var read = Retornos.Read([.. Before, Title, Amounts, y, y.Replace("00003Y", "00004Y", StringComparison.Ordinal), .. After]);
        Assert.Equal((3, 6), (read.Only.FirstLine, read.Only.LastLine));
        Assert.Empty(read.Problems.Kept);
    }

    [Fact]
    public void Counts_that_differ_are_warned_of()
    {
        var read = Retornos.Read([.. Before, Title, Amounts, After[0].Replace("000004", "000006", StringComparison.Ordinal), After[1].Replace("000006", "000008", StringComparison.Ordinal)]);
        Assert.Equal(["Quantidade de registros do lote (18-23)", "Quantidade de registros do arquivo (24-29)"], read.Warnings.Kept.Select(warning =>
            warning.Field));
        Assert.Single(read.Lines);
    }

    [Fact]
    public void A_batch_of_another_service_is_warned_of_and_left_out()
    {
        var read = Retornos.Read([Before[0], Retornos.Record(240, (1, "75600011C20")), Title, Amounts, .. After]);
        Assert.Empty(read.Lines);
        Assert.Equal(
            ("Header do lote", "Operação e serviço (9-11)"),
            (Assert.Single(read.Warnings.Kept).Record, read.Warnings.Kept[0].Field));
    }

    /// <summary>As banks' portals and old programs send them.</summary>
    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\r\n\u001a")]
    [InlineData("\r\n\r\n", "\r\n\r\n")]
    [InlineData("\r\r\n", "\u001a")]
    [InlineData("   \n", "\n")]
    public void Ends_of_line_blank_lines_and_the_old_end_of_file_do_not_matter(string between, string end)
    {
        var read = Retornos.Read(Encoding.Latin1.GetBytes(string.Join(between, Header, Detail(), Trailer) + end));
        Assert.Single(read.Lines);
        Assert.Null(read.Refusal);
        Assert.False(read.Problems.Any);
    }

    [Fact]
    public void A_mark_before_the_text_does_not_matter() =>
        Assert.Single(Retornos.Read([0xEF, 0xBB, 0xBF, .. Retornos.Bytes(Header, Detail(), Trailer)]).Lines);

    [Fact]
    public void Problems_are_counted_beyond_what_is_kept()
    {
        var read = Retornos.Read([Header, .. Enumerable.Repeat(Detail((254, "X")), 300), Trailer]);
        Assert.Equal((CnabProblems.Limit, 300), (read.Problems.Kept.Count, read.Problems.Count));
    }

    /// <summary>A stream hands out what it has; one byte at a time is allowed, and awaiting must not change a thing.</summary>
    [Fact]
    public async Task A_slow_stream_awaited_reads_the_same()
    {
        var file = RetornoSamples.File("341", CnabFormat.Cnab400, titles: 30, new Random(5));
        var opened = Assert.IsType<RetornoOpening.Opened>(await RetornoReader.OpenAsync(new OneByOne(file)));
        var lines = new List<RetornoLine>();
        while (await opened.Reader.ReadAsync())
            lines.Add(opened.Reader.Line);
        Assert.Equal(Retornos.Read(file).Lines, lines);
        Assert.Null(opened.Reader.Refusal);
    }

    /// <summary>What a problem says may be logged: nothing of the line is in it.</summary>
    [Fact]
    public void Problems_carry_nothing_of_the_line()
    {
        var read = Retornos.Read(Header, Detail((71, "52998224725X"), (254, "52998224725X9")), Trailer);
        Assert.DoesNotContain("52998", read.Problems.Kept[0].ToString(), StringComparison.Ordinal);
    }

    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span[..Math.Min(1, buffer.Length)]);
        }
    }

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }
    }
}
