using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Outbox;

/// <summary>A way out for one channel. A channel nobody registered is absent from every page.</summary>
public interface IMessageSender
{
    MessageChannel Channel { get; }

    /// <summary>Hands the message over. Throws when the other side did not take it; the outbox tries again.</summary>
    /// <exception cref="PermanentDeliveryException">Refused for good (unknown mailbox): trying again is useless.</exception>
    Task SendAsync(Delivery delivery, CancellationToken cancellation);
}

/// <summary>One message on its way out with who it speaks for.</summary>
public sealed record Delivery(MessageContent Content, string CreditorSlug, string CreditorName, string Template, string Purpose, DateTime At, DeliveryAttachment? Attachment);

public sealed record DeliveryAttachment(string FileName, string ContentType, byte[] Content);

/// <summary>The recipient was refused for good.</summary>
public sealed class PermanentDeliveryException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Which channels can leave this installation.</summary>
public sealed class MessageChannels(IEnumerable<IMessageSender> senders)
{
    private readonly MessageChannel[] _available = [.. senders.Select(s => s.Channel).Distinct()];

    public bool CanSend(MessageChannel channel) => _available.Contains(channel);
}
