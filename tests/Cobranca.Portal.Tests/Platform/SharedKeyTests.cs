using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Data-protection keys in the database: every node reads what another one protected, and an upgrade loses nothing.</summary>
public sealed class SharedKeyTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task An_installation_with_keys_in_files_goes_on_reading_its_secrets()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        MakeAsBefore(secret);
        var keys = Directory.GetFiles(Path.Combine(_installation.Folder, "keys"), "*.xml");
        Assert.Single(keys);

        var node = _installation.Start();
        var expected = HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "link"u8.ToArray()), "token"u8);
        Assert.Equal(expected, node.Services.GetRequiredService<InstallationKeys>().Hash("link", "token"));
        Assert.Equal(Path.GetFileNameWithoutExtension(keys[0]), await KeyNamesAsync(node));
        Assert.True(File.Exists(keys[0]));

        // From now on the rows are what counts, and another start takes nothing over again.
        File.WriteAllText(keys[0], "<spoiled />");
        var other = _installation.Start();
        Assert.Equal(expected, other.Services.GetRequiredService<InstallationKeys>().Hash("link", "token"));
        Assert.Equal(Path.GetFileNameWithoutExtension(keys[0]), await KeyNamesAsync(other));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_take_each_file_over_once()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        MakeAsBefore(secret);
        var hashes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _installation.Start()))
            .Select(async node => (await node).Services.GetRequiredService<InstallationKeys>().Hash("link", "token")));
        Assert.Equal(HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "link"u8.ToArray()), "token"u8), hashes[0]);
        Assert.Single(hashes.Select(Convert.ToHexString).Distinct());
        Assert.Equal(1, await Installation.InDbAsync(_installation.Start(), db => db.DataProtectionKeys.CountAsync()));
    }

    [Fact]
    public async Task First_starts_at_once_end_with_one_key_that_all_of_them_use()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _installation.Start())));
        var sealedTexts = nodes.Select(node => node.Services.GetDataProtector("outbox").Protect("código")).ToList();
        foreach (var node in nodes)
            foreach (var text in sealedTexts) Assert.Equal("código", node.Services.GetDataProtector("outbox").Unprotect(text));
        Assert.Equal("first", await KeyNamesAsync(nodes[0]));
        Assert.False(Directory.Exists(Path.Combine(_installation.Folder, "keys")));
    }

    [Fact]
    public async Task A_first_key_that_comes_second_is_thrown_away()
    {
        var node = _installation.Start();
        await Installation.InDbAsync(node, db => db.DataProtectionKeys.ExecuteDeleteAsync());
        var scopes = node.Services.GetRequiredService<IServiceScopeFactory>();
        var (one, two) = (new KeyTable(scopes), new KeyTable(scopes));
        Assert.Empty(one.GetAllElements());
        Assert.Empty(two.GetAllElements());
        one.StoreElement(new XElement("key", "one"), "key-1");
        two.StoreElement(new XElement("key", "two"), "key-2"); // saw none either, and comes second
        Assert.Equal("one", Assert.Single(two.GetAllElements()).Value);

        two.StoreElement(new XElement("key", "three"), "key-3"); // a renewal: it saw what was there
        Assert.Equal(["one", "three"], one.GetAllElements().Select(key => key.Value));
        Assert.Throws<InvalidOperationException>(() => one.StoreElement(new XElement("key", "four"), "key-3"));
    }

    [Fact]
    public async Task A_form_and_a_session_of_one_node_are_good_on_another()
    {
        var (one, two) = (_installation.Start(), _installation.Start());
        await Installation.InDbAsync(one, db =>
        {
            db.Creditors.Add(new()
            {
                Slug = "aurora", TradeName = "Colégio Aurora", LegalName = "Aurora Ensino Ltda", Cnpj = Cnpj.Parse("11222333000181"), Street = "Rua das Acácias, 120", City = "Campinas",
                Uf = Uf.Parse("SP"), Cep = Cep.Parse("13010000"), PrivacyContactName = "Beatriz Nunes", PrivacyContactEmail = "privacidade@aurora.example.com.br", BrandColor = "#0b5f5c",
            });
            return db.SaveChangesAsync();
        });
        var onOne = new Browser(Client(one), "10.0.0.1");
        var onTwo = new Browser(Client(two), "10.0.0.1");
        var page = await onOne.GetAsync("/aurora");
        foreach (var cookie in onOne.Cookies) onTwo.Cookies[cookie.Key] = cookie.Value;
        var entered = await onTwo.SubmitAsync(page, "entrar", ("Form.TaxId", TestTaxIds.Cpf(1).Value));
        Assert.Equal((HttpStatusCode.Found, true), (entered.Status, entered.Location!.EndsWith("/aurora/entrar/contato", StringComparison.Ordinal)));

        // The walk through the door began on the second node and goes on on the first.
        foreach (var cookie in onTwo.Cookies) onOne.Cookies[cookie.Key] = cookie.Value;
        Assert.Equal(HttpStatusCode.OK, (await onOne.GetAsync("/aurora/entrar/contato")).Status);
        Assert.Contains("entrada-aurora", onOne.Cookies.Keys);
    }

    [Fact]
    public async Task With_a_certificate_keys_lie_encrypted_and_an_older_certificate_still_opens_them()
    {
        var (first, second) = (Certificate("first.pfx"), Certificate("second.pfx"));
        var node = _installation.Start("Development", null, ("DataProtection:CertificatePath", first), ("DataProtection:CertificatePassword", "senha de teste"));
        var text = node.Services.GetDataProtector("outbox").Protect("código");
        var xml = await Installation.InDbAsync(node, db => db.DataProtectionKeys.Select(k => k.Xml).SingleAsync());
        Assert.Contains("EncryptedData", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal);

        var renewed = _installation.Start("Development", null, ("DataProtection:CertificatePath", second), ("DataProtection:CertificatePassword", "senha de teste"),
            ("DataProtection:PreviousCertificatePaths:0", first));
        Assert.Equal("código", renewed.Services.GetDataProtector("outbox").Unprotect(text));

        var without = _installation.Start();
        Assert.Throws<CryptographicException>(() => without.Services.GetDataProtector("outbox").Unprotect(text));
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_named_before_anything_starts()
    {
        var path = Certificate("portal.pfx");
        Assert.Empty(KeyProtectionSettings.Problems(Installation.Configuration(("DataProtection:CertificatePath", path), ("DataProtection:CertificatePassword", "senha de teste"))));
        foreach (var (file, password) in new[] { (path, "outra"), (Path.Combine(_installation.Folder, "nada.pfx"), "senha de teste") })
        {
            var problem = Assert.Single(KeyProtectionSettings.Problems(Installation.Configuration(("DataProtection:CertificatePath", file), ("DataProtection:CertificatePassword", password))));
            Assert.Contains(file, problem, StringComparison.Ordinal);
            Assert.DoesNotContain(password, problem, StringComparison.Ordinal);
        }
    }

    /// <summary>The first version's schema, its keys as files and its root secret, as it made them.</summary>
    private void MakeAsBefore(byte[] secret)
    {
        using var db = _installation.Database.Open();
        db.GetService<IMigrator>().Migrate("20261121000000_Initial");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("cobranca").PersistKeysToFileSystem(new(Path.Combine(_installation.Folder, "keys")));
        using var provider = services.BuildServiceProvider();
        db.InstallationSecrets.Add(new() { Name = "root", ProtectedValue = provider.GetDataProtector("installation-root").Protect(secret) });
        db.SaveChanges();
    }

    private static Task<string> KeyNamesAsync(WebApplicationFactory<Program> node) =>
        Installation.InDbAsync(node, async db => string.Join(' ', await db.DataProtectionKeys.OrderBy(k => k.Id).Select(k => k.FriendlyName).ToListAsync()));

    private static HttpClient Client(WebApplicationFactory<Program> node) => node.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=cobranca", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(PortalFixture.Start.AddDays(-1), PortalFixture.Start.AddYears(50));
        var path = Path.Combine(_installation.Folder, name);
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "senha de teste"));
        return path;
    }
}
