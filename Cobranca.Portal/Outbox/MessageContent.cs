namespace Cobranca.Portal.Outbox;

/// <summary>What a person receives. Encrypted while it waits.</summary>
/// <param name="To">E-mail address or E.164 phone; empty for a decoy, which goes through the outbox like any other and is then dropped.</param>
/// <param name="Subject">E-mail only.</param>
/// <param name="Text">Plain text; short and neutral for SMS.</param>
public sealed record MessageContent(string To, string? Subject, string Text)
{
    /// <summary>Written so that an unknown person costs the same as a known one; nobody receives it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDecoy => To.Length == 0;
}
