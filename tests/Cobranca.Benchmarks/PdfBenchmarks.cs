using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;

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
        document = Sample(Debts);
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

    /// <summary>The reissued slip of domain facts §2.1, its 1.278,59 spread over the debts.</summary>
    private static BoletoDocument Sample(int debts)
    {
        var amount = new Money(1_278_59);
        var charges = Enumerable.Range(1, debts).Select(i => new BoletoCharge($"Mensalidade {i}/2026, 7º ano", new DateOnly(2026, 1, 10).AddDays(i),
            i < debts ? new Money(2_000 + i) : amount - new Money(200 * debts) - Enumerable.Range(1, debts - 1).Sum(j => new Money(2_000 + j)),
            new(20), new(80), new(100))).ToList();
        return new()
        {
            Beneficiary = new("Colégio Aurora Educação e Cultura Ltda.", "CNPJ 12.345.678/0001-95", ["Rua das Acácias, 1200", "São Paulo/SP, 01310-100"]),
            Payer = new("José Conceição de Araújo Gonçalves", "CPF 529.982.247-25", ["Avenida Getúlio Vargas, 45", "Belo Horizonte/MG, 30112-020"]),
            BankName = "Itaú Unibanco",
            BankCode = "341-7",
            BeneficiaryCode = "0057/12345-7",
            NossoNumero = "109/00000043-8",
            DocumentNumber = "2026-000431",
            Especie = "ME",
            Carteira = "109",
            DocumentDate = new(2026, 10, 20),
            ProcessingDate = new(2026, 10, 20),
            DueDate = new(2026, 11, 3),
            PayableThrough = new(2026, 11, 3),
            Amount = amount,
            Instructions = ["O valor já inclui correção, multa e juros até o vencimento.", "Depois do vencimento, gere um novo boleto no portal."],
            Charges = charges,
            LinhaDigitavel = "34191.09008 00004.380051 71234.570001 1 16190000127859",
            Barcode = "34191161900001278591090000004380057123457000",
            ContactLine = "Dúvidas: (11) 4002-8922. Confira este boleto em portal.aurora.example/verificar.",
            CreatedAt = new(2026, 10, 20, 17, 30, 0, DateTimeKind.Utc),
        };
    }
}
