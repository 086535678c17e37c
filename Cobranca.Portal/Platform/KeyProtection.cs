using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cobranca.Portal.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cobranca.Portal.Platform;

/// <summary>
/// The <c>DataProtection</c> section: certificates (PKCS#12) that encrypt the keys in the database. Without one the keys lie there in
/// clear, and whoever reads the whole database reads what they protect.
/// </summary>
public sealed class KeyProtectionSettings
{
    public const string Section = "DataProtection";

    public string? CertificatePath { get; set; }
    public string? CertificatePassword { get; set; }
    /// <summary>Certificates used before: keys encrypted for them must stay readable. Same password.</summary>
    public string[] PreviousCertificatePaths { get; set; } = [];

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var settings = new KeyProtectionSettings();
        configuration.GetSection(Section).Bind(settings);
        if (settings.CertificatePath is null && settings.PreviousCertificatePaths.Length > 0)
            yield return $"{Section}:PreviousCertificatePaths is set without {Section}:CertificatePath: name the certificate in use too.";
        foreach (var path in settings.Paths)
        {
            if (settings.WhyNot(path) is { } problem) yield return $"{Section}: the certificate '{path}' {problem}.";
        }
    }

    internal IEnumerable<string> Paths => CertificatePath is null ? PreviousCertificatePaths : [CertificatePath, .. PreviousCertificatePaths];

    internal X509Certificate2 Load(string path) => X509CertificateLoader.LoadPkcs12FromFile(path, CertificatePassword);

    private string? WhyNot(string path)
    {
        try
        {
            using var certificate = Load(path);
            return certificate.HasPrivateKey && certificate.GetRSAPrivateKey() is not null ? null : "has no RSA private key";
        }
        catch (CryptographicException) { return "cannot be opened as PKCS#12 with DataProtection:CertificatePassword"; }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException) { return "cannot be read"; }
    }
}

/// <summary>Where data-protection keys live and what encrypts them.</summary>
public static class KeyProtection
{
    public static void AddKeyProtection(this IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("cobranca");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInTheDatabase>();
        var settings = new KeyProtectionSettings();
        configuration.GetSection(KeyProtectionSettings.Section).Bind(settings);
        if (settings.CertificatePath is null) return;
        protection.ProtectKeysWithCertificate(settings.Load(settings.CertificatePath))
            .UnprotectKeysWithAnyCertificate([.. settings.Paths.Select(settings.Load)]);
    }

    /// <summary>Migrates the database and takes over the keys that an older version kept as files beside it.</summary>
    public static void PrepareDatabase(CobrancaDb db, PortalSettings settings)
    {
        DatabaseStartup.Migrate(db, settings.DataDirectory);
        KeyTable.TakeOverFiles(db, new(Path.Combine(settings.DataDirectory, "keys")));
    }

    private sealed class KeysInTheDatabase(IServiceScopeFactory scopes) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options) => options.XmlRepository = new KeyTable(scopes);
    }
}
