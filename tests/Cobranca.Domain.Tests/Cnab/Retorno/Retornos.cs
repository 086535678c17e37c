using System.Buffers;
using System.Text;
using Cobranca.Domain.Cnab;

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

    /// <summary>A record of blanks with texts at positions as manuals count them, from 1.</summary>
    public static string Record(int width, params (int At, string Text)[] parts)
    {
        var record = new string(' ', width).ToCharArray();
        foreach (var (at, text) in parts)
            text.CopyTo(record.AsSpan(at - 1));
        return new(record);
    }
}
