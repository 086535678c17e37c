using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>Where a title stands in the simulated bank's books.</summary>
public enum SimulatedTitleState { Open, Paid, Closed }

/// <summary>A title as the simulated bank has it in its books.</summary>
/// <param name="Creditor">The slug: whose folder it came through.</param>
/// <param name="Header">Bank, layout and account; the answers about it begin with it.</param>
/// <param name="Amount">The face value, before any abatement.</param>
/// <param name="Paid">What was paid last; zero when nothing was.</param>
public sealed record SimulatedTitle(string Creditor, RetornoHeader Header, string NossoNumero, string OurId, string Document, string Payer,
    Money Amount, Money Abatement, DateOnly DueOn, SimulatedTitleState State, Money Paid)
{
    /// <summary>What the bank asks for it.</summary>
    public Money Payable => Money.Max(Money.Zero, Amount - Abatement);

    /// <summary>Names it among all titles of the bank.</summary>
    public string Key => KeyOf(Creditor, Header, NossoNumero);

    public static string KeyOf(string creditor, RetornoHeader header, string nossoNumero) => string.Join('|', creditor, AccountOf(header), nossoNumero);

    /// <summary>Bank, branch, account and contract: who counts files.</summary>
    public static string AccountOf(RetornoHeader header) => string.Join('|', header.Bank, header.Agencia, header.Conta, header.Convenio);

    /// <summary>The title once the bank has said a line about it; null while there is none.</summary>
    public static SimulatedTitle? After(SimulatedTitle? before, string creditor, RetornoHeader header, SimulatedLine said)
    {
        var line = said.Line;
        if (line.Occurrence == RetornoOccurrence.EntryConfirmed || (before is null && line.Occurrence == RetornoOccurrence.Closed))
            before = new(creditor, header, line.NossoNumero, line.OurId, line.DocumentNumber, said.Payer, line.FaceValue, line.Abatement,
                line.DueOn ?? default, SimulatedTitleState.Open, Money.Zero);
        if (before is null) return null;
        return line.Occurrence switch
        {
            RetornoOccurrence.Closed => before with { State = SimulatedTitleState.Closed },
            RetornoOccurrence.ClosedAsSettled => before with { State = SimulatedTitleState.Paid, Paid = line.Paid },
            RetornoOccurrence.DueDateChanged or RetornoOccurrence.ValueChanged or RetornoOccurrence.DataChanged =>
                before with { DueOn = line.DueOn ?? before.DueOn, Amount = line.FaceValue },
            RetornoOccurrence.AbatementGranted => before with { Abatement = line.Abatement },
            RetornoOccurrence.AbatementCancelled => before with { Abatement = Money.Zero },
            _ when line.Occurrence.IsSettlement() => before with { State = SimulatedTitleState.Paid, Paid = line.Paid },
            _ when line.Occurrence.IsReversal() => before with { State = SimulatedTitleState.Open, Paid = Money.Zero },
            _ => before,
        };
    }
}

/// <summary>What the bank says of one title.</summary>
/// <param name="Payer">Whose it is, on the line that brings it into the books; else empty.</param>
public sealed record SimulatedLine(RetornoLine Line, string Payer = "");

/// <summary>
/// What happened at the bank at one moment: a remessa it took, a payment, a closure of its own. The retorno it owes for it is made of this
/// alone.
/// </summary>
/// <param name="Header">With number and day of the retorno.</param>
/// <param name="Remessa">Name of the file that brought it about; null for what happened at the bank itself.</param>
/// <param name="Sha256">Of that file, as hex: the same file twice is one.</param>
/// <param name="Lines">None for a file sent back as a whole, which no retorno answers.</param>
public sealed record SimulatedMovement(DateTime At, string Creditor, RetornoHeader Header, string? Remessa, string? Sha256, IReadOnlyList<SimulatedLine> Lines)
{
    /// <summary>The retorno's name: <c>341-005712345-000007.ret</c>.</summary>
    public string FileName => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Header.Bank}-{Plain(Header.Agencia + Header.Conta)}{(Plain(Header.Convenio) is { Length: > 0 } convenio ? "-" + convenio : "")}-{Header.Sequence:000000}.ret");

    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
}
