using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Sicoob, 240: seven digits behind two zeros, then check digit, parcela and modalidade.</summary>
public sealed class SicoobRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("756",
        [(53, "04321"), (58, "0"), (59, "000000012345"), (71, "6")],
        [.. Retornos.Title240, (38, "00000004270101"), (58, "1"), .. title], code);

    [Fact]
    public void The_number_has_seven_digits()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(("0000042", "7", "04321"), (line.NossoNumero, line.NossoNumeroDv, read.Header.Agencia));
        Retornos.IsTheTitleOf240(line);
    }

    [Fact]
    public void A_longer_number_is_a_problem()
    {
        var read = Retornos.Read(File(title: (38, "120000042701")));
        Assert.Equal(
            (3, "Segmento T", "Nosso número (38-46)"),
            (read.Problems.Kept[0].Line, read.Problems.Kept[0].Record, read.Problems.Kept[0].Field));
        Assert.Empty(read.Lines);
    }
}
