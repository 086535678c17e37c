using System.Collections.Concurrent;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Development;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>Eight writers at one moment, on each engine: the referees of design.md (unique indexes, conditional updates, versions) name one winner.</summary>
public sealed class RaceTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Racers = 8;

    [Fact]
    public async Task One_reference_is_one_payment()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var ends = await RaceAsync(async (_, gate) =>
        {
            await using var scope = Scope();
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            db.Payments.Add(new() { CreditorId = debtor.CreditorId, DebtorId = debtor.Id, Amount = new Money(100), PaidOn = BoletoScene.Today, Source = PaymentSource.Transfer, Reference = "TED 8", RecordedAt = portal.Clock.GetUtcNow().UtcDateTime });
            await gate.ArriveAsync();
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, ends.Count(end => end is null));
        Assert.All(ends.OfType<Exception>(), loser => Assert.True(loser.IsUniqueViolation(), loser.ToString()));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.Payments.CountAsync(p => p.Reference == "TED 8")));
    }

    [Fact]
    public async Task A_version_is_spent_once()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var ends = await RaceAsync(async (racer, gate) =>
        {
            await using var scope = Scope();
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            (await db.Debtors.SingleAsync(d => d.Id == debtor.Id)).Name = $"Racer {racer}";
            await gate.ArriveAsync();
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, ends.Count(end => end is null));
        Assert.All(ends.OfType<Exception>(), loser => Assert.IsType<DbUpdateConcurrencyException>(loser));
        var now = await portal.InDbAsync(portal.Aurora, db => db.Debtors.AsNoTracking().SingleAsync(d => d.Id == debtor.Id));
        Assert.Equal(($"Racer {Array.FindIndex(ends, end => end is null)}", debtor.Version + 1), (now.Name, now.Version));
    }

    [Fact]
    public async Task A_message_is_claimed_and_sent_once()
    {
        var to = $"corrida-{Guid.NewGuid():N}@exemplo.com.br";
        await portal.InAsync(portal.Aurora, async services =>
        {
            services.GetRequiredService<MessageOutbox>().Add(portal.Aurora.Id, debtorId: null, MessageChannel.Email, "race", "race", new(to, "Assunto", "Texto"));
            return await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        });
        var ends = await RaceAsync(async (_, gate) =>
        {
            await using var scope = Scope();
            await gate.ArriveAsync();
            await scope.ServiceProvider.GetRequiredService<OutboxDelivery>().DeliverAsync(default);
        });
        Assert.All(ends, Assert.Null);
        Assert.Equal(1, portal.Services.GetRequiredService<DevelopmentMailbox>().Messages().Count(m => m.To == to));
        var (sent, tries) = await portal.InDbAsync(portal.Aurora, async db =>
        {
            var message = await db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Template == "race");
            return (message.SentAt, message.Tries);
        });
        Assert.NotNull(sent);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_limit_of_three_lets_three_in()
    {
        var limited = new Budget("race", Guid.NewGuid().ToString(), new Limit { Count = 3, Per = TimeSpan.FromHours(1) });
        var let = new ConcurrentBag<bool>();
        var ends = await RaceAsync(async (_, gate) =>
        {
            await using var scope = Scope();
            await gate.ArriveAsync();
            let.Add(await scope.ServiceProvider.GetRequiredService<RateLimits>().TakeAsync([limited], default) is null);
        });
        Assert.All(ends, Assert.Null);
        Assert.Equal((3, Racers - 3), (let.Count(yes => yes), let.Count(yes => !yes)));
    }

    [Fact]
    public async Task The_debtors_turn_is_taken_one_after_the_other()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Address = "0");
        var ends = await RaceAsync(async (_, gate) =>
        {
            await using var scope = Scope();
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            await gate.ArriveAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.TakeDebtorTurnAsync(debtor.Id, default);
            var seen = await db.Debtors.AsNoTracking().Where(d => d.Id == debtor.Id).Select(d => d.Address!).SingleAsync();
            var next = (int.Parse(seen, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await db.Debtors.Where(d => d.Id == debtor.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Address, next));
            await transaction.CommitAsync();
        });
        Assert.All(ends, Assert.Null);
        Assert.Equal("8", await portal.InDbAsync(portal.Aurora, db => db.Debtors.Where(d => d.Id == debtor.Id).Select(d => d.Address).SingleAsync()));
    }

    [Fact]
    public async Task Debtors_who_ask_for_boletos_at_once_get_a_number_each()
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var asking = new List<(Browser Browser, Page Review)>();
        for (var i = 0; i < Racers; i++)
        {
            var debtor = await portal.AddDebtorAsync(portal.Aurora);
            var browser = await portal.SignInAsync(debtor);
            asking.Add((browser, await browser.GetAsync(BoletoScene.ReviewPath(BoletoScene.Today, await scene.AddDebtAsync(debtor)))));
        }
        var paths = new ConcurrentBag<string?>();
        var ends = await RaceAsync(async (racer, gate) =>
        {
            await gate.ArriveAsync();
            paths.Add(BoletoScene.PathTo(await asking[racer].Browser.SubmitAsync(asking[racer].Review, "gerar")));
        });
        Assert.All(ends, Assert.Null);
        Assert.All(paths, path => Assert.StartsWith("/aurora/boleto/", path, StringComparison.Ordinal));
        var numbers = await portal.InDbAsync(portal.Aurora, db => db.Boletos.Select(b => b.NossoNumero).ToListAsync());
        Assert.Equal(Racers, numbers.Count);
        Assert.Equal(Racers, numbers.Distinct().Count());
    }

    /// <summary>All racers wait at the gate until the last has come; how each ended, null when well.</summary>
    private static Task<Exception?[]> RaceAsync(Func<int, Gate, Task> race)
    {
        var gate = new Gate();
        return Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(async () =>
        {
            try
            {
                await race(racer, gate);
                return null;
            }
            catch (Exception failure)
            {
                gate.Arrive();
                return failure;
            }
        })));
    }

    private AsyncServiceScope Scope()
    {
        var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(portal.Aurora.Id);
        return scope;
    }

    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public void Arrive()
        {
            if (Interlocked.Increment(ref _waiting) == Racers) _open.TrySetResult();
        }

        public Task ArriveAsync()
        {
            Arrive();
            return _open.Task;
        }
    }
}
