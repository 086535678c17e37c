using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>What the simulated bank says, in the words of the bank it stands for. Pure: the same question has the same answer.</summary>
internal static class SimulatedAnswers
{
    /// <summary>Of an instruction; null where this bank's layout has no word for it, and a bank that has no word says nothing.</summary>
    /// <param name="title">As the books have it; null when they do not.</param>
    public static SimulatedLine? To(RemessaInstruction asked, SimulatedTitle? title, RetornoHeader header, DateOnly today)
    {
        var isOpen = title?.State == SimulatedTitleState.Open;
        return asked switch
        {
            RemessaInstruction.Entry when title is not null => Say(RetornoOccurrence.EntryRejected, Reasons.AlreadyRegistered(header)),
            RemessaInstruction.Entry when asked.Amount.Centavos % 100 == SimulatedBank.RefusedCentavos => Say(RetornoOccurrence.EntryRejected, Reasons.NoAddress(header)),
            RemessaInstruction.Entry entry => Say(RetornoOccurrence.EntryConfirmed, abatement: entry.Abatement, payer: entry.Payer.Name),
            // A title that came to the bank before this portal existed is known there as well: its closure is taken.
            RemessaInstruction.Closure when title is null || isOpen => Say(RetornoOccurrence.Closed, Reasons.ClosedByFile(header)),
            RemessaInstruction.Closure => Say(RetornoOccurrence.ClosureRejected, Reasons.NotOpen(header, RetornoOccurrence.ClosureRejected)),
            RemessaInstruction.DueDateChange when isOpen => Say(RetornoOccurrence.DueDateChanged),
            RemessaInstruction.ValueChange when isOpen => Say(RetornoOccurrence.ValueChanged),
            RemessaInstruction.DueDateChange or RemessaInstruction.ValueChange =>
                Say(RetornoOccurrence.ChangeRejected, Reasons.NotOpen(header, RetornoOccurrence.ChangeRejected)),
            RemessaInstruction.AbatementGrant grant when isOpen && grant.Abatement < title!.Amount => Say(RetornoOccurrence.AbatementGranted, abatement: grant.Abatement),
            RemessaInstruction.AbatementCancel when isOpen && title!.Abatement.IsPositive => Say(RetornoOccurrence.AbatementCancelled),
            _ => Say(RetornoOccurrence.InstructionRejected, Reasons.NotOpen(header, RetornoOccurrence.InstructionRejected)),
        };

        SimulatedLine? Say(RetornoOccurrence occurrence, string reasons = "", Money abatement = default, string payer = "") =>
            Sayable(header, occurrence) is not { } word ? null : new(new RetornoLine
            {
                Occurrence = word, Reasons = reasons, NossoNumero = asked.NossoNumero, OurId = asked.OurId, DocumentNumber = asked.DocumentNumber,
                DueOn = asked.DueOn, FaceValue = asked.Amount, Abatement = abatement, OccurredOn = today,
            }, payer);
    }

    /// <summary>Somebody pays; on a title that was paid or closed it is money without one.</summary>
    public static SimulatedLine Payment(SimulatedTitle title, Money amount, bool byPix, DateOnly today, DateOnly creditOn)
    {
        var occurrence = title.State != SimulatedTitleState.Open ? RetornoOccurrence.SettledAfterClosure
            // Itaú closes what a Pix has paid, and the closure brings the money.
            : byPix && title.Header.Bank == "341" ? RetornoOccurrence.ClosedAsSettled : RetornoOccurrence.Settled;
        return new(About(title, Sayable(title.Header, occurrence) ?? RetornoOccurrence.Settled, today) with
        {
            Paid = amount, Tariff = SimulatedBank.Tariff, Abatement = title.Abatement, CreditOn = creditOn,
            // Electronic clearing, in the tables of those who say so.
            Reasons = Reasons.IsFebraban(title.Header) ? "04" : "", Channel = title.Header.Bank == "341" && !byPix ? "B2" : "",
        });
    }

    /// <summary>The bank takes the last payment back; null where its layout has no word for that.</summary>
    public static SimulatedLine? Reversal(SimulatedTitle title, DateOnly today) => ReversalOf(title.Header) is not { } word ? null : new(
        About(title, word, today) with { Paid = title.Paid });

    /// <summary>Whether payments can be taken back by file at this bank.</summary>
    public static bool Reverses(RetornoHeader header) => ReversalOf(header) is not null;

    /// <summary>The days the bank has set went by.</summary>
    public static SimulatedLine Expiry(SimulatedTitle title, DateOnly today)
    {
        var line = About(title, RetornoOccurrence.Closed, today);
        return new(title.Header.Bank == "237" ? line with { OccurrenceCode = "10", Reasons = "16" } : line with { Reasons = Reasons.IsFebraban(title.Header) ? "13" : "" });
    }

    private static RetornoLine About(SimulatedTitle title, RetornoOccurrence occurrence, DateOnly today) => new()
    {
        Occurrence = occurrence, NossoNumero = title.NossoNumero, OurId = title.OurId, DocumentNumber = title.Document, DueOn = title.DueOn,
        FaceValue = title.Amount, OccurredOn = today,
    };

    private static RetornoOccurrence? ReversalOf(RetornoHeader header) =>
        First(header, RetornoOccurrence.SettlementReversed, RetornoOccurrence.SettlementCancelled);

    /// <summary>The occurrence, or the nearest one this bank has a code for; null when it has none.</summary>
    private static RetornoOccurrence? Sayable(RetornoHeader header, RetornoOccurrence occurrence) => occurrence switch
    {
        RetornoOccurrence.ValueChanged => First(header, occurrence, RetornoOccurrence.DataChanged),
        RetornoOccurrence.ClosureRejected or RetornoOccurrence.ChangeRejected => First(header, occurrence, RetornoOccurrence.InstructionRejected),
        RetornoOccurrence.SettledAfterClosure => First(header, occurrence, RetornoOccurrence.Settled),
        _ => First(header, occurrence),
    };

    private static RetornoOccurrence? First(RetornoHeader header, params ReadOnlySpan<RetornoOccurrence> occurrences)
    {
        foreach (var occurrence in occurrences)
            if (RetornoWriter.CodeOf(header.Bank, header.Format, occurrence) is not null) return occurrence;
        return null;
    }

    /// <summary>Why not, in the codes of the bank's own list; empty where none is known.</summary>
    private static class Reasons
    {
        public static bool IsFebraban(RetornoHeader header) => header.Format == CnabFormat.Cnab240 && header.Bank != "341";

        public static string AlreadyRegistered(RetornoHeader header) => Of(header, itau: "14", others: "63", inter: "Nosso numero ja registrado");

        public static string NoAddress(RetornoHeader header) => Of(header, itau: "10", others: "47", inter: "Endereco do pagador invalido");

        public static string NotOpen(RetornoHeader header, RetornoOccurrence refusal) => Of(header, others: "60", inter: "", itau: refusal switch
        {
            RetornoOccurrence.ClosureRejected => "05",
            RetornoOccurrence.ChangeRejected => "61",
            _ => "22",
        });

        public static string ClosedByFile(RetornoHeader header) => IsFebraban(header) ? "10" : "";

        private static string Of(RetornoHeader header, string itau, string others, string inter) => header.Bank switch
        {
            "341" => itau,
            "077" => inter,
            // No list of Safra's is known.
            "422" => "",
            _ => others,
        };
    }
}
