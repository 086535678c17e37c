using System.Net.Mail;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Outbox;

namespace Cobranca.Portal.Tests.Outbox;

public sealed class SmtpSenderTests(MailServer server) : IClassFixture<MailServer>
{
    [Fact]
    public async Task Sends_by_STARTTLS_and_AUTH_with_accents_and_the_pdf()
    {
        await Sender().SendAsync(Delivery("marina@example.com.br", "Olá, Conceição: segue o boleto.", new("boleto.pdf", "application/pdf", [1, 2, 3])), default);

        var mail = Assert.Single(await server.MailsAsync(), m => m.To.Contains("marina@example.com.br"));
        Assert.True(mail.Secure);
        Assert.Equal(MailServer.User, mail.User);
        Assert.Contains("=?utf-8?", mail.Raw, StringComparison.OrdinalIgnoreCase); // the creditor's name and the subject carry accents
        Assert.Contains("Ol=C3=A1, Concei=C3=A7=C3=A3o", mail.Raw, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String([1, 2, 3]), mail.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public Task An_unknown_mailbox_is_refused_for_good() =>
        Assert.ThrowsAsync<PermanentDeliveryException>(() => Sender().SendAsync(Delivery("unknown@example.com.br", "Olá"), default));

    [Fact]
    public async Task A_server_that_asks_to_come_back_has_not_refused_for_good()
    {
        var failure = await Assert.ThrowsAnyAsync<SmtpException>(() => Sender().SendAsync(Delivery("later@example.com.br", "Olá"), default));
        Assert.Equal(SmtpStatusCode.LocalErrorInProcessing, failure.StatusCode);
    }

    [Fact]
    public Task A_wrong_password_sends_nothing() =>
        Assert.ThrowsAnyAsync<SmtpException>(() => Sender("errada").SendAsync(Delivery("marina2@example.com.br", "Olá"), default));

    private SmtpSender Sender(string password = MailServer.Password) =>
        new(new() { Host = "127.0.0.1", Port = server.Port, User = MailServer.User, Password = password, From = "naoresponda@example.com.br" });

    private static Delivery Delivery(string to, string text, DeliveryAttachment? attachment = null) =>
        new(new(to, "Seu código de acesso à negociação", text), "aurora", "Colégio Aurora Educação", "login-code", "login-code", new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc), attachment);
}
