using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Banco do Brasil, 400, convênio of 7: kind 7, a fee of seven places, what reaches the account in 306-318.</summary>
public sealed class BancoDoBrasilRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "001BANCO DO BRASIL"), (95, "051126"), (27, "3344"), (31, "8"), (32, "00011113"), (40, "0"), (101, "0000017"),
        (150, "1112245"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201001"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "7"), (2, "02"), (4, "11222333000181"), (39, "ACORDO-42/1"),
        (64, "11122450000000042"), (87, "01"), (107, "17"), (109, "06"),
        (111, "031126"), (117, "A42/1"), (147, "170926"), (153, "0000000123456"),
        (166, "001"), (169, "57045"), (176, "041126"), (182, "0000900"),
        (189, "0000000000000"), (254, "0000000127859"), (267, "0000000004403"), (306, "0000000126959"),
        (393, "03"), (395, "000002"),
    ];

    [Fact]
    public void The_number_has_seventeen_digits_and_the_net_amount_is_stated()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer);
        var line = read.Only;
        Assert.Equal(("3344", "8", "00011113", "0", "1112245", 17L),
            (read.Header.Agencia, read.Header.AgenciaDv, read.Header.Conta, read.Header.ContaDv, read.Header.Convenio, read.Header.Sequence!.Value));
        Assert.Equal(("11122450000000042", "", RetornoOccurrence.Settled), (line.NossoNumero, line.NossoNumeroDv, line.Occurrence));
        Assert.Equal((new Money(127859), new Money(126959), new Money(900)), (line.Paid, line.Net!.Value, line.Tariff));
        Assert.Equal(
            (new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4), "03"),
            (line.OccurredOn!.Value, line.CreditOn!.Value, line.Channel));
    }

    [Fact]
    public void The_line_of_another_convênio_is_a_problem_with_its_number()
    {
        var read = Retornos.Read(Header, Retornos.Record(400, [.. Paid, (1, "1")]), Trailer);
        Assert.Equal((2, "Tipo de registro (1)"), (Assert.Single(read.Problems.Kept).Line, read.Problems.Kept[0].Field));
        Assert.Empty(read.Lines);
    }

    [Fact]
    public void A_refused_command_counts_as_a_refused_entry_and_says_why()
    {
        var read = Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "03"), (87, "33"), (254, "0000000000000")]), Trailer);
        Assert.Equal(
            (RetornoOccurrence.EntryRejected, "nosso número já existe"),
            (read.Only.Occurrence, RetornoReasons.Of(read.Header, read.Only)[0].Words));
    }
}
