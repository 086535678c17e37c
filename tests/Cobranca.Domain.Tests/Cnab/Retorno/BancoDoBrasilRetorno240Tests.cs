using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Banco do Brasil, 240: the number from the left, with or without a check digit.</summary>
public sealed class BancoDoBrasilRetorno240Tests
{
    private static readonly string[] Before =
    [
        Retornos.Record(240, (1, "00100000"), (18, "211222333000181"), (33, "001112245001417019"), (53, "03344"), (58, "8"),
            (59, "000000011113"), (71, "0"), (73, "ESCOLA MODELO LTDA"), (143, "2"), (144, "05112026"), (158, "000112")),
        Retornos.Record(240, (1, "00100011T01"), (18, "2011222333000181")),
    ];

    private static readonly string[] After =
    [
        Retornos.Record(240, (1, "00100015"), (18, "000004")),
        Retornos.Record(240, (1, "00199999"), (18, "000001"), (24, "000006")),
    ];

    private static readonly (int, string)[] Title =
    [
        (1, "00100013"), (9, "00001"), (14, "T"), (16, "06"),
        (38, "11122450000000042"), (58, "7"), (59, "A42/1"), (74, "17092026"),
        (82, "000000000123456"), (97, "237"), (100, "012345"), (106, "ACORDO-42/1"),
        (199, "000000000000250"), (214, "06"),
    ];

    private static readonly (int, string)[] Amounts =
    [
        (1, "00100013"), (9, "00002"), (14, "U"), (16, "06"),
        (18, "000000000004403"), (33, "000000000000060"), (48, "000000000000050"), (63, "000000000000000"),
        (78, "000000000127859"), (93, "000000000127609"), (108, "000000000000010"), (123, "000000000000020"),
        (138, "03112026"), (146, "04112026"),
    ];

    [Fact]
    public void Both_segments_are_one_line()
    {
        var read = Retornos.ReadWell([.. Before, Retornos.Record(240, Title), Retornos.Record(240, Amounts), .. After]);
        var line = read.Only;
        Assert.Equal(
            ("001", "03344", "8", "000000011113", 112L),
            (read.Header.Bank, read.Header.Agencia, read.Header.AgenciaDv, read.Header.Conta, read.Header.Sequence!.Value));
        Assert.Equal(
            ("11122450000000042", "", "7", 3, 4),
            (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.FirstLine, line.LastLine));
        Assert.Equal(
            (RetornoOccurrence.Settled, "06", "por meio eletrônico"),
            (line.Occurrence, line.Channel, RetornoReasons.Channel(read.Header, in line)));
        Assert.Equal(
            (new Money(123456), new Money(127859), new Money(127609), new Money(250)),
            (line.FaceValue, line.Paid, line.Net!.Value, line.Tariff));
        Assert.Equal((new Money(4403), new Money(60), new Money(50)), (line.Charges, line.Discount, line.Abatement));
        Assert.Equal((new Money(10), new Money(20)), (line.OtherExpenses, line.OtherCredits));
        Assert.Equal(
            (new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4), new DateOnly(2026, 9, 17)),
            (line.OccurredOn!.Value, line.CreditOn!.Value, line.DueOn!.Value));
        Assert.Equal(("ACORDO-42/1", "A42/1", "11222333000181"), (line.OurId, line.DocumentNumber, line.CompanyTaxId));
    }

    [Fact]
    public void A_number_of_twelve_ends_in_its_check_digit()
    {
        var line = Retornos.ReadWell([.. Before, Retornos.Record(240, [.. Title, (38, "12345600042X     ")]), Retornos.Record(240, Amounts), .. After]).Only;
        Assert.Equal(("12345600042", "X"), (line.NossoNumero, line.NossoNumeroDv));
    }

    [Theory]
    [InlineData("10", ClosureCause.OurFile)]
    [InlineData("13", ClosureCause.BankDeadline)]
    [InlineData("14", ClosureCause.Protested)]
    [InlineData("  ", ClosureCause.Unstated)]
    public void A_closure_says_why(string reason, ClosureCause cause)
    {
        var line = Retornos.ReadWell([.. Before, Retornos.Record(240, [.. Title, (16, "09"),
            (214, reason)]), Retornos.Record(240, [.. Amounts, (16, "09")]), .. After]).Only;
        Assert.Equal((RetornoOccurrence.Closed, cause, ""), (line.Occurrence, line.Closure, line.Channel));
    }
}
