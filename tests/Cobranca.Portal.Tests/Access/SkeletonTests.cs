using System.Net;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>What every page shares: privacy notice, brand, not found, forms that came too late, words of a code.</summary>
public sealed class SkeletonTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Proof = "ACDE-FGHJ-KMNP";

    [Fact]
    public async Task The_privacy_notice_names_who_answers_what_is_used_why_how_long_and_how_to_ask()
    {
        var page = await portal.NewBrowser().GetAsync("/aurora/privacidade");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        foreach (var part in new[] { "Aurora Ensino Ltda", "11.222.333/0001-81", "Rua das Acácias, 120", "Beatriz Nunes", "privacidade@aurora.example.com.br", "art. 7º, V)", "art. 7º, X)", "10 anos", "6 meses", "15 dias", "ANPD" })
            Assert.Contains(part, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nobody")]
    [InlineData("/nobody/l/token")]
    [InlineData("/nobody/entrar/codigo")]
    [InlineData("/Aurora")]
    [InlineData("/aurora/there-is-no-such-page")]
    [InlineData("/favicon.ico")]
    [InlineData("/robots.txt")]
    public async Task An_address_of_nobody_is_a_page_in_Portuguese(string path)
    {
        var page = await portal.NewBrowser().GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("Não encontramos esta página", page.Heading);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.DoesNotContain("Aurora", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/aurora", "entrar")]
    [InlineData("/aurora/l/x", "link")]
    [InlineData("/aurora/carta", "carta")]
    [InlineData("/aurora/entrar/contato-mudou", "contato-mudou")]
    [InlineData("/aurora/nao-sou-eu", "nao-sou-eu")]
    public async Task A_form_whose_token_is_missing_or_stale_comes_back_with_a_kind_notice(string path, string form)
    {
        var browser = portal.NewBrowser();
        var page = await browser.GetAsync(path);
        // Too old, or of another browser: the cookie it belongs to is gone.
        browser.Cookies.Clear();
        var answer = await browser.SubmitAsync(page, form);
        Assert.Equal((HttpStatusCode.SeeOther, path + "?aviso=formulario"), (answer.Status, answer.Location));
        Assert.Contains("nada foi enviado", (await browser.GetAsync(answer.Location!)).Text, StringComparison.Ordinal);

        foreach (var content in new HttpContent?[] { null, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), new FormUrlEncodedContent([]), new FormUrlEncodedContent([new("_handler", form)]) })
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.SendAsync(new(HttpMethod.Post, path) { Content = content })).Status);
    }

    [Fact]
    public async Task A_form_its_page_no_longer_has_comes_back_too()
    {
        var browser = portal.NewBrowser();
        var page = await browser.GetAsync("/aurora");
        var answer = await browser.SubmitAsync(page, "entrar", ("_handler", "de-outra-pagina"));
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora?aviso=formulario"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task When_something_breaks_the_page_is_kind_and_tells_nothing_of_the_inside()
    {
        var broken = new PortalFixture { ChangeServices = services => services.AddScoped<EnterByTaxId>(_ => throw new InvalidOperationException("a table is missing")) };
        await broken.InitializeAsync();
        try
        {
            var browser = broken.NewBrowser();
            var token = await browser.GetAsync("/aurora/carta");
            var post = Browser.Filled(token, "carta");
            post.RequestUri = new("/aurora", UriKind.Relative);
            foreach (var page in new[] { await browser.GetAsync("/aurora"), await browser.SendAsync(post) })
            {
                Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
                Assert.Equal("Algo deu errado do nosso lado", page.Heading);
                Assert.DoesNotContain("table is missing", page.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", page.Body, StringComparison.Ordinal);
                Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            }
        }
        finally
        {
            await broken.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_brand_is_a_sheet_that_may_be_kept()
    {
        var page = await portal.NewBrowser().GetAsync("/aurora");
        var href = page.Document.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).Single(href => href.StartsWith("/aurora/marca.css?v=", StringComparison.Ordinal));
        var sheet = await portal.NewBrowser().GetAsync(href);
        Assert.Equal("text/css; charset=utf-8", sheet.Headers["Content-Type"]);
        Assert.Contains("--brand:#0b5f5c", sheet.Body, StringComparison.Ordinal);
        Assert.Contains("immutable", sheet.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_work_without_script_or_style_inside_them()
    {
        foreach (var path in new[] { "/aurora", "/aurora/l/x", "/aurora/carta", "/aurora/entrar/contato-mudou", "/aurora/nao-sou-eu", "/aurora/privacidade" })
        {
            var page = await portal.NewBrowser().GetAsync(path);
            Assert.Empty(page.Document.QuerySelectorAll("script:not([src]), style, [style], [onclick]"));
            Assert.Single(page.Document.QuerySelectorAll("h1"));
            Assert.Equal("pt-BR", page.Document.DocumentElement.GetAttribute("lang"));
            Assert.NotEmpty(page.Document.Title!);
            foreach (var input in page.Document.QuerySelectorAll("input:not([type=hidden])")) Assert.NotNull(page.Document.QuerySelector($"label[for='{input.Id}']"));
        }
    }

    [Theory]
    [InlineData("Colégio Aurora", "Colegio Aurora")]
    [InlineData("Açaí & Cia – “Norte”", "Acai & Cia - \"Norte\"")]
    [InlineData("Loja n.º 1 [SP]", "Loja n.o 1  SP")]
    public void A_name_is_written_in_the_alphabet_of_an_SMS(string name, string written) => Assert.Equal(written, CodeMessage.Plain(name));

    [Fact]
    public void A_long_name_and_a_long_address_still_make_one_SMS_with_the_whole_code()
    {
        foreach (var length in new[] { 1, 40, 120 })
        {
            var creditor = new Persistence.Model.Creditor
            {
                Slug = new('s', 40), TradeName = new('N', length), LegalName = "x", Cnpj = portal.Aurora.Cnpj, Street = "x", City = "x", Uf = portal.Aurora.Uf, Cep = portal.Aurora.Cep,
                PrivacyContactName = "x", PrivacyContactEmail = "x", BrandColor = "#000000",
            };
            var text = CodeMessage.For(Persistence.Model.MessageChannel.Sms, "+5511987654321", creditor, "012345", Proof, TimeSpan.FromMinutes(10), "https://acordo.uma-empresa-de-nome-comprido.com.br").Text;
            Assert.InRange(text.Length, 1, 160);
            Assert.Contains("codigo e 012345, vale 10 min", text, StringComparison.Ordinal);
        }
        var bound = CodeMessage.For(Persistence.Model.MessageChannel.Sms, "+5511987654321", portal.Aurora, "012345", Proof, TimeSpan.FromMinutes(10), "https://acordo.com.br").Text;
        Assert.EndsWith("\n@acordo.com.br #012345", bound, StringComparison.Ordinal);
        Assert.DoesNotContain(Proof, bound, StringComparison.Ordinal); // no room left: the way to say «não sou eu» comes first
        var roomy = CodeMessage.For(Persistence.Model.MessageChannel.Sms, "+5511987654321", portal.Aurora, "012345", Proof, TimeSpan.FromMinutes(10), "http://a.br").Text;
        Assert.EndsWith(" E nossa? http://a.br/verificar " + Proof, roomy, StringComparison.Ordinal);
        Assert.InRange(roomy.Length, 1, 160);
    }
}
