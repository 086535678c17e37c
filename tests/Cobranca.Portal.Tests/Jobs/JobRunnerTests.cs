using System.Collections.Concurrent;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Jobs;

public sealed class JobRunnerTests : IAsyncLifetime
{
    private readonly ScriptedWork _work = new();
    private readonly MortalNode _node = new();
    private readonly PortalFixture _portal;

    public JobRunnerTests() => _portal = new()
    {
        ChangeServices = services => services.ReplaceWork(_work),
        Interceptors = [_node],
    };

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    private Task<Job> QueueAsync(Creditor? creditor = null) => JobScene.QueueAsync(_portal, creditor ?? _portal.Aurora);

    private Task<Job> ReloadAsync(Job job) => JobScene.ReloadAsync(_portal, job.CreditorId == _portal.Aurora.Id ? _portal.Aurora : _portal.Vetor, job);

    private Task<bool> TurnAsync(CancellationToken stopping = default) => JobScene.TurnAsync(_portal, stopping);

    [Fact]
    public async Task A_job_is_done_once_and_keeps_what_came_of_it()
    {
        var job = await QueueAsync();
        _work.Do = (turn, _) =>
        {
            turn.Report(3, 7);
            return Task.FromResult<JobEnd>(new JobEnd.Finished("""{"sum":1}"""));
        };
        Assert.True(await TurnAsync());
        Assert.False(await TurnAsync());
        var done = await ReloadAsync(job);
        Assert.Equal((JobStatus.Finished, """{"sum":1}""", 7L, 7L, 1, null), (done.Status, done.Result, done.Done, done.Total, done.Tries, done.LeasedUntil));
        Assert.NotNull(done.FinishedAt);
    }

    [Fact]
    public async Task Of_eight_workers_one_does_it()
    {
        await QueueAsync();
        var runs = 0;
        _work.Do = (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        };
        var turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TurnAsync())));
        Assert.Equal((1, 1), (runs, turns.Count(took => took)));
    }

    [Fact]
    public async Task Creditors_take_turns_and_each_has_one_job_at_a_time_in_order()
    {
        Job[] jobs = [await QueueAsync(), await QueueAsync(), await QueueAsync(), await QueueAsync(_portal.Vetor)];
        var (order, atOnce, most) = (new ConcurrentQueue<long>(), new ConcurrentDictionary<long, int>(), 0);
        _work.Do = async (turn, _) =>
        {
            order.Enqueue(turn.Job.Id);
            most = Math.Max(most, atOnce.AddOrUpdate(turn.Job.CreditorId, 1, (_, n) => n + 1));
            // While this one is at work, a second worker finds the other creditor's job only.
            if (order.Count == 1)
            {
                Assert.True(await TurnAsync());
                Assert.False(await TurnAsync());
            }
            atOnce.AddOrUpdate(turn.Job.CreditorId, 0, (_, n) => n - 1);
            _portal.Clock.Advance(TimeSpan.FromSeconds(1));
            return new JobEnd.Finished("{}");
        };
        await JobScene.DoAllAsync(_portal);
        Assert.Equal(1, most);
        Assert.Equal([jobs[0].Id, jobs[3].Id, jobs[1].Id, jobs[2].Id], order);
    }

    [Fact]
    public async Task Who_had_the_last_turn_waits_for_the_others()
    {
        Job[] jobs = [await QueueAsync(), await QueueAsync(), await QueueAsync(), await QueueAsync(_portal.Vetor), await QueueAsync(_portal.Vetor)];
        var order = new List<long>();
        _work.Do = (turn, _) =>
        {
            order.Add(turn.Job.Id);
            _portal.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        };
        await JobScene.DoAllAsync(_portal);
        Assert.Equal([jobs[0].Id, jobs[3].Id, jobs[1].Id, jobs[4].Id, jobs[2].Id], order);
    }

    [Fact]
    public async Task A_dead_nodes_job_is_taken_over_when_its_lease_ends()
    {
        var job = await QueueAsync();
        _work.Do = (_, _) =>
        {
            _node.DieAtCommit(1);
            return Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        };
        await Assert.ThrowsAnyAsync<Exception>(() => TurnAsync());
        Assert.True(_node.IsDead);
        _node.Revive();
        _work.Do = (_, _) => Task.FromResult<JobEnd>(new JobEnd.Finished("""{"again":true}"""));

        Assert.False(await TurnAsync());
        _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
        Assert.True(await TurnAsync());
        var done = await ReloadAsync(job);
        Assert.Equal((JobStatus.Finished, """{"again":true}""", 2), (done.Status, done.Result, done.Tries));
    }

    [Fact]
    public async Task A_node_that_slept_through_its_lease_changes_nothing()
    {
        var job = await QueueAsync();
        var isFirst = true;
        var wrote = 0;
        _work.Do = async (_, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
                Assert.True(await TurnAsync()); // another node takes over and ends it
                return new JobEnd.Finished("""{"by":"the one who slept"}""", AlongWith: (_, _) =>
                {
                    wrote++;
                    return Task.CompletedTask;
                });
            }
            return new JobEnd.Finished("""{"by":"the other"}""");
        };
        await TurnAsync();
        Assert.Equal((0, """{"by":"the other"}"""), (wrote, (await ReloadAsync(job)).Result));
    }

    [Fact]
    public async Task What_ends_with_the_job_is_written_with_it_or_not_at_all()
    {
        var job = await QueueAsync();
        var isFull = true;
        _work.Do = (_, _) => Task.FromResult<JobEnd>(new JobEnd.Finished("{}", AlongWith: async (db, token) =>
        {
            db.AuditEntries.Add(new() { CreditorId = _portal.Aurora.Id, At = DateTime.UnixEpoch, Actor = "teste", Action = "teste", Subject = job.PublicId });
            await db.SaveChangesAsync(token);
            if (isFull) throw new InvalidOperationException("the disk is full");
        }));
        Task<int> WrittenAsync() => _portal.InDbAsync(_portal.Aurora, db => db.AuditEntries.CountAsync(e => e.Subject == job.PublicId));
        Assert.True(await TurnAsync());
        Assert.Equal((JobStatus.Queued, 0), ((await ReloadAsync(job)).Status, await WrittenAsync()));

        isFull = false;
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await TurnAsync());
        Assert.Equal((JobStatus.Finished, 1), ((await ReloadAsync(job)).Status, await WrittenAsync()));
    }

    [Fact]
    public async Task Progress_and_lease_are_written_down_while_the_work_goes_on()
    {
        var job = await QueueAsync();
        var time = new HandTime();
        _work.Do = async (turn, _) =>
        {
            turn.Report(10, 100);
            _portal.Clock.Advance(TimeSpan.FromMinutes(1));
            var written = _node.NextUpdate();
            time.Tick();
            await written;
            var now = await ReloadAsync(job);
            Assert.Equal((10, 100, _portal.Clock.GetUtcNow().UtcDateTime + JobRunner.Lease), (now.Done, now.Total, now.LeasedUntil));
            return new JobEnd.Finished("{}");
        };
        await JobScene.TurnAsync(_portal, time: time);
        Assert.Equal(JobStatus.Finished, (await ReloadAsync(job)).Status);
    }

    [Fact]
    public async Task Work_whose_lease_is_somebody_elses_is_stopped()
    {
        var job = await QueueAsync();
        var time = new HandTime();
        _work.Do = async (turn, token) =>
        {
            await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Tries, 2)));
            turn.Report(1, 2);
            var stopped = new TaskCompletionSource();
            await using var hears = token.Register(stopped.SetResult);
            time.Tick();
            await stopped.Task;
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("was not told to stop");
        };
        Assert.True(await JobScene.TurnAsync(_portal, time: time));
        var still = await ReloadAsync(job);
        Assert.Equal((JobStatus.Running, 2, 0L), (still.Status, still.Tries, still.Done));
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_and_in_the_end_told()
    {
        var job = await QueueAsync();
        _work.Do = (_, _) => throw new InvalidOperationException("away");
        for (var attempt = 1; attempt <= JobRunner.MaxTries; attempt++)
        {
            Assert.True(await TurnAsync());
            Assert.False(await TurnAsync());
            _portal.Clock.Advance(TimeSpan.FromMinutes(15));
        }
        var failed = await ReloadAsync(job);
        Assert.Equal(JobStatus.Failed, failed.Status);
        Assert.Contains(job.PublicId, failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("away", failed.Error, StringComparison.Ordinal);
        Assert.NotNull(failed.FinishedAt);
    }

    [Fact]
    public async Task A_job_that_kills_its_node_every_time_is_given_up()
    {
        var job = await QueueAsync();
        _work.Do = (_, _) =>
        {
            _node.DieAtCommit(1);
            return Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        };
        for (var attempt = 1; attempt <= JobRunner.MaxTries; attempt++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => TurnAsync());
            _node.Revive();
            _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
        }
        _work.Do = (_, _) => throw new InvalidOperationException("must not run");
        Assert.True(await TurnAsync());
        Assert.Equal(JobStatus.Failed, (await ReloadAsync(job)).Status);
        Assert.False(await TurnAsync());
    }

    [Fact]
    public async Task A_node_that_stops_gives_its_job_back_at_once()
    {
        var job = await QueueAsync();
        using var stopping = new CancellationTokenSource();
        _work.Do = async (_, token) =>
        {
            await stopping.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("was not told to stop");
        };
        Assert.True(await TurnAsync(stopping.Token));
        var back = await ReloadAsync(job);
        Assert.Equal((JobStatus.Queued, 0, null), (back.Status, back.Tries, back.LeasedUntil));
        _work.Do = (_, _) => Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        Assert.True(await TurnAsync());
    }

    [Fact]
    public async Task A_refusal_ends_the_job_with_its_reason()
    {
        var job = await QueueAsync();
        _work.Do = (_, _) => Task.FromResult<JobEnd>(new JobEnd.Failed("arquivo vazio."));
        await TurnAsync();
        var failed = await ReloadAsync(job);
        Assert.Equal((JobStatus.Failed, "arquivo vazio."), (failed.Status, failed.Error));
    }

    [Fact]
    public async Task A_later_job_waits_for_one_that_is_tried_again()
    {
        var (first, second) = (await QueueAsync(), await QueueAsync());
        _work.Do = (turn, _) => turn.Job.Id == first.Id && turn.Job.Tries == 1 ? throw new InvalidOperationException("away") : Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));
        Assert.True(await TurnAsync());
        Assert.False(await TurnAsync());
        Assert.Equal(JobStatus.Queued, (await ReloadAsync(second)).Status);
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await JobScene.DoAllAsync(_portal);
        Assert.True((await ReloadAsync(first)).FinishedAt <= (await ReloadAsync(second)).FinishedAt);
    }
}
