using System.Text;
using Cobranca.Domain.Cnab;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>Whose file it is, as the answer says it. Branch, account and contract stand at the same positions both ways, but at Santander.</summary>
internal static class AnswerHeader
{
    /// <summary>Null when no retorno of this bank could be read.</summary>
    public static RetornoHeader? Of(RemessaFile file, ReadOnlySpan<byte> remessa)
    {
        var lines = Encoding.ASCII.GetString(remessa).Split(["\r\n", "\n"], 4, StringSplitOptions.None);
        var turned = file.Format == CnabFormat.Cnab400 ? "02RETORNO" + lines[0][9..] : lines[0][..142] + "2" + lines[0][143..];
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(turned + "\n"), writable: false);
        if (RetornoReader.Open(stream) is not RetornoOpening.Opened { Reader.Header: var header }) return null;
        if (file.BeneficiaryTaxId is { } taxId) header = header with { CompanyTaxId = taxId.Value };
        // Its header has a transmission code; branch and account stand in every title.
        return file is { BankCode: "033", Format: CnabFormat.Cnab240 } && lines[2] is { Length: >= 32 } title
            ? header with { Agencia = title[17..21], AgenciaDv = title[21..22], Conta = title[22..31], ContaDv = title[31..32], Convenio = lines[0][40..47] }
            : header;
    }
}
