using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>What came of resolving a divergence: exactly one of the nested records.</summary>
public abstract record ResolveDivergenceOutcome
{
    private ResolveDivergenceOutcome()
    {
    }

    public sealed record Resolved(BankOccurrence Occurrence) : ResolveDivergenceOutcome;

    /// <summary>Resolved before, with the same words; nothing changed.</summary>
    public sealed record KnownAlready(BankOccurrence Occurrence) : ResolveDivergenceOutcome;

    public sealed record Unknown : ResolveDivergenceOutcome;

    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Conflict(string Why) : ResolveDivergenceOutcome;
}

/// <summary>A person has looked at a divergence and says what came of it. (Resolver divergência.)</summary>
public sealed class ResolveDivergence(CobrancaDb db, BusinessClock clock)
{
    public const int MaxNote = 300;

    /// <summary>Null when the note can be kept.</summary>
    public static string? WhyNot(string note) => note.Length is 0 or > MaxNote || note.Any(char.IsControl) ? $"diga em uma linha de até {MaxNote} letras o que foi feito." : null;

    /// <param name="note">What was done; of <see cref="WhyNot"/> nothing stands against it.</param>
    public async Task<ResolveDivergenceOutcome> HandleAsync(long id, string note, string actor, CancellationToken cancellation)
    {
        if (await db.BankOccurrences.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Outcome == OccurrenceOutcome.Review, cancellation) is not { } found) return new ResolveDivergenceOutcome.Unknown();
        var (now, by) = (clock.Now, actor.AtMost(120));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var mine = await db.BankOccurrences.Where(o => o.Id == id && o.ResolvedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ResolvedAt, now).SetProperty(o => o.ResolvedBy, by).SetProperty(o => o.Resolution, note), cancellation);
        if (mine == 1)
        {
            db.AuditEntries.Add(new() { CreditorId = found.CreditorId, At = now, Actor = by, Action = "divergence.resolve", Subject = $"{found.RetornoId}/{found.Line}", Detail = note });
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        var after = await db.BankOccurrences.AsNoTracking().SingleAsync(o => o.Id == id, cancellation);
        return mine == 1 ? new ResolveDivergenceOutcome.Resolved(after)
            : after.Resolution == note ? new ResolveDivergenceOutcome.KnownAlready(after)
            : new ResolveDivergenceOutcome.Conflict($"Já foi resolvida em {JournalPosting.DayOf(after.ResolvedAt!.Value).ToPtBr()}: {after.Resolution}");
    }
}
