using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api.Imports;

/// <summary>What was asked with the file.</summary>
public sealed record ImportOrder(string FileName, DecimalReading Decimals, bool DryRun)
{
    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);

    public static ImportOrder Of(Job job) => JsonSerializer.Deserialize<ImportOrder>(job.Options, ApiJson.Options)!;
}

/// <summary>Lines of the file; each is in exactly one of <c>created</c>, <c>updated</c>, <c>unchanged</c> and <c>refused</c>.</summary>
/// <param name="Padded">CPF or CNPJ whose lost zeros were put back.</param>
public sealed record ImportCounts(long Rows, long Created, long Updated, long Unchanged, long Refused, long Padded);

/// <summary>Something odd about the file, or about a line that was taken.</summary>
public sealed record ImportWarning(long? Line, string? Column, string Message);

/// <summary>What came of an import, as its job keeps it.</summary>
public sealed record ImportResult(ImportCounts Counts, IReadOnlyList<ImportWarning> Warnings)
{
    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);

    public static ImportResult? Of(Job job) => job.Result is { } json ? JsonSerializer.Deserialize<ImportResult>(json, ApiJson.Options) : null;
}

/// <summary>A portfolio that came by the API: the same import as the command's, off a stored file. Run again it finds its own rows and changes nothing.</summary>
internal sealed class ImportJob(StoredFiles files, PortfolioImport import) : IJobWork
{
    public JobKind Kind => JobKind.Import;

    public async Task<JobEnd> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var order = ImportOrder.Of(turn.Job);
        await using var file = await files.OpenAsync(turn.Job.CreditorId, turn.Job.InputFileId!.Value, cancellation)
            ?? throw new InvalidOperationException($"Job {turn.Job.PublicId} has lost its file.");
        await using var errorFile = files.Create(turn.Job.CreditorId, "erros.csv", "text/csv");
        using var errors = new ImportErrorFile(() => errorFile, leaveOpen: true);
        var result = await import.RunAsync(file, turn.Creditor, new()
        {
            SourceName = order.FileName, Actor = turn.Job.RequestedBy, DryRun = order.DryRun, Decimals = order.Decimals,
            OnRefused = errors.Add, Progress = new Progress(turn),
            // The first start: begun again after a crash, the debtors of its first half are still its own.
            ContactsWaitSince = turn.Job.StartedAt ?? turn.Job.CreatedAt,
        }, cancellation);
        if (result is PortfolioImportResult.Unreadable unreadable) return new JobEnd.Failed(unreadable.Reason);
        var summary = ((PortfolioImportResult.Done)result).Summary;
        errors.Dispose();
        var written = errors.Exists ? await errorFile.FinishAsync(cancellation) : null;
        return new JobEnd.Finished(new ImportResult(Counts(summary), [.. Warnings(summary)]).ToJson(), ErrorFileId: written?.Id);
    }

    private static ImportCounts Counts(PortfolioImportSummary summary) => new(summary.Lines, summary.Added, summary.Changed, summary.Unchanged, summary.Refused, summary.Padded);

    private static IEnumerable<ImportWarning> Warnings(PortfolioImportSummary summary) =>
        ImportWords.Remarks(summary).Select(text => new ImportWarning(null, null, text))
            .Concat(summary.Warnings.Select(w => new ImportWarning(w.Line, w.Column.Length == 0 ? null : w.Column, w.Reason)));

    /// <summary>Not <see cref="System.Progress{T}"/>: that one reports later, from another thread.</summary>
    private sealed class Progress(JobTurn turn) : IProgress<PortfolioImportProgress>
    {
        public void Report(PortfolioImportProgress value) => turn.Report(value.Lines, value.TotalLines);
    }
}
