using System.Buffers;
using Cobranca.Domain.Boletos;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// Writes remessa files: plain ASCII, every record of full width and ended by CR LF. Everything is tried first and written then, so
/// that a refused file leaves nothing behind. (Escrita da remessa.)
/// </summary>
public static class RemessaWriter
{
    /// <summary>The bank's layouts, the one to prefer first; none for a bank that is not ours.</summary>
    public static IReadOnlyList<CnabFormat> Formats(string bankCode) => RemessaLayouts.Formats(bankCode);

    /// <summary>
    /// True when the layout has a code for what is asked; a field of it may still not fit. False for a bank or layout that is not ours.
    /// </summary>
    public static bool Takes(string bankCode, CnabFormat format, RemessaInstruction instruction) =>
        RemessaLayouts.TryFind(bankCode, format, out var layout) && layout.Takes(instruction);

    /// <summary>Writes the file.</summary>
    /// <exception cref="ArgumentException">The request has no instruction, or no layout of that bank and format exists.</exception>
    public static RemessaOutcome Write(RemessaRequest request, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfZero(request.Instructions.Count, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TitlesPerBatch, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Sequence, 1, nameof(request));
        if (request.ClosureAfterDays is < 1 or > 99)
            throw new ArgumentOutOfRangeException(nameof(request), request.ClosureAfterDays, "1 to 99 days.");
        if (!RemessaLayouts.TryFind(request.BankCode, request.Format, out var layout) || !Banks.TryFind(request.BankCode, out var bank))
            throw new ArgumentException($"No {request.Format} layout of bank {request.BankCode}.", nameof(request));

        var job = RemessaJob.Begin(request, bank, layout, new OneRecord(layout.Width));
        if (job.Problems.Count == 0)
            layout.Write(job);
        if (job.Problems.Count > 0)
            return new RemessaOutcome.Refused(job.Problems);

        job = RemessaJob.Begin(request, bank, layout, output);
        layout.Write(job);
        return new RemessaOutcome.Written(job.Output.Lines, job.Batches, job.Entries, job.EntryTotal) { FirstLines = job.FirstLines };
    }

    /// <summary>Writes the file to a stream, through a buffer of fixed size.</summary>
    /// <exception cref="ArgumentException">As above.</exception>
    public static RemessaOutcome Write(RemessaRequest request, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffered = new Buffered(output);
        var outcome = Write(request, buffered);
        buffered.Flush();
        return outcome;
    }

    /// <summary>Takes every record into the same bytes: the first, trying pass.</summary>
    private sealed class OneRecord(int width) : IBufferWriter<byte>
    {
        private readonly byte[] bytes = new byte[width + 2];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => bytes;
    }

    private sealed class Buffered(Stream output) : IBufferWriter<byte>
    {
        private readonly byte[] bytes = new byte[64 * 1024];
        private int used;

        public void Advance(int count) => used += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (bytes.Length - used < sizeHint)
                Flush();
            return bytes.AsMemory(used);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Flush()
        {
            output.Write(bytes, 0, used);
            used = 0;
        }
    }
}
