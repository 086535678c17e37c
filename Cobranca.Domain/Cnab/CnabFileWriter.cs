using System.Buffers;

namespace Cobranca.Domain.Cnab;

/// <summary>Writes records of one width, each ended by CR LF, and counts them. (Escrita do arquivo.)</summary>
internal sealed class CnabFileWriter(IBufferWriter<byte> output, int width, CnabProblems problems)
{
    /// <summary>How many records were begun.</summary>
    public int Lines { get; private set; }

    /// <summary>What did not fit so far.</summary>
    public CnabProblems Problems { get; } = problems;

    /// <summary>Begins the next record. It belongs to the output at once: put everything before the next one begins.</summary>
    public CnabRecord Next(CnabRecordLayout layout)
    {
        if (layout.Width != width)
            throw new ArgumentException($"A record of {layout.Width} in a file of {width}.", nameof(layout));
        var line = output.GetSpan(width + 2)[..(width + 2)];
        line[width] = (byte)'\r';
        line[width + 1] = (byte)'\n';
        Lines++;
        var record = new CnabRecord(layout, line[..width], Lines, Problems);
        output.Advance(width + 2);
        return record;
    }
}
