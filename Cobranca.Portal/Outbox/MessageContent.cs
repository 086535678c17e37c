namespace Cobranca.Portal.Outbox;

/// <summary>What a person receives. Encrypted while it waits.</summary>
/// <param name="To">E-mail address or E.164 phone.</param>
/// <param name="Subject">E-mail only.</param>
/// <param name="Text">Plain text; short and neutral for SMS.</param>
public sealed record MessageContent(string To, string? Subject, string Text);
