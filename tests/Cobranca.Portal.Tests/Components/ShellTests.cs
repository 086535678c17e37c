using AngleSharp.Dom;
using Cobranca.Portal.Client.Content;
using Cobranca.Portal.Client.Forms;
using Cobranca.Portal.Client.Layout;
using Cobranca.Portal.Client.Office;
using Microsoft.AspNetCore.Components;

namespace Cobranca.Portal.Tests.Components;

public class ShellTests
{
    [Fact]
    public void A_creditors_page_says_whose_it_is()
    {
        var page = Rendered.Page<PortalShell>(("CreditorName", "Ética Ensino"), ("LegalLine", "Ética Ensino Ltda, CNPJ 11.222.333/0001-81"), ("HomeHref", "/etica"),
            ("SignOut", Rendered.Text("Sair")), ("FooterLinks", Rendered.Text("Privacidade")), ("ChildContent", Rendered.Text("Olá")));
        Assert.Equal("É", page.One("header .logo").TextContent);
        Assert.Equal("/etica", page.One("header a").GetAttribute("href"));
        Assert.Contains("Sair", page.One("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("11.222.333/0001-81", page.One("footer").TextContent, StringComparison.Ordinal);
        Assert.Equal("Olá", page.One("main").TextContent);
        Assert.Equal("#" + page.One("main").Id, page.One("a.skip").GetAttribute("href"));
    }

    [Fact]
    public void A_neutral_page_names_nobody_and_has_no_way_out_to_click()
    {
        var page = Rendered.Page<PortalShell>(("ChildContent", Rendered.Text("Página não encontrada")));
        Assert.Empty(page.QuerySelectorAll("footer, header a, .logo, form"));
        Assert.Contains("Portal de negociação", page.One("header").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_is_decoration_beside_the_name()
    {
        var image = Rendered.Page<PortalShell>(("CreditorName", "Aurora"), ("LogoUrl", "/aurora/logo.png")).One("header img");
        Assert.Equal("", image.GetAttribute("alt"));
    }

    [Fact]
    public void The_first_view_asks_for_one_sheet_one_brand_and_one_script()
    {
        var page = Rendered.Page<PortalHead>(("BrandHref", "/aurora/marca.css?v=1"));
        Assert.Equal(2, page.QuerySelectorAll("link[rel=stylesheet]").Length);
        Assert.Equal("/aurora/marca.css?v=1", page.QuerySelectorAll("link[rel=stylesheet]")[^1].GetAttribute("href"));
        Assert.True(page.One("script").HasAttribute("defer"));
        Assert.StartsWith("data:", page.One("link[rel=icon]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("base"));
    }

    [Fact]
    public void Steps_say_where_one_stands()
    {
        var page = Rendered.Page<Steps>(("Names", new[] { "Quem é você", "Código", "Suas contas" }), ("Current", 2));
        Assert.Equal("Passo 2 de 3 Código", page.One("p").TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".done").Length);
        Assert.Equal("true", page.One(".track").GetAttribute("aria-hidden"));
    }

    [Theory]
    [InlineData(false, "aside body")]
    [InlineData(true, "body aside")]
    public void Help_comes_after_what_it_helps_with(bool after, string order)
    {
        var page = Rendered.Page<Split>(("AsideAfter", after), ("Aside", Rendered.Text("Ao lado")), ("ChildContent", Rendered.Text("Texto")));
        Assert.Equal(order, string.Join(' ', page.One(".split").Children.Select(part => part.ClassList[0])));
    }

    [Fact]
    public void The_legal_line_breaks_only_at_its_commas()
    {
        var page = Rendered.Page<PortalShell>(("LegalLine", "Ética Ensino Ltda, CNPJ 11.222.333/0001-81, CEP 80010-000"), ("ChildContent", Rendered.Text("Olá")));
        Assert.Equal(["Ética Ensino Ltda,", "CNPJ 11.222.333/0001-81,", "CEP 80010-000"], page.QuerySelectorAll("footer p .whole").Select(part => part.TextContent));
    }

    [Fact]
    public void The_last_crumb_is_where_one_stands()
    {
        var page = Rendered.Page<Breadcrumb>(("Crumbs", new Crumb[] { new("Suas contas", "/aurora/dividas"), new("Boleto") }));
        Assert.Equal("Boleto", page.One("[aria-current=page]").TextContent);
        Assert.Equal("Suas contas", page.One("a").TextContent);
    }

    [Theory]
    [InlineData(AlertTone.Info, "status")]
    [InlineData(AlertTone.Good, "status")]
    [InlineData(AlertTone.Warn, "alert")]
    public void A_notice_is_announced_as_loudly_as_it_matters(AlertTone tone, string role) =>
        Assert.Equal(role, Rendered.Page<Alert>(("Tone", tone), ("Title", "Pronto")).One("[role]").GetAttribute("role"));

    [Fact]
    public void A_wait_can_be_checked_without_scripts()
    {
        var page = Rendered.Page<Pending>(("Title", "O banco está registrando"), ("RefreshHref", "/aurora/boletos/1"));
        Assert.Equal("3", page.One("[data-pending]").GetAttribute("data-pending"));
        Assert.Equal("/aurora/boletos/1", page.One("a").GetAttribute("href"));
        Assert.Empty(Rendered.Page<Pending>(("Title", "Em análise"), ("CheckEverySeconds", 0)).QuerySelectorAll("[data-pending], a"));
    }

    [Fact]
    public void A_wide_table_scrolls_inside_a_named_frame_that_takes_focus()
    {
        var frame = Rendered.Page<DataTable<string>>(("Caption", "Devedores"), ("Items", new[] { "a", "b" }), ("Head", Rendered.Text("")), ("Row", (RenderFragment<string>)(item => Rendered.Text(item)))).One("[role=region]");
        Assert.Equal(("Devedores", "0"), (frame.GetAttribute("aria-label"), frame.GetAttribute("tabindex")));
        Assert.Equal(2, frame.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public void An_empty_table_says_so()
    {
        var page = Rendered.Page<DataTable<string>>(("Caption", "Devedores"), ("Items", Array.Empty<string>()), ("Head", Rendered.Text("")), ("Row", (RenderFragment<string>)(item => Rendered.Text(item))));
        Assert.Empty(page.QuerySelectorAll("table"));
        Assert.NotEmpty(page.Body!.TextContent.Trim());
    }

    [Fact]
    public void Links_inside_a_message_can_be_followed_and_the_rest_is_text()
    {
        var page = Rendered.Page<MessageList>(("Messages", new SentMessage[] { new("SMS", "(11) 98765-1234", "10:02", null, "Veja http://localhost:5080/aurora/l/abc. Código 482913, https e http: soltos.") }));
        Assert.Equal("http://localhost:5080/aurora/l/abc", page.One("a").GetAttribute("href"));
        Assert.Equal("Veja http://localhost:5080/aurora/l/abc. Código 482913, https e http: soltos.", page.One(".o-text").TextContent.Trim());
    }

    [Fact]
    public void Headings_keep_to_six_levels() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rendered.Page<Heading>(("Level", 7)));
}
