using System.Diagnostics.CodeAnalysis;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>
/// The code of a message: printed in what a creditor sends, so that whoever got it can ask <c>/verificar</c> whose it is. It opens nothing.
/// Eleven random characters (51 bits) and a check: with ten million alive, a guess is right once in two hundred million, and so is a new one
/// taken. Written XXXX-XXXX-XXXX, unlike the code of a letter (XXXXX-XXXXX), which does open something.
/// </summary>
public sealed class AuthenticityCodes(CobrancaDb db, BusinessClock clock, AccessLimits limits, PortalSettings settings)
{
    public const int Length = 12;
    private const int Group = 4;

    /// <summary>The page's address, as messages print it.</summary>
    public string Page => $"{settings.PublicAddress()}/verificar";

    /// <summary>A code nobody has yet; <see cref="Keep"/> makes it genuine.</summary>
    public static string Draw() => SecretText.Checked(Length);

    /// <summary>Adds a code to the unit of work; the caller saves.</summary>
    public void Keep(string code, long creditorId) => db.AuthenticityCodes.Add(New(code, creditorId));

    /// <summary>The row that makes a code genuine.</summary>
    /// <param name="atLeastUntil">When the link it goes out with closes, if it has one.</param>
    public AuthenticityCode New(string code, long creditorId, DateTime? atLeastUntil = null)
    {
        var through = clock.Now + limits.MessageCodeLifetime;
        return new() { CreditorId = creditorId, Code = code, CreatedAt = clock.Now, ExpiresAt = atLeastUntil > through ? atLeastUntil.Value : through };
    }

    /// <summary>The living code of any creditor, with its link if it has one.</summary>
    public Task<AuthenticityCode?> FindAsync(string code, CancellationToken cancellation)
    {
        var now = clock.Now;
        return db.AuthenticityCodes.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking().Include(c => c.Link)
            .SingleOrDefaultAsync(c => c.Code == code && c.ExpiresAt > now, cancellation);
    }

    /// <summary>As printed: <c>XXXX-XXXX-XXXX</c>.</summary>
    public static string Formatted(string code) => $"{code[..Group]}-{code[Group..(2 * Group)]}-{code[(2 * Group)..]}";

    /// <summary>Reads what was typed, however it was spaced.</summary>
    /// <param name="code">The twelve characters when true.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong.</param>
    public static bool TryRead(string typed, [NotNullWhen(true)] out string? code, [NotNullWhen(false)] out string? problem)
    {
        var text = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        code = null;
        problem = text.Length != Length ? $"O código da mensagem tem {Length} letras e números, e aqui há {text.Length}."
            : text.FirstOrDefault(c => !SecretText.IsUnambiguous(c)) is var strange && strange != 0
                ? $"O código da mensagem não usa “{strange}”. Confira com a mensagem."
            : !SecretText.HasRightCheck(text) ? "Há uma letra ou um número errado no código da mensagem. Confira com a mensagem."
            : null;
        if (problem is null) code = text;
        return problem is null;
    }
}
