using System.Globalization;
using CsvHelper;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// The lines that were not taken, as a CSV that a spreadsheet opens as it should: byte order mark, semicolons, and nothing that could run
/// as a formula. Written only once there is something to write.
/// </summary>
/// <param name="open">Where to; called with the first problem.</param>
/// <param name="leaveOpen">Whoever opened it closes it.</param>
public sealed class ImportErrorFile(Func<Stream> open, bool leaveOpen = false) : IDisposable
{
    /// <summary>Nobody corrects more by reading; a file of nothing but separators would come back eighty times as large.</summary>
    public const int MaxProblems = 200_000;

    private CsvWriter? _writer;
    private long _problems;

    /// <summary>The first few, for the screen.</summary>
    public List<RowProblem> First { get; } = [];

    public bool Exists => _writer is not null;

    public void Add(RowProblem problem)
    {
        if (_writer is null)
        {
            _writer = CsvWriter.Create(open(), new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape }, leaveOpen);
            _writer.WriteHeader(["linha", "coluna", "motivo"]);
        }
        if (First.Count < 10) First.Add(problem);
        if (++_problems > MaxProblems) return;
        _writer.WriteRecord([problem.Line.ToString(CultureInfo.InvariantCulture), problem.Column, problem.Reason]);
    }

    public void Dispose()
    {
        if (_problems > MaxProblems) _writer!.WriteRecord(["", "", string.Create(CultureInfo.InvariantCulture, $"há mais {_problems - MaxProblems} problemas: corrija estes e envie de novo.")]);
        _problems = 0;
        _writer?.Dispose();
    }
}
