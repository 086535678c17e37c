using System.Buffers;
using System.Text;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>A file read to its end. (Retorno lido.)</summary>
internal sealed record ReadRetorno(RetornoHeader Header, IReadOnlyList<RetornoLine> Lines, CnabProblems Problems, CnabProblems Warnings, CnabProblem? Refusal)
{
    public RetornoLine Only => Assert.Single(Lines);
}

/// <summary>Reads, builds and writes files in memory.</summary>
internal static class Retornos
{
    public static ReadRetorno Read(byte[] file)
    {
        var reader = Assert.IsType<RetornoOpening.Opened>(RetornoReader.Open(new MemoryStream(file))).Reader;
        var lines = new List<RetornoLine>();
        while (reader.Read())
            lines.Add(reader.Line);
        return new(reader.Header, lines, reader.Problems, reader.Warnings, reader.Refusal);
    }

    public static ReadRetorno Read(params string[] lines) => Read(Bytes(lines));

    /// <summary>The file reads whole: no refusal, no problem, no warning.</summary>
    public static ReadRetorno ReadWell(params string[] lines)
    {
        var read = Read(lines);
        Assert.Null(read.Refusal);
        Assert.Empty(read.Problems.Kept);
        Assert.Empty(read.Warnings.Kept);
        return read;
    }

    public static CnabProblem Refused(byte[] file) =>
        Assert.IsType<RetornoOpening.Refused>(RetornoReader.Open(new MemoryStream(file))).Problem;

    public static byte[] Bytes(params string[] lines) => Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n");

    public static byte[] Write(RetornoHeader header, params IEnumerable<RetornoLine> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Empty(RetornoWriter.Write(header, lines, output).Kept);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Segment T where FEBRABAN has its fields, without the number and the carteira.</summary>
    public static readonly (int At, string Text)[] Title240 =
    [
        (59, "A42/1"), (74, "17092026"), (82, "000000000123456"), (97, "237"), (100, "012345"), (106, "ACORDO-42/1"), (199, "000000000000250"), (214, "06"),
    ];

    /// <summary>A file of one title that was paid, in the frame all banks share; what is the bank's own is written over it.</summary>
    public static string[] File240(string bank, (int At, string Text)[] header, (int At, string Text)[] title, string code) =>
    [
        Record(240, [(1, bank + "00000"), (18, "211222333000181"), (73, "ESCOLA MODELO LTDA"), (143, "2"), (144, "05112026"), (158, "000112"), .. header]),
        Record(240, (1, bank + "00011T01"), (18, "2011222333000181")),
        Record(240, [(1, bank + "00013"), (9, "00001"), (14, "T"), (16, code), .. title]),
        Record(240, (1, bank + "00013"), (9, "00002"), (14, "U"), (16, code),
            (18, "000000000004403"), (33, "000000000000060"), (48, "000000000000050"), (63, "000000000000000"),
            (78, "000000000127859"), (93, "000000000127609"), (108, "000000000000010"), (123, "000000000000020"),
            (138, "03112026"), (146, "04112026")),
        Record(240, (1, bank + "00015"), (18, "000004")),
        Record(240, (1, bank + "99999"), (18, "000001"), (24, "000006")),
    ];

    /// <summary>All that <see cref="File240"/> says of its title is read, wherever the bank has it.</summary>
    public static void IsTheTitleOf240(RetornoLine line)
    {
        Assert.Equal(
            (new Money(123456), new Money(127859), new Money(127609), new Money(250)),
            (line.FaceValue, line.Paid, line.Net!.Value, line.Tariff));
        Assert.Equal((new Money(4403), new Money(60), new Money(50)), (line.Charges, line.Discount, line.Abatement));
        Assert.Equal((new Money(10), new Money(20)), (line.OtherExpenses, line.OtherCredits));
        Assert.Equal(
            (new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4), new DateOnly(2026, 9, 17)),
            (line.OccurredOn!.Value, line.CreditOn!.Value, line.DueOn!.Value));
        Assert.Equal(("ACORDO-42/1", "A42/1", "11222333000181"), (line.OurId, line.DocumentNumber, line.CompanyTaxId));
    }

    /// <summary>A record of blanks with texts at positions as manuals count them, from 1.</summary>
    public static string Record(int width, params (int At, string Text)[] parts)
    {
        var record = new string(' ', width).ToCharArray();
        foreach (var (at, text) in parts)
            text.CopyTo(record.AsSpan(at - 1));
        return new(record);
    }
}
