using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Authenticity;

/// <summary>A debt on a slip that its creditor issued itself.</summary>
internal sealed record OwnSlipDebt(long CreditorId, ReceivableStatus Status, bool IsReplaced)
{
    public static SlipState StateOf(List<OwnSlipDebt> debts) =>
        debts.Exists(debt => debt.IsReplaced || debt.Status == ReceivableStatus.Agreed) ? SlipState.Replaced
        : debts.TrueForAll(debt => debt.Status == ReceivableStatus.Paid) ? SlipState.Paid
        : debts.Exists(debt => debt.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled) ? SlipState.Cancelled
        : SlipState.Payable;
}
