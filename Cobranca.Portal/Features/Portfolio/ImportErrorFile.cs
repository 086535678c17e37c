using System.Globalization;
using CsvHelper;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// The lines that were not taken, as a CSV that a spreadsheet opens as it should: byte order mark, semicolons, and nothing that could run
/// as a formula. Written only once there is something to write.
/// </summary>
public sealed class ImportErrorFile(string path) : IDisposable
{
    private CsvWriter? _writer;

    /// <summary>The first few, for the screen.</summary>
    public List<RowProblem> First { get; } = [];

    public bool Exists => _writer is not null;

    public void Add(RowProblem problem)
    {
        if (_writer is null)
        {
            _writer = CsvWriter.ToFile(path, new CsvWriterOptions { Separator = ';', WriteByteOrderMark = true, Injection = CsvInjection.Escape });
            _writer.WriteHeader(["linha", "coluna", "motivo"]);
        }
        if (First.Count < 10) First.Add(problem);
        _writer.WriteRecord([problem.Line.ToString(CultureInfo.InvariantCulture), problem.Column, problem.Reason]);
    }

    public void Dispose() => _writer?.Dispose();
}
