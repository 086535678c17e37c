using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Safra, 400: one reason of three digits, the payment as paid.</summary>
public sealed class SafraRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "422BANCO SAFRA"), (95, "051126"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201422"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (38, "ACORDO-42/1"),
        (63, "00000042"), (71, "6"), (108, "1"), (109, "41"),
        (111, "031126"), (117, "A42/1"), (147, "170926"), (153, "0000000123456"),
        (166, "422"), (169, "01234"), (176, "0000000000150"), (254, "0000000127859"),
        (267, "0000000004403"), (280, "0000000000010"), (296, "041126"), (395, "000002"),
    ];

    [Fact]
    public void Paid_after_closure_is_41()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer).Only;
        Assert.Equal(("00000042", "6", RetornoOccurrence.SettledAfterClosure), (line.NossoNumero, line.NossoNumeroDv, line.Occurrence));
        Assert.Equal((new Money(127859), new Money(150), new Money(10)), (line.Paid, line.Tariff, line.OtherCredits));
        Assert.Null(line.Net);
    }

    [Fact]
    public void What_gives_money_back_at_Bradesco_closes_a_protested_slip_here()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "40"), (105, "123")]), Trailer).Only;
        Assert.Equal((RetornoOccurrence.Closed, ClosureCause.Protested, "123"), (line.Occurrence, line.Closure, line.Reasons));
    }
}
