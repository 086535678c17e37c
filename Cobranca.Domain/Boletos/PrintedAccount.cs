namespace Cobranca.Domain.Boletos;

/// <summary>An account as a slip shows it. (Conta impressa.)</summary>
/// <param name="Beneficiary">Branch and account, or what the bank prints in their place: <c>0057/12345-7</c>.</param>
/// <param name="Carteira">The carteira: <c>109</c>.</param>
public sealed record PrintedAccount(string Beneficiary, string Carteira);
