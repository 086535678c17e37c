namespace Cobranca.Domain.Cnab;

/// <summary>
/// Reads a bank's retorno from a stream, line by line, in memory that does not grow with the file. What the bank sent and cannot be read
/// is in <see cref="Problems"/>, what was read with a doubt in <see cref="Warnings"/>; no line is left out of all three in silence. A file
/// that is not whole or not one retorno ends in <see cref="Refusal"/>, which may come after good lines: read it once to the end before
/// acting on any. (Leitor de retorno.)
/// </summary>
/// <remarks>
/// Bank and layout come from the first line. Lines may end in CR LF or LF, be cut of their blanks, stand between blank lines, and the file
/// may end in ^Z, as it comes out of banks' portals. Source: domain facts §8; the layouts name theirs.
/// </remarks>
public sealed class RetornoReader
{
    /// <summary>The longest line looked at: more than twice the widest record, so a file without ends of line is given up early.</summary>
    public const int LongestLine = RetornoSource.LongestLine;

    private const byte EndOfFile = 0x1A;

    private readonly RetornoSource source;
    private readonly RetornoLayout layout;
    private readonly RetornoRecords records;
    private RetornoLine line;
    private bool isEnded;

    private RetornoReader(RetornoSource source, RetornoLayout layout, RetornoHeader header, CnabProblems warnings)
    {
        (this.source, this.layout, Header, Warnings) = (source, layout, header, warnings);
        records = layout.Format == CnabFormat.Cnab240
            ? new RetornoRecords240(layout, header, Problems, warnings)
            : new RetornoRecords400(layout, Problems, warnings);
    }

    /// <summary>Whose file it is.</summary>
    public RetornoHeader Header { get; }

    /// <summary>The line read last; valid after a read that returned true.</summary>
    public ref readonly RetornoLine Line => ref line;

    /// <summary>Lines, or pairs of segments, that could not be read.</summary>
    public CnabProblems Problems { get; } = new();

    /// <summary>What was read, but looks wrong: counts that differ, gaps in the numbering, codes no table has.</summary>
    public CnabProblems Warnings { get; }

    /// <summary>Why the file as a whole cannot be trusted; null when it can, known after the last read.</summary>
    public CnabProblem? Refusal { get; private set; }

    /// <summary>How many titles were read.</summary>
    public long Titles => records.Titles;

    /// <summary>How many lines of the file were looked at.</summary>
    public int FileLines => source.Number;

    /// <summary>Recognises the file and reads its header. The stream stays the caller's.</summary>
    public static RetornoOpening Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var lines = new RetornoSource(stream);
        RetornoOpening? opening;
        while (!TryOpen(lines, out opening))
            lines.Fill();
        return opening!;
    }

    /// <summary>Recognises the file and reads its header. The stream stays the caller's.</summary>
    public static async ValueTask<RetornoOpening> OpenAsync(Stream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var lines = new RetornoSource(stream);
        RetornoOpening? opening;
        while (!TryOpen(lines, out opening))
            await lines.FillAsync(cancellation);
        return opening!;
    }

    /// <summary>Reads on to the next title; false at the end, where <see cref="Refusal"/> says whether the file was whole.</summary>
    public bool Read()
    {
        while (true)
        {
            if (Step() is { } more)
                return more;
            source.Fill();
        }
    }

    /// <summary>Reads on to the next title; false at the end, where <see cref="Refusal"/> says whether the file was whole.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation = default) =>
        Step() is { } more ? new(more) : FillAndReadAsync(cancellation);

    private async ValueTask<bool> FillAndReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await source.FillAsync(cancellation);
            if (Step() is { } more)
                return more;
        }
    }

    private static bool TryOpen(RetornoSource lines, out RetornoOpening? opening)
    {
        opening = null;
        while (lines.TryTake(out var bytes))
        {
            var record = Trim(bytes);
            if (record.IsEmpty)
                continue;
            var found = RetornoSniffer.Recognise(WithoutMark(record), lines.Number, out var isGeneric, out var problem);
            opening = found is null ? new RetornoOpening.Refused(problem!) : Open(lines, found, isGeneric, WithoutMark(record));
            return true;
        }
        if (lines.IsTooLong)
            opening = new RetornoOpening.Refused(TooLong(lines.Number));
        else if (lines.IsDone)
            opening = new RetornoOpening.Refused(new(0, "", "", "O arquivo está vazio. Baixe de novo o retorno no banco."));
        return opening is not null;
    }

    private static RetornoOpening Open(RetornoSource lines, RetornoLayout found, bool isGeneric, ReadOnlySpan<byte> record)
    {
        if (IsNoText(record))
            return new RetornoOpening.Refused(new(lines.Number, "Header", "", "O header tem bytes que não são texto: o arquivo foi alterado. Peça-o de novo ao banco."));
        if (record.Length > found.Width)
            return new RetornoOpening.Refused(new(lines.Number, "Header", "",
                $"O header tem {record.Length} posições e o layout, {found.Width}: o arquivo foi alterado. Peça-o de novo ao banco."));
        var warnings = new CnabProblems();
        if (isGeneric)
            warnings.Add(new(lines.Number, "Header", "",
                $"O banco {found.Bank} não tem regras próprias aqui: o arquivo foi lido pelo padrão FEBRABAN. Confira os valores."));
        return new RetornoOpening.Opened(new(lines, found, RetornoHeaders.Read(found, record, lines.Number, warnings), warnings));
    }

    /// <summary>True for a title, false at the end, null when more must be read first.</summary>
    private bool? Step()
    {
        while (!isEnded && source.TryTake(out var bytes))
        {
            var record = Trim(bytes);
            if (record.IsEmpty)
                continue;
            if (records.IsComplete)
                return End(new(source.Number, "", "",
                    "Há linhas depois do trailer: são dois arquivos em um, ou o arquivo foi alterado. Envie cada retorno em um arquivo."));
            if (IsNoText(record))
            {
                records.Skip(source.Number, "A linha tem bytes que não são texto: não foi lida. Peça o arquivo de novo ao banco.");
                continue;
            }
            if (record.Length > layout.Width)
            {
                records.Skip(source.Number,
                    $"A linha tem {record.Length} posições e o layout, {layout.Width}: não foi lida. Peça o arquivo de novo ao banco.");
                continue;
            }
            if (records.Take(record, source.Number, out line))
                return true;
            if (records.Refusal is not null)
                return End(records.Refusal);
        }
        if (isEnded)
            return false;
        if (source.IsTooLong)
            return End(TooLong(source.Number));
        if (!source.IsDone)
            return null;
        return End(records.IsComplete ? null
            : new(source.Number, "", "", "O arquivo termina sem o trailer: chegou cortado. Baixe-o de novo no banco; nada dele deve ser aplicado."));
    }

    /// <summary>The title that still waited is handed over first.</summary>
    private bool End(CnabProblem? refusal)
    {
        isEnded = true;
        Refusal = refusal;
        return records.Flush(out line);
    }

    private static CnabProblem TooLong(int line) =>
        new(line, "", "", $"A linha passa de {LongestLine} posições: o arquivo não é um retorno, ou perdeu os fins de linha. Baixe-o de novo no banco.");

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd([(byte)' ', (byte)'\r', (byte)0, EndOfFile]);
        return line;
    }

    /// <summary>No record of any bank has these, and a database that is asked to keep a zero byte in a text refuses.</summary>
    private static bool IsNoText(ReadOnlySpan<byte> record) => record.ContainsAnyInRange((byte)0, (byte)0x1F);

    /// <summary>Without the mark some programs put before a text they save.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> first) =>
        first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? first[3..] : first;
}
