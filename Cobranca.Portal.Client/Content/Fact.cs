namespace Cobranca.Portal.Client.Content;

/// <summary>One line of a <see cref="FactList"/>: Vencimento, 21/11/2026.</summary>
public sealed record Fact(string Name, string Value);
