using System.Net;
using System.Net.Mail;
using System.Text;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Integrations.Email;

/// <summary>The <c>Email:Smtp</c> section. STARTTLS unless turned off; a user name means AUTH.</summary>
public sealed class SmtpSettings
{
    public const string Section = "Email:Smtp";

    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }
    public string From { get; set; } = "";
    public bool StartTls { get; set; } = true;
    /// <summary>How long a server may take over one message: less than the outbox leases it for.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Null when there is no mail server.</summary>
    public static SmtpSettings? Read(IConfiguration configuration) => configuration.GetSection(Section).Get<SmtpSettings>();

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        if (Read(configuration) is not { } settings) yield break;
        if (string.IsNullOrWhiteSpace(settings.Host)) yield return $"{Section}:Host is missing: name the mail server, or remove the section.";
        if (settings.Port is < 1 or > 65_535) yield return $"{Section}:Port is {settings.Port}: use 1 to 65535.";
        if (!MailAddress.TryCreate(settings.From, out _)) yield return $"{Section}:From is '{settings.From}': name the address that messages come from.";
        if (settings.Password is not null && settings.User is null) yield return $"{Section}:Password is set without {Section}:User.";
        if (settings.Patience <= TimeSpan.Zero || settings.Patience >= LongestPatience) yield return $"{Section}:Patience is {settings.Patience:c}: use more than 00:00:00 and less than {LongestPatience:c}.";
    }

    /// <summary>A message is leased for two minutes; a second worker must not take it while the first still waits.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(110);
}

/// <summary>E-mail over SMTP, by the framework's own client (MailKit is not to be had here; see README).</summary>
public sealed class SmtpSender(SmtpSettings settings) : IMessageSender
{
    public MessageChannel Channel => MessageChannel.Email;

    public async Task SendAsync(Delivery delivery, CancellationToken cancellation)
    {
        using var mail = new MailMessage
        {
            // The framework puts the name between quotes and leaves those inside it as they are.
            From = new MailAddress(settings.From, delivery.CreditorName.Replace('"', '\'').Replace('\\', '/'), Encoding.UTF8),
            Subject = delivery.Content.Subject ?? delivery.CreditorName,
            SubjectEncoding = Encoding.UTF8,
            Body = delivery.Content.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = System.Net.Mime.TransferEncoding.QuotedPrintable,
        };
        mail.To.Add(delivery.Content.To);
        if (delivery.Attachment is { } file)
            mail.Attachments.Add(new Attachment(new MemoryStream(file.Content), file.FileName, file.ContentType));
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (settings.User is not null) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        // The client's own time-out is for the calls that block.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        try
        {
            await client.SendMailAsync(mail, patience.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("The mail server did not take the message in time.", late);
        }
        catch (SmtpFailedRecipientException refused) when (refused.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed)
        {
            throw new PermanentDeliveryException($"the mail server refused the recipient ({(int)refused.StatusCode})", refused);
        }
    }
}
