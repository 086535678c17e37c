using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>Whatever is typed into a form, the answer is a page: no failure of ours, nothing run, nothing odd kept.</summary>
public sealed class HostileFormTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    /// <summary>A NUL ends a text in C and is refused by PostgreSQL; an escape moves the cursor of an operator's terminal.</summary>
    private static readonly string[] Texts =
        ["\0", "a\0b", "\u001b[2J\u001b[31mAPROVADO", "a\r\nX-Injected: 1", new('9', 4_000), "<script>alert(1)</script>", "' OR 1=1 --", "\u202e\ufeff\ud83d\ude00", "{{7*7}}${7*7}", "529.982.247-25"];

    [Theory]
    [InlineData("/aurora", "entrar", "Form.TaxId")]
    [InlineData("/aurora/carta", "carta", "Form.TaxId", "Form.Code")]
    [InlineData("/aurora/l/made-up", "link", "Form.Characters")]
    [InlineData("/aurora/entrar/contato-mudou", "contato-mudou", "Form.TaxId", "Form.Contact", "Form.Paper")]
    [InlineData("/aurora/nao-sou-eu", "nao-sou-eu", "Form.Contact", "Form.Code")]
    public async Task Anything_may_be_typed(string path, string form, params string[] fields)
    {
        foreach (var text in Texts)
        {
            portal.Clock.Advance(TimeSpan.FromHours(1));
            var browser = portal.NewBrowser();
            var page = await browser.GetAsync(path);
            foreach (var field in fields) AssertAnswered(await browser.SubmitAsync(page, form, (field, text)));
            AssertAnswered(await browser.SubmitAsync(page, form, [.. fields.Select(field => (field, text))]));
        }
    }

    [Fact]
    public async Task What_a_person_reads_later_holds_no_control_characters()
    {
        foreach (var paper in new[] { "NF 1\0", "NF \u001b[2J 2", "NF\u00853" })
        {
            var browser = portal.NewBrowser();
            var answer = await browser.SubmitAsync(await browser.GetAsync("/aurora/entrar/contato-mudou"), "contato-mudou", ("Form.TaxId", TestTaxIds.Cpf(88_001).Value), ("Form.Contact", "novo@exemplo.com.br"), ("Form.Paper", paper));
            // A NUL does not get past the reading of the form.
            Assert.True(answer.ErrorOf("Form.Paper") is not null || answer.Location?.EndsWith("?aviso=formulario", StringComparison.Ordinal) == true, $"{Uri.EscapeDataString(paper)}: {answer.Status} {answer.Location} {answer.Text}");
        }
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.ContactRequests.CountAsync(r => r.Evidence.StartsWith("NF"))));
    }

    private static void AssertAnswered(Page answer)
    {
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TooManyRequests, $"{answer.Path}: {answer.Status}");
        Assert.False(answer.Headers.ContainsKey("X-Injected"));
        Assert.DoesNotContain("<script>alert", answer.Body, StringComparison.Ordinal);
        Assert.True(answer.Location is null || answer.Location.StartsWith("/aurora", StringComparison.Ordinal) || answer.Location.StartsWith("http://localhost/aurora", StringComparison.Ordinal), answer.Location);
    }
}
