using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Tests.Api;
using Cobranca.Portal.Tests.Api.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>What is no text (NUL, half a surrogate pair, bytes that are not UTF-8) is refused at every door by the name of its field: PostgreSQL would fail on it.</summary>
public sealed class UnreadableTextTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Nul = "\\u0000", High = "\\ud800", Low = "\\udc00";

    /// <summary>Where somebody's text comes in, by a placeholder, and what the field is called.</summary>
    public static TheoryData<string, string, string, string> Doors => new()
    {
        { "POST", "/receivables/A/payments", """{"amount":1,"paidOn":"2026-11-01","method":"pix","reference":"a@b"}""", "reference" },
        { "POST", "/receivables/A/hold", """{"reason":"a@b"}""", "reason" },
        { "POST", "/links", """{"externalId":"a@b"}""", "externalId" },
        { "POST", "/links", """{"taxId":"52998224725","contact":"a@b"}""", "contact" },
        { "POST", "/links", """{"taxId":"5299822472@"}""", "taxId" },
        { "POST", "/links/batch", """{"items":[{"externalId":"a@b"}]}""", "items[0].externalId" },
        { "POST", "/boletos", """{"receivables":["a@b"],"dueDate":"2026-12-01"}""", "receivables[0]" },
        { "POST", "/webhooks", """{"url":"http://a.example.com/@"}""", "url" },
        { "POST", "/webhooks", """{"url":"http://a.example.com/","types":["a@"]}""", "types[0]" },
        { "PUT", "/debtors/52998224725/contacts", """{"contacts":[{"value":"a@b"}]}""", "contacts[0].value" },
        { "PUT", "/debtors/52998224725/contacts", """{"contacts":[{"value":"x@b"}]}""", "contacts[0].value" },
        { "POST", "/pix/preview", """{"key":"123e4567-e12b-12d1-a456-426655440000","name":"a@b","city":"B"}""", "name" },
        { "POST", "/boletos/read", """{"code":"1@2"}""", "code" },
        { "POST", "/pricing/preview", """{"principal":1,"dueDate":"2026-01-0@","payDate":"2026-11-03","terms":{"finePercent":2,"interestPercentPerMonth":1}}""", "dueDate" },
        { "PUT", "/receivables", """{"items":[],"a@":1}""", "" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_body_with_what_is_no_text_is_refused_by_the_name_of_its_field(string method, string path, string body, string field)
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        foreach (var odd in new[] { Nul, High, Low, Low + High })
        {
            var answer = await aurora.SendJsonAsync(new(method), "/api/v1" + path, body.Replace("@", odd, StringComparison.Ordinal));
            Assert.True(answer.Status == 400, $"{odd}: {answer.Text}");
            Assert.Contains(field, answer.WrongFields);
        }
        using var bytes = new HttpRequestMessage(new(method), "/api/v1" + path) { Content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body).SelectMany(b => b == '@' ? new byte[] { 0xc3, 0x28 } : [b])]) };
        bytes.Content.Headers.ContentType = new("application/json");
        var undecodable = await aurora.SendAsync(bytes);
        Assert.True(undecodable.Status == 400, undecodable.Text);
        Assert.Contains(field, undecodable.WrongFields);
    }

    [Theory]
    [InlineData("externalId")]
    [InlineData("name")]
    [InlineData("taxId")]
    [InlineData("dueDate")]
    [InlineData("description")]
    [InlineData("mobile")]
    [InlineData("documentUrl")]
    public async Task An_item_with_what_is_no_text_is_refused_and_the_others_go_in(string field)
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        foreach (var odd in new[] { Nul, High, Low })
        {
            var bad = new Dictionary<string, string>(StringComparer.Ordinal) { ["externalId"] = "\"TXT-1\"", ["taxId"] = "\"52998224725\"", ["name"] = "\"Ana\"", ["dueDate"] = "\"2026-09-10\"", ["amount"] = "1", [field] = $"\"a{odd}b\"" };
            var answer = await aurora.PutAsync("/api/v1/receivables", $$"""
                {"items":[{ {{string.Join(',', bad.Select(f => $"\"{f.Key}\":{f.Value}"))}} },{"externalId":"TXT-2","taxId":"52998224725","name":"Ana","dueDate":"2026-09-10","amount":1},{"a{{odd}}":1},{"externalId":"TXT-3","externalId":"TXT-4"}]}
                """);
            Assert.True(answer.Status == 200, answer.Text);
            var results = answer.Json.GetProperty("results");
            Assert.Equal(("refused", field), (results[0].GetProperty("outcome").GetString(), results[0].GetProperty("errors")[0].GetProperty("field").GetString()));
            Assert.NotEqual("refused", results[1].GetProperty("outcome").GetString());
            Assert.Equal(("refused", "refused", "externalId"), (results[2].GetProperty("outcome").GetString(), results[3].GetProperty("outcome").GetString(), results[3].GetProperty("errors")[0].GetProperty("field").GetString()));
        }
    }

    [Theory]
    [InlineData("/api/v1/receivables/-?externalId=a%00b", "externalId")]
    [InlineData("/api/v1/debtors/-?taxId=%00", "taxId")]
    [InlineData("/api/v1/boletos?nada=%00", "nada")]
    [InlineData("/api/v1/events?a%00b=1", "a?b")]
    public async Task A_query_with_a_NUL_is_refused_by_the_name_of_its_field(string path, string field)
    {
        var answer = await (await ApiScene.OfAsync(portal, portal.Aurora)).GetAsync(path);
        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.WrongFields);
        Assert.Equal(401, (await new ApiScene(portal.Http, null).GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("/aurora?teclado=%00")]
    [InlineData("/verificar?x=1&aviso=a%00")]
    public async Task A_page_asked_for_with_a_NUL_is_not_opened(string path)
    {
        var answer = await portal.NewBrowser().GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("\0", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_in_parts_with_a_NUL_does_nothing()
    {
        var browser = portal.NewBrowser();
        using var filled = Browser.Filled(await browser.GetAsync("/aurora/entrar/contato-mudou"), "contato-mudou", ("Form.TaxId", TestTaxIds.Cpf(88_002).Value), ("Form.Contact", "novo@exemplo.com.br"), ("Form.Paper", "NF \0 1"));
        var parts = new MultipartFormDataContent();
        foreach (var pair in (await filled.Content!.ReadAsStringAsync()).Split('&').Select(p => p.Split('=', 2))) parts.Add(new StringContent(WebUtility.UrlDecode(pair[1])), WebUtility.UrlDecode(pair[0]));
        var answer = await browser.SendAsync(new(HttpMethod.Post, filled.RequestUri) { Content = parts });
        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.SeeOther, $"{answer.Status}: {answer.Text}");
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.ContactRequests.CountAsync(r => r.Evidence.StartsWith("NF"))));
    }

    [Theory]
    [InlineData("filename=\"{0}\"")]
    [InlineData("filename*=UTF-7''a")]
    [InlineData("filename*=nothing''a")]
    [InlineData("filename*=UTF-8''a%00%ED%A0%80.csv")]
    public async Task A_file_may_be_called_anything(string name)
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        foreach (var fill in new[] { string.Concat(Enumerable.Repeat("😀", 70)) + "a", string.Concat(Enumerable.Repeat("😀", 70)), "a/../b.csv" })
        {
            var body = $"--limite\r\nContent-Disposition: form-data; name=\"file\"; {name.Replace("{0}", fill, StringComparison.Ordinal)}\r\n\r\n{ImportScene.Csv(1, prefix: "NOME")}\r\n--limite--\r\n";
            using var request = new HttpRequestMessage(HttpMethod.Post, ImportScene.Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=limite");
            var answer = await aurora.SendAsync(request);
            Assert.True(answer.Status == 202, $"{name}: {answer.Text}");
            var kept = answer.Json.GetProperty("fileName").GetString()!;
            Assert.InRange(kept.Length, 1, 120);
            Assert.DoesNotContain(kept, c => char.IsControl(c) || c is '/' or '\ufffd' && !name.Contains("ED", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("""{ "slug": "nul", "legalName": "Lúmen@ S.A." }""", "legalName")]
    [InlineData("""{ "slug": "nul@" }""", "slug")]
    [InlineData("""{ "address": { "street": "Av@ B" } }""", "address.street")]
    [InlineData("""{ "address": { "rua@": "Av B" } }""", "address")]
    [InlineData("""{ "a@": 1 }""", "")]
    public async Task A_creditors_file_with_what_is_no_text_is_refused_by_the_name_of_its_field(string json, string field)
    {
        foreach (var odd in new[] { Nul, High, Low })
        {
            var result = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<CreditorApply>().RunAsync(json.Replace("@", odd, StringComparison.Ordinal), new("teste")));
            Assert.Contains(Assert.IsType<CreditorApplyResult.Refused>(result).Problems, p => p.Path == field && p.Message.Contains("caractere", StringComparison.Ordinal));
        }
    }
}
