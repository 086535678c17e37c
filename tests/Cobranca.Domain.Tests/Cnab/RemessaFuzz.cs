using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>
/// Remessas damaged in many ways, the same for the same seed: mostly inside one line, so that what stands around it still makes sense.
/// Nothing but a reading or its named refusal may come of them, and no more memory than their length accounts for. Also compiled into the
/// benchmarks, which run many more.
/// </summary>
internal static class RemessaFuzz
{
    /// <summary>What the reader itself takes: its buffer and what stands around it.</summary>
    private const long Fixed = 40 * 1024;

    /// <summary>Bytes a byte of the file may cost: a title becomes some strings, a bad field a problem with its sentence.</summary>
    private const long PerByte = 24;

    public static RemessaFuzzTally Run(IReadOnlyList<byte[]> files, int inputs, int seed)
    {
        var tally = new RemessaFuzzTally();
        for (var i = 0; i < inputs; i++)
        {
            var random = new Random(unchecked(seed * 397 + i));
            var file = Damage(files, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            RemessaReading reading;
            try
            {
                reading = RemessaReader.Read(new MemoryStream(file));
            }
            catch (Exception thrown)
            {
                throw new InvalidOperationException($"Input {i} of seed {seed}: {thrown}", thrown);
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > Fixed + PerByte * file.Length)
                throw new InvalidOperationException($"Input {i} of seed {seed}: {allocated} bytes for a file of {file.Length}.");
            tally.Worst = Math.Max(tally.Worst, Math.Max(0, allocated - Fixed) / (double)Math.Max(1, file.Length));
            tally.Inputs++;
            tally.Bytes += file.Length;
            Check(reading, tally, $"Input {i} of seed {seed}");
        }
        return tally;
    }

    private static void Check(RemessaReading reading, RemessaFuzzTally tally, string which)
    {
        if (reading is RemessaReading.Refused refused)
        {
            tally.Refused++;
            if (refused.Problems.Count is 0 or > CnabProblems.Limit || refused.Problems.Any(problem => problem.Line < 1 || problem.Text.Length == 0))
                throw new InvalidOperationException($"{which}: a refusal without line or reason.");
            tally.Problems += refused.Problems.Count;
            return;
        }
        foreach (var instruction in ((RemessaReading.Read)reading).File.Instructions)
        {
            tally.Instructions++;
            if (!instruction.Amount.IsPositive || instruction.Amount > Barcode.HighestAmount || instruction.NossoNumero.Length == 0
                || instruction is RemessaInstruction.Entry entry && entry.Payer.TaxId.Value.Length == 0)
            {
                throw new InvalidOperationException($"{which}: an instruction no bank could carry out.");
            }
        }
        tally.Read++;
    }

    private static byte[] Damage(IReadOnlyList<byte[]> files, Random random)
    {
        List<byte> bytes = [.. files[random.Next(files.Count)]];
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 1; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(bytes.Count - at, random.Next(1, 30));
            switch (random.Next(12))
            {
                case 0 or 1 or 2 or 3:
                    bytes[at] = (byte)"0123456789 ANPQRYX"[random.Next(18)];
                    break;
                case 4:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 5:
                    for (var i = 0; i < length; i++)
                        bytes[at + i] = (byte)"09 "[times % 3];
                    break;
                case 6:
                    bytes.Reverse(at, length);
                    break;
                case 7:
                    bytes.RemoveRange(at, length);
                    break;
                case 8:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"0 \n\u001AA"[random.Next(5)], random.Next(1, 2_000)));
                    break;
                case 9:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 10:
                    Line(bytes, at, out var start, out var end);
                    bytes.InsertRange(start, bytes.GetRange(start, end - start));
                    break;
                default:
                    Line(bytes, at, out var from, out var through);
                    bytes.RemoveRange(from, through - from);
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>The line around a byte, its end included.</summary>
    private static void Line(List<byte> bytes, int at, out int start, out int end)
    {
        start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        end = bytes.IndexOf((byte)'\n', at) is >= 0 and var found ? found + 1 : bytes.Count;
    }
}

/// <summary>What came of damaged files.</summary>
internal sealed class RemessaFuzzTally
{
    public long Inputs { get; set; }

    public long Bytes { get; set; }

    /// <summary>Files that still made sense.</summary>
    public long Read { get; set; }

    public long Instructions { get; set; }

    public long Refused { get; set; }

    public long Problems { get; set; }

    /// <summary>The most bytes allocated per byte of a file, beyond what every reader takes.</summary>
    public double Worst { get; set; }
}
