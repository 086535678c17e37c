namespace Cobranca.Domain.Cnab;

/// <summary>
/// The lines of a file, through a buffer of fixed size: ended by CR LF, LF or the end; blank lines and the ^Z of old systems are left
/// out, but counted. (Linhas do arquivo.)
/// </summary>
internal sealed class RemessaLines(Stream input)
{
    /// <summary>Longer than any record: reading stops there, whatever follows.</summary>
    private const int LongestLine = 1024;

    private readonly byte[] buffer = new byte[32 * 1024];
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>True after a line too long to be a record.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Which line was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end; false when there is none, or when it is too long.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadAny(out line))
        {
            line = line.TrimEnd("\r\u001A"u8);
            if (line.ContainsAnyExcept((byte)' '))
                return true;
        }
        return false;
    }

    private bool TryReadAny(out ReadOnlySpan<byte> line)
    {
        line = default;
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (at >= 0 || atEnd)
            {
                var length = at >= 0 ? at : end - start;
                if (at < 0 && length == 0 || IsTooLong)
                    return false;
                IsTooLong = length > LongestLine;
                line = IsTooLong ? default : buffer.AsSpan(start, length);
                Number++;
                start += at >= 0 ? at + 1 : length;
                return !IsTooLong;
            }
            if (end - start > LongestLine)
            {
                IsTooLong = true;
                return false;
            }
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = input.Read(buffer, end, buffer.Length - end);
            (end, atEnd) = (end + read, read == 0);
        }
    }
}
