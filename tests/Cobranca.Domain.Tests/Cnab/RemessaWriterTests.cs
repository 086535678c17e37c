using System.Buffers;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class RemessaWriterTests
{
    public static TheoryData<string> Layouts => [.. RemessaLayoutCase.All.Keys];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_line_has_the_layouts_width_ends_in_crlf_and_is_plain_ascii(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var bytes = RemessaSamples.Bytes(Request(layout, RemessaSamples.Entries(layout.NossoNumero)));
        var width = (int)layout.Format + 2;
        Assert.Equal(0, bytes.Length % width);
        for (var at = 0; at < bytes.Length; at += width)
            Assert.Equal("\r\n"u8, bytes.AsSpan(at + width - 2, 2));
        Assert.All(bytes.Where(one => one is not ((byte)'\r' or (byte)'\n')), one => Assert.InRange(one, (byte)' ', (byte)'~'));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_same_request_makes_the_same_bytes_into_a_buffer_or_a_stream(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var request = Request(layout, [.. Enumerable.Range(1, 400).Select(n => RemessaSamples.Reissued(layout.NossoNumero(n)))]);
        using var stream = new MemoryStream();
        Assert.IsType<RemessaOutcome.Written>(RemessaWriter.Write(request, stream));
        Assert.Equal(RemessaSamples.Bytes(request), stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_cnpj_with_letters_is_refused_for_payer_and_beneficiary(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var letters = TaxId.Parse("12.ABC.345/01DE-35");
        var entry = RemessaSamples.Reissued(layout.NossoNumero(1));
        var ofPayer = RemessaSamples.Problems(Request(layout, [entry, entry with { Payer = entry.Payer with { TaxId = letters } }]));
        var problem = Assert.Single(ofPayer);
        Assert.Equal(1, problem.Instruction);
        Assert.Contains("nscrição", problem.Problem.Field, StringComparison.Ordinal);
        Assert.Contains("CNPJ tem letras", problem.Problem.Text, StringComparison.Ordinal);
        if (layout.HasBeneficiaryTaxId)
            Assert.NotEmpty(RemessaSamples.Problems(Request(layout, [entry]) with { BeneficiaryTaxId = letters }));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_the_bank_must_send_back_unchanged_is_never_cut(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var entry = RemessaSamples.Reissued(layout.NossoNumero(1));
        RemessaInstruction[] wrong =
        [
            entry with { OurId = new string('A', 26) }, entry with { OurId = "ação" }, entry with { DocumentNumber = new string('1', 16) },
        ];
        Assert.Equal([0, 1, 2], RemessaSamples.Problems(Request(layout, wrong)).Select(problem => problem.Instruction!.Value));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_number_of_another_account_is_refused(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var entry = RemessaSamples.Reissued(layout.NossoNumero(1));
        foreach (var number in new[] { "", "12A", new string('9', 18) })
            Assert.Contains(RemessaSamples.Problems(Request(layout, [entry with { NossoNumero = number }])), problem =>
                problem.Instruction == 0 && problem.Problem.Field.StartsWith("Nosso número", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Amounts_and_dates_no_slip_can_have_are_refused(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var entry = RemessaSamples.Reissued(layout.NossoNumero(1));
        RemessaInstruction[] wrong =
        [
            entry with { Amount = Money.Zero }, entry with { Amount = new(10_000_000_000) }, entry with { Amount = new(long.MaxValue) },
            entry with { DueOn = DateOnly.MaxValue, PayableThrough = null }, entry with { PayableThrough = entry.DueOn.AddDays(-1) },
            entry with { Discount = new(new(100), entry.DueOn.AddDays(1)) }, entry with { Discount = new(entry.Amount, entry.DueOn) },
            entry with { Payer = entry.Payer with { Name = " " } }, entry with { Abatement = new(-1) },
        ];
        var found = RemessaSamples.Problems(Request(layout, wrong)).Select(problem => problem.Instruction!.Value).ToHashSet();
        Assert.Subset(found, Enumerable.Range(0, wrong.Length).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_rate_with_more_than_two_decimal_places_is_refused_where_it_is_sent_as_a_rate(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var entry = RemessaSamples.Reissued(layout.NossoNumero(1)) with { Interest = new RemessaInterest.Monthly(Rate.Percent(0.333m)) };
        if (layout.InterestIsPerDay)
            Assert.NotEmpty(RemessaSamples.Bytes(Request(layout, [entry])));
        else
            Assert.Contains("casas decimais", Assert.Single(RemessaSamples.Problems(Request(layout, [entry]))).Problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("001-240", 1_000_000)]
    [InlineData("237-400", 10_000_000)]
    public void A_number_of_the_file_that_does_not_fit_is_refused(string name, long sequence)
    {
        var layout = RemessaLayoutCase.All[name];
        var problems = RemessaSamples.Problems(Request(layout, [RemessaSamples.Reissued(layout.NossoNumero(1))]) with { Sequence = sequence });
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void Batches_split_at_their_limit_and_count_their_own_records()
    {
        var layout = RemessaLayoutCase.All["001-240"];
        RemessaInstruction[] instructions = [.. Enumerable.Range(1, 5).Select(n => RemessaSamples.Entries(_ => layout.NossoNumero(n))[0])];
        var request = Request(layout, instructions) with { TitlesPerBatch = 2 };
        var output = new ArrayBufferWriter<byte>();
        var written = Assert.IsType<RemessaOutcome.Written>(RemessaWriter.Write(request, output));
        Assert.Equal(new RemessaOutcome.Written(1 + 8 + 8 + 5 + 1, 3, 5, new(75_000)), written with { FirstLines = [] });
        var lines = RemessaSamples.Write(request);
        Assert.Equal([3, 6, 11, 14, 19], written.FirstLines);
        Assert.Equal(
            ["00100011", "00100013", "00100013", "00100013", "00100013", "00100013", "00100013", "00100015"], lines[1..9].Select(line => line[..8]));
        Assert.Equal(["00001", "00002", "00003", "00004", "00005", "00006"], lines[2..8].Select(line => line[8..13]));
        Assert.Equal("00001", lines[10][8..13]);
        Assert.Equal(["000008", "000008", "000005"], lines.Where(line => line[7] == '5').Select(line => line[17..23]));
        Assert.Equal(["0001", "0002", "0003"], lines.Where(line => line[7] == '5').Select(line => line[3..7]));
        Assert.Equal("00199999         000003000023", lines[^1][..29]);
        Assert.Equal(3, RemessaSamples.File(RemessaSamples.Read(lines)).Batches);
    }

    [Fact]
    public void A_batch_ends_before_its_records_outgrow_their_number()
    {
        var layout = RemessaLayoutCase.All["104-240"];
        RemessaInstruction[] instructions = [.. Enumerable.Repeat(RemessaSamples.Reissued(layout.NossoNumero(1)), 34_000)];
        var output = new ArrayBufferWriter<byte>();
        var written = Assert.IsType<RemessaOutcome.Written>(RemessaWriter.Write(Request(layout, instructions) with { TitlesPerBatch = 40_000 }, output));
        Assert.Equal((2, 34_000), (written.Batches, written.Entries));
        Assert.Equal(34_000 * 3 + 2 * 2 + 2, written.Lines);
    }

    [Theory]
    [InlineData("001-240", 500_000)]
    [InlineData("237-400", 999_999)]
    public void A_file_longer_than_its_own_count_is_refused(string name, int titles)
    {
        var layout = RemessaLayoutCase.All[name];
        RemessaInstruction[] instructions = [.. Enumerable.Repeat(RemessaSamples.Reissued(layout.NossoNumero(1)), titles)];
        Assert.NotEmpty(RemessaSamples.Problems(Request(layout, instructions)));
    }

    [Fact]
    public void Interest_per_day_is_rounded_half_away_from_zero()
    {
        var monthly = new RemessaInterest.Monthly(Rate.Percent(1));
        Assert.Equal(new(41), monthly.OnePerDay(new(123_456)).Amount);
        Assert.Equal(new(1), monthly.OnePerDay(new(1_500)).Amount);
        Assert.Equal(Money.Zero, monthly.OnePerDay(new(1_499)).Amount);
    }

    [Theory]
    [InlineData("341", CnabFormat.Cnab400, true, true)]
    [InlineData("237", CnabFormat.Cnab400, true, true)]
    [InlineData("756", CnabFormat.Cnab240, false, true)]
    [InlineData("077", CnabFormat.Cnab400, false, false)]
    [InlineData("341", (CnabFormat)0, false, false)]
    [InlineData("999", CnabFormat.Cnab240, false, false)]
    public void What_a_layout_has_no_code_for_is_known_before_a_file_is_made(string bank, CnabFormat format, bool value, bool dueDate)
    {
        Assert.Equal(value, RemessaWriter.Takes(bank, format, new RemessaInstruction.ValueChange { NossoNumero = "1", OurId = "1", DocumentNumber = "1", Amount = new(100), DueOn = new(2026, 12, 10) }));
        Assert.Equal(dueDate, RemessaWriter.Takes(bank, format, new RemessaInstruction.DueDateChange { NossoNumero = "1", OurId = "1", DocumentNumber = "1", Amount = new(100), DueOn = new(2026, 12, 10) }));
    }

    [Fact]
    public void Every_bank_of_ours_has_a_layout() =>
        Assert.All(Domain.Boletos.Banks.All, bank => Assert.NotEmpty(RemessaWriter.Formats(bank.Code)));

    private static RemessaRequest Request(RemessaLayoutCase layout, IReadOnlyList<RemessaInstruction> instructions) =>
        RemessaSamples.Request(layout.Bank, layout.Format, layout.Account, instructions);
}
