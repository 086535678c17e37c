using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Cobranca.Portal.Platform;

/// <summary>Cookie names and flags: <c>__Host-</c> and Secure, but plain names on Development's http.</summary>
public sealed class PortalCookies(PortalSettings settings) : IConfigureOptions<AntiforgeryOptions>
{
    public string Name(string name) => settings.IsDevelopment ? name : "__Host-" + name;

    /// <summary>Lax, because the debtor comes back from a payment page by a top-level GET.</summary>
    public CookieOptions Options(TimeSpan? lifetime = null) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = !settings.IsDevelopment, IsEssential = true, MaxAge = lifetime,
    };

    public void Configure(AntiforgeryOptions options)
    {
        options.Cookie.Name = Name("formulario");
        options.Cookie.SecurePolicy = settings.IsDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.FormFieldName = "_formulario";
        options.SuppressXFrameOptionsHeader = true; // frame-ancestors in the CSP says it
    }
}
