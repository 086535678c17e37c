namespace Cobranca.Domain.Cnab;

/// <summary>Whose file it is and which. (Header do retorno.)</summary>
public sealed record RetornoHeader
{
    /// <summary>The bank's three digits.</summary>
    public required string Bank { get; init; }

    /// <summary>240 or 400.</summary>
    public required CnabFormat Format { get; init; }

    /// <summary>The company as the bank knows it.</summary>
    public string CompanyName { get; init; } = "";

    /// <summary>CPF or CNPJ as sent; files of 400 have it in their lines instead.</summary>
    public string CompanyTaxId { get; init; } = "";

    /// <summary>The contract, or what the bank has in its place.</summary>
    public string Convenio { get; init; } = "";

    /// <summary>The branch, without its digit.</summary>
    public string Agencia { get; init; } = "";

    /// <summary>The branch's digit.</summary>
    public string AgenciaDv { get; init; } = "";

    /// <summary>The account, without its digit.</summary>
    public string Conta { get; init; } = "";

    /// <summary>The account's digit.</summary>
    public string ContaDv { get; init; } = "";

    /// <summary>The bank's number for this file; null where the layout has none.</summary>
    public long? Sequence { get; init; }

    /// <summary>When the bank made the file.</summary>
    public DateOnly? GeneratedOn { get; init; }
}

/// <summary>What came of opening a file. (Abertura do retorno.)</summary>
public abstract record RetornoOpening
{
    private RetornoOpening()
    {
    }

    /// <summary>A retorno whose lines can be read.</summary>
    /// <param name="Reader">Stands before the first line.</param>
    public sealed record Opened(RetornoReader Reader) : RetornoOpening;

    /// <summary>No retorno, or of a bank we cannot read.</summary>
    /// <param name="Problem">What it is instead and what to do, in Portuguese.</param>
    public sealed record Refused(CnabProblem Problem) : RetornoOpening;
}
