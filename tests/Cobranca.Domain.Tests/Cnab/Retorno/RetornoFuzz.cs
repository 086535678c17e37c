using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>
/// Files spoiled in many ways, the same for the same seed. Nothing but a refusal, a problem or a warning may come of them, and no more
/// memory than their length accounts for. Also compiled into the benchmarks, which run many more.
/// </summary>
internal static class RetornoFuzz
{
    /// <summary>What the reader itself takes: its buffer, its cache and what stands around them.</summary>
    private const long Fixed = 128 * 1024;

    /// <summary>Bytes a byte of the file may cost: a line of blanks makes no title, a bad one makes a problem with its sentence.</summary>
    private const long PerByte = 24;

    /// <summary>Reads so many spoiled files.</summary>
    /// <param name="files">Good files to begin with.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="seed">Which.</param>
    /// <exception cref="InvalidOperationException">One of them broke a promise; the message has its number.</exception>
    public static FuzzTally Run(IReadOnlyList<byte[]> files, int inputs, int seed)
    {
        var tally = new FuzzTally();
        for (var i = 0; i < inputs; i++)
        {
            var random = new Random(unchecked(seed * 397 + i));
            var file = Spoil(files, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(file, tally);
            }
            catch (Exception thrown)
            {
                throw new InvalidOperationException($"Input {i} of seed {seed}: {thrown}", thrown);
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > Fixed + PerByte * file.Length)
                throw new InvalidOperationException($"Input {i} of seed {seed}: {allocated} bytes for a file of {file.Length}.");
            tally.MostAllocated = Math.Max(tally.MostAllocated, allocated);
            tally.Longest = Math.Max(tally.Longest, file.Length);
            tally.Bytes += file.Length;
        }
        return tally;
    }

    private static void Read(byte[] file, FuzzTally tally)
    {
        tally.Inputs++;
        using var stream = new MemoryStream(file);
        if (RetornoReader.Open(stream) is not RetornoOpening.Opened { Reader: var reader })
        {
            tally.Unopened++;
            return;
        }
        var titles = 0L;
        var line = 0;
        while (reader.Read())
        {
            titles++;
            if (reader.Line.FirstLine <= line || reader.Line.LastLine < reader.Line.FirstLine)
                throw new InvalidOperationException("Lines are not in order.");
            line = reader.Line.LastLine;
            if (reader.Line.BringsMoney && reader.Line.Occurrence.IsSettlement() && reader.Line.OccurredOn is null)
                throw new InvalidOperationException("A payment without a day.");
        }
        if (titles != reader.Titles)
            throw new InvalidOperationException($"{titles} titles handed over, {reader.Titles} made.");
        tally.Titles += titles;
        tally.Refused += reader.Refusal is null ? 0 : 1;
        tally.Problems += reader.Problems.Count;
        tally.Warnings += reader.Warnings.Count;
    }

    private static byte[] Spoil(IReadOnlyList<byte[]> files, Random random)
    {
        List<byte> bytes = [.. files[random.Next(files.Count)]];
        for (var times = random.Next(1, 8); times > 0 && bytes.Count > 0; times--)
            SpoilOnce(bytes, files, random);
        return [.. bytes];
    }

    private static void SpoilOnce(List<byte> bytes, IReadOnlyList<byte[]> files, Random random)
    {
        // Mostly behind the first line: a file that is not opened tries nothing else.
        var at = random.Next(8) == 0 || bytes.Count <= 410 ? random.Next(bytes.Count) : random.Next(410, bytes.Count);
        var length = Math.Min(bytes.Count - at, random.Next(1, random.Next(3) == 0 ? 600 : 20));
        switch (random.Next(11))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                for (var i = 0; i < length; i++)
                    bytes[at + i] = (byte)random.Next(256);
                break;
            case 6:
                bytes.InsertRange(at, Enumerable.Repeat((byte)"09 \nA\r\u001a<"[random.Next(8)], random.Next(1, 3000)));
                break;
            case 7:
                var gone = (byte)"\r\n 0"[random.Next(4)];
                var rest = bytes.Skip(at).Where(value => value != gone).ToArray();
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(rest);
                break;
            case 8:
                var other = files[random.Next(files.Count)];
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 1500))]);
                break;
            case 9:
                bytes.Reverse(at, length);
                break;
            default:
                bytes[at] = (byte)"0123456789TUYPZ "[random.Next(16)];
                break;
        }
    }
}

/// <summary>What came of spoiled files.</summary>
internal sealed class FuzzTally
{
    public long Inputs { get; set; }

    public long Bytes { get; set; }

    public long Titles { get; set; }

    /// <summary>Not opened at all.</summary>
    public long Unopened { get; set; }

    /// <summary>Given up after good lines.</summary>
    public long Refused { get; set; }

    public long Problems { get; set; }

    public long Warnings { get; set; }

    /// <summary>The most bytes allocated while reading one file.</summary>
    public long MostAllocated { get; set; }

    /// <summary>The longest file.</summary>
    public int Longest { get; set; }
}
