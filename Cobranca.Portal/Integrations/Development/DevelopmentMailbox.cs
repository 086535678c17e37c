using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Development;

/// <summary>A message as <c>/dev/mensagens.json</c> shows it (the shape is a contract).</summary>
public sealed record MailboxMessage(DateTimeOffset At, string Channel, string To, string Creditor, string Template, string Purpose, string? Subject, string Text, IReadOnlyList<string> Links);

/// <summary>Development's stand-in for mail and SMS networks: one JSON line a message in <c>data/dev/mensagens.jsonl</c>. Never registered elsewhere.</summary>
public sealed partial class DevelopmentMailbox(PortalSettings settings)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _file = Path.Combine(settings.DataDirectory, "dev", "mensagens.jsonl");
    private readonly Lock _gate = new();

    public void Keep(MessageChannel channel, Delivery delivery)
    {
        var message = new MailboxMessage(BusinessClock.Local(delivery.At), channel == MessageChannel.Email ? "email" : "sms", delivery.Content.To,
            delivery.CreditorSlug, delivery.Template, delivery.Purpose, delivery.Content.Subject, delivery.Content.Text,
            [.. Link().Matches(delivery.Content.Text).Select(m => m.Value.TrimEnd('.', ','))]);
        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            File.AppendAllText(_file, JsonSerializer.Serialize(message, Json) + "\n");
        }
    }

    /// <summary>Everything "sent", newest first.</summary>
    public IReadOnlyList<MailboxMessage> Messages()
    {
        lock (_gate)
        {
            if (!File.Exists(_file)) return [];
            // A line cut short by a killed process is not a message.
            return [.. File.ReadLines(_file).Select(Read).OfType<MailboxMessage>().Reverse()];
        }
    }

    private static MailboxMessage? Read(string line)
    {
        try { return JsonSerializer.Deserialize<MailboxMessage>(line, Json); }
        catch (JsonException) { return null; }
    }

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

/// <summary>Keeps a channel's messages for the mailbox page; when a real sender is configured it sends too.</summary>
public sealed class MailboxSender(MessageChannel channel, DevelopmentMailbox mailbox, IMessageSender? real) : IMessageSender
{
    public MessageChannel Channel => channel;

    public async Task SendAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (real is not null) await real.SendAsync(delivery, cancellation);
        mailbox.Keep(channel, delivery);
    }
}
