namespace Cobranca.Domain.Payments;

/// <summary>
/// The accounts of a creditor's small ledger: where the money of its debts stands (docs/ledger.md). Stored by name; new ones may be added.
/// (Conta do razão.)
/// </summary>
public enum LedgerAccount
{
    /// <summary>Principal still owed on titles that are neither paid nor cancelled (títulos a receber). Debit balance.</summary>
    Receivable,

    /// <summary>The counterpart of the titles the creditor handed over (carteira em cobrança). Credit balance.</summary>
    Portfolio,

    /// <summary>Late interest received (encargos recebidos: juros de mora). Credit balance.</summary>
    LateInterest,

    /// <summary>Late fines received (encargos recebidos: multa). Credit balance.</summary>
    LateFee,

    /// <summary>Monetary correction received (encargos recebidos: correção monetária); a deflation debits it. Credit balance.</summary>
    MonetaryCorrection,

    /// <summary>Principal given up in an agreement with the debtor (descontos concedidos). Debit balance.</summary>
    Discounts,

    /// <summary>Paid at a bank and not yet credited by it (numerário em trânsito). Debit balance.</summary>
    CashInTransit,

    /// <summary>In the creditor's till or bank account (caixa e bancos). Debit balance.</summary>
    Cash,

    /// <summary>What banks kept for their service (tarifas bancárias). Debit balance.</summary>
    BankTariff,

    /// <summary>Paid beyond the debt: the payer's money (crédito do devedor). Credit balance.</summary>
    CreditToDebtor,

    /// <summary>Principal the creditor gave up: a difference within its tolerance, or the rest of a debt it called settled (baixa a prejuízo). Debit balance.</summary>
    WriteOff,

    /// <summary>
    /// What no other account explains: payments that arrived out of order moved between principal and charges, or money was reversed
    /// after its surplus had been given back (ajustes).
    /// </summary>
    Adjustments,
}
