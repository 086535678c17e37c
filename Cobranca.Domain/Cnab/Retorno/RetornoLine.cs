using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// What a bank reports about one slip: one line of a file of 400 positions with the Pix line behind it, or the segments T, U and Y of one
/// of 240. Amounts the layout does not have are zero, words it does not have are empty. (Linha do retorno.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RetornoLine
{
    /// <summary>An empty line.</summary>
    public RetornoLine()
    {
    }

    /// <summary>The file's line it begins at, from 1.</summary>
    public int FirstLine { get; init; }

    /// <summary>The file's last line that belongs to it.</summary>
    public int LastLine { get; init; }

    /// <summary>The bank's code as sent: <c>06</c>.</summary>
    public string OccurrenceCode { get; init; } = "";

    /// <summary>What the code means at this bank, in this layout.</summary>
    public RetornoOccurrence Occurrence { get; init; }

    /// <summary>Why a slip was closed; <see cref="ClosureCause.Unstated"/> unless it was.</summary>
    public ClosureCause Closure { get; init; }

    /// <summary>
    /// The bank's reasons as sent, one code behind the other without blanks around; empty for none. <see cref="RetornoReasons"/> takes
    /// them apart. Inter writes sentences instead of codes.
    /// </summary>
    public string Reasons { get; init; } = "";

    /// <summary>The number without check digit, as wide as <see cref="Boletos.BoletoIssue.Issued"/> has it; empty when the line is about no slip.</summary>
    public string NossoNumero { get; init; } = "";

    /// <summary>The number's check digit as sent; empty where the bank sends none. Not recomputed: that takes the account.</summary>
    public string NossoNumeroDv { get; init; } = "";

    /// <summary>What we wrote into the remessa for ourselves (uso da empresa).</summary>
    public string OurId { get; init; } = "";

    /// <summary>The document's number as printed on the slip (seu número).</summary>
    public string DocumentNumber { get; init; } = "";

    /// <summary>The carteira as sent.</summary>
    public string Carteira { get; init; } = "";

    /// <summary>When it was due; null when not sent.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The slip's face value.</summary>
    public Money FaceValue { get; init; }

    /// <summary>What the payer paid, before any fee of the bank. Where a bank sends it net of its fee, the fee is added back.</summary>
    public Money Paid { get; init; }

    /// <summary>Interest and fine within <see cref="Paid"/>.</summary>
    public Money Charges { get; init; }

    /// <summary>The discount taken.</summary>
    public Money Discount { get; init; }

    /// <summary>The rebate granted.</summary>
    public Money Abatement { get; init; }

    /// <summary>The tax on insurance or credit (IOF).</summary>
    public Money Iof { get; init; }

    /// <summary>The bank's fee for this line.</summary>
    public Money Tariff { get; init; }

    /// <summary>Other costs the bank took.</summary>
    public Money OtherExpenses { get; init; }

    /// <summary>Other amounts the bank credits.</summary>
    public Money OtherCredits { get; init; }

    /// <summary>What reaches our account by this line; null where the layout does not say, as at banks that debit fees apart.</summary>
    public Money? Net { get; init; }

    /// <summary>When it happened: of a settlement, the payer's day of payment.</summary>
    public DateOnly? OccurredOn { get; init; }

    /// <summary>When the money reaches our account; null when not sent.</summary>
    public DateOnly? CreditOn { get; init; }

    /// <summary>The three digits of the bank that took the payment; empty when not sent.</summary>
    public string ReceivingBank { get; init; } = "";

    /// <summary>The branch that took the payment, with its digit where sent.</summary>
    public string ReceivingAgency { get; init; } = "";

    /// <summary>How it was paid, as the bank's code; <see cref="RetornoReasons.Channel"/> has the words.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Whose slip it is: CPF or CNPJ as sent; empty when not sent.</summary>
    public string CompanyTaxId { get; init; } = "";

    /// <summary>The Pix charge behind the slip; empty when not sent.</summary>
    public string PixTxid { get; init; } = "";

    /// <summary>Where the Pix charge is kept, without <c>https://</c>; empty when not sent.</summary>
    public string PixLocation { get; init; } = "";

    /// <summary>What was paid of the slip itself: <see cref="Paid"/> without <see cref="Charges"/>, never below zero.</summary>
    public Money Principal => Money.Max(Money.Zero, Paid - Charges);

    /// <summary>True when the line brings money and says how much: a settlement, or a closure because of a Pix.</summary>
    public bool BringsMoney => Paid.IsPositive && (Occurrence.IsSettlement() || Occurrence == RetornoOccurrence.ClosedAsSettled);
}
