using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Itaú, 400: what is credited has the fee taken off, and the payer paid both.</summary>
public sealed class ItauRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "341BANCO ITAU S.A."), (95, "051126"), (27, "0057"), (33, "12345"), (38, "7"), (109, "00112"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201341"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (38, "ACORDO-42/1"),
        (63, "00000042"), (83, "109"), (86, "00000042"), (94, "0"),
        (108, "I"), (109, "06"), (111, "031126"), (117, "A42/1"),
        (147, "170926"), (153, "0000000123456"), (166, "237"), (169, "01234"),
        (176, "0000000000333"), (228, "0000000000000"), (241, "0000000000000"), (254, "0000000127526"),
        (267, "0000000004403"), (280, "0000000000000"), (296, "041126"), (393, "B1"),
        (395, "000002"),
    ];

    [Fact]
    public void Paid_is_what_was_credited_and_the_fee()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer);
        var line = read.Only;
        Assert.Equal(
            ("341", "57", "12345", "7", 112L),
            (read.Header.Bank, read.Header.Agencia.TrimStart('0'), read.Header.Conta, read.Header.ContaDv, read.Header.Sequence));
        Assert.Equal(new DateOnly(2026, 11, 5), read.Header.GeneratedOn);
        Assert.Equal((RetornoOccurrence.Settled, "06", 2, 2), (line.Occurrence, line.OccurrenceCode, line.FirstLine, line.LastLine));
        Assert.Equal(("00000042", "0", "109"), (line.NossoNumero, line.NossoNumeroDv, line.Carteira));
        Assert.Equal(("ACORDO-42/1", "A42/1", "11222333000181"), (line.OurId, line.DocumentNumber, line.CompanyTaxId));
        Assert.Equal((new Money(127859), new Money(127526), new Money(333)), (line.Paid, line.Net!.Value, line.Tariff));
        Assert.Equal((new Money(123456), new Money(4403), new Money(123456)), (line.FaceValue, line.Charges, line.Principal));
        Assert.Equal(
            (new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4), new DateOnly(2026, 9, 17)),
            (line.OccurredOn!.Value, line.CreditOn!.Value, line.DueOn!.Value));
        Assert.Equal(("237", "01234", "B1"), (line.ReceivingBank, line.ReceivingAgency, line.Channel));
        Assert.Equal("em outro banco, pelo código de barras", RetornoReasons.Channel(read.Header, in line));
    }

    /// <summary>A line with the fee of an entry, where nothing was paid.</summary>
    [Fact]
    public void A_fee_without_a_payment_is_not_paid_by_anybody()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "02"), (254, "0000000000000"),
            (267, "0000000000000")]), Trailer).Only;
        Assert.Equal(
            (RetornoOccurrence.EntryConfirmed, Money.Zero, Money.Zero, new Money(333)),
            (line.Occurrence, line.Paid, line.Net!.Value, line.Tariff));
    }

    [Fact]
    public void The_line_of_the_Pix_belongs_to_the_title_before_it()
    {
        var pix = Retornos.Record(400, (1, "3"), (2, "pix.example.com/qr/v2/cobv/42"), (395, "000003"));
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), pix, Retornos.Record(400, (1, "9201341"), (395, "000004")));
        Assert.Equal((2, 3, "pix.example.com/qr/v2/cobv/42"), (read.Only.FirstLine, read.Only.LastLine, read.Only.PixLocation));
    }

    [Fact]
    public void Reasons_of_a_refused_entry_have_words()
    {
        var read =
            Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "03"), (254, "0000000000000"), (378, "1437    ")]), Trailer);
        Assert.Equal(["14", "37"], RetornoReasons.Of(read.Header, read.Lines[0]).Select(reason => reason.Code));
        Assert.All(RetornoReasons.Of(read.Header, read.Lines[0]), reason => Assert.NotNull(reason.Words));
    }

    [Fact]
    public void The_trailer_counts_titles_and_adds_their_values()
    {
        Retornos.ReadWell(Header, Retornos.Record(400, Paid), Retornos.Record(400, (1, "9201341"), (213, "00000001"),
            (221, "00000000123456"), (395, "000003")));
        var read = Retornos.Read(Header, Retornos.Record(400, Paid), Retornos.Record(400, (1, "9201341"), (213, "00000002"),
            (221, "00000000123457"), (395, "000003")));
        Assert.Equal(["Quantidade de títulos (213-220)", "Valor total (221-234)"], read.Warnings.Kept.Select(warning => warning.Field));
    }
}
