using System.Text.Json;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Cobranca.Portal.Outbox;

/// <summary>Puts messages next to the change that causes them: nothing leaves before the commit, nothing committed is forgotten.</summary>
public sealed class MessageOutbox(CobrancaDb db, BusinessClock clock, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("outbox");

    /// <summary>Adds the message to the current unit of work; the caller saves.</summary>
    public OutboxMessage Add(long creditorId, long? debtorId, MessageChannel channel, string template, string purpose, MessageContent content,
        DateTime? expiresAt = null, Boleto? attach = null)
    {
        var message = new OutboxMessage
        {
            CreditorId = creditorId, DebtorId = debtorId, Channel = channel, Template = template, Purpose = purpose,
            Sealed = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(content)), BoletoId = attach?.Id,
            CreatedAt = clock.Now, NextTryAt = clock.Now, ExpiresAt = expiresAt,
        };
        db.OutboxMessages.Add(message);
        return message;
    }

    /// <summary>Reads a waiting message back, to send it.</summary>
    public MessageContent Open(OutboxMessage message) =>
        JsonSerializer.Deserialize<MessageContent>(_protector.Unprotect(message.Sealed ?? throw new InvalidOperationException("The message was wiped after sending.")))!;
}
