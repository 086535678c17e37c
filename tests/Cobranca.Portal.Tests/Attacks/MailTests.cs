using System.Net;
using System.Net.Sockets;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Tests.Outbox;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>Names that would break a mail's head, and a mail server that says nothing.</summary>
public sealed class MailTests(MailServer server) : IClassFixture<MailServer>
{
    [Theory]
    [InlineData("""Colegio "Sao Jose" <outro@example.net>""", "Colegio 'Sao Jose' <outro@example.net>")]
    [InlineData("""Casa\" <outro@example.net>, Filhos""", "Casa/' <outro@example.net>, Filhos")]
    public async Task The_creditors_name_stays_inside_its_quotes(string name, string shown)
    {
        var to = $"aspas{name.Length}@example.com.br";
        var sender = new SmtpSender(new() { Host = "127.0.0.1", Port = server.Port, User = MailServer.User, Password = MailServer.Password, From = "naoresponda@example.com.br" });
        await sender.SendAsync(Delivery(to, name), default);

        var mail = Assert.Single(await server.MailsAsync(), m => m.To.Contains(to));
        var from = Assert.Single(mail.Raw.Split("\r\n"), line => line.StartsWith("From:", StringComparison.OrdinalIgnoreCase));
        Assert.Equal($"From: \"{shown}\" <naoresponda@example.com.br>", from, ignoreCase: true);
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_given_up()
    {
        // Takes the connection and never greets: the outbox of every creditor would wait behind it for ever.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var sender = new SmtpSender(new() { Host = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port, From = "naoresponda@example.com.br", Patience = TimeSpan.FromMilliseconds(50) });
        await Assert.ThrowsAsync<TimeoutException>(() => sender.SendAsync(Delivery("marina@example.com.br", "Aurora"), default));
    }

    private static Delivery Delivery(string to, string creditor) =>
        new(new(to, "Seu código", "Olá"), "aurora", creditor, "login-code", "login-code", new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc), Attachment: null);
}
