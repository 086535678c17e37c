namespace Cobranca.Portal.Client.Office;

/// <summary>A message as <see cref="MessageList"/> shows it: everything already in words.</summary>
/// <param name="Channel">SMS or e-mail.</param>
/// <param name="SentAt">The moment, already formatted.</param>
public sealed record SentMessage(string Channel, string Recipient, string SentAt, string? Subject, string Text);
