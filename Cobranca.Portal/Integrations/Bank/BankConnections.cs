namespace Cobranca.Portal.Integrations.Bank;

/// <summary>The bank connections of this installation. None at all is normal: then there are no boletos.</summary>
public sealed class BankConnections(IEnumerable<IBankConnection> connections)
{
    private readonly IBankConnection[] _connections = [.. connections];

    public IBankConnection? For(string bankCode) => _connections.FirstOrDefault(connection => connection.Serves(bankCode));
}
