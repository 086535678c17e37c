using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Integrations.Bank;

/// <summary>The bank connections of this installation. None at all is normal: then there are no boletos.</summary>
public sealed class BankConnections(IEnumerable<IBankConnection> connections)
{
    private readonly IBankConnection[] _connections = [.. connections];

    public IBankConnection? For(string bankCode) => _connections.FirstOrDefault(connection => connection.Serves(bankCode));

    /// <summary>The first that carries slips of the account, for this payer when one is named; null when none does.</summary>
    public IBankConnection? For(Creditor creditor, BankAccount account, TaxId? payer = null) =>
        _connections.FirstOrDefault(connection => connection.Serves(account.BankCode) && connection.Carries(creditor, account, payer));
}
