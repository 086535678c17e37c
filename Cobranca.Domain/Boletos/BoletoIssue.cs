using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>What came of making a slip: it is issued, or fields are named that must be put right first. (Emissão do boleto.)</summary>
public abstract record BoletoIssue
{
    private BoletoIssue()
    {
    }

    /// <summary>Everything the slip shows that follows from account, number, amount and due date.</summary>
    /// <param name="NossoNumero">The slip's number as the bank knows it, its width filled, without check digit.</param>
    /// <param name="NossoNumeroDv">Its check digit, which may be a letter; empty where the bank gives it none.</param>
    /// <param name="NossoNumeroFormatted">The number as printed: <c>109/00000042-0</c>.</param>
    /// <param name="Barcode">The bars.</param>
    /// <param name="LinhaDigitavel">The digits people type.</param>
    public sealed record Issued(
        string NossoNumero, string NossoNumeroDv, string NossoNumeroFormatted, Barcode Barcode, LinhaDigitavel LinhaDigitavel) : BoletoIssue
    {
        /// <summary>The bank's own 25 digits.</summary>
        public string CampoLivre => Barcode.CampoLivre;
    }

    /// <summary>Not issued; nothing was numbered.</summary>
    /// <param name="Problems">Everything found wrong, at least one.</param>
    public sealed record Refused(IReadOnlyList<FieldProblem> Problems) : BoletoIssue;
}
