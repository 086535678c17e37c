using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Santander, 240: company and title stand further left than at FEBRABAN.</summary>
public sealed class SantanderRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("033",
        [(17, "2011222333000181"), (33, "3978"), (37, "0"), (38, "013003516"), (47, "8"), (53, "006404154")],
        [(41, "000000000042"), (53, "3"), (54, "1"), (55, "A42/1"), (70, "17092026"), (78, "000000000123456"), (93, "237"), (96, "01234"),
        (101, "ACORDO-42/1"), (194, "000000000000250"), (209, "06"), .. title], code);

    [Fact]
    public void Everything_stands_at_its_own_place()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(
            ("3978", "0", "013003516", "8", "006404154"),
            (read.Header.Agencia, read.Header.AgenciaDv, read.Header.Conta, read.Header.ContaDv, read.Header.Convenio));
        Assert.Equal("11222333000181", read.Header.CompanyTaxId);
        Assert.Equal(("000000000042", "3", "1", "237"), (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.ReceivingBank));
        Retornos.IsTheTitleOf240(line);
    }

    /// <summary>Santander's batch trailer counts the segments alone, FEBRABAN's also header and trailer: both are right.</summary>
    [Fact]
    public void The_batch_may_count_its_frame_or_not() =>
        Retornos.ReadWell([.. File()[..4], Retornos.Record(240, (1, "03300015"), (18, "000002")), File()[5]]);
}
