using System.Globalization;
using System.Runtime.InteropServices;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Portfolio;

public sealed record PortfolioImportOptions
{
    /// <summary>What the file is called; kept as where a contact came from.</summary>
    public required string SourceName { get; init; }

    public required string Actor { get; init; }

    /// <summary>Report what would happen and write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>What <c>1.234</c> means; learned from the file unless said.</summary>
    public DecimalReading Decimals { get; init; }

    /// <summary>What problems call the columns.</summary>
    public PortfolioNaming Naming { get; init; }

    /// <summary>
    /// For what comes by a key, when it began: a new contact of a debtor who was there before then waits (<see cref="ContactCoolOff"/>). Null for an
    /// operator's file, which is known to be the creditor's.
    /// </summary>
    public DateTime? ContactsWaitSince { get; init; }

    /// <summary>Gets each problem as it is found, in the order of batches; a refused line may have several.</summary>
    public Action<RowProblem>? OnRefused { get; init; }

    public IProgress<PortfolioImportProgress>? Progress { get; init; }
}

/// <param name="Lines">Lines done.</param>
/// <param name="TotalLines">As far as counting line breaks can tell.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PortfolioImportProgress(long Lines, long TotalLines);

/// <summary>How an import ended.</summary>
public abstract record PortfolioImportResult
{
    private PortfolioImportResult()
    {
    }

    /// <summary>Nothing of the file could be read and nothing was written.</summary>
    public sealed record Unreadable(string Reason) : PortfolioImportResult;

    public sealed record Done(PortfolioImportSummary Summary) : PortfolioImportResult;
}

/// <summary>What became of the lines of a file. Every line of data is in exactly one of the four counts.</summary>
public sealed class PortfolioImportSummary
{
    public long Added { get; internal set; }
    public long Changed { get; internal set; }
    public long Unchanged { get; internal set; }
    public long Refused { get; internal set; }
    public long Lines => Added + Changed + Unchanged + Refused;

    /// <summary>CPF or CNPJ whose lost zeros were put back.</summary>
    public long Padded { get; internal set; }

    public IReadOnlyList<string> UnknownColumns { get; internal set; } = [];
    public string Encoding { get; internal set; } = "";
    public char Separator { get; internal set; }
    public DecimalReading Decimals { get; internal set; }

    /// <summary>Some amounts have a decimal comma and some a point, so those that read two ways were refused.</summary>
    public bool DecimalsContradict { get; internal set; }

    /// <summary>Different mobile numbers of debtors in good lines.</summary>
    public long MobileContacts { get; internal set; }

    /// <summary>Those of them with a yes to SMS.</summary>
    public long SmsAllowed { get; internal set; }

    public bool HasOptInColumns { get; internal set; }

    /// <summary>Good lines that call a debtor otherwise than the first line of that debtor does, whose name stays.</summary>
    public long NamesThatDiffer { get; internal set; }

    /// <summary>Changed receivables with a boleto still to be paid: whoever reads this asks the bank to close it, or lets it be.</summary>
    public long OpenBoletosTouched { get; internal set; }

    /// <summary>What is odd about lines that were taken; the first few.</summary>
    public List<RowProblem> Warnings { get; } = [];
}

/// <summary>
/// Brings a portfolio in, line by line, in batches of one short transaction each: a portal running on the same database goes on
/// answering, and an import that dies leaves whole batches behind and ends in the same state when it is run again. Commands, the demo
/// and the API use it alike. The scope must be the creditor's.
/// </summary>
public sealed class PortfolioImport(CobrancaDb db, PricingRules rules, ContactCoolOff coolOff, BusinessClock clock)
{
    /// <summary>Large enough to spread the cost of a commit, small enough to hold the write lock for less than a blink.</summary>
    internal const int BatchSize = 1000;

    private const int MaxWarnings = 20;

    /// <summary>Imports a file. The stream is read several times and must be able to go back to its start.</summary>
    public async Task<PortfolioImportResult> RunAsync(Stream stream, Creditor creditor, PortfolioImportOptions options, CancellationToken cancellation = default)
    {
        if (!PortfolioFile.TryOpen(stream, out var file, out var reason)) return new PortfolioImportResult.Unreadable(reason!);

        var contradict = false;
        var decimals = options.Decimals != DecimalReading.Unambiguous ? options.Decimals : file!.LearnDecimals(out contradict, cancellation);
        var summary = new PortfolioImportSummary
        {
            UnknownColumns = file!.UnknownColumns, Encoding = file.EncodingName, Separator = file.Separator, Decimals = decimals, DecimalsContradict = contradict,
            HasOptInColumns = (file.Columns >> (int)PortfolioColumn.OptInSms & 1) != 0,
        };
        var reader = new PortfolioRowReader(decimals, clock.Today);
        await using var connection = await BulkConnection.OpenAsync(db, ["Debtors", "Contacts", "Receivables", "Payments", "PaymentAllocations"], cancellation);
        await using var writer = new PortfolioWriter(db, creditor, await rules.PricerAsync(creditor, cancellation), coolOff, clock, options);
        var (ids, batch, done) = (new SeenKeys(), new Batch(), 0L);
        var writing = Task.CompletedTask;
        try
        {
            foreach (var line in file.Lines(cancellation))
            {
                done++;
                Read(line, reader, file.Columns, ids, batch);
                if (batch.Rows.Count < BatchSize) continue;
                // While the database takes one batch the next one is read.
                await writing;
                writing = WriteAsync(batch, new(done, Math.Max(done, file.DataLines)));
                batch = new();
            }
            await writing;
            await (writing = WriteAsync(batch, new(done, done)));
        }
        catch
        {
            await writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default); // it uses the connection
            throw;
        }
        if (summary.Lines == 0) return new PortfolioImportResult.Unreadable("o arquivo tem o cabeçalho e nenhuma linha de dados.");
        (summary.MobileContacts, summary.SmsAllowed) = writer.CountMobiles();
        await WriteDownAsync(db, clock, summary.Added, summary.Changed, summary.Unchanged, summary.Refused, creditor, options, cancellation);
        if (!options.DryRun) Measure(summary);
        return new PortfolioImportResult.Done(summary);

        Task WriteAsync(Batch full, PortfolioImportProgress progress) => Task.Run(async () =>
        {
            var outcome = await writer.WriteAsync(full.Rows, cancellation);
            if (!options.DryRun) await connection.GrownByAsync(full.Rows.Count, cancellation);
            Add(summary, full, outcome, options);
            options.Progress?.Report(progress);
        }, cancellation);
    }

    /// <summary>Lines read and not yet written, with what is wrong with those between them.</summary>
    private sealed class Batch
    {
        public List<PortfolioRow> Rows { get; } = new(BatchSize);
        public List<RowProblem> Problems { get; } = [];
        public long Refused { get; set; }
    }

    private static void Read(PortfolioFile.Line line, PortfolioRowReader reader, ulong columns, SeenKeys ids, Batch batch)
    {
        var problems = batch.Problems;
        PortfolioRow? row = null;
        if (line.Problem is { } broken)
        {
            problems.Add(new(line.Number, "", broken));
        }
        else if (line.Cells[(int)PortfolioColumn.ExternalId].Trim() is { Length: > 0 } id && ids.GetOrAdd(id, (int)line.Number, out var isFirst) is var first && !isFirst)
        {
            problems.Add(new(line.Number, PortfolioColumn.ExternalId.NameOf(), string.Create(CultureInfo.InvariantCulture, $"repetido: já está na linha {first}.")));
        }
        else
        {
            reader.TryRead(line.Number, line.Cells, columns, problems, out row);
        }

        if (row is not null)
        {
            batch.Rows.Add(row);
            return;
        }
        batch.Refused++;
    }

    private static void Add(PortfolioImportSummary summary, Batch batch, PortfolioWriter.Outcome outcome, PortfolioImportOptions options)
    {
        summary.Refused += batch.Refused;
        if (options.OnRefused is { } report) batch.Problems.ForEach(report);
        summary.Added += outcome.Added;
        summary.Changed += outcome.Changed;
        summary.Unchanged += outcome.Unchanged;
        summary.Refused += outcome.Refused.Select(p => p.Line).Distinct().Count();
        summary.Padded += outcome.Padded;
        summary.NamesThatDiffer += outcome.NamesThatDiffer;
        summary.OpenBoletosTouched += outcome.OpenBoletosTouched;
        summary.Warnings.AddRange(outcome.Warnings.Take(MaxWarnings - summary.Warnings.Count));
        if (options.OnRefused is { } tell) outcome.Refused.ForEach(tell);
    }

    private static void Measure(PortfolioImportSummary summary)
    {
        CobrancaTelemetry.ImportRows("added", summary.Added);
        CobrancaTelemetry.ImportRows("changed", summary.Changed);
        CobrancaTelemetry.ImportRows("unchanged", summary.Unchanged);
        CobrancaTelemetry.ImportRows("refused", summary.Refused);
    }

    internal static async Task WriteDownAsync(CobrancaDb db, BusinessClock clock, long added, long changed, long unchanged, long refused, Creditor creditor,
        PortfolioImportOptions options, CancellationToken cancellation)
    {
        if (options.DryRun || added + changed == 0) return;
        db.AuditEntries.Add(new()
        {
            CreditorId = creditor.Id, At = clock.Now, Actor = options.Actor, Action = "portfolio.import", Subject = options.SourceName.AtMost(200),
            Detail = string.Create(CultureInfo.InvariantCulture, $"added {added}, changed {changed}, unchanged {unchanged}, refused {refused}"),
        });
        await db.SaveChangesAsync(cancellation);
    }
}
