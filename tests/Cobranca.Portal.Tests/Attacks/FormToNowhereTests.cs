using System.Net;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>Forms sent to addresses that are no page, or that take no form.</summary>
public sealed class FormToNowhereTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("/nada", HttpStatusCode.NotFound)]
    [InlineData("/aurora/nada", HttpStatusCode.NotFound)]
    [InlineData("/aurora/marca.css", HttpStatusCode.MethodNotAllowed)]
    public async Task A_form_sent_to_no_page_gets_the_page_of_missing_pages(string path, HttpStatusCode status)
    {
        var answer = await portal.NewBrowser().SendAsync(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("_handler", "entrar"), new("Form.TaxId", "1")]) });
        Assert.Equal(status, answer.Status);
        Assert.Equal("Não encontramos esta página", answer.Heading);
    }
}
