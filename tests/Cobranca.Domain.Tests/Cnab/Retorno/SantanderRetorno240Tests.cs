using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Santander, 240: company and title stand further left than at FEBRABAN.</summary>
public sealed class SantanderRetorno240Tests
{
    private static readonly string[] Before =
    [
        Retornos.Record(240, (1, "03300000"), (17, "2011222333000181"), (33, "3978"), (37, "0"), (38, "013003516"), (47, "8"),
            (53, "006404154"), (73, "ESCOLA MODELO LTDA"), (143, "2"), (144, "05112026"), (158, "000112")),
        Retornos.Record(240, (1, "03300011T01"), (18, "2011222333000181")),
    ];

    private static readonly string[] After =
    [
        Retornos.Record(240, (1, "03300015"), (18, "000004")),
        Retornos.Record(240, (1, "03399999"), (18, "000001"), (24, "000006")),
    ];

    private static readonly (int, string)[] Title =
    [
        (1, "03300013"), (9, "00001"), (14, "T"), (16, "06"),
        (41, "000000000042"), (53, "3"), (54, "1"), (55, "A42/1"),
        (70, "17092026"), (78, "000000000123456"), (93, "237"), (96, "01234"),
        (101, "ACORDO-42/1"), (194, "000000000000250"), (209, "06"),
    ];

    private static readonly (int, string)[] Amounts =
    [
        (1, "03300013"), (9, "00002"), (14, "U"), (16, "06"),
        (18, "000000000004403"), (33, "000000000000060"), (48, "000000000000050"), (63, "000000000000000"),
        (78, "000000000127859"), (93, "000000000127609"), (108, "000000000000010"), (123, "000000000000020"),
        (138, "03112026"), (146, "04112026"),
    ];

    [Fact]
    public void Everything_stands_at_its_own_place()
    {
        var read = Retornos.ReadWell([.. Before, Retornos.Record(240, Title), Retornos.Record(240, Amounts), .. After]);
        var line = read.Only;
        Assert.Equal(
            ("3978", "0", "013003516", "8", "006404154"),
            (read.Header.Agencia, read.Header.AgenciaDv, read.Header.Conta, read.Header.ContaDv, read.Header.Convenio));
        Assert.Equal("11222333000181", read.Header.CompanyTaxId);
        Assert.Equal(("000000000042", "3", "1", "237"), (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.ReceivingBank));
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

    /// <summary>Santander's batch trailer counts the segments alone, FEBRABAN's also header and trailer: both are right.</summary>
    [Fact]
    public void The_batch_may_count_its_frame_or_not() =>
        Retornos.ReadWell([.. Before, Retornos.Record(240, Title), Retornos.Record(240, Amounts), Retornos.Record(240, (1, "03300015"),
            (18, "000002")), After[1]]);
}
