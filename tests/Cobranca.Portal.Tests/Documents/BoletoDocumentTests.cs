using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>A slip whose parts name different payments never reaches paper.</summary>
public class BoletoDocumentTests
{
    private static readonly BoletoDocument Sample = BoletoSamples.Reissued;

    [Fact]
    public void The_published_pair_agrees() => Sample.EnsureConsistent();

    public static TheoryData<string, BoletoDocument> Contradictions => new()
    {
        { "44 digits", Sample with { Barcode = Sample.Barcode[1..] } },
        { "44 digits", Sample with { Barcode = Sample.Barcode[..43] + "O" } },
        { "different payments", Sample with { LinhaDigitavel = "34191.09008 00004.200051 71234.570001 1 15720000123456" } },
        { "different payments", Sample with { LinhaDigitavel = Sample.LinhaDigitavel[..^1] } },
        { "different payments", Sample with { LinhaDigitavel = Sample.LinhaDigitavel.Replace("71234", "71243") } },
        { "another bank", Sample with { BankCode = "237-2" } },
        { "another amount", Sample with { Amount = new(1_278_58), Charges = [] } },
        { "do not add up", Sample with { Charges = [Sample.Charges[0], Sample.Charges[0]] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Contradictions_are_refused_by_what_disagrees(string says, BoletoDocument document) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => new PdfDocumentWriter().Boleto(document)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_amount_beyond_ten_digits_takes_the_place_of_the_fator() =>
        BoletoSamples.WithCode(Sample with { Amount = Money.FromReais(123_456_789.01m), Charges = [] }, "1090000004380057123457000").EnsureConsistent();

    [Fact]
    public void A_code_without_amount_leaves_it_open()
    {
        var open = BoletoSamples.WithCode(Sample with { Amount = Money.Zero, Charges = [] }, "1090000004380057123457000");
        (open with { Amount = new(50_00) }).EnsureConsistent();
    }
}
