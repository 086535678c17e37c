using System.Linq.Expressions;
using System.Runtime.InteropServices;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>
/// Claims one job and does it. A claim is a lease that is renewed while the work goes on: a node that dies lets go of it, and another one
/// begins again. Its number (<see cref="Job.Tries"/>) fences off the one before, should that one only have been asleep.
/// </summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, BusinessClock clock, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>A job that failed or killed its node so often does so for a reason that a person must look at.</summary>
    public const int MaxTries = 5;

    /// <summary>Long enough for a node whose database is busy, short enough for a creditor who waits.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Claim(long Id, string PublicId, long CreditorId, int Tries)
    {
        /// <summary>The job, while it is still this claim's.</summary>
        public Expression<Func<Job, bool>> IsMine()
        {
            var (id, tries) = (Id, Tries);
            return job => job.Id == id && job.Tries == tries && job.Status == JobStatus.Running;
        }
    }

    /// <summary>Does the job whose turn it is, to whatever end. False when there is none. Tests call it directly.</summary>
    public async Task<bool> TurnAsync(CancellationToken stopping)
    {
        if (await ClaimAsync(stopping) is not { } claim) return false;
        if (claim.Tries > MaxTries) await FailAsync(claim, $"Interrompido {MaxTries} vezes antes de terminar. Envie de novo; se repetir, informe {claim.PublicId} ao suporte.");
        else await WorkAsync(claim, stopping);
        return true;
    }

    private async Task<Claim?> ClaimAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var now = clock.Now;
        var jobs = db.Jobs.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        // The first in line of each creditor; those of one that waited longest for its last turn come first.
        var heads = await jobs.Where(IsDue(jobs, now)).OrderBy(j => j.Id).Take(100)
            .Select(j => new { j.Id, j.PublicId, j.CreditorId, j.Tries, LastTurn = jobs.Where(other => other.CreditorId == j.CreditorId).Max(other => other.StartedAt) }).ToListAsync(cancellation);
        foreach (var head in heads.OrderBy(h => h.LastTurn ?? DateTime.MinValue).ThenBy(h => h.Id))
        {
            var until = now + Lease;
            var claimed = await jobs.Where(IsDue(jobs, now)).Where(j => j.Id == head.Id && j.Tries == head.Tries).ExecuteUpdateAsync(set => set
                .SetProperty(j => j.Status, JobStatus.Running).SetProperty(j => j.LeasedUntil, until).SetProperty(j => j.Tries, j => j.Tries + 1)
                .SetProperty(j => j.StartedAt, j => j.StartedAt ?? now).SetProperty(j => j.Version, j => j.Version + 1), cancellation);
            if (claimed == 1) return new(head.Id, head.PublicId, head.CreditorId, head.Tries + 1);
        }
        return null;
    }

    /// <summary>Queued and its time has come, or dropped by a node that died; and nothing of the same creditor goes first.</summary>
    private static Expression<Func<Job, bool>> IsDue(IQueryable<Job> jobs, DateTime now) => job =>
        (job.Status == JobStatus.Queued && job.NextTryAt <= now
            && !jobs.Any(o => o.CreditorId == job.CreditorId && (o.Status == JobStatus.Running || (o.Status == JobStatus.Queued && o.Id < job.Id))))
        || (job.Status == JobStatus.Running && job.LeasedUntil < now
            && !jobs.Any(o => o.CreditorId == job.CreditorId && o.Status == JobStatus.Running && (o.LeasedUntil >= now || o.Id < job.Id)));

    private async Task WorkAsync(Claim claim, CancellationToken stopping)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(claim.CreditorId);
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == claim.Id, work.Token);
            var turn = new JobTurn(job, await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == claim.CreditorId, work.Token));
            var kind = scope.ServiceProvider.GetServices<IJobWork>().Single(w => w.Kind == job.Kind);
            LogStarted(claim.PublicId, job.Kind, claim.Tries);
            JobEnd end;
            using (var ended = new CancellationTokenSource())
            {
                var beat = BeatAsync(claim, turn, work, ended.Token);
                try { end = await kind.RunAsync(turn, work.Token); }
                finally
                {
                    await ended.CancelAsync();
                    await beat;
                }
            }
            work.Token.ThrowIfCancellationRequested();
            if (end is JobEnd.Failed failed) await FailAsync(claim, failed.Reason);
            else if (await FinishAsync(db, claim, turn, (JobEnd.Finished)end)) LogFinished(claim.PublicId);
            else LogLost(claim.PublicId);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { await GiveBackAsync(claim); }
        catch (OperationCanceledException) when (work.IsCancellationRequested) { LogLost(claim.PublicId); }
        catch (Exception failure) { await RetryAsync(claim, failure); }
    }

    /// <summary>Once a second writes down how far the work is, and renews the lease; a lease that is somebody else's by now ends the work.</summary>
    private async Task BeatAsync(Claim claim, JobTurn turn, CancellationTokenSource work, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var renewedAt = clock.Now;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(ended)) return;
                if (!turn.TakeNews() && clock.Now - renewedAt < RenewAfter) continue;
                renewedAt = clock.Now;
                if (await BeatAsync(claim, turn, ended)) continue;
                await work.CancelAsync();
                return;
            }
            catch (OperationCanceledException) { return; }
            catch (Exception failure) { LogBeat(claim.PublicId, failure.GetType().Name); } // the next one may get through; else the lease ends
        }
    }

    private Task<bool> BeatAsync(Claim claim, JobTurn turn, CancellationToken cancellation) => ChangeAsync(claim, (jobs, now) =>
    {
        var (done, total, until) = (turn.Done, turn.Total, now + Lease);
        return jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Done, done).SetProperty(j => j.Total, total).SetProperty(j => j.LeasedUntil, until)
            .SetProperty(j => j.Version, j => j.Version + 1), cancellation);
    });

    private async Task<bool> FinishAsync(CobrancaDb db, Claim claim, JobTurn turn, JobEnd.Finished end)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var (now, total) = (clock.Now, turn.Total);
        // First, so that of two nodes at the same job one waits here and then sees that it is over.
        var mine = await db.Jobs.Where(claim.IsMine()).ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Finished).SetProperty(j => j.FinishedAt, now)
            .SetProperty(j => j.LeasedUntil, (DateTime?)null).SetProperty(j => j.Done, total).SetProperty(j => j.Total, total).SetProperty(j => j.Result, end.Result)
            .SetProperty(j => j.OutputFileId, end.OutputFileId).SetProperty(j => j.ErrorFileId, end.ErrorFileId).SetProperty(j => j.Error, (string?)null)
            .SetProperty(j => j.Version, j => j.Version + 1));
        if (mine == 0) return false;
        // Not to be stopped half-way by a shutdown: it is the end, and short.
        if (end.AlongWith is { } write) await write(db, CancellationToken.None);
        await transaction.CommitAsync();
        return true;
    }

    private async Task FailAsync(Claim claim, string reason)
    {
        var text = reason.AtMost(300);
        await ChangeAsync(claim, (jobs, now) => jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Failed).SetProperty(j => j.FinishedAt, now)
            .SetProperty(j => j.LeasedUntil, (DateTime?)null).SetProperty(j => j.Error, text).SetProperty(j => j.Version, j => j.Version + 1)));
        LogFailed(claim.PublicId, claim.Tries);
    }

    private async Task RetryAsync(Claim claim, Exception failure)
    {
        LogRetry(failure, claim.PublicId, claim.Tries);
        if (claim.Tries >= MaxTries)
        {
            await FailAsync(claim, $"Não foi possível concluir em {MaxTries} tentativas. Envie de novo; se repetir, informe {claim.PublicId} ao suporte.");
            return;
        }
        var wait = Waits[Math.Min(claim.Tries - 1, Waits.Length - 1)];
        await ChangeAsync(claim, (jobs, now) =>
        {
            var next = now + wait;
            return jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Queued).SetProperty(j => j.NextTryAt, next)
                .SetProperty(j => j.LeasedUntil, (DateTime?)null).SetProperty(j => j.Version, j => j.Version + 1));
        });
    }

    /// <summary>This node stops: another one may have the job at once, and it was not the job's fault.</summary>
    private async Task GiveBackAsync(Claim claim)
    {
        await ChangeAsync(claim, (jobs, now) => jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Queued).SetProperty(j => j.NextTryAt, now)
            .SetProperty(j => j.LeasedUntil, (DateTime?)null).SetProperty(j => j.Tries, j => j.Tries - 1).SetProperty(j => j.Version, j => j.Version + 1)));
        LogGivenBack(claim.PublicId);
    }

    /// <summary>On a connection of its own: the work is in the middle of something on another. False when the claim is over.</summary>
    private async Task<bool> ChangeAsync(Claim claim, Func<IQueryable<Job>, DateTime, Task<int>> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var jobs = scope.ServiceProvider.GetRequiredService<CobrancaDb>().Jobs.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        return await change(jobs.Where(claim.IsMine()), clock.Now) == 1;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ({Kind}) began, try {Tries}")]
    private partial void LogStarted(string job, JobKind kind, int tries);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} finished")]
    private partial void LogFinished(string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} failed at try {Tries}: its requester was told why")]
    private partial void LogFailed(string job, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} broke off at try {Tries}")]
    private partial void LogRetry(Exception failure, string job, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} was taken over by another node; what this one did of it does not count")]
    private partial void LogLost(string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} was given back: this node stops")]
    private partial void LogGivenBack(string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of job {Job} could not be renewed ({Kind}); it is tried again")]
    private partial void LogBeat(string job, string kind);
}
