using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Itaú, 240: carteira before the number, its own codes, the way of payment in 222-223.</summary>
public sealed class ItauRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("341",
        [(54, "0057"), (66, "12345"), (72, "7")],
        [.. Retornos.Title240, (38, "109"), (41, "00000042"), (49, "0"), (214, "  "), (222, "BL"), .. title], code);

    [Fact]
    public void The_number_begins_at_41()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(("0057", "12345", "7"), (read.Header.Agencia, read.Header.Conta, read.Header.ContaDv));
        Assert.Equal(("00000042", "0", "109", "BL"), (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.Channel));
        Retornos.IsTheTitleOf240(line);
    }

    /// <summary>17 brings money at FEBRABAN; here it is a refusal.</summary>
    [Fact]
    public void A_refused_change_says_why()
    {
        var read = Retornos.ReadWell(File("17", (214, "43")));
        Assert.Equal((RetornoOccurrence.ChangeRejected, false), (read.Only.Occurrence, read.Only.BringsMoney));
        Assert.Equal([new("43", "vencimento já alterado")], RetornoReasons.Of(read.Header, read.Only));
    }
}
