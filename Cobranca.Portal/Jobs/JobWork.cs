using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Jobs;

/// <summary>
/// What a kind of job does. It may be begun again at any point, by another node, while the first one still believes to be at work: begun
/// again it must end in the same state.
/// </summary>
public interface IJobWork
{
    JobKind Kind { get; }

    /// <summary>Runs in a scope of the job's creditor.</summary>
    Task<JobEnd> RunAsync(JobTurn turn, CancellationToken cancellation);
}

/// <summary>How a job ended. What may pass by itself (a database that is away) is thrown instead, and tried again.</summary>
public abstract record JobEnd
{
    private JobEnd()
    {
    }

    /// <param name="Result">JSON of what came of it.</param>
    /// <param name="AlongWith">Written in the transaction that ends the job: once and by one node, or not at all.</param>
    public sealed record Finished(string Result, long? OutputFileId = null, long? ErrorFileId = null, Func<CobrancaDb, CancellationToken, Task>? AlongWith = null) : JobEnd;

    /// <param name="Reason">For the creditor's people, in Portuguese.</param>
    public sealed record Failed(string Reason) : JobEnd;
}

/// <summary>One node's turn at a job.</summary>
public sealed class JobTurn(Job job, Creditor creditor)
{
    private long _done;
    private long _total = job.Total;
    private long _news;

    public Job Job => job;
    public Creditor Creditor => creditor;

    /// <summary>How far it is: kept here, and written down about once a second.</summary>
    public void Report(long done, long total)
    {
        Interlocked.Exchange(ref _done, done);
        Interlocked.Exchange(ref _total, total);
        Interlocked.Exchange(ref _news, 1);
    }

    internal long Done => Interlocked.Read(ref _done);
    internal long Total => Interlocked.Read(ref _total);

    /// <summary>True once after each report.</summary>
    internal bool TakeNews() => Interlocked.Exchange(ref _news, 0) != 0;
}
