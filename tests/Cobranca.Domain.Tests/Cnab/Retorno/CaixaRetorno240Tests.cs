using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Caixa, 240: the number of seventeen in 40-56, and codes that give money back.</summary>
public sealed class CaixaRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("104",
        [(53, "01234"), (58, "2"), (59, "0432100")],
        [.. Retornos.Title240, (24, "432100"), (40, "14000000000000042"), (57, "1"), (58, "1"), .. title], code);

    [Fact]
    public void The_number_begins_at_40()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(("01234", "2", "0432100"), (read.Header.Agencia, read.Header.AgenciaDv, read.Header.Convenio));
        Assert.Equal(
            ("14000000000000042", "1", "pela internet"),
            (line.NossoNumero, line.NossoNumeroDv, RetornoReasons.Channel(read.Header, in line)));
        Retornos.IsTheTitleOf240(line);
    }

    [Theory]
    [InlineData("40", RetornoOccurrence.EntryRejected)]
    [InlineData("44", RetornoOccurrence.SettlementReversed)]
    [InlineData("46", RetornoOccurrence.Settled)]
    [InlineData("47", RetornoOccurrence.SettlementReversed)]
    public void Codes_mean_what_Caixa_says(string code, RetornoOccurrence occurrence) =>
        Assert.Equal(occurrence, Retornos.ReadWell(File(code)).Only.Occurrence);
}
