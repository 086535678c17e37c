using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Sicoob, 240: seven digits behind two zeros, then check digit, parcela and modalidade.</summary>
public sealed class SicoobRetorno240Tests
{
    private static readonly string[] Before =
    [
        Retornos.Record(240, (1, "75600000"), (18, "211222333000181"), (53, "04321"), (58, "0"), (59, "000000012345"), (71, "6"),
            (73, "ESCOLA MODELO LTDA"), (143, "2"), (144, "05112026"), (158, "000112")),
        Retornos.Record(240, (1, "75600011T01"), (18, "2011222333000181")),
    ];

    private static readonly string[] After =
    [
        Retornos.Record(240, (1, "75600015"), (18, "000004")),
        Retornos.Record(240, (1, "75699999"), (18, "000001"), (24, "000006")),
    ];

    private static readonly (int, string)[] Title =
    [
        (1, "75600013"), (9, "00001"), (14, "T"), (16, "06"),
        (38, "00000004270101"), (58, "1"), (59, "A42/1"), (74, "17092026"),
        (82, "000000000123456"), (97, "237"), (100, "012345"), (106, "ACORDO-42/1"),
        (199, "000000000000250"), (214, "06"),
    ];

    private static readonly (int, string)[] Amounts =
    [
        (1, "75600013"), (9, "00002"), (14, "U"), (16, "06"),
        (18, "000000000004403"), (33, "000000000000060"), (48, "000000000000050"), (63, "000000000000000"),
        (78, "000000000127859"), (93, "000000000127609"), (108, "000000000000010"), (123, "000000000000020"),
        (138, "03112026"), (146, "04112026"),
    ];

    [Fact]
    public void The_number_has_seven_digits()
    {
        var read = Retornos.ReadWell([.. Before, Retornos.Record(240, Title), Retornos.Record(240, Amounts), .. After]);
        var line = read.Only;
        Assert.Equal(("0000042", "7", "04321"), (line.NossoNumero, line.NossoNumeroDv, read.Header.Agencia));
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
    public void A_longer_number_is_a_problem()
    {
        var read =
            Retornos.Read([.. Before, Retornos.Record(240, [.. Title, (38, "120000042701")]), Retornos.Record(240, Amounts), .. After]);
        Assert.Equal(
            (3, "Segmento T", "Nosso número (38-46)"),
            (read.Problems.Kept[0].Line, read.Problems.Kept[0].Record, read.Problems.Kept[0].Field));
        Assert.Empty(read.Lines);
    }
}
