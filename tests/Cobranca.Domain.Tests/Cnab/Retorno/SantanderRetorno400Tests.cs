using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Santander, 400: seven digits of the number, and codes that mean other things than elsewhere.</summary>
public sealed class SantanderRetorno400Tests
{
    private static readonly string Header = Retornos.Record(400, (1, "02RETORNO01COBRANCA"), (47, "ESCOLA MODELO LTDA"),
        (77, "033SANTANDER"), (95, "051126"), (395, "000001"));

    private static readonly string Trailer = Retornos.Record(400, (1, "9201033"), (395, "000003"));

    private static readonly (int, string)[] Paid =
    [
        (1, "1"), (2, "02"), (4, "11222333000181"), (38, "ACORDO-42/1"),
        (63, "00000042"), (108, "5"), (109, "17"), (111, "031126"),
        (117, "A42/1"), (147, "170926"), (153, "0000000123456"), (166, "104"),
        (169, "01234"), (176, "0000000000150"), (189, "0000000000700"), (254, "0000000127859"),
        (267, "0000000004403"), (296, "041126"), (395, "000002"),
    ];

    [Fact]
    public void The_number_is_as_wide_as_the_slips_own()
    {
        var line = Retornos.ReadWell(Header, Retornos.Record(400, Paid), Trailer).Only;
        Assert.Equal(("000000000004", "2"), (line.NossoNumero, line.NossoNumeroDv));
        Assert.Equal(
            (RetornoOccurrence.SettledAtNotary, new Money(127859), new Money(700)),
            (line.Occurrence, line.Paid, line.OtherExpenses));
        Assert.Equal((new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 4)), (line.OccurredOn!.Value, line.CreditOn!.Value));
    }

    [Fact]
    public void Reasons_have_three_digits()
    {
        var read =
            Retornos.ReadWell(Header, Retornos.Record(400, [.. Paid, (109, "03"), (137, "092106000"), (254, "0000000000000")]), Trailer);
        Assert.Equal([new("092", "nosso número já cadastrado"), new("106", "falta o CPF ou CNPJ")], RetornoReasons.Of(read.Header, read.Only));
    }

    [Fact]
    public void The_line_of_the_Pix_belongs_to_the_title_before_it()
    {
        var pix = Retornos.Record(400, (1, "2"), (44, "pix.example.com/qr/42"), (97, "txid42"), (395, "000003"));
        var read = Retornos.ReadWell(Header, Retornos.Record(400, Paid), pix, Retornos.Record(400, (1, "9201033"), (395, "000004")));
        Assert.Equal(("pix.example.com/qr/42", "txid42", 3), (read.Only.PixLocation, read.Only.PixTxid, read.Only.LastLine));
    }
}
