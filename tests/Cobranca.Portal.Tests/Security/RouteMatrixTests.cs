using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.Security.RouteRow;

namespace Cobranca.Portal.Tests.Security;

/// <summary>Every route of the portal, who may see what there, and that nobody else sees or changes anything of debtor A's.</summary>
public sealed class RouteMatrixTests(MatrixScene scene) : IClassFixture<MatrixScene>
{
    /// <summary>The list. A route without a row, or a row without a route, is red.</summary>
    public static IReadOnlyList<RouteRow> Rows { get; } =
    [
        Open("/", "GET", Sees.Missing),
        Open("/health/live", "GET"),
        Open("/health/ready", "GET"),
        Open("/verificar") with { Form = "verificar", Fields = [("Form.Code", "34191.09008 00004.380051 71234.570001 1 16190000127858")] },
        // Their examples are the worked example that A's boleto repeats to the digit.
        Open("/api", "GET", Sees.Everything),
        Open("/openapi/v1.json", "GET", Sees.Everything),
        Open("/erro"),
        Open("/nao-encontrado"),
        // Only leads where the framework itself encrypted the address to.
        Open("/_framework/opaque-redirect", "GET", Sees.Refused),

        Open("/{creditor}") with { Form = "entrar", Fields = [("Form.TaxId", "1")] },
        Open("/{creditor}/marca.css", "GET"),
        Open("/{creditor}/privacidade"),
        Open("/{creditor}/carta") with { Form = "carta", Fields = [("Form.TaxId", "{taxId}"), ("Form.Code", "ACDEF-34679")] },
        Open("/{creditor}/l/{token}") with { Form = "link", Fields = [("Form.Characters", "000")] },
        // Nobody in the matrix is half-way through the door.
        Open("/{creditor}/entrar/contato", sees: Sees.Redirect) with { Form = "contato", Fields = [("Form.Contact", "{contactId}")] },
        Open("/{creditor}/entrar/codigo", sees: Sees.Redirect) with { Form = "codigo", Fields = [("Form.Code", "000000")] },
        Open("/{creditor}/entrar/contato-mudou") with { Form = "contato-mudou", Fields = [("Form.TaxId", "1")] },
        Open("/{creditor}/nao-sou-eu") with { Address = "/{creditor}/nao-sou-eu?feito=1" },

        Debtor("/{creditor}/dividas", Sees.Page),
        Debtor("/{creditor}/boleto/{PublicId:nonfile}", Sees.Missing) with { Form = "enviar", Fields = [("Form.Contact", "{contactId}")] },
        Debtor("/{creditor}/boleto/{publicId}.pdf", Sees.Missing, "GET"),
        Debtor("/{creditor}/boleto/novo", Sees.Missing) with { Address = "/{creditor}/boleto/novo?d={debt}", Form = "gerar", Fields = [("Form.Key", "{key}"), ("Form.Revision", "x")] },
        Debtor("/{creditor}/boleto/outra-data/{Debt:long}", Sees.Missing) with { Form = "gerar", Fields = [("Form.Key", "{key}"), ("Form.Revision", "x")] },
        Debtor("/{creditor}/creditos", Sees.Page) with { Form = "devolver" },
        Debtor("/{creditor}/pagamentos", Sees.Page),
        Debtor("/{creditor}/pagamentos/{id:long}/recibo.pdf", Sees.Missing, "GET") with { Address = "/{creditor}/pagamentos/{payment}/recibo.pdf" },
        Debtor("/{creditor}/sair", Sees.Page, own: Sees.Page) with { Form = "sair", Fields = [("Form.Everywhere", "true")] },

        ApiCall("GET", "/api/v1/key"),
        ApiCall("POST", "/api/v1/pricing/preview"),
        ApiCall("POST", "/api/v1/boletos/preview"),
        ApiCall("POST", "/api/v1/boletos/read"),
        ApiCall("POST", "/api/v1/pix/preview"),
        ApiCall("POST", "/api/v1/pix/read"),
        ApiCall("GET", "/api/v1/receivables/"),
        ApiCall("PUT", "/api/v1/receivables/"),
        ApiThing("GET", "/api/v1/receivables/{externalId}"),
        // What a key may do to a debt is done to one that no page is asked for.
        ApiThing("POST", "/api/v1/receivables/{externalId}/hold") with { Address = "/api/v1/receivables/{spare}/hold" },
        ApiThing("POST", "/api/v1/receivables/{externalId}/release") with { Address = "/api/v1/receivables/{spare}/release" },
        ApiThing("POST", "/api/v1/receivables/{externalId}/dispute") with { Address = "/api/v1/receivables/{spare}/dispute" },
        ApiThing("POST", "/api/v1/receivables/{externalId}/settle") with { Address = "/api/v1/receivables/{spare}/settle" },
        ApiThing("POST", "/api/v1/receivables/{externalId}/cancel") with { Address = "/api/v1/receivables/{spare}/cancel" },
        ApiThing("POST", "/api/v1/receivables/{externalId}/payments") with { Address = "/api/v1/receivables/{spare}/payments", Body = """{"amount":1.00,"paidOn":"2026-11-23","method":"transfer","reference":"matrix"}""" },
        ApiCall("GET", "/api/v1/payments"),
        ApiThing("GET", "/api/v1/payments/{id}/receipt") with { Address = "/api/v1/payments/{payment}/receipt" },
        ApiCall("GET", "/api/v1/receipts") with { Address = "/api/v1/receipts?on=2026-11-23" },
        ApiCall("GET", "/api/v1/credits/"),
        ApiThing("POST", "/api/v1/credits/{id}/refunded") with { Address = "/api/v1/credits/{credit}/refunded", Body = """{"reference":"PIX-1","paidOn":"2026-11-23"}""" },
        ApiThing("GET", "/api/v1/debtors/{taxId}"),
        ApiThing("PUT", "/api/v1/debtors/{taxId}/contacts") with { Body = """{"contacts":[{"value":"novo@exemplo.com.br"}]}""" },
        ApiThing("POST", "/api/v1/links/") with { Body = """{"externalId":"{spare}"}""" },
        ApiCall("POST", "/api/v1/links/batch"),
        ApiThing("GET", "/api/v1/links/batch/{id}") with { Address = "/api/v1/links/batch/{batch}" },
        ApiThing("GET", "/api/v1/links/batch/{id}/file.csv") with { Address = "/api/v1/links/batch/{batch}/file.csv" },
        ApiThing("GET", "/api/v1/links/batch/{id}/errors.csv") with { Address = "/api/v1/links/batch/{batch}/errors.csv" },
        ApiCall("POST", "/api/v1/boletos/"),
        ApiCall("GET", "/api/v1/boletos/"),
        ApiThing("GET", "/api/v1/boletos/{id}"),
        ApiThing("GET", "/api/v1/boletos/{id}/pdf"),
        ApiThing("POST", "/api/v1/boletos/{id}/due-date") with { Address = "/api/v1/boletos/{spareBoleto}/due-date", Body = """{"dueDate":"2026-12-10"}""" },
        ApiThing("POST", "/api/v1/boletos/{id}/value") with { Address = "/api/v1/boletos/{spareBoleto}/value", Body = """{"amount":1.00}""" },
        ApiThing("POST", "/api/v1/boletos/{id}/abatement") with { Address = "/api/v1/boletos/{spareBoleto}/abatement", Body = """{"amount":1.00}""" },
        ApiThing("POST", "/api/v1/boletos/{id}/cancel") with { Address = "/api/v1/boletos/{spareBoleto}/cancel", Body = """{"reason":"x"}""" },
        ApiCall("POST", "/api/v1/imports/") with { ContentType = "multipart/form-data; boundary=x" },
        ApiCall("GET", "/api/v1/imports/"),
        ApiThing("GET", "/api/v1/imports/{id}") with { Address = "/api/v1/imports/{import}" },
        ApiThing("GET", "/api/v1/imports/{id}/errors.csv") with { Address = "/api/v1/imports/{import}/errors.csv" },
        ApiCall("POST", "/api/v1/remessas/") with { Body = """{"bank":"341"}""" },
        ApiCall("GET", "/api/v1/remessas/"),
        ApiThing("GET", "/api/v1/remessas/{id}") with { Address = "/api/v1/remessas/{remessa}" },
        ApiThing("GET", "/api/v1/remessas/{id}/file") with { Address = "/api/v1/remessas/{remessa}/file" },
        ApiThing("GET", "/api/v1/remessas/{id}/orders") with { Address = "/api/v1/remessas/{remessa}/orders" },
        ApiCall("GET", "/api/v1/bank-orders"),
        ApiCall("POST", "/api/v1/retornos/") with { ContentType = "multipart/form-data; boundary=x" },
        ApiCall("GET", "/api/v1/retornos/"),
        ApiThing("GET", "/api/v1/retornos/{id}") with { Address = "/api/v1/retornos/{retorno}" },
        ApiThing("GET", "/api/v1/retornos/{id}/lines") with { Address = "/api/v1/retornos/{retorno}/lines" },
        ApiThing("GET", "/api/v1/retornos/{id}/file") with { Address = "/api/v1/retornos/{retorno}/file" },
        ApiCall("GET", "/api/v1/divergences/"),
        ApiThing("POST", "/api/v1/divergences/{id}/resolve") with { Address = "/api/v1/divergences/{divergence}/resolve", Body = """{"note":"Conferido."}""" },
        ApiCall("GET", "/api/v1/events"),
        ApiCall("POST", "/api/v1/webhooks/"),
        ApiCall("GET", "/api/v1/webhooks/"),
        ApiThing("GET", "/api/v1/webhooks/{id}") with { Address = "/api/v1/webhooks/{webhook}" },
        ApiThing("GET", "/api/v1/webhooks/{id}/deliveries") with { Address = "/api/v1/webhooks/{webhook}/deliveries" },
        ApiThing("POST", "/api/v1/webhooks/{id}/enable") with { Address = "/api/v1/webhooks/{webhook}/enable" },
        ApiThing("POST", "/api/v1/webhooks/{id}/disable") with { Address = "/api/v1/webhooks/{webhook}/disable" },
        ApiThing("POST", "/api/v1/webhooks/{id}/rotate-secret") with { Address = "/api/v1/webhooks/{webhook}/rotate-secret" },
        ApiThing("POST", "/api/v1/webhooks/{id}/test") with { Address = "/api/v1/webhooks/{webhook}/test" },
        ApiThing("POST", "/api/v1/webhooks/{id}/replay") with { Address = "/api/v1/webhooks/{webhook}/replay", Body = """{"after":0}""" },
        ApiThing("DELETE", "/api/v1/webhooks/{id}") with { Address = "/api/v1/webhooks/{doomed}" },

        Open("/dev/", "GET", Sees.Everything) with { DevelopmentOnly = true },
        Open("/dev/vazia", "GET") with { DevelopmentOnly = true },
        Open("/{creditor}/dev/vazia", "GET") with { DevelopmentOnly = true },
        Open("/dev/banco", sees: Sees.Everything) with { DevelopmentOnly = true, Form = "banco", Fields = [("Deed", "boleto"), ("Title", "aurora|341|00000043"), ("Amount", "10,00")] },
        Open("/dev/carne.pdf", "GET") with { DevelopmentOnly = true },
        Open("/dev/mensagens", "GET", Sees.Everything) with { DevelopmentOnly = true },
        Open("/dev/mensagens.json", "GET", Sees.Everything) with { DevelopmentOnly = true },
    ];

    public static TheoryData<string> Keys => [.. Rows.Select(row => row.Key)];

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Every_route_has_a_row_and_every_row_a_route(string environment)
    {
        var portal = new PortalFixture { Environment = environment };
        await portal.InitializeAsync();
        try
        {
            var routes = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                // Files of wwwroot, the same for everybody; the pattern is how they are found when run from build output instead of published.
                .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText != "{**path:file}")
                .Select(endpoint => $"{string.Join(',', (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Order(StringComparer.Ordinal))} {endpoint.RoutePattern.RawText}");
            var rows = Rows.Where(row => environment == "Development" || !row.DevelopmentOnly).Select(row => row.Key);
            Assert.Equal(rows.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Looking_shows_each_what_is_theirs(string key)
    {
        var row = RowOf(key);
        foreach (var viewer in Enum.GetValues<Viewer>())
        {
            if (row.Sight(viewer) is not { } sees) continue;
            var before = await scene.DumpAsync();
            foreach (var method in row.TakesForms ? ["GET"] : row.Methods.Split(','))
                Check(row, viewer, sees, await scene.SendAsync(viewer, row, new(method)));
            if (viewer is not Viewer.OwnKey) Assert.Equal(before, await scene.DumpAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_form_without_its_token_does_nothing_whoever_sends_it(string key)
    {
        var row = RowOf(key);
        if (!row.TakesForms) return;
        foreach (var viewer in new[] { Viewer.Stranger, Viewer.Owner, Viewer.OtherDebtor, Viewer.OtherCreditor, Viewer.OtherCreditorAtHome })
        {
            var before = await scene.DumpAsync();
            foreach (var token in new[] { null, "", "CfDJ8made-up" })
            {
                var answer = await scene.PostAsync(viewer, row, token);
                var door = row.Sight(viewer) == Sees.Door;
                Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
                Assert.True(door ? answer.Location == "/aurora" : answer.Location!.Contains("aviso=formulario", StringComparison.Ordinal), $"{viewer} {key}: {answer.Location}");
                Assert.Empty(answer.Body);
            }
            Assert.Equal(before, await scene.DumpAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_form_of_the_wrong_person_changes_nothing_of_A(string key)
    {
        var row = RowOf(key);
        if (!row.TakesForms) return;
        foreach (var viewer in new[] { Viewer.Stranger, Viewer.OtherDebtor, Viewer.OtherCreditor, Viewer.OtherCreditorAtHome })
        {
            var browser = row.Form == "sair" ? await scene.FreshAsync(viewer) : scene.BrowserOf(viewer);
            var token = await MatrixScene.TokenAsync(viewer, browser);
            var before = await scene.DumpAsync();
            var answer = await scene.PostAsync(viewer, row, token, browser);
            Assert.True((int)answer.Status is 200 or 302 or 303 or 404, $"{viewer} {key}: {answer.Status}");
            Assert.False(answer.Headers.TryGetValue("Location", out var to) && to.Contains("aviso=formulario", StringComparison.Ordinal) && row.Form is not null && row.Sight(viewer) is Sees.Page,
                $"{viewer} {key}: the form never got there");
            scene.AssertNothingOfA($"{viewer} POST {key}", answer, scene.FieldsOf(viewer, row));
            Assert.Equal(before, await scene.DumpAsync());
        }
    }

    [Fact]
    public async Task What_is_looked_for_in_the_answers_is_what_A_sees_there()
    {
        var seen = new StringBuilder();
        foreach (var row in Rows.Where(row => row.Sight(Viewer.Owner) == Sees.Own)) seen.Append((await scene.SendAsync(Viewer.Owner, row, HttpMethod.Get)).Body);
        Assert.All(scene.Shown, text => Assert.Contains(text, WebUtility.HtmlDecode(seen.ToString()), StringComparison.Ordinal));
    }

    private static RouteRow RowOf(string key) => Rows.Single(row => row.Key == key);

    private void Check(RouteRow row, Viewer viewer, Sees sees, Page answer)
    {
        var what = $"{viewer} {row.Key}";
        var expected = sees switch
        {
            Sees.Missing => HttpStatusCode.NotFound,
            Sees.Refused => HttpStatusCode.BadRequest,
            Sees.Unauthorized => HttpStatusCode.Unauthorized,
            Sees.Door => HttpStatusCode.SeeOther,
            Sees.Redirect => HttpStatusCode.Found,
            _ => HttpStatusCode.OK,
        };
        if (sees == Sees.Heard || viewer == Viewer.OwnKey)
            Assert.False(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.InternalServerError, $"{what}: {answer.Status} {answer.Body}");
        // The pages of what went wrong carry that status themselves.
        else Assert.True(answer.Status == expected || (row.Pattern is "/erro" or "/nao-encontrado" && viewer < Viewer.NoKey), $"{what}: {answer.Status} instead of {expected}. {answer.Location}");
        if (sees == Sees.Door) Assert.Equal("/aurora", answer.Location);
        if (sees == Sees.Redirect) Assert.StartsWith($"/{MatrixScene.CreditorOf(viewer)}", new Uri(new Uri("http://localhost"), answer.Location!).AbsolutePath, StringComparison.Ordinal);
        if (sees is not (Sees.Own or Sees.Everything)) scene.AssertNothingOfA(what, answer);
    }
}
