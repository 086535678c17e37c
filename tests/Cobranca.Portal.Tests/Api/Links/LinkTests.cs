using System.Text.Json;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Api.Links;

public sealed class LinkTests : IAsyncLifetime
{
    private const string Path = "/api/v1/links";
    private readonly PortalFixture _portal = new();
    private ApiScene _aurora = null!;

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.LinksWrite);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    private static string Json(object value) => JsonSerializer.Serialize(value);

    [Fact]
    public async Task A_link_opens_for_its_debtor_and_its_code_is_genuine()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var made = await _aurora.PostAsync(Path, Json(new { taxId = debtor.TaxId.Value }));
        Assert.True(made.Status == 201, made.Text);
        var (url, code) = (new Uri(made.Json.GetProperty("url").GetString()!), made.Json.GetProperty("code").GetString()!);
        Assert.Equal(_portal.Clock.GetUtcNow().AddDays(30), made.Json.GetProperty("expiresAt").GetDateTimeOffset());

        var page = await _portal.NewBrowser().GetAsync(url.AbsolutePath);
        Assert.Equal(200, (int)page.Status);
        Assert.DoesNotContain(debtor.Name, page.Text, StringComparison.Ordinal);
        Assert.True(AuthenticityCodes.TryRead(code, out var plain, out _));
        var (link, message) = await _portal.InDbAsync(_portal.Aurora, async db =>
            (await db.AccessLinks.SingleAsync(l => l.DebtorId == debtor.Id), await db.AuthenticityCodes.SingleAsync(c => c.Code == plain)));
        Assert.Equal((link.Id, null), (message.LinkId, link.ContactId));
    }

    [Fact]
    public async Task A_receivable_names_its_debtor_and_a_contact_stays_with_the_link()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        await AddDebtAsync(debtor, "L-1");
        var made = await _aurora.PostAsync(Path, Json(new { externalId = "L-1", contact = debtor.Contacts[0].Value, validDays = 3 }));
        Assert.Equal(_portal.Clock.GetUtcNow().AddDays(3), made.Json.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(debtor.Contacts[0].Id, await _portal.InDbAsync(_portal.Aurora, async db => (await db.AccessLinks.SingleAsync(l => l.DebtorId == debtor.Id)).ContactId));
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        var (debtor, other) = (await _portal.AddDebtorAsync(_portal.Aurora), await _portal.AddDebtorAsync(_portal.Aurora, change: d => d.Contacts[0].FlaggedAt = DateTime.UnixEpoch));
        var taxId = debtor.TaxId.Value;
        async Task RefusedAsync(int status, object body, params string[] fields)
        {
            var answer = await _aurora.PostAsync(Path, Json(body));
            Assert.True(answer.Status == status && answer.ContentType == "application/problem+json", answer.Text);
            if (fields.Length > 0) Assert.Equal(fields, answer.WrongFields);
        }

        await RefusedAsync(400, new { }, "");
        await RefusedAsync(400, new { taxId, externalId = "L-1" }, "");
        await RefusedAsync(400, new { taxId = "123", cpf = "1" }, "taxId", "cpf");
        await RefusedAsync(400, new { taxId, validDays = 0 }, "validDays");
        await RefusedAsync(400, new { taxId, validDays = 366 }, "validDays");
        await RefusedAsync(400, new { taxId, contact = "11 3333" }, "contact");
        await RefusedAsync(404, new { taxId = TestTaxIds.Cpf(990_001).Value }, "taxId");
        await RefusedAsync(404, new { externalId = "NADA" }, "externalId");
        await RefusedAsync(404, new { taxId, contact = other.Contacts[0].Value }, "contact");
        await RefusedAsync(409, new { taxId = other.TaxId.Value, contact = other.Contacts[0].Value });
        Assert.Equal(0, await _portal.InDbAsync(_portal.Aurora, db => db.AccessLinks.CountAsync()));
    }

    [Fact]
    public async Task The_same_key_is_the_same_link_and_not_readable_where_it_is_kept()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var body = Json(new { taxId = debtor.TaxId.Value });
        var first = await _aurora.PostAsync(Path, body, "l-1");
        Assert.Equal(first.Text, (await _aurora.PostAsync(Path, body, "l-1")).Text);
        Assert.Equal(409, (await _aurora.PostAsync(Path, Json(new { taxId = debtor.TaxId.Value, validDays = 2 }), "l-1")).Status);
        Assert.Equal(1, await _portal.InDbAsync(_portal.Aurora, db => db.AccessLinks.CountAsync()));
        var kept = await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.Select(r => r.Response!).SingleAsync());
        Assert.Equal(-1, kept.AsSpan().IndexOf("/aurora/l/"u8));
    }

    [Fact]
    public async Task Eight_at_once_with_one_key_are_one_link()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var body = Json(new { taxId = debtor.TaxId.Value });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _aurora.PostAsync(Path, body, "l-8")));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 201, 409 }));
        Assert.Equal(1, await _portal.InDbAsync(_portal.Aurora, db => db.AccessLinks.CountAsync()));
    }

    [Fact]
    public async Task Strangers_other_creditors_and_keys_without_the_scope_get_nothing()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        await AddDebtAsync(debtor, "L-2");
        Assert.Equal(401, (await new ApiScene(_portal.Http, key: null).PostAsync(Path, Json(new { externalId = "L-2" }))).Status);
        Assert.Equal(403, (await (await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.DebtorsWrite)).PostAsync(Path, Json(new { externalId = "L-2" }))).Status);
        var vetor = await ApiScene.OfAsync(_portal, _portal.Vetor);
        Assert.Equal(404, (await vetor.PostAsync(Path, Json(new { externalId = "L-2" }))).Status);
        Assert.Equal(404, (await vetor.PostAsync(Path, Json(new { taxId = debtor.TaxId.Value }))).Status);
    }

    private Task<int> AddDebtAsync(Debtor debtor, string externalId) => _portal.InDbAsync(_portal.Aurora, db =>
    {
        db.Receivables.Add(new() { CreditorId = debtor.CreditorId, DebtorId = debtor.Id, ExternalId = externalId, DueOn = new(2026, 9, 10), Principal = new(10_000), CreatedAt = DateTime.UnixEpoch, UpdatedAt = DateTime.UnixEpoch });
        return db.SaveChangesAsync();
    });
}
