using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Bradesco, 400: 254-266 was paid, fees are debited apart; a check digit may be P.</summary>
public sealed class BradescoRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "237BRADESCO"), (95, "051126"), (27, "00000000000004466911"), (109, "00042"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201237"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (21, "0"),
        (22, "019"), (38, "ACORDO-42/1"), (71, "00000008651"), (82, "P"),
        (108, "9"), (109, "06"), (111, "031126"), (117, "A42/1"),
        (147, "170926"), (153, "0000000123456"), (166, "341"), (169, "01234"),
        (176, "0000000000252"), (189, "0000000000100"), (228, "0000000000050"), (241, "0000000000060"),
        (254, "0000000127859"), (267, "0000000004513"), (296, "041126"), (395, "000002"),
    ];

    [Fact]
    public void Paid_is_as_written_and_no_net_is_stated()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer);
        var line = read.Only;
        Assert.Equal(("4466911", 42L), (read.Header.Convenio.TrimStart('0'), read.Header.Sequence!.Value));
        Assert.Equal(("00000008651", "P", RetornoOccurrence.Settled), (line.NossoNumero, line.NossoNumeroDv, line.Occurrence));
        Assert.Equal((new Money(127859), new Money(252), new Money(100)), (line.Paid, line.Tariff, line.OtherExpenses));
        Assert.Equal((new Money(4513), new Money(60), new Money(50)), (line.Charges, line.Discount, line.Abatement));
        Assert.Null(line.Net);
        Assert.Equal((new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4)), (line.OccurredOn!.Value, line.CreditOn!.Value));
    }

    [Fact]
    public void The_line_of_the_Pix_has_its_place_and_its_txid()
    {
        var pix = Retornos.Record(400, (1, "4"), (29, "qrpix.bradesco.com.br/qr/v2/cobv/42"), (106, "20250804237093595554460000000011184"),
            (395, "000003"));
        var read = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "02"),
            (319, "P100000000")]), pix, Retornos.Record(400, (1, "9201237"), (395, "000004")));
        Assert.Equal(
            ("qrpix.bradesco.com.br/qr/v2/cobv/42", "20250804237093595554460000000011184"),
            (read.Only.PixLocation, read.Only.PixTxid));
        Assert.Equal([new("P1", "registrado com Pix")], RetornoReasons.Of(read.Header, read.Only));
    }

    [Theory]
    [InlineData("22", RetornoOccurrence.SettlementCancelled)]
    [InlineData("40", RetornoOccurrence.SettlementReversed)]
    public void A_payment_can_be_taken_back(string code, RetornoOccurrence occurrence)
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, code)]), Trailer).Only;
        Assert.Equal((occurrence, true, false), (line.Occurrence, line.Occurrence.IsReversal(), line.BringsMoney));
    }

    [Theory]
    [InlineData("09", "16", ClosureCause.OurFile)]
    [InlineData("10", "00", ClosureCause.Bank)]
    [InlineData("10", "14", ClosureCause.Protested)]
    [InlineData("10", "16", ClosureCause.BankDeadline)]
    public void A_closure_says_why(string code, string reason, ClosureCause cause)
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, code), (319, reason)]), Trailer).Only;
        Assert.Equal((RetornoOccurrence.Closed, cause), (line.Occurrence, line.Closure));
    }

    /// <summary>16 is a wrong due date when an entry is refused, and the bank's deadline when a slip is closed.</summary>
    [Fact]
    public void The_same_reason_means_another_thing_for_another_occurrence()
    {
        Assert.Equal(["vencimento errado"], Words("03"));
        Assert.Equal(["prazo do banco"], Words("10"));
        Assert.Equal([null], Words("27"));

        static IEnumerable<string?> Words(string code)
        {
            var read = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, code), (319, "1600000000")]), Trailer);
            return RetornoReasons.Of(read.Header, read.Only).Select(reason => reason.Words);
        }
    }
}
