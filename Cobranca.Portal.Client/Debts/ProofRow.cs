using Cobranca.Domain.Values;

namespace Cobranca.Portal.Client.Debts;

/// <summary>One step of a price, in words.</summary>
/// <param name="Label">What it is: Multa de 2%, cobrada uma vez.</param>
/// <param name="Detail">How it was made: 2% de R$ 1.234,56.</param>
/// <param name="Amount">Null for a step that only explains.</param>
/// <param name="Source">The clause or law behind it.</param>
public sealed record ProofRow(string Label, string? Detail, Money? Amount, string? Source = null);
