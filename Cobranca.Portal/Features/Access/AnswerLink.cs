using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Access;

/// <summary>What a link's question was answered with. A wrong answer and a link that opens nothing are one outcome.</summary>
public abstract record LinkAnswer
{
    public sealed record Matched : LinkAnswer;
    public sealed record Mismatched : LinkAnswer;
    public sealed record Locked(DateTime Until) : LinkAnswer;

    private LinkAnswer() { }
}

/// <summary>A link plus the first digits of the CPF or CNPJ: starts an attempt that may see masked contacts.</summary>
public sealed class AnswerLink(CobrancaDb db, AccessLinks links, SignInAttempts attempts, RateLimits rates, AccessLimits limits)
{
    public async Task<LinkAnswer> HandleAsync(string token, string characters, ClientAddress from, CancellationToken cancellation)
    {
        var link = Convert.ToHexString(links.HashOf(token));
        if (await rates.TakeAsync([.. from.Entries(limits), new("link", link, limits.AnswersPerLink), new("link-month", link, limits.AnswersPerLinkMonthly)], cancellation) is { } until)
            return new LinkAnswer.Locked(until);

        var found = await links.FindAsync(token, cancellation);
        if (found?.Debtor is not { } debtor || !debtor.TaxId.Value.StartsWith(characters, StringComparison.Ordinal)) return new LinkAnswer.Mismatched();
        attempts.Start(SignInEntry.Link, debtor.TaxId, debtor.Id, found.Id);
        await db.SaveChangesAsync(cancellation);
        return new LinkAnswer.Matched();
    }

    /// <summary>The characters that were typed; null when they are fewer than asked for. More are welcome and must be right too.</summary>
    public static string? Read(string? typed, int asked)
    {
        if (typed is null || typed.Length > 60) return null;
        var text = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return text.Length >= asked && text.Length <= 14 ? text : null;
    }
}
