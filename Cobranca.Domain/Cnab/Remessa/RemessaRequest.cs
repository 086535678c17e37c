using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>How wide the records are. (Formato.)</summary>
public enum CnabFormat
{
    /// <summary>FEBRABAN's 240 positions, segments in batches.</summary>
    Cnab240 = 240,

    /// <summary>The older 400 positions, one record per title.</summary>
    Cnab400 = 400,
}

/// <summary>Everything a remessa file is made of. The same request makes the same bytes. (Pedido de remessa.)</summary>
public sealed record RemessaRequest
{
    /// <summary>The bank's three digits.</summary>
    public required string BankCode { get; init; }

    /// <summary>Which of the bank's layouts; <see cref="RemessaWriter.Formats"/> has those that exist.</summary>
    public required CnabFormat Format { get; init; }

    /// <summary>Whose titles these are.</summary>
    public required string BeneficiaryName { get; init; }

    /// <summary>CPF or CNPJ of the same.</summary>
    public required TaxId BeneficiaryTaxId { get; init; }

    /// <summary>The account the titles were numbered in.</summary>
    public required BoletoAccount Account { get; init; }

    /// <summary>The file's number at this bank: from 1, never used before, up to six or seven digits as the layout has room.</summary>
    public required long Sequence { get; init; }

    /// <summary>Day and time of São Paulo.</summary>
    public required DateTime GeneratedAt { get; init; }

    /// <summary>
    /// After how many days past the due date the bank closes what was not paid, 1 to 99. Sicredi always takes 60, Inter the 30 or 60
    /// below, Safra and Sicoob what their contract says.
    /// </summary>
    public int ClosureAfterDays { get; init; } = 60;

    /// <summary>The most titles one batch of a 240 file may have; more go into further batches of the same file. At least 1.</summary>
    public int TitlesPerBatch { get; init; } = 10_000;

    /// <summary>What is asked, in this order; at least one.</summary>
    public required IReadOnlyList<RemessaInstruction> Instructions { get; init; }
}

/// <summary>What came of writing a file: exactly one of the nested records. (Resultado da remessa.)</summary>
public abstract record RemessaOutcome
{
    private RemessaOutcome()
    {
    }

    /// <summary>The file is whole.</summary>
    /// <param name="Lines">Records, headers and trailers included.</param>
    /// <param name="Batches">Batches of a 240 file; 0 for 400.</param>
    /// <param name="Entries">How many titles are registered by it.</param>
    /// <param name="EntryTotal">The sum of their face values.</param>
    public sealed record Written(int Lines, int Batches, int Entries, Money EntryTotal) : RemessaOutcome
    {
        /// <summary>The file's line, from 1, at which each of <see cref="RemessaRequest.Instructions"/> begins, in their order.</summary>
        public IReadOnlyList<int> FirstLines { get; init; } = [];
    }

    /// <summary>Nothing was written.</summary>
    /// <param name="Problems">What was found wrong, at least one and at most <see cref="CnabProblems.Limit"/>.</param>
    public sealed record Refused(IReadOnlyList<RemessaProblem> Problems) : RemessaOutcome;
}

/// <summary>Something a file cannot say. (Problema da remessa.)</summary>
/// <param name="Instruction">Which of <see cref="RemessaRequest.Instructions"/>, from 0; null when it is the file's own.</param>
/// <param name="Problem">Where it would have stood, and what to put right.</param>
public sealed record RemessaProblem(int? Instruction, CnabProblem Problem);
