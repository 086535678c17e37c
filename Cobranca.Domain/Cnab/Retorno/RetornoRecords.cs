namespace Cobranca.Domain.Cnab;

/// <summary>
/// The order of a file's records, and the titles they make. A title is handed over when the record behind it shows that it is whole.
/// (Sequência dos registros.)
/// </summary>
internal abstract class RetornoRecords(RetornoLayout layout, CnabProblems problems, CnabProblems warnings)
{
    private bool hasPending;
    private RetornoLine pending;

    /// <summary>True once the trailer was read.</summary>
    public bool IsComplete { get; private protected set; }

    /// <summary>Why the file must be given up; null while it need not.</summary>
    public CnabProblem? Refusal { get; private protected set; }

    /// <summary>How many titles were made.</summary>
    public long Titles { get; private set; }

    private protected RetornoLayout Layout { get; } = layout;

    private protected CnabProblems Problems { get; } = problems;

    private protected CnabProblems Warnings { get; } = warnings;

    private protected RetornoDetail Detail { get; } = new(layout, problems, warnings);

    private protected bool HasPending => hasPending;

    private protected ref RetornoLine Pending => ref pending;

    /// <summary>Takes the next record; true when that makes an earlier title whole.</summary>
    public abstract bool Take(ReadOnlySpan<byte> record, int number, out RetornoLine whole);

    /// <summary>Takes note of a record that cannot be read at all.</summary>
    public abstract void Skip(int number, string text);

    /// <summary>The title that waits, if any.</summary>
    public bool Flush(out RetornoLine whole)
    {
        whole = pending;
        var had = hasPending;
        hasPending = false;
        return had;
    }

    /// <summary>Lets a title wait for the records that may belong to it.</summary>
    private protected void Await(in RetornoLine title)
    {
        pending = title;
        hasPending = true;
        Titles++;
    }
}
