using Cobranca.Domain.Cnab;
using static Cobranca.Domain.Cnab.RetornoOccurrence;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>The same code, another meaning: domain facts §8.3, and what the other banks make of these numbers.</summary>
public sealed class OccurrenceMeaningTests
{
    /// <summary>Null: the bank's table does not have the code, and a person looks at it.</summary>
    public static TheoryData<string, CnabFormat, string, RetornoOccurrence> Table { get; } = Rows(
        ("06", [Settled, Settled, Settled, Settled, Settled, Settled, DataChanged, Settled, Settled]),
        ("07", [DiscountGranted, DiscountGranted, PartiallySettled, PartiallySettled, Unknown, Settled, DataChanged, Closed, Unknown]),
        ("08", [DiscountCancelled, DiscountCancelled, SettledAtNotary, SettledAtNotary, Unknown, Settled, DataChanged, Unknown, Unknown]),
        ("10", [Unknown, Unknown, ClosedAsSettled, ClosedAsSettled, Closed, Closed, DataChanged, Unknown, Closed]),
        ("15", [Closed, Closed, ClosureRejected, ClosureRejected, SettledAtNotary, ProtestSent, Unknown, Unknown, SettledAtNotary]),
        ("16", [Unknown, Unknown, InstructionRejected, InstructionRejected, ChequePending, InstructionRejected, Unknown, Unknown, Unknown]),
        ("17", [SettledAfterClosure, SettledAfterClosure, ChangeRejected, ChangeRejected, SettledAfterClosure, SettledAtNotary, Unknown, Unknown, Unknown]),
        ("21", [Unknown, Unknown, ProtestStopped, ProtestStopped, DataChanged, ProtestSent, Settled, Unknown, CarteiraChanged]),
        ("22", [Unknown, Unknown, Unknown, Unknown, SettlementCancelled, ProtestWithdrawn, SettledAtNotary, Unknown, Unknown]),
        ("40", [DataChanged, EntryRejected, Tariff, Tariff, SettlementReversed, Unknown, Unknown, Unknown, Closed]));

    [Theory]
    [MemberData(nameof(Table))]
    public void A_code_means_what_its_bank_says(string bank, CnabFormat format, string code, RetornoOccurrence expected)
    {
        var header = RetornoSamples.Header(bank, format);
        var settled = RetornoWriter.Fit(header, new RetornoLine { Occurrence = Settled, OccurredOn = new(2026, 11, 3), Paid = new(100), CompanyTaxId = "11222333000181" });
        var file =
            System.Text.Encoding.Latin1.GetString(Retornos.Write(header, settled)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var at = format == CnabFormat.Cnab240 ? 15 : bank == "077" ? 89 : 108;
        var read = Retornos.Read([.. file.Select((line, i) => IsDetail(i) ? line[..at] + code + line[(at + 2)..] : line)]);
        Assert.Equal((code, expected), (read.Only.OccurrenceCode, read.Only.Occurrence));
        Assert.Equal(expected == Unknown, read.Warnings.Any);

        bool IsDetail(int line) => format == CnabFormat.Cnab240 ? line is 2 or 3 : line == 1;
    }

    private static TheoryData<string, CnabFormat, string, RetornoOccurrence> Rows(params (string Code, RetornoOccurrence[] Meanings)[] rows)
    {
        (string, CnabFormat)[] layouts =
        [
            ("756", CnabFormat.Cnab240), ("104", CnabFormat.Cnab240), ("341", CnabFormat.Cnab240), ("341", CnabFormat.Cnab400),
            ("237", CnabFormat.Cnab400), ("033", CnabFormat.Cnab400), ("104", CnabFormat.Cnab400), ("077", CnabFormat.Cnab400),
            ("422", CnabFormat.Cnab400),
        ];
        var data = new TheoryData<string, CnabFormat, string, RetornoOccurrence>();
        foreach (var (code, meanings) in rows)
            for (var i = 0; i < layouts.Length; i++)
                data.Add(layouts[i].Item1, layouts[i].Item2, code, meanings[i]);
        return data;
    }
}
