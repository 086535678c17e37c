namespace Cobranca.Domain.Cnab;

/// <summary>
/// Takes the lines of a stream one by one out of one buffer of fixed size. CR LF, LF, and a last line without end are all lines; a line
/// that never ends is given up after <see cref="LongestLine"/>. (Linhas do arquivo.)
/// </summary>
internal sealed class RetornoSource(Stream stream)
{
    /// <summary>More than twice the widest record: no bank pads so much, and a file without ends of line is none.</summary>
    public const int LongestLine = 1024;

    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The line taken last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>True once a line turned out longer than <see cref="LongestLine"/>; nothing can be taken any more.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>True when everything has been taken.</summary>
    public bool IsDone => ended && start == end;

    /// <summary>The next line without its end; false when more must be read first, or nothing is left, or it is too long.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        line = default;
        var left = buffer.AsSpan(start, end - start);
        var length = left.IndexOf((byte)'\n');
        if (length < 0 && (left.Length > LongestLine || ended))
            length = left.Length;
        if (length < 0 || left.IsEmpty || IsTooLong)
            return false;
        Number++;
        line = left[..length].TrimEnd((byte)'\r');
        if (length > LongestLine)
        {
            IsTooLong = true;
            return false;
        }
        start = Math.Min(end, start + length + 1);
        return true;
    }

    public void Fill()
    {
        MakeRoom();
        Take(stream.Read(buffer, end, buffer.Length - end));
    }

    public async ValueTask FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        Take(await stream.ReadAsync(buffer.AsMemory(end), cancellation));
    }

    private void MakeRoom()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
    }

    private void Take(int count)
    {
        end += count;
        ended = count == 0;
    }
}
