namespace Cobranca.Portal.Client.Layout;

/// <summary>One place on the way here; the last, without address, is where the person stands.</summary>
public sealed record Crumb(string Text, string? Href = null);
