using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>Puts jobs in line. A creditor's jobs are done one after the other, in the order they were asked for: a newer file is never overtaken by an older one.</summary>
public sealed class JobQueue(CobrancaDb db, BusinessClock clock, JobSettings settings)
{
    /// <summary>Whether the creditor of this scope has room for one more.</summary>
    public async Task<bool> HasRoomAsync(CancellationToken cancellation) =>
        await db.Jobs.CountAsync(j => j.Status == JobStatus.Queued || j.Status == JobStatus.Running, cancellation) < settings.MaxWaiting;

    /// <summary>Adds a job to the unit of work; the caller saves.</summary>
    /// <param name="name">Hexadecimal, unguessable and of this request alone: the request sent again finds the job it made (<see cref="FindAsync"/>).</param>
    public Job Add(long creditorId, JobKind kind, string name, string requestedBy, string options, long? inputFileId, long total = 0)
    {
        var job = new Job
        {
            PublicId = PublicIdOf(name), CreditorId = creditorId, Kind = kind, Status = JobStatus.Queued, RequestedBy = requestedBy,
            Options = options, InputFileId = inputFileId, Total = total, CreatedAt = clock.Now, NextTryAt = clock.Now,
        };
        db.Jobs.Add(job);
        return job;
    }

    /// <summary>The job of that name, if it was made before.</summary>
    public Task<Job?> FindAsync(string name, CancellationToken cancellation)
    {
        var id = PublicIdOf(name);
        return db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.PublicId == id, cancellation);
    }

    /// <summary>112 of the name's bits: what fits the column.</summary>
    private static string PublicIdOf(string name) => $"job_{name.AsSpan(0, Math.Min(28, name.Length))}";
}
