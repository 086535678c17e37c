using System.Buffers;
using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;
using CsvHelper;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// A portfolio's CSV: what it is written in, learned from its content in a first pass, and its lines one after the other in a second.
/// Line breaks end a line wherever they stand, so one bad quote cannot swallow the lines after it.
/// </summary>
internal sealed class PortfolioFile
{
    /// <summary>A line with every column at its limit has some 4 KB; longer than this it is damage, and is not kept in memory.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private const int MaxLongLines = 1000;

    private readonly Stream _stream;
    private readonly Encoding? _encoding;
    private readonly char _separator;
    private readonly long _headerLine;
    private readonly int[] _columnOf; // position in the file -> PortfolioColumn, or -1
    private readonly Survey _survey;

    private PortfolioFile(Stream stream, Survey survey, Encoding? encoding, char separator, long headerLine, int[] columnOf) =>
        (_stream, _survey, _encoding, _separator, _headerLine, _columnOf) = (stream, survey, encoding, separator, headerLine, columnOf);

    /// <summary>Lines with data, as far as counting line breaks can tell: for the progress bar.</summary>
    public long DataLines => Math.Max(0, _survey.Lines - _headerLine);

    public string EncodingName => _encoding is null ? "UTF-8" : "Windows-1252";

    public char Separator => _separator;

    public required IReadOnlyList<string> UnknownColumns { get; init; }

    /// <summary>A bit for each column the file has.</summary>
    public ulong Columns { get; private init; }

    /// <summary>Learns what the file is written in. False when nothing of it can be read; the reason then says why.</summary>
    /// <exception cref="ArgumentException">The stream cannot go back to its start: the file is read more than once.</exception>
    public static bool TryOpen(Stream stream, out PortfolioFile? file, out string? reason)
    {
        if (!stream.CanSeek) throw new ArgumentException("The portfolio is read more than once.", nameof(stream));
        file = null;
        var survey = Survey.Of(stream);
        reason = survey.Bytes == 0 ? "arquivo vazio."
            : survey.IsUtf16 ? "arquivo em UTF-16 («Texto Unicode» do Excel): salve como CSV UTF-8."
            : survey.FirstNulLine is { } line ? string.Create(CultureInfo.InvariantCulture, $"não é um CSV: há bytes zero na linha {line}, como em planilhas (.xlsx) e arquivos compactados. Exporte como CSV.")
            : survey.LongLines.Count > MaxLongLines ? string.Create(CultureInfo.InvariantCulture, $"mais de {MaxLongLines} linhas passam de {MaxLineBytes / 1024} KB: não parece um CSV de títulos.")
            : null;
        if (reason is not null) return false;

        var encoding = survey.IsUtf8 ? null : SmallTextFile.Windows1252;
        return TryReadHeader(stream, survey, encoding, out file, out reason);
    }

    private static bool TryReadHeader(Stream stream, Survey survey, Encoding? encoding, out PortfolioFile? file, out string? reason)
    {
        (file, reason) = (null, null);
        (char Separator, long Line, string[] Names, int Known)? best = null;
        foreach (var separator in ";,")
        {
            if (FirstRecord(stream, encoding, separator) is not { } header) continue;
            var known = header.Names.Count(name => PortfolioColumns.TryFind(name, out _));
            if (best is null || known > best.Value.Known) best = (separator, header.Line, header.Names, known);
        }
        if (best is not { Known: > 0 } found)
        {
            reason = survey.LongLines.Contains(1)
                ? string.Create(CultureInfo.InvariantCulture, $"a linha 1 passa de {MaxLineBytes / 1024} KB: não parece um CSV de títulos.")
                : "a primeira linha não traz o nome das colunas (id_externo;cpf_cnpj;nome;vencimento;valor, separadas por ; ou ,).";
            return false;
        }

        string[] names = [.. found.Names.Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse()]; // a separator after the last name is habit, not a column
        var columnOf = new int[names.Length];
        var (columns, unknown, twice) = (0UL, new List<string>(), new List<string>());
        foreach (var (position, name) in names.Index())
        {
            columnOf[position] = -1;
            if (PortfolioColumns.TryFind(name, out var column))
            {
                if ((columns >> (int)column & 1) != 0) twice.Add(column.NameOf());
                columns |= 1UL << (int)column;
                columnOf[position] = (int)column;
            }
            else if (name.Trim().Length > 0)
            {
                unknown.Add(new string([.. name.Trim().Take(60).Select(c => char.IsControl(c) ? '?' : c)]));
            }
        }
        var missing = PortfolioColumns.Required.Where(c => (columns >> (int)c & 1) == 0).Select(c => c.NameOf()).ToList();
        if (missing.Count + twice.Count > 0)
        {
            reason = string.Join(' ', new[]
            {
                missing.Count > 0 ? $"faltam as colunas obrigatórias {string.Join(", ", missing)}." : "",
                twice.Count > 0 ? $"há colunas repetidas: {string.Join(", ", twice)}." : "",
            }.Where(text => text.Length > 0));
            return false;
        }
        file = new(stream, survey, encoding, found.Separator, found.Line, columnOf) { UnknownColumns = unknown, Columns = columns };
        return true;
    }

    /// <summary>The names of the columns; a spreadsheet's <c>sep=;</c> in front of them is passed over.</summary>
    private static (long Line, string[] Names)? FirstRecord(Stream stream, Encoding? encoding, char separator)
    {
        using var reader = Reader(stream, encoding, separator, onMalformed: null);
        while (reader.Read())
        {
            var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToArray();
            if (names[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && names.Length <= 2) continue;
            return (reader.LineNumber, names);
        }
        return null;
    }

    /// <summary>What the amounts that read one way only say about those that read two ways.</summary>
    public DecimalReading LearnDecimals(out bool contradictory, CancellationToken cancellation)
    {
        var (comma, dot) = (false, false);
        foreach (var line in Lines(cancellation))
        {
            if (line.Problem is not null) continue;
            foreach (var column in new[] { PortfolioColumn.Amount, PortfolioColumn.PaidAmount })
            {
                var notation = MoneyText.Classify(line.Cells[(int)column]);
                comma |= notation == AmountNotation.CommaDecimal;
                dot |= notation == AmountNotation.DotDecimal;
            }
            if (comma && dot) break;
        }
        contradictory = comma && dot;
        return comma == dot ? DecimalReading.Unambiguous : comma ? DecimalReading.Comma : DecimalReading.Dot;
    }

    /// <summary>A line of data: its cells by column, or why it cannot be taken apart. The cells are used again for the next line.</summary>
    public readonly record struct Line(long Number, string[] Cells, string? Problem);

    public IEnumerable<Line> Lines(CancellationToken cancellation)
    {
        CsvMalformedReason? malformed = null;
        using var reader = Reader(_stream, _encoding, _separator, problem => malformed = problem.Reason);
        var cells = new string[PortfolioColumns.Count];
        while (true)
        {
            malformed = null;
            if (!reader.Read()) yield break;
            cancellation.ThrowIfCancellationRequested();
            if (reader.LineNumber <= _headerLine) continue;
            Array.Fill(cells, "");
            for (var i = 0; i < reader.FieldCount && i < _columnOf.Length; i++)
            {
                if (_columnOf[i] >= 0) cells[_columnOf[i]] = reader.GetString(i);
            }
            yield return new(reader.LineNumber, cells, ProblemOf(reader, malformed));
        }
    }

    private string? ProblemOf(CsvReader reader, CsvMalformedReason? malformed)
    {
        if (_survey.LongLines.Contains(reader.LineNumber))
            return string.Create(CultureInfo.InvariantCulture, $"a linha passa de {MaxLineBytes / 1024} KB: confira se falta uma quebra de linha ou uma aspa.");
        if (malformed is CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.UnterminatedQuote)
            return "há uma aspa que não fecha nesta linha; quebras de linha dentro de um campo não são aceitas.";
        if (malformed is CsvMalformedReason.TextAfterClosingQuote)
            return "há texto depois de uma aspa que fecha: dobre as aspas dentro do campo (\"\").";
        if (reader.FieldCount < _columnOf.Length)
        {
            return reader.LineNumber == _survey.Lines && !_survey.EndsWithLineBreak
                ? "a última linha está incompleta: o arquivo parece ter sido cortado."
                : string.Create(CultureInfo.InvariantCulture, $"a linha tem {reader.FieldCount} colunas e o cabeçalho tem {_columnOf.Length}.");
        }
        for (var i = _columnOf.Length; i < reader.FieldCount; i++)
        {
            if (!reader.IsEmpty(i))
                return string.Create(CultureInfo.InvariantCulture, $"a linha tem {reader.FieldCount} colunas e o cabeçalho tem {_columnOf.Length}: um campo com «{_separator}» precisa de aspas.");
        }
        return null;
    }

    private static CsvReader Reader(Stream stream, Encoding? encoding, char separator, Action<CsvMalformedRecord>? onMalformed)
    {
        stream.Position = 0;
        return CsvReader.Create(new LineLimitStream(stream, MaxLineBytes), new CsvReaderOptions
        {
            Separator = separator, HasHeader = false, Encoding = encoding, AllowLineBreaksInQuotes = false, TrackLineNumbers = true,
            TrimWhitespace = true, MaxRecordSize = 4 * MaxLineBytes, MalformedData = CsvMalformedDataHandling.Recover, OnMalformedRecord = onMalformed,
            IncludeValuesInExceptions = false,
        });
    }

    /// <summary>What the bytes of a file say before anything is read.</summary>
    internal sealed class Survey
    {
        public long Bytes { get; private set; }
        public long Lines { get; private set; }
        public bool EndsWithLineBreak { get; private set; }
        public bool IsUtf8 { get; private set; } = true;
        public bool IsUtf16 { get; private set; }
        public long? FirstNulLine { get; private set; }
        public HashSet<long> LongLines { get; } = [];

        public static Survey Of(Stream stream)
        {
            stream.Position = 0;
            var survey = new Survey();
            var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
            var chars = ArrayPool<char>.Shared.Rent(buffer.Length + 16);
            var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
            var (lengthOfLine, afterCarriageReturn) = (0L, false);
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                var bytes = buffer.AsSpan(0, read);
                if (survey.Bytes == 0) survey.IsUtf16 = bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]);
                survey.CheckUtf8(decoder, bytes, chars, last: false);
                survey.CountLines(bytes, ref lengthOfLine, ref afterCarriageReturn);
                survey.Bytes += read;
                survey.EndsWithLineBreak = bytes[^1] is (byte)'\n' or (byte)'\r';
                if (survey.FirstNulLine is not null) break;
            }
            survey.CheckUtf8(decoder, [], chars, last: true);
            if (lengthOfLine > 0) survey.EndLine(lengthOfLine);
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<char>.Shared.Return(chars);
            return survey;
        }

        private void CheckUtf8(Decoder decoder, ReadOnlySpan<byte> bytes, char[] chars, bool last)
        {
            if (!IsUtf8) return;
            try
            {
                decoder.GetChars(bytes, chars, last);
            }
            catch (DecoderFallbackException)
            {
                IsUtf8 = false;
            }
        }

        private void CountLines(ReadOnlySpan<byte> bytes, ref long length, ref bool afterCarriageReturn)
        {
            if (FirstNulLine is null && bytes.IndexOf((byte)0) is >= 0 and var nul) FirstNulLine = Lines + 1 + bytes[..nul].Count((byte)'\n');
            while (bytes.Length > 0)
            {
                if (afterCarriageReturn && bytes[0] == '\n')
                {
                    afterCarriageReturn = false;
                    bytes = bytes[1..];
                    continue;
                }
                afterCarriageReturn = false;
                var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
                if (end < 0)
                {
                    length += bytes.Length;
                    return;
                }
                afterCarriageReturn = bytes[end] == '\r';
                EndLine(length + end);
                length = 0;
                bytes = bytes[(end + 1)..];
            }
        }

        private void EndLine(long length)
        {
            Lines++;
            if (length > MaxLineBytes && LongLines.Count <= MaxLongLines) LongLines.Add(Lines);
        }
    }

    /// <summary>Passes bytes on, but of a line longer than the limit only its start: nobody has to hold a 10 MB line to refuse it.</summary>
    private sealed class LineLimitStream(Stream inner, int limit) : Stream
    {
        private int _length;

        public override int Read(Span<byte> buffer)
        {
            while (true)
            {
                var read = inner.Read(buffer);
                if (read == 0) return 0;
                var kept = 0;
                for (var rest = buffer[..read]; rest.Length > 0;)
                {
                    var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
                    var content = end < 0 ? rest.Length : end;
                    var taken = Math.Min(content, Math.Max(0, limit - _length));
                    _length = end < 0 ? (int)Math.Min(int.MaxValue / 2, (long)_length + content) : 0;
                    var breaks = end < 0 ? 0 : 1;
                    rest[..taken].CopyTo(buffer[kept..]);
                    kept += taken;
                    if (breaks > 0) buffer[kept++] = rest[end];
                    rest = rest[(content + breaks)..];
                }
                if (kept > 0) return kept;
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
