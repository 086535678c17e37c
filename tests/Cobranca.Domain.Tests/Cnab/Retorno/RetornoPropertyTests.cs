using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>What holds for every file, not only for the examples.</summary>
public sealed class RetornoPropertyTests
{
    public static TheoryData<string, CnabFormat> Layouts
    {
        get
        {
            var data = new TheoryData<string, CnabFormat>();
            foreach (var (bank, format) in RetornoSamples.Layouts)
                data.Add(bank, format);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_is_written_reads_back_equal(string bank, CnabFormat format)
    {
        var header = RetornoSamples.Header(bank, format);
        var lines = from seed in Gen.Choose(0, int.MaxValue)
                    from count in Gen.Choose(0, 12)
                    select Enumerable.Repeat(new Random(seed), count).Select(random => RetornoSamples.Line(header, random)).ToArray();
        Prop.ForAll(lines.ToArbitrary(), written =>
        {
            var read = Retornos.Read(Retornos.Write(header, written));
            Assert.Null(read.Refusal);
            Assert.Empty(read.Problems.Kept);
            Assert.Equal(header, read.Header);
            Assert.Equal(written, read.Lines.Select(line => line with { FirstLine = 0, LastLine = 0 }));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Blanks at the ends of lines, CR, an ended last line: the same titles come out.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_cut_of_its_blanks_reads_the_same(string bank, CnabFormat format)
    {
        var file = RetornoSamples.File(bank, format, titles: 40, new Random(7));
        var lines = System.Text.Encoding.Latin1.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var cut = System.Text.Encoding.Latin1.GetBytes(string.Join('\n', lines.Select(line => line.TrimEnd(' '))));
        Assert.Equal(Retornos.Read(file).Lines, Retornos.Read(cut).Lines);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_that_ends_early_is_never_taken_for_whole(string bank, CnabFormat format)
    {
        var file = RetornoSamples.File(bank, format, titles: 3, new Random(11));
        var trailer = file.Length - (format == CnabFormat.Cnab240 ? 240 : 400) - 2;
        for (var length = 0; length <= trailer; length += 7)
            Assert.True(RetornoReader.Open(new MemoryStream(file, 0, length)) is RetornoOpening.Refused || Retornos.Read(file[..length]).Refusal is not null);
    }

    /// <summary>What a slip was issued with finds it again: the number of every bank and layout we send comes back as it was given.</summary>
    [Fact]
    public void The_number_of_an_issued_slip_comes_back_the_same()
    {
        foreach (var sent in RemessaLayoutCase.All.Values)
        {
            Assert.True(Banks.TryFind(sent.Bank, out var bank));
            for (var sequence = 1; sequence < 200; sequence += 7)
            {
                var issue = bank.Issue(sent.Account, sent.NossoNumero(sequence), new(127859), new(2026, 12, 1), new DateOnly(2026, 11, 21));
                var issued = Assert.IsType<BoletoIssue.Issued>(issue);
                var header = RetornoSamples.Header(sent.Bank, sent.Format);
                var paid = RetornoWriter.Fit(header, new RetornoLine
                {
                    Occurrence = RetornoOccurrence.Settled, NossoNumero = issued.NossoNumero, NossoNumeroDv = issued.NossoNumeroDv,
                    OccurredOn = new(2026, 12, 1), Paid = new(127859),
                });
                var line = Retornos.Read(Retornos.Write(header, paid)).Only;
                Assert.Equal((sent.Bank, issued.NossoNumero, issued.NossoNumeroDv), (sent.Bank, line.NossoNumero, line.NossoNumeroDv));
            }
        }
    }

    /// <summary>The small sibling of <c>fuzz retorno</c> in the benchmarks.</summary>
    [Fact]
    public void Spoiled_files_are_refused_by_name_in_bounded_memory()
    {
        var files =
            RetornoSamples.Layouts.Select(layout => RetornoSamples.File(layout.Bank, layout.Format, titles: 6, new Random(3))).ToArray();
        var tally = RetornoFuzz.Run(files, inputs: 2_000, seed: 20261122);
        Assert.InRange(tally.Titles, 1_000, long.MaxValue);
        Assert.InRange(tally.Problems, 500, long.MaxValue);
        Assert.InRange(tally.Unopened + tally.Refused, 500, 2_000);
    }
}
