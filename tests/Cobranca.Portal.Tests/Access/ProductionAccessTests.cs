using System.Net;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>The door as Production opens it: https, cookies bound to the host, and only the channels that are configured.</summary>
public sealed class ProductionAccessTests
{
    [Fact]
    public async Task With_e_mail_alone_e_mail_alone_is_offered_and_cookies_are_bound_to_the_host()
    {
        var mailbox = new MailDrop();
        var portal = new PortalFixture { Environment = "Production", ChangeServices = services => services.AddSingleton<IMessageSender>(mailbox) };
        await portal.InitializeAsync();
        try
        {
            var debtor = await portal.AddDebtorAsync(portal.Aurora);
            var browser = portal.NewBrowser();
            var entered = await browser.SubmitAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", debtor.TaxId.Value));
            AssertBound(Assert.Single(entered.SetCookies), "__Host-entrada-aurora=");
            Assert.Contains("__Host-formulario", browser.Cookies.Keys);

            var choose = await browser.GetAsync("/aurora/entrar/contato");
            Assert.Equal(["email"], choose.Choices("Form.Channel"));
            Assert.NotNull((await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"))).ErrorOf("Form.Channel"));
            var code = await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "email"));
            await portal.DeliverAsync();
            var mail = Assert.Single(mailbox.Sent);
            Assert.Equal(debtor.Contacts[1].Value, mail.Content.To);
            Assert.Contains("https://acordo.example.com.br/aurora/nao-sou-eu", mail.Content.Text, StringComparison.Ordinal);
            var signedIn = await browser.SubmitAsync(code, "codigo", ("Form.Code", Likeness.CodeIn(mail.Content.Text)));
            AssertBound(Assert.Single(signedIn.SetCookies, c => c.Contains("sessao", StringComparison.Ordinal)), "__Host-sessao-aurora=");
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/aurora/sair")).Status);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_any_channel_the_door_says_what_else_there_is()
    {
        var portal = new PortalFixture { Environment = "Production" };
        await portal.InitializeAsync();
        try
        {
            var browser = portal.NewBrowser();
            var page = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", "52998224725"));
            Assert.Empty(page.Choices("Form.Channel"));
            Assert.NotNull(page.Document.QuerySelector("a[href='/aurora/carta']"));
            Assert.DoesNotContain("Enviar código", page.Text, StringComparison.Ordinal);
            Assert.NotNull((await browser.SubmitAsync(page, "contato", ("Form.Channel", "sms"))).Text);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    private static void AssertBound(string cookie, string start)
    {
        Assert.StartsWith(start, cookie, StringComparison.Ordinal);
        foreach (var flag in new[] { "path=/", "secure", "httponly", "samesite=lax" }) Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class MailDrop : IMessageSender
    {
        public List<Delivery> Sent { get; } = [];

        public MessageChannel Channel => MessageChannel.Email;

        public Task SendAsync(Delivery delivery, CancellationToken cancellation)
        {
            Sent.Add(delivery);
            return Task.CompletedTask;
        }
    }
}
