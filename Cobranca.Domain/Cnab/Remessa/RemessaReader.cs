using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>What a remessa file says. (Remessa lida.)</summary>
/// <param name="BankCode">Three digits.</param>
/// <param name="Format">240 or 400.</param>
/// <param name="BeneficiaryName">As in the header, in capitals.</param>
/// <param name="BeneficiaryTaxId">Null where the layout does not say.</param>
/// <param name="Sequence">The file's number; Safra's has three digits and starts over.</param>
/// <param name="GeneratedAt">Day and, in a 240 file that has it, time of São Paulo.</param>
/// <param name="Lines">Records, headers and trailers included.</param>
/// <param name="Batches">Batches of a 240 file; 0 for 400.</param>
/// <param name="Instructions">In the order of the file.</param>
public sealed record RemessaFile(
    string BankCode, CnabFormat Format, string BeneficiaryName, TaxId? BeneficiaryTaxId, long Sequence, DateTime GeneratedAt, int Lines, int Batches,
    IReadOnlyList<RemessaInstruction> Instructions);

/// <summary>What came of reading a file: exactly one of the nested records. (Leitura da remessa.)</summary>
public abstract record RemessaReading
{
    private RemessaReading()
    {
    }

    /// <summary>Every line made sense.</summary>
    /// <param name="File">What it says.</param>
    public sealed record Read(RemessaFile File) : RemessaReading;

    /// <summary>Something did not; a bank would send the whole file back.</summary>
    /// <param name="Problems">What was found wrong, at least one and at most <see cref="CnabProblems.Limit"/>.</param>
    public sealed record Refused(IReadOnlyList<CnabProblem> Problems) : RemessaReading;
}

/// <summary>
/// Reads remessa files, our own and others': the simulated bank does, and the tests that hold writer and reader against each other.
/// Bank and layout are told from the first line. Never throws for what a file contains. (Leitura da remessa.)
/// </summary>
public static class RemessaReader
{
    /// <summary>More lines than a file's own counters can say.</summary>
    private const int MostLines = 999_999;

    /// <summary>Reads a file to its end.</summary>
    public static RemessaReading Read(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var lines = new RemessaLines(input);
        if (!lines.TryRead(out var header))
            return Refuse(lines.IsTooLong ? "A primeira linha é longa demais: envie o arquivo de remessa." : "O arquivo está vazio.");
        if (Detect(header, out var reason) is not { } layout)
            return Refuse(reason);

        var draft = new RemessaDraft(layout) { Line = lines.Number, Records = 1 };
        if (layout.ReadHeader(header, draft))
            ReadBody(lines, layout, draft);
        if (draft.Problems.Any)
            return new RemessaReading.Refused(draft.Problems.Kept);
        return new RemessaReading.Read(new(
            layout.BankCode, layout.Format, draft.BeneficiaryName, draft.BeneficiaryTaxId, draft.Sequence, draft.GeneratedAt, draft.Records,
            draft.Batches, draft.Instructions));
    }

    private static void ReadBody(RemessaLines lines, RemessaLayout layout, RemessaDraft draft)
    {
        while (lines.TryRead(out var line))
        {
            draft.Line = lines.Number;
            draft.Records++;
            if (draft.HasEnded)
                draft.RefuseLine("Há linhas depois do trailer do arquivo.");
            else if (draft.Records > MostLines)
                draft.RefuseLine("O arquivo tem linhas demais.");
            else if (line.Length > layout.Width)
                draft.RefuseLine($"A linha tem {line.Length} posições e o leiaute, {layout.Width}.");
            else
                layout.ReadLine(line, draft);
            if (draft.HasEnded && draft.Problems.Any || draft.Problems.Count >= CnabProblems.Limit)
                return;
        }
        if (lines.IsTooLong)
        {
            draft.Line++;
            draft.RefuseLine("A linha é longa demais para um arquivo de remessa.");
        }
        else if (!draft.HasEnded)
        {
            draft.RefuseLine("O arquivo termina antes do trailer: envie-o inteiro.");
        }
    }

    private static RemessaLayout? Detect(ReadOnlySpan<byte> header, out string reason)
    {
        reason = "O arquivo não é uma remessa de cobrança de 240 ou 400 posições.";
        CnabFormat format;
        CnabField bank;
        if (header.Length > 240 && header.StartsWith("0"u8))
        {
            (format, bank) = (CnabFormat.Cnab400, Remessa400.Banco);
            if (header.StartsWith("02RETORNO"u8))
                reason = "O arquivo é um retorno, não uma remessa.";
            if (!header.StartsWith("01REMESSA01"u8))
                return null;
        }
        else
        {
            (format, bank) = (CnabFormat.Cnab240, Remessa240.Banco);
            var direction = Remessa240.RemessaOuRetorno.Of(header);
            if (header.Length is < 143 or > 240 || !Remessa240.TipoDeRegistro.Of(header).SequenceEqual("0"u8))
                return null;
            if (direction.SequenceEqual("2"u8))
                reason = "O arquivo é um retorno, não uma remessa.";
            if (!direction.SequenceEqual("1"u8))
                return null;
        }
        reason = "O arquivo é de um banco ou leiaute que não atendemos.";
        return RemessaLayouts.TryFind(bank.ReadText(header), format, out var layout) ? layout : null;
    }

    private static RemessaReading.Refused Refuse(string text) => new([new(1, "", "", text)]);
}
