using System.Text;
using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>Files that are no remessa, or no longer one.</summary>
public sealed class RemessaReaderTests
{
    public static TheoryData<string> Layouts => [.. RemessaLayoutCase.All.Keys];

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("<html><body>Sessão expirada</body></html>")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("id_externo;nome;valor\r\n1;Maria;10,00\r\n")]
    public void What_is_no_remessa_is_refused_at_its_first_line(string text) =>
        Assert.Equal(1, Assert.Single(RemessaSamples.Refusal(RemessaSamples.Read(Encoding.Latin1.GetBytes(text)))).Line);

    [Fact]
    public void A_retorno_is_told_from_a_remessa()
    {
        var two = new string('0', 142) + "2" + new string(' ', 97);
        var four = "02RETORNO01COBRANCA" + new string(' ', 381);
        Assert.Contains("é um retorno", RemessaSamples.Refusal(RemessaSamples.Read([two]))[0].Text, StringComparison.Ordinal);
        Assert.Contains("é um retorno", RemessaSamples.Refusal(RemessaSamples.Read([four]))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_not_swallowed() =>
        Assert.Contains("longa demais", RemessaSamples.Refusal(RemessaReader.Read(new Endless()))[0].Text, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_cut_short_is_refused(string name)
    {
        var lines = Lines(name);
        for (var count = 1; count < lines.Length; count++)
            Assert.NotEmpty(RemessaSamples.Refusal(RemessaSamples.Read(lines[..count])));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_line_lost_doubled_or_out_of_order_is_refused(string name)
    {
        var lines = Lines(name);
        for (var at = 1; at < lines.Length; at++)
        {
            Assert.NotEmpty(RemessaSamples.Refusal(RemessaSamples.Read([.. lines[..at], .. lines[(at + 1)..]])));
            Assert.NotEmpty(RemessaSamples.Refusal(RemessaSamples.Read([.. lines[..at], lines[at], .. lines[at..]])));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Trimmed_lines_lf_blank_lines_and_ctrl_z_read_the_same(string name)
    {
        var lines = Lines(name);
        var expected = RemessaSamples.File(RemessaSamples.Read(lines)).Instructions;
        var changed = string.Join('\n', lines.Select(line => line.TrimEnd(' '))) + "\n\n\u001A";
        Assert.Equal(expected, RemessaSamples.File(RemessaSamples.Read(Encoding.Latin1.GetBytes(changed))).Instructions);
    }

    [Fact]
    public void A_damaged_field_is_named_with_its_line()
    {
        var lines = Lines("001-240");
        lines[2] = lines[2][..85] + "00000000000150O" + lines[2][100..];
        var problems = RemessaSamples.Refusal(RemessaSamples.Read(lines));
        Assert.Contains(problems, problem => problem is { Line: 3, Record: "Segmento P", Field: "Valor do título (86-100)" });
    }

    [Fact]
    public void A_title_without_its_payer_is_refused()
    {
        var lines = Lines("001-240");
        string[] without = [.. lines[..3], lines[2][..8] + "00002" + lines[2][13..], .. lines[4..]];
        Assert.Contains(RemessaSamples.Refusal(RemessaSamples.Read(without)), problem => problem.Text.Contains("pagador", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_nothing_but_problems_names_the_first_ones()
    {
        var lines = Lines("237-400");
        var many = Enumerable.Repeat(new string('X', 400), 100_000);
        Assert.Equal(CnabProblems.Limit, RemessaSamples.Refusal(RemessaSamples.Read([lines[0], .. many])).Count);
    }

    /// <summary>The small sibling of <c>fuzz remessa</c> in the benchmarks.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused_by_name_in_bounded_memory()
    {
        var tally = RemessaFuzz.Run([.. RemessaLayoutCase.All.Values.Select(layout => layout.Sample(titles: 8))], inputs: 2_000, seed: 20261122);
        Assert.Equal(2_000, tally.Read + tally.Refused);
        Assert.InRange(tally.Read, 100, 1_900);
    }

    private static string[] Lines(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        return RemessaSamples.Write(RemessaSamples.Request(layout.Bank, layout.Format, layout.Account, RemessaSamples.Entries(layout.NossoNumero)));
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'0');
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
