namespace Cobranca.Domain.Cnab;

/// <summary>
/// Why a record cannot be written, or cannot be read: where, and what to do about it. Carries no value of the record, so that it may be
/// logged. (Problema no registro.)
/// </summary>
/// <param name="Line">The line, from 1; 0 when the problem belongs to no line.</param>
/// <param name="Record">The record as the manual calls it: <c>Segmento P</c>; empty when the problem belongs to the whole file.</param>
/// <param name="Field">The field as the manual calls it, with its positions: <c>Vencimento (78-85)</c>; empty when it is no single field.</param>
/// <param name="Text">What to put right, in Portuguese.</param>
public sealed record CnabProblem(int Line, string Record, string Field, string Text)
{
    /// <summary>One line for a list of problems, in Portuguese: <c>Linha 3, Segmento P, Vencimento (78-85): ...</c>.</summary>
    public override string ToString()
    {
        var where = string.Join(", ", new[] { Line == 0 ? "" : $"Linha {Line}", Record, Field }.Where(part => part.Length > 0));
        return where.Length == 0 ? Text : $"{where}: {Text}";
    }
}

/// <summary>
/// The problems of one file, in the order found. Keeps the first <see cref="Limit"/> and counts the rest, so that a file of nothing but
/// problems costs no memory. (Problemas do arquivo.)
/// </summary>
public sealed class CnabProblems
{
    /// <summary>How many are kept: more than anybody reads before asking for a new file.</summary>
    public const int Limit = 200;

    private readonly List<CnabProblem> kept = [];

    /// <summary>The first ones found.</summary>
    public IReadOnlyList<CnabProblem> Kept => kept;

    /// <summary>How many were found, kept or not.</summary>
    public long Count { get; private set; }

    /// <summary>True once one was found.</summary>
    public bool Any => Count > 0;

    /// <summary>Adds one.</summary>
    public void Add(CnabProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Count++;
        if (kept.Count < Limit)
            kept.Add(problem);
    }
}
