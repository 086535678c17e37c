using static Cobranca.Domain.Cnab.RetornoOccurrence;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// The codes of every bank and layout. Where a code covers two cases, the one that loses nothing if it is wrong stands here, and the
/// comment says so. (Tabelas de ocorrências.)
/// </summary>
/// <remarks>
/// Sources, read 22/11/2026: FEBRABAN CNAB 240 v10.6 (C044), Itaú 400 (July 2021) and Bradesco 400 as domain facts §8 quote them; the others as
/// public implementations quote their banks' manuals (eduardokum/laravel-boleto, BoletoNet/BoletoNetCore, kivanio/brcobranca).
/// The FEBRABAN codes 33, 38 to 43, 45, 46 and 48 were written from knowledge of the manual, which could not be opened: none of them moves
/// money, and the bank's homologation has the last word.
/// </remarks>
internal static class OccurrenceTables
{
    /// <summary>FEBRABAN: 001, 033, 748, 756 and whoever else follows it. 15 is not a settlement and 17 is one.</summary>
    public static OccurrenceTable Febraban { get; } = new("FEBRABAN CNAB 240 v10.6, C044",
        ("02", EntryConfirmed, default), ("03", EntryRejected, default), ("04 05 48", CarteiraChanged, default), ("06", Settled, default),
        ("07", DiscountGranted, default), ("08", DiscountCancelled, default), ("09", Closed, default), ("11", InPortfolio, default),
        ("12", AbatementGranted, default), ("13", AbatementCancelled, default), ("14", DueDateChanged, default),
        ("15", Closed, ClosureCause.FreeOfPayment), ("17", SettledAfterClosure, default), ("19", ProtestRequested, default),
        ("20 46", ProtestStopped, default), ("23", ProtestSent, default), ("24", ProtestWithdrawn, default),
        ("25", Closed, ClosureCause.Protested), ("26", InstructionRejected, default), ("27 33 38 39 40 41 42 43 62", DataChanged, default),
        ("28", Tariff, default), ("29", PayerStatement, default), ("30", ChangeRejected, default), ("44", ChequeReturned, default),
        ("45", ChequeCleared, default), ("50", ChequePending, default), ("51 52 53 A4", DdaNotice, default), ("61", ValueChanged, default));

    /// <summary>Caixa takes some of FEBRABAN's numbers for itself: 40 is a refused entry there, 44 and 47 give money back.</summary>
    public static OccurrenceTable Caixa240 { get; } = Febraban.Except("Caixa, SIGCB CNAB 240, códigos de movimento do retorno",
        ("01 35 36 37 38", Notice), ("39 41", InstructionRejected), ("40", EntryRejected), ("42 43 48 50", Unknown),
        ("44 47", SettlementReversed), ("45", DataChanged), ("46", Settled));

    /// <summary>Santander: FEBRABAN, and 32 for a wrong IOF.</summary>
    public static OccurrenceTable Santander240 { get; } = Febraban.Except("Santander, Cobrança CNAB 240, códigos de movimento do retorno",
        ("32", InstructionRejected));

    /// <summary>Sicredi: FEBRABAN, and 36 for a refused closure.</summary>
    public static OccurrenceTable Sicredi240 { get; } = Febraban.Except("Sicredi, Manual CNAB 240, códigos de movimento do retorno",
        ("36", ClosureRejected));

    /// <summary>
    /// Itaú, in both layouts: 15 and 17 are refusals, 10 is a closure because the money came by Pix. 59 and 72 are credits to our account
    /// by SISPAG, the latter without a slip: both bring money.
    /// </summary>
    public static OccurrenceTable Itau { get; } = new("Itaú, Cobrança CNAB 400 (July 2021), nota 17",
        ("02 64 73", EntryConfirmed, default), ("71", EntryPending, default), ("03 60", EntryRejected, default),
        ("04 94", DataChanged, default), ("05 09", Closed, default), ("06 59", Settled, default), ("07", PartiallySettled, default),
        ("08", SettledAtNotary, default), ("10", ClosedAsSettled, default), ("11", InPortfolio, default), ("12", AbatementGranted, default),
        ("13", AbatementCancelled, default), ("14", DueDateChanged, default), ("15", ClosureRejected, default),
        ("16 18 24 74", InstructionRejected, default), ("17", ChangeRejected, default), ("19", ProtestRequested, default),
        ("20 21 63", ProtestStopped, default), ("23", ProtestSent, default), ("25", PayerStatement, default),
        ("26 27 28 29 30 33 34 35 36 37 38 39 40 41 42 43 44 45 46 48 51 52 53 54 55 56 61 62 85 86 87 88 89 90 91 92 93", Tariff, default),
        ("32", Closed, ClosureCause.Protested), ("47", Closed, ClosureCause.Discounted), ("57", Notice, default),
        ("65", ChequePending, default), ("69", ChequeReturned, default), ("76", ChequeCleared, default),
        ("72", SettledAfterClosure, default), ("75 77 78 79 80 82 83", BureauListing, default));

    /// <summary>Bradesco: 15 is paid at the notary, 16 a cheque, 17 paid after closure; 22 and 40 take a payment back.</summary>
    public static OccurrenceTable Bradesco400 { get; } = new("Bradesco, Layout de cobrança 400 posições, retorno 109-110",
        ("02", EntryConfirmed, default), ("03 24", EntryRejected, default), ("06", Settled, default), ("09", Closed, ClosureCause.OurFile),
        ("10", Closed, ClosureCause.Bank), ("11", InPortfolio, default), ("12", AbatementGranted, default),
        ("13", AbatementCancelled, default), ("14", DueDateChanged, default), ("15", SettledAtNotary, default), ("16", ChequePending, default),
        ("17", SettledAfterClosure, default), ("18 35 68 69", Notice, default), ("19 25", ProtestRequested, default),
        ("20 55", ProtestStopped, default), ("21 33", DataChanged, default), ("22", SettlementCancelled, default), ("23", ProtestSent, default),
        ("27", ClosureRejected, default), ("28", Tariff, default), ("29", PayerStatement, default), ("30", ChangeRejected, default),
        ("32", InstructionRejected, default), ("34", ProtestWithdrawn, default), ("40", SettlementReversed, default));

    /// <summary>
    /// Banco do Brasil: 03 is any refused command, and stands for a refused entry, since a slip that waits for ever is the worse mistake; 05
    /// is the payment of a slip that was never registered; 20 (débito em conta) is left to a person.
    /// </summary>
    public static OccurrenceTable BancoDoBrasil400 { get; } = new("Banco do Brasil, Cobrança CNAB 400, retorno, comandos 109-110",
        ("02", EntryConfirmed, default), ("03", EntryRejected, default), ("05", SettledAfterClosure, default), ("06 07 08", Settled, default),
        ("09", Closed, default), ("10", Closed, ClosureCause.OurFile), ("11", InPortfolio, default), ("12", AbatementGranted, default),
        ("13", AbatementCancelled, default), ("14", DueDateChanged, default), ("15", SettledAtNotary, default),
        ("16 21 22 25 26 33 34 35 36 37 38 39 41 42 72", DataChanged, default), ("19", ProtestRequested, default), ("23", ProtestSent, default),
        ("24", ProtestStopped, default), ("28 96 97 98", Tariff, default), ("31", DiscountGranted, default),
        ("32", DiscountCancelled, default), ("44", ChequeReturned, default), ("46", ChequePending, default));

    /// <summary>Santander: 15 is sent to the notary and 17 paid there; 01 and 16 answer an instruction that found no open slip.</summary>
    public static OccurrenceTable Santander400 { get; } = new("Santander, Cobrança CNAB 400, retorno 109-110",
        ("02", EntryConfirmed, default), ("03", EntryRejected, default), ("06 07 08", Settled, default), ("09 10", Closed, default),
        ("11", InPortfolio, default), ("12", AbatementGranted, default), ("13", AbatementCancelled, default), ("14", DueDateChanged, default),
        ("15 21", ProtestSent, default), ("01 16", InstructionRejected, default), ("17", SettledAtNotary, default),
        ("22", ProtestWithdrawn, default), ("24", Tariff, default), ("25", ProtestRequested, default), ("26", ProtestStopped, default));

    /// <summary>Caixa numbers its own way: 01 is the entry, 02 the closure, 21 and 22 the payments; 33 takes back a payment or a closure.</summary>
    public static OccurrenceTable Caixa400 { get; } = new("Caixa, Cobrança CNAB 400, retorno 109-110",
        ("01", EntryConfirmed, default), ("99", EntryRejected, default), ("02", Closed, default), ("03", AbatementGranted, default),
        ("04", AbatementCancelled, default), ("05", DueDateChanged, default), ("06 07 08 09 10 11 12 30", DataChanged, default),
        ("20", InPortfolio, default), ("21", Settled, default), ("22", SettledAtNotary, default), ("23", Closed, ClosureCause.Bank),
        ("24", Closed, ClosureCause.FreeOfPayment), ("25", Closed, ClosureCause.Protested), ("26 29", ProtestSent, default),
        ("27", ProtestStopped, default), ("28", ProtestWithdrawn, default), ("31 32", Tariff, default), ("33", SettlementReversed, default),
        ("34 35", CarteiraChanged, default));

    /// <summary>Inter has four: open, error, paid, closed.</summary>
    public static OccurrenceTable Inter400 { get; } = new("Inter, Manual CNAB 400 v2.2, retorno 90-91",
        ("02", EntryConfirmed, default), ("03", EntryRejected, default), ("06", Settled, default), ("07", Closed, default));

    /// <summary>Safra: 40 is a closure after protest, which at Bradesco gives money back; 41 is paid after closure.</summary>
    public static OccurrenceTable Safra400 { get; } = new("Safra, Layout de cobrança CNAB 400, retorno 109-110",
        ("02", EntryConfirmed, default), ("03", EntryRejected, default), ("04 05 21", CarteiraChanged, default), ("06", Settled, default),
        ("09", Closed, default), ("10", Closed, ClosureCause.OurHand), ("11", InPortfolio, default), ("12", AbatementGranted, default),
        ("13", AbatementCancelled, default), ("14", DueDateChanged, default), ("15", SettledAtNotary, default),
        ("19", ProtestRequested, default), ("20", ProtestStopped, default), ("23", ProtestSent, default),
        ("40", Closed, ClosureCause.Protested), ("41", SettledAfterClosure, default), ("42", ProtestWithdrawn, default), ("43", Tariff, default),
        ("44 45", DdaNotice, default), ("51", ValueChanged, default), ("52 53 54", DataChanged, default), ("56 57 58", BureauListing, default));
}
