using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>The walk through the door that this browser is on: a row found by a cookie, for people we know and people we do not.</summary>
public sealed class SignInAttempts(
    CobrancaDb db, InstallationKeys keys, BusinessClock clock, AccessLimits limits, PortalCookies cookies, CurrentCreditor creditor, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request to sign in on.");
    private string CookieName => cookies.Name("entrada-" + creditor.Value.Slug);

    /// <summary>The secret in the cookie: what makes a repeated form of this browser different from a stolen code.</summary>
    public string? Secret => Http.Request.Cookies[CookieName];

    /// <summary>The attempt under way. Null when there is none or it took too long; a completed one is returned for <see cref="DebtorSessions"/> to judge.</summary>
    public async Task<SignInAttempt?> CurrentAsync(CancellationToken cancellation)
    {
        if (Secret is not { } secret) return null;
        var hash = keys.Hash("attempt", secret);
        var now = clock.Now;
        return await db.SignInAttempts.SingleOrDefaultAsync(a => a.KeyHash == hash && a.ExpiresAt > now, cancellation);
    }

    /// <summary>Starts over: a new row and a new cookie, whoever was typed. The caller saves.</summary>
    public SignInAttempt Start(SignInEntry entry, TaxId taxId, long? debtorId, long? linkId)
    {
        var secret = SecretText.Token();
        var attempt = new SignInAttempt
        {
            CreditorId = creditor.Value.Id, KeyHash = keys.Hash("attempt", secret), Entry = entry, DebtorId = debtorId, LinkId = linkId,
            PersonHash = HashOf(taxId), IsCompany = taxId.IsCompany, ExtraProofGiven = !taxId.IsCompany,
            CreatedAt = clock.Now, ExpiresAt = clock.Now + limits.AttemptLifetime,
        };
        db.SignInAttempts.Add(attempt);
        Http.Response.Cookies.Append(CookieName, secret, cookies.Options(limits.AttemptLifetime));
        return attempt;
    }

    /// <summary>Takes the cookie back.</summary>
    public void Forget() => Http.Response.Cookies.Delete(CookieName, cookies.Options());

    /// <summary>A person of this creditor, for limits; the number cannot be read back.</summary>
    public byte[] HashOf(TaxId taxId) => keys.Hash("person", $"{creditor.Value.Id}|{taxId.Value}");
}
