using BenchmarkDotNet.Attributes;
using Cobranca.Portal.Documents;
using Cobranca.Portal.Tests.Documents;

namespace Cobranca.Benchmarks;

/// <summary>
/// A carnê of a year, with and without Pix, on one core; the floor is as many single boletos, which lay out less than a third as much to a page.
/// <c>dotnet run -c Release --project tests/Cobranca.Benchmarks -- --filter '*CarneBenchmarks*'</c>
/// </summary>
[MemoryDiagnoser]
public class CarneBenchmarks
{
    private const int Slips = 12;

    private readonly PdfDocumentWriter writer = new();
    private List<BoletoDocument> slips = [];

    [Params(false, true)]
    public bool Pix { get; set; }

    [GlobalSetup]
    public void Prepare() => slips = BoletoSamples.Instalments(Slips, Pix);

    [Benchmark(Baseline = true, OperationsPerInvoke = Slips)]
    public void SingleBoletos() => slips.ForEach(slip => writer.Boleto(slip));

    [Benchmark(OperationsPerInvoke = Slips)]
    public byte[] Carne() => writer.Carne(slips);
}
