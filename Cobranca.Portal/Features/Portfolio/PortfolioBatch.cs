using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>One receivable as somebody's system says it: the text of each column it names.</summary>
/// <param name="Cells">By <see cref="PortfolioColumn"/>; empty where nothing is said.</param>
/// <param name="Columns">A bit for each column that is said at all.</param>
public sealed record PortfolioEntry(string[] Cells, ulong Columns)
{
    /// <summary>What is wrong with it already; it is then refused without being read further.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init; } = [];
}

public enum EntryOutcome { Created, Updated, Unchanged, Refused }

/// <param name="Errors">Why it was refused.</param>
/// <param name="Warnings">What is odd about one that was taken.</param>
public sealed record EntryResult(string? ExternalId, EntryOutcome Outcome, IReadOnlyList<RowProblem> Errors, IReadOnlyList<RowProblem> Warnings);

/// <summary>
/// A few receivables at once, by the rules and the writer of an imported file, in one transaction: what can be taken goes in, the rest is
/// told. The scope must be the creditor's.
/// </summary>
public sealed class PortfolioBatch(CobrancaDb db, PricingRules rules, ContactCoolOff coolOff, BusinessClock clock)
{
    public const int MaxEntries = PortfolioImport.BatchSize;

    /// <returns>One result for each entry, in their order.</returns>
    public async Task<IReadOnlyList<EntryResult>> WriteAsync(IReadOnlyList<PortfolioEntry> entries, Creditor creditor, string sourceName, string actor, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, MaxEntries);
        var options = new PortfolioImportOptions { SourceName = sourceName, Actor = actor, Naming = PortfolioNaming.Api, ContactsWaitSince = clock.Now };
        var reader = new PortfolioRowReader(DecimalReading.Dot, clock.Today, PortfolioNaming.Api);
        var (rows, refused, seen) = (new List<PortfolioRow>(entries.Count), new List<RowProblem>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < entries.Count; i++)
        {
            var id = entries[i].Cells[(int)PortfolioColumn.ExternalId].Trim();
            if (entries[i].Problems.Count > 0) refused.AddRange(entries[i].Problems.Select(p => p with { Line = i }));
            else if (id.Length > 0 && !seen.Add(id)) refused.Add(new(i, PortfolioColumn.ExternalId.AliasOf(), "repetido neste pedido: vale o primeiro."));
            else if (reader.TryRead(i, entries[i].Cells, entries[i].Columns, refused, out var row)) rows.Add(row!);
        }
        await using var writer = new PortfolioWriter(db, creditor, await rules.PricerAsync(creditor, cancellation), coolOff, clock, options);
        var outcome = await writer.WriteAsync(rows, cancellation);
        await PortfolioImport.WriteDownAsync(db, clock, outcome.Added, outcome.Changed, outcome.Unchanged, entries.Count - outcome.Fates.Count, creditor, options, cancellation);

        var (errors, warnings) = (refused.Concat(outcome.Refused).ToLookup(p => p.Line), outcome.Warnings.ToLookup(p => p.Line));
        return [.. entries.Select((entry, i) => new EntryResult(
            entry.Cells[(int)PortfolioColumn.ExternalId].Trim() is { Length: > 0 } id ? id : null,
            outcome.Fates.TryGetValue(i, out var fate) ? Of(fate) : EntryOutcome.Refused, [.. errors[i]], [.. warnings[i]]))];
    }

    private static EntryOutcome Of(PortfolioWriter.Fate fate) => fate switch
    {
        PortfolioWriter.Fate.Added => EntryOutcome.Created,
        PortfolioWriter.Fate.Changed => EntryOutcome.Updated,
        _ => EntryOutcome.Unchanged,
    };
}
