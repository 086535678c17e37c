using System.Text.Json;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api.Imports;
using Cobranca.Portal.Tests.Boletos;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

public sealed class DebtorTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static JsonElement Contact(ApiAnswer answer, string value) => answer.Json.GetProperty("contacts").EnumerateArray().Single(c => c.GetProperty("value").GetString() == value);

    private Task<List<Contact>> CodesGoToAsync(Debtor debtor) => portal.InAsync(portal.Aurora, services => services.GetRequiredService<CodeContacts>().OfAsync(debtor.Id, default));

    [Fact]
    public async Task A_debtor_is_shown_with_where_each_contact_came_from()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        foreach (var id in new[] { debtor.TaxId.Value, debtor.TaxId.Formatted })
        {
            var shown = await aurora.GetAsync($"/api/v1/debtors/{id}");
            Assert.Equal((200, debtor.TaxId.Value, debtor.Name), (shown.Status, shown.Json.GetProperty("taxId").GetString(), shown.Json.GetProperty("name").GetString()));
            Assert.Equal(("mobile", "own", "contract"), (Text("channel"), Text("kind"), Text("source")));

            string? Text(string name) => Contact(shown, debtor.Contacts[0].Value).GetProperty(name).GetString();
        }
    }

    /// <summary>Design §6: every read of a debtor is written down, by the key's public id and without the CPF.</summary>
    [Fact]
    public async Task Who_reads_a_debtor_is_written_down()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var key = (await aurora.GetAsync("/api/v1/key")).Json.GetProperty("id").GetString();
        Assert.Empty(await ReadsAsync());
        await aurora.GetAsync($"/api/v1/debtors/{debtor.TaxId.Value}");
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/debtors/{debtor.TaxId.Value}");
        await aurora.SendAsync(head);
        await aurora.PutAsync($"/api/v1/debtors/{debtor.TaxId.Value}/contacts", """{"contacts":[{"value":"lida@exemplo.com.br"}]}""");
        var reads = await ReadsAsync();
        Assert.Equal(3, reads.Count);
        Assert.All(reads, read => Assert.Equal(($"api ({key})", null, portal.Clock.GetUtcNow().UtcDateTime), (read.Actor, read.Detail, read.At)));

        // A receivable names its debtor; the answer to an order comes with what the order itself writes down.
        var debt = await new BoletoScene(portal).AddDebtAsync(debtor);
        await aurora.GetAsync($"/api/v1/receivables/{debt.ExternalId}");
        await aurora.PostAsync($"/api/v1/receivables/{debt.ExternalId}/hold", "{}");
        Assert.Equal(4, (await ReadsAsync()).Count);

        // Who finds nobody has read nobody.
        await (await ApiScene.OfAsync(portal, portal.Vetor)).GetAsync($"/api/v1/receivables/{debt.ExternalId}");
        await (await ApiScene.OfAsync(portal, portal.Vetor)).GetAsync($"/api/v1/debtors/{debtor.TaxId.Value}");
        Assert.Equal(4, (await ReadsAsync()).Count);
        Assert.DoesNotContain(await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.ToListAsync()), a => $"{a.Subject} {a.Detail}".Contains(debtor.TaxId.Value, StringComparison.Ordinal));

        Task<List<AuditEntry>> ReadsAsync() => portal.InDbAsync(portal.Aurora, db => db.AuditEntries.AsNoTracking().Where(a => a.Action == "debtor.read" && a.Subject == "debtor " + debtor.Id).ToListAsync());
    }

    [Fact]
    public async Task Another_creditors_debtor_is_not_there()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var path = $"/api/v1/debtors/{debtor.TaxId.Value}";
        const string Body = """{"contacts":[{"value":"nova@exemplo.com.br"}]}""";
        var vetor = await ApiScene.OfAsync(portal, portal.Vetor);
        Assert.Equal((404, 404), ((await vetor.GetAsync(path)).Status, (await vetor.PutAsync(path + "/contacts", Body)).Status));
        Assert.Equal(401, (await new ApiScene(portal.Http, null).GetAsync(path)).Status);
        var poor = await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.DebtorsRead);
        Assert.Equal((200, 403), ((await poor.GetAsync(path)).Status, (await poor.PutAsync(path + "/contacts", Body)).Status));
        Assert.Equal(["taxId"], (await poor.GetAsync("/api/v1/debtors/52998224724")).WrongFields);
    }

    [Fact]
    public async Task A_new_contact_waits_before_codes_go_to_it_and_the_others_are_told()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var path = $"/api/v1/debtors/{debtor.TaxId.Value}/contacts";
        const string Body = """{"contacts":[{"value":"outra@exemplo.com.br","optIn":{"email":true}}]}""";
        var put = await aurora.PutAsync(path, Body);
        var contact = Contact(put, "outra@exemplo.com.br");
        Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddDays(3), contact.GetProperty("usableFrom").GetDateTime());
        Assert.True(contact.GetProperty("optIn").GetProperty("email").GetBoolean());
        Assert.StartsWith("api (key_", contact.GetProperty("sourceDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await CodesGoToAsync(debtor)).Count);
        Assert.Contains(await portal.MessagesToAsync(debtor.Contacts[0].Value), m => m.Template == "contact-changed");

        // The same again changes nothing and tells nobody.
        var events = await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.CountAsync(e => e.Type == "contact.changed"));
        Assert.Equal(put.Text, (await aurora.PutAsync(path, Body)).Text);
        Assert.Equal(events, await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.CountAsync(e => e.Type == "contact.changed")));

        portal.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Contains(await CodesGoToAsync(debtor), c => c.Value == "outra@exemplo.com.br");
        portal.Clock.Set(PortalFixture.Start);
    }

    [Fact]
    public async Task What_a_partner_found_never_identifies_until_it_is_said_to_be_of_the_contract_and_then_it_waits()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var path = $"/api/v1/debtors/{debtor.TaxId.Value}/contacts";
        var found = await aurora.PutAsync(path, """{"contacts":[{"value":"achada@exemplo.com.br","source":"enrichment","partner":"Busca Boa"}]}""");
        Assert.Equal(("Busca Boa", JsonValueKind.Null), (Contact(found, "achada@exemplo.com.br").GetProperty("sourceDetail").GetString(), Contact(found, "achada@exemplo.com.br").GetProperty("usableFrom").ValueKind));
        Assert.Equal(2, (await CodesGoToAsync(debtor)).Count);
        var claimed = await aurora.PutAsync(path, """{"contacts":[{"value":"achada@exemplo.com.br","source":"contract"}]}""");
        Assert.Equal(JsonValueKind.String, Contact(claimed, "achada@exemplo.com.br").GetProperty("usableFrom").ValueKind);
        Assert.Equal(2, (await CodesGoToAsync(debtor)).Count);
        // What the debtor gave is not turned into something a partner found.
        var own = debtor.Contacts[1].Value;
        await aurora.PutAsync(path, $$"""{"contacts":[{"value":"{{own}}","source":"debtor"}]}""");
        Assert.Equal("debtor", Contact(await aurora.PutAsync(path, $$"""{"contacts":[{"value":"{{own}}","source":"enrichment","partner":"X"}]}"""), own).GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_refused_contact_is_out_of_use_with_all_that_went_to_it_and_stays_so()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = await portal.SignInAsync(debtor);
        Assert.Null((await browser.GetAsync("/aurora/dividas")).Location);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var path = $"/api/v1/debtors/{debtor.TaxId.Value}/contacts";
        var mobile = debtor.Contacts[0].Value;
        var refused = await aurora.PutAsync(path, $$"""{"contacts":[{"value":"{{mobile}}","refused":"wrongPerson"}]}""");
        Assert.Equal("wrong-person", Contact(refused, mobile).GetProperty("refusedReason").GetString());
        Assert.Single(await CodesGoToAsync(debtor));
        Assert.NotNull((await browser.GetAsync("/aurora/dividas")).Location);
        await aurora.PutAsync(path, $$"""{"contacts":[{"value":"{{mobile}}","source":"contract","kind":"own"}]}""");
        Assert.Single(await CodesGoToAsync(debtor));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.CountAsync(e => e.Type == "contact.refused" && e.Payload.Contains("\"debtorId\":" + debtor.Id + ","))));
    }

    [Theory]
    [InlineData("contacts", """{"contacts":[]}""")]
    [InlineData("contacts[0].value", """{"contacts":[{"value":"nada"}]}""")]
    [InlineData("contacts[0].partner", """{"contacts":[{"value":"a@exemplo.com.br","source":"enrichment"}]}""")]
    [InlineData("contacts[0].kind", """{"contacts":[{"value":"a@exemplo.com.br","kind":"dele"}]}""")]
    [InlineData("contacts[1].valor", """{"contacts":[{"value":"a@exemplo.com.br"},{"value":"b@exemplo.com.br","valor":1}]}""")]
    [InlineData("contacts", """{"contacts":[{"value":"a@exemplo.com.br"},{"value":" a@exemplo.com.br "}]}""")]
    public async Task What_cannot_be_is_refused_by_its_path(string field, string body)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var answer = await (await ApiScene.OfAsync(portal, portal.Aurora)).PutAsync($"/api/v1/debtors/{debtor.TaxId.Value}/contacts", body);
        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.WrongFields);
    }

    [Fact]
    public async Task Eight_at_once_add_one_contact()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => aurora.PutAsync($"/api/v1/debtors/{debtor.TaxId.Value}/contacts", """{"contacts":[{"value":"+5511987650000","kind":"own"}]}""")));
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.Contacts.CountAsync(c => c.DebtorId == debtor.Id && c.Value == "+5511987650000")));
    }

    private static string Item(Debtor debtor, string id, string more) => $$"""{"externalId":"{{id}}","taxId":"{{debtor.TaxId.Value}}","name":"Ana","dueDate":"2026-09-10","amount":10{{more}}}""";

    private Task<Contact?> StoredAsync(Debtor debtor, string value) => portal.InDbAsync(portal.Aurora, db => db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.DebtorId == debtor.Id && c.Value == value));

    /// <summary>A stolen key may write receivables only, or import only: its own mobile must not open a debtor's door either.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contact_that_comes_with_a_receivable_waits_too_and_the_others_are_told(bool imported)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var mine = imported ? "+5511955550001" : "+5511955550002";
        if (imported)
        {
            var answer = await (await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.ImportsWrite)).ImportAsync($"id_externo;cpf_cnpj;nome;vencimento;valor;celular\nROUBO-1;{debtor.TaxId.Value};Ana;10/09/2026;10,00;{mine}\n");
            Assert.Equal(202, answer.Status);
            await JobScene.DoAllAsync(portal);
        }
        else Assert.Equal(200, (await (await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.ReceivablesWrite)).PutAsync("/api/v1/receivables", $$"""{"items":[{{Item(debtor, "ROUBO-2", $",\"mobile\":\"{mine}\"")}}]}""")).Status);

        Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddDays(3), (await StoredAsync(debtor, mine))?.UsableFrom);
        Assert.DoesNotContain(await CodesGoToAsync(debtor), c => c.Value == mine);
        var told = Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value), m => m.Template == "contact-changed");
        // The protocol that the debtor is to name leads to who did it.
        var audit = await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.SingleAsync(a => a.Action == "contact.told" && a.Subject == "debtor " + debtor.Id));
        Assert.StartsWith("api (key_", audit.Actor, StringComparison.Ordinal);
        Assert.Contains(audit.Detail!.Split(' ', ';')[1], told.Text, StringComparison.Ordinal);
        Assert.Empty(await portal.MessagesToAsync(mine));
    }

    [Fact]
    public async Task A_partners_find_that_is_called_the_contracts_waits_as_well()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts[1].Source = ContactSource.Enrichment);
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        await aurora.PutAsync("/api/v1/receivables", $$"""{"items":[{{Item(debtor, "ACHADO", $",\"email\":\"{debtor.Contacts[1].Value}\",\"contactSource\":\"contract\"")}}]}""");
        Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddDays(3), (await StoredAsync(debtor, debtor.Contacts[1].Value))?.UsableFrom);
        Assert.Single(await CodesGoToAsync(debtor));
    }

    [Fact]
    public async Task The_contacts_of_a_debtor_that_comes_with_them_can_be_used_at_once()
    {
        var newcomer = portal.NewDebtor(portal.Aurora);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        Assert.Equal(200, (await aurora.PutAsync("/api/v1/receivables", $$"""{"items":[{{Item(newcomer, "NOVO-1", ",\"mobile\":\"11955550003\"")}},{{Item(newcomer, "NOVO-2", ",\"email\":\"novo3@exemplo.com.br\"")}}]}""")).Status);
        var debtor = await portal.InDbAsync(portal.Aurora, db => db.Debtors.Include(d => d.Contacts).SingleAsync(d => d.TaxId == newcomer.TaxId));
        Assert.Equal(2, debtor.Contacts.Count);
        Assert.All(debtor.Contacts, c => Assert.Null(c.UsableFrom));
        Assert.Empty(await portal.MessagesToAsync("+5511955550003"));
    }

    /// <summary>Each new contact is a message to the debtor: without an end, a key would be a way to harass.</summary>
    [Fact]
    public async Task So_many_contacts_wait_and_no_more()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var path = $"/api/v1/debtors/{debtor.TaxId.Value}/contacts";
        string Body(int from, int count, string kind = "own") => JsonSerializer.Serialize(new { contacts = Enumerable.Range(from, count).Select(n => new { value = $"n{n}.{debtor.Id}@exemplo.com.br", kind }) });
        Assert.Equal(200, (await aurora.PutAsync(path, Body(0, 20))).Status);
        var full = await aurora.PutAsync(path, Body(20, 1));
        Assert.Equal((409, 22), (full.Status, await CountAsync()));

        // Not by turns of one, either: what waits is not announced a second time.
        foreach (var kind in new[] { "work", "own", "thirdParty", "own" }) Assert.Equal(200, (await aurora.PutAsync(path, Body(0, 1, kind))).Status);
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value), m => m.Template == "contact-changed");

        // With a receivable the line goes in and says what did not.
        var put = (await aurora.PutAsync("/api/v1/receivables", $$"""{"items":[{{Item(debtor, "CHEIO", ",\"email\":\"cheio@exemplo.com.br\"")}}]}""")).Json.GetProperty("results")[0];
        Assert.Equal(("created", 22), (put.GetProperty("outcome").GetString(), await CountAsync()));
        Assert.Contains("20 contatos", put.GetProperty("warnings")[0].GetProperty("message").GetString(), StringComparison.Ordinal);

        Task<int> CountAsync() => portal.InDbAsync(portal.Aurora, db => db.Contacts.CountAsync(c => c.DebtorId == debtor.Id));
    }
}
