using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Cobranca.Portal.Documents;
using Cobranca.Portal.Tests.Documents;

namespace Cobranca.Benchmarks;

/// <summary>
/// Boletos per second on all cores. The floor is what no writer can avoid: compressing the very bytes the file holds
/// (pages, fonts and their maps) with zlib's usual level.
/// <c>dotnet run -c Release --project tests/Cobranca.Benchmarks -- --filter '*PdfBenchmarks*'</c>
/// </summary>
[MemoryDiagnoser]
public class PdfBenchmarks
{
    private const int Batch = 500;

    private readonly PdfDocumentWriter writer = new();
    private BoletoDocument document = null!;
    private List<byte[]> streams = [];

    [Params(1, 3, 40)]
    public int Debts { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        document = BoletoSamples.WithCharges(Debts);
        var pdf = writer.Boleto(document);
        streams = Unpack(pdf);
        Console.WriteLine($"// {Debts} debts: {pdf.Length} bytes, {streams.Sum(stream => stream.Length)} before compression");
    }

    [Benchmark(OperationsPerInvoke = Batch, Baseline = true)]
    public void FlateOfTheSameBytes() => Parallel.For(0, Batch, _ =>
    {
        foreach (var stream in streams)
        {
            using var zlib = new ZLibStream(new MemoryStream(stream.Length), CompressionLevel.Optimal);
            zlib.Write(stream);
        }
    });

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Boleto() => Parallel.For(0, Batch, _ => writer.Boleto(document));

    private static List<byte[]> Unpack(byte[] pdf)
    {
        var found = new List<byte[]>();
        for (var at = 0; ; )
        {
            var next = pdf.AsSpan(at).IndexOf("\nstream\n"u8);
            if (next < 0) return found;
            at += next + "\nstream\n".Length;
            using var zlib = new ZLibStream(new MemoryStream(pdf, at, pdf.Length - at), CompressionMode.Decompress);
            var plain = new MemoryStream();
            zlib.CopyTo(plain);
            found.Add(plain.ToArray());
        }
    }
}
