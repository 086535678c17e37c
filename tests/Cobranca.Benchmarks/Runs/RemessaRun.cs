using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// Writing a remessa on one core and reading it back, in lines a second of processor time, so that whoever else uses the machine does not
/// count. The floor copies the same bytes, ready made, line by line to the
/// same stream: what is above it is making them.
/// </summary>
public static class RemessaRun
{
    private const int Titles = 100_000;
    private const int Times = 5;

    public static Task RunAsync(RunOptions options)
    {
        Console.WriteLine($"layout   lines      write lines/s        floor  ratio  bytes/line    read lines/s  (median of {Times}, {Titles:N0} titles, processor time)");
        foreach (var (bank, format, account, number) in Layouts())
            Measure(new()
            {
                BankCode = bank, Format = format, BeneficiaryName = "Portal Acordos Teste Ltda", BeneficiaryTaxId = TaxId.Parse("86875666000109"),
                Account = account, Sequence = 1, GeneratedAt = new(2026, 11, 21, 21, 38, 4, DateTimeKind.Unspecified),
                Instructions = [.. Enumerable.Range(1, Titles).Select(n => Entry(number(n), n))],
            });
        return Task.CompletedTask;
    }

    private static void Measure(RemessaRequest request)
    {
        var (writes, floors, reads) = (new List<double>(), new List<double>(), new List<double>());
        var file = new MemoryStream(60_000_000);
        var written = (RemessaOutcome.Written)RemessaWriter.Write(request, file);
        var bytes = file.ToArray();
        var allocated = 0L;
        for (var time = 0; time < Times; time++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            writes.Add(Took(() => RemessaWriter.Write(request, new Nowhere())));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            floors.Add(Took(() => Copy(bytes, (int)request.Format + 2, new Nowhere())));
            reads.Add(Took(() =>
            {
                if (RemessaReader.Read(new MemoryStream(bytes)) is not RemessaReading.Read)
                    throw new InvalidOperationException("What was written did not read back.");
            }));
        }
        var (write, floor, read) = (Median(writes), Median(floors), Median(reads));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{request.BankCode} {(int)request.Format}  {written.Lines,-9} {written.Lines / write,14:N0} {written.Lines / floor,12:N0} {write / floor,6:0.0} {allocated / (double)written.Lines,11:0.0} {written.Lines / read,15:N0}"));
    }

    private static double Took(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return Math.Max(0.001, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static void Copy(byte[] bytes, int width, Stream output)
    {
        var line = new byte[width];
        for (var at = 0; at < bytes.Length; at += width)
        {
            bytes.AsSpan(at, width).CopyTo(line);
            output.Write(line);
        }
    }

    private static IEnumerable<(string Bank, CnabFormat Format, BoletoAccount Account, Func<int, string> Number)> Layouts() =>
    [
        ("001", CnabFormat.Cnab240,
            new() { Agencia = "3794", AgenciaDv = "X", Conta = "16254", ContaDv = "X", Carteira = "17", Variacao = "019", Convenio = "2837465" },
            n => $"2837465{n:D10}"),
        ("033", CnabFormat.Cnab240,
            new() { Agencia = "3276", AgenciaDv = "0", Conta = "13001234", ContaDv = "5", Carteira = "101", Convenio = "5260965" }, n => $"{n:D12}"),
        ("341", CnabFormat.Cnab400, new() { Agencia = "0852", Conta = "31476", ContaDv = "4", Carteira = "109" }, n => $"{n:D8}"),
        ("237", CnabFormat.Cnab400,
            new() { Agencia = "1173", AgenciaDv = "8", Conta = "403005", ContaDv = "2", Carteira = "09", Convenio = "4562387" }, n => $"{n:D11}"),
    ];

    private static RemessaInstruction.Entry Entry(string nossoNumero, int n) => new()
    {
        NossoNumero = nossoNumero, OurId = $"ACORDO{n:D9}", DocumentNumber = $"A{n:D6}", Amount = new(10_000 + n), DueOn = new(2026, 12, 10),
        IssuedOn = new(2026, 11, 21), Especie = BoletoEspecie.DM, Fine = new RemessaFine.Percent(Rate.Percent(2)),
        Interest = new RemessaInterest.Monthly(Rate.Percent(1)),
        Payer = new(
            "José Antônio da Conceição e Silva Pereira dos Santos", TaxId.Parse("44331610128"), "Travessa Conceição 9 Fundos", "Vila Nova",
            Cep.Parse("30110000"), "Belo Horizonte", Uf.Parse("MG")),
    };

    /// <summary>Takes everything and keeps nothing.</summary>
    private sealed class Nowhere : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
