using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

public static class ReceivableTitle
{
    /// <summary>What the debtor calls it: the description, else the contract, else the creditor's number.</summary>
    public static string Title(this Receivable receivable) =>
        receivable.Description ?? (receivable.Contract is { } contract ? $"Contrato {contract}" : $"Documento {receivable.ExternalId}");
}
