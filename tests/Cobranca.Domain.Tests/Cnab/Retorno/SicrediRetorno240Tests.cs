using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Sicredi, 240: eight digits with year and byte, and a check digit.</summary>
public sealed class SicrediRetorno240Tests
{
    private static string[] File(string code = "06", params (int, string)[] title) => Retornos.File240("748",
        [(53, "00165"), (59, "000000012345")],
        [.. Retornos.Title240, (38, "262930065"), (58, "1"), .. title], code);

    [Fact]
    public void The_number_has_eight_digits()
    {
        var read = Retornos.ReadWell(File());
        var line = read.Only;
        Assert.Equal(("26293006", "5", "00165"), (line.NossoNumero, line.NossoNumeroDv, read.Header.Agencia));
        Retornos.IsTheTitleOf240(line);
    }

    [Fact]
    public void A_refused_closure_is_36() => Assert.Equal(RetornoOccurrence.ClosureRejected, Retornos.ReadWell(File("36")).Only.Occurrence);
}
