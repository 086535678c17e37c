using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Banco do Brasil, 240: the number from the left, with or without a check digit.</summary>
public sealed class BancoDoBrasilRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("001",
        [(33, "001112245001417019"), (53, "03344"), (58, "8"), (59, "000000011113"), (71, "0")],
        [.. Retornos.Title240, (38, "11122450000000042"), (58, "7"), .. title], code);

    [Fact]
    public void Both_segments_are_one_line()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(
            ("001", "03344", "8", "000000011113", 112L),
            (read.Header.Bank, read.Header.Agencia, read.Header.AgenciaDv, read.Header.Conta, read.Header.Sequence!.Value));
        Assert.Equal(
            ("11122450000000042", "", "7", 3, 4),
            (line.NossoNumero, line.NossoNumeroDv, line.Carteira, line.FirstLine, line.LastLine));
        Assert.Equal(
            (RetornoOccurrence.Settled, "06", "por meio eletrônico"),
            (line.Occurrence, line.Channel, RetornoReasons.Channel(read.Header, in line)));
        Retornos.IsTheTitleOf240(line);
    }

    [Fact]
    public void A_number_of_twelve_ends_in_its_check_digit()
    {
        var line = Retornos.ReadWell(File(title: (38, "12345600042X     "))).Only;
        Assert.Equal(("12345600042", "X"), (line.NossoNumero, line.NossoNumeroDv));
    }

    [Theory]
    [InlineData("10", ClosureCause.OurFile)]
    [InlineData("13", ClosureCause.BankDeadline)]
    [InlineData("14", ClosureCause.Protested)]
    [InlineData("  ", ClosureCause.Unstated)]
    public void A_closure_says_why(string reason, ClosureCause cause)
    {
        var line = Retornos.ReadWell(File("09", (214, reason))).Only;
        Assert.Equal((RetornoOccurrence.Closed, cause, ""), (line.Occurrence, line.Closure, line.Channel));
    }
}
