using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Inter, 400: positions of its own, sentences for reasons.</summary>
public sealed class InterRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"), (77, "077INTER"),
        (95, "051126"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201077"), (18, "00000001"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (21, "110"),
        (24, "0001"), (28, "026245805"), (38, "ACORDO-42/1"), (71, "00300610000"),
        (87, "110"), (90, "06"), (92, "031126"), (98, "A42/1"),
        (108, "00300610000"), (119, "170926"), (125, "0000000123456"), (138, "077"),
        (141, "0001"), (160, "0000000127859"), (173, "041126"), (395, "000002"),
    ];

    [Fact]
    public void Everything_stands_at_its_own_place()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer).Only;
        Assert.Equal(
            ("0030061000", "0", "110", RetornoOccurrence.Settled),
            (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.Occurrence));
        Assert.Equal((new Money(123456), new Money(127859), Money.Zero), (line.FaceValue, line.Paid, line.Tariff));
        Assert.Equal(
            (new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4), new DateOnly(2026, 9, 17)),
            (line.OccurredOn!.Value, line.CreditOn!.Value, line.DueOn!.Value));
        Assert.Equal(("ACORDO-42/1", "A42/1", "077"), (line.OurId, line.DocumentNumber, line.ReceivingBank));
    }

    [Fact]
    public void The_reason_is_a_sentence_in_Latin_1()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (90, "03"), (160, "             "),
            (241, "Data de emissão inválida!")]), Trailer);
        Assert.Equal(["Data de emissão inválida!"], RetornoReasons.Of(read.Header, read.Only).Select(reason => reason.Words));
        Assert.Equal(RetornoOccurrence.EntryRejected, read.Only.Occurrence);
    }

    [Fact]
    public void A_number_of_zeros_is_no_number()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (71, "00000000000")]), Trailer).Only;
        Assert.Equal(("", "", "ACORDO-42/1"), (line.NossoNumero, line.NossoNumeroDv, line.OurId));
    }
}
