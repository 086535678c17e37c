using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Any other bank, 240: read as FEBRABAN prints it, with a warning.</summary>
public sealed class FebrabanRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("085",
        [(53, "04321"), (58, "0"), (59, "000000012345"), (71, "6")],
        [.. Retornos.Title240, (38, "00001230000042"), (58, "1"), .. title], code);

    [Fact]
    public void It_is_read_and_the_doubt_is_said()
    {
        var read = Retornos.Read(File());
        var line = read.Only;
        Assert.Equal(("00001230000042", "", "085"), (line.NossoNumero, line.NossoNumeroDv, read.Header.Bank));
        Assert.Contains("085", Assert.Single(read.Warnings.Kept).Text, StringComparison.Ordinal);
        Retornos.IsTheTitleOf240(line);
    }
}
