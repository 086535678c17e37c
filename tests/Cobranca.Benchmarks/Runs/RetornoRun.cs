using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Cnab.Retorno;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// Reading a retorno of a million titles on one core. The floor takes the same lines from the same stream and looks for their ends only:
/// what is above it is reading the fields. The file is a body of some thousand titles repeated, held in memory once.
/// </summary>
public static class RetornoRun
{
    private const int Body = 4_000;

    public static Task RunAsync(RunOptions options)
    {
        Console.WriteLine("layout     lines      lines/s     floor       ratio  bytes/line  heap after, MB  (median of 5)");
        foreach (var (bank, format) in new[] { ("756", CnabFormat.Cnab240), ("341", CnabFormat.Cnab240), ("341", CnabFormat.Cnab400), ("237", CnabFormat.Cnab400) })
        {
            var file = RetornoSamples.File(bank, format, Body, new Random(42));
            foreach (var rows in options.Rows)
                Measure(bank, format, file, rows);
        }
        return Task.CompletedTask;
    }

    private static void Measure(string bank, CnabFormat format, byte[] file, int titles)
    {
        var frame = (format == CnabFormat.Cnab240 ? 242 : 402) * (format == CnabFormat.Cnab240 ? 2 : 1);
        var times = Math.Max(1, titles / Body);
        var (took, floors) = (new List<double>(), new List<double>());
        var (lines, read, allocated, heap) = (0L, 0L, 0L, 0L);
        for (var run = 0; run < 6; run++)
        {
            using (var stream = new Repeated(file, frame, times))
            {
                var watch = Stopwatch.StartNew();
                lines = Floor(stream);
                floors.Add(watch.Elapsed.TotalSeconds);
            }
            using (var stream = new Repeated(file, frame, times))
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var watch = Stopwatch.StartNew();
                var reader = ((RetornoOpening.Opened)RetornoReader.Open(stream)).Reader;
                while (reader.Read())
                {
                }
                took.Add(watch.Elapsed.TotalSeconds);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                read = reader.Titles;
                if (reader.Refusal is not null || reader.Problems.Any)
                    throw new InvalidOperationException($"{reader.Refusal ?? reader.Problems.Kept[0]}");
                heap = GC.GetTotalMemory(forceFullCollection: true);
            }
            if (run == 0)
            {
                took.Clear();
                floors.Clear();
            }
        }
        if (read != (long)times * Body)
            throw new InvalidOperationException($"{read} titles read of {(long)times * Body}.");
        took.Sort();
        floors.Sort();
        var (median, floor) = (took[took.Count / 2], floors[floors.Count / 2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{bank} {(format == CnabFormat.Cnab240 ? 240 : 400)}    {lines,-10} {lines / median,10:N0} {lines / floor,12:N0} {median / floor,6:0.0} {allocated / (double)lines,10:0} {heap / 1048576.0,12:0.0}"));
    }

    private static long Floor(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var (lines, kept) = (0L, 0);
        while (stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var count)
        {
            var left = buffer.AsSpan(0, kept + count);
            for (int end; (end = left.IndexOf((byte)'\n')) >= 0; left = left[(end + 1)..])
                lines++;
            left.CopyTo(buffer);
            kept = left.Length;
        }
        return lines;
    }

    /// <summary>The file with its body so many times over.</summary>
    private sealed class Repeated(byte[] file, int frame, int times) : Stream
    {
        private int at;
        private int left = times;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var end = left > 1 ? file.Length - frame : file.Length;
            var given = Math.Min(count, end - at);
            file.AsSpan(at, given).CopyTo(buffer.AsSpan(offset));
            at += given;
            if (at == end && left > 1)
            {
                at = frame;
                left--;
            }
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
