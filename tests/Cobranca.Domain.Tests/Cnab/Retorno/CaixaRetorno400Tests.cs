using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Caixa, 400: codes of its own, our text in 32-56, the fine apart from the interest.</summary>
public sealed class CaixaRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "104C ECON FEDERAL"), (95, "051126"), (27, "3337"), (31, "1103388"), (390, "00035"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201104"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (32, "ACORDO-42/1"),
        (57, "14000000000000042"), (107, "01"), (109, "21"), (111, "031126"),
        (117, "A42/1"), (147, "170926"), (153, "0000000123456"), (166, "104"),
        (169, "08575"), (176, "0000000000115"), (189, "004"), (254, "0000000127859"),
        (267, "0000000001934"), (280, "0000000002469"), (293, "1"), (294, "041126"),
        (395, "000002"),
    ];

    [Fact]
    public void Interest_and_fine_are_one_amount()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer);
        var line = read.Only;
        Assert.Equal(("3337", "1103388", 35L), (read.Header.Agencia, read.Header.Convenio, read.Header.Sequence!.Value));
        Assert.Equal(
            ("14000000000000042", "", "ACORDO-42/1", RetornoOccurrence.Settled),
            (line.NossoNumero, line.NossoNumeroDv, line.OurId, line.Occurrence));
        Assert.Equal((new Money(127859), new Money(4403), new Money(115), "004"), (line.Paid, line.Charges, line.Tariff, line.Channel));
        Assert.Equal(new DateOnly(2026, 11, 4), line.CreditOn);
    }

    [Theory]
    [InlineData("01", RetornoOccurrence.EntryConfirmed)]
    [InlineData("02", RetornoOccurrence.Closed)]
    [InlineData("33", RetornoOccurrence.SettlementReversed)]
    public void Codes_mean_what_Caixa_says(string code, RetornoOccurrence occurrence) =>
        Assert.Equal(occurrence, Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, code)]), Trailer).Only.Occurrence);
}
