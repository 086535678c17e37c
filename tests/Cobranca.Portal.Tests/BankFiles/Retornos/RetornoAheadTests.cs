using System.Data.Common;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>docs/decisions/0054: a batch is prepared while the one before it is written, and what changed since is found out.</summary>
public sealed class RetornoAheadTests : IAsyncLifetime
{
    private readonly BetweenBatches _between = new();
    private readonly PortalFixture _portal;
    private readonly RetornoScene _scene;

    public RetornoAheadTests()
    {
        _portal = new() { Interceptors = [_between] };
        _scene = new(_portal);
    }

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        await _scene.PrepareAsync("237");
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task What_a_person_recorded_after_a_batch_was_prepared_is_not_booked_again()
    {
        var slips = await _scene.SlipsAsync("237", 6);
        await ApplyAsync(_scene.FileOf("237", CnabFormat.Cnab400, slips.Select(slip => Line(slip, "06", 10_000))), () => _portal.InAsync(_portal.Aurora, services =>
            services.GetRequiredService<RecordPayment>().HandleAsync(_portal.Aurora, new(slips[3].PublicId, new(10_000), Today, PaymentSource.Boleto, "MAO-3", "teste"), default)));
        foreach (var slip in slips)
            Assert.Equal(slip == slips[3] ? "MAO-3" : "237/", Assert.Single(await _scene.PaymentsAsync(slip)).Reference[..(slip == slips[3] ? 5 : 4)]);
        await _scene.AssertBooksAsync();
    }

    [Fact]
    public async Task A_slip_that_an_earlier_batch_registers_is_paid_by_a_later_one_of_the_same_file()
    {
        var (sent, others) = (await _scene.SlipAsync("237", status: BoletoStatus.Sent), await _scene.SlipsAsync("237", 2));
        var end = await ApplyAsync(_scene.FileOf("237", CnabFormat.Cnab400, Line(sent, "02"), Line(others[0], "06", 10_000), Line(others[1], "06", 10_000), Line(sent, "06", 10_000)), () => Task.FromResult(true));
        Assert.Equal((4, 0), (end.Applied, end.ForReview));
        Assert.Equal(BoletoStatus.Paid, (await _scene.ReloadAsync(sent)).Status);
        await _scene.AssertBooksAsync();
    }

    [Fact]
    public async Task A_slip_whose_end_was_asked_for_after_a_batch_was_prepared_is_not_registered_over_that()
    {
        var slips = new List<Boleto>();
        for (var i = 0; i < 4; i++) slips.Add(await _scene.SlipAsync("237", status: BoletoStatus.Sent));
        await _portal.InDbAsync(_portal.Aurora, db =>
        {
            db.BankOrders.AddRange(slips.Select(slip => new BankOrder
            {
                CreditorId = slip.CreditorId, BankAccountId = slip.BankAccountId, BankCode = slip.BankCode, NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, BoletoId = slip.Id, Kind = BankOrderKind.Entry, Number = 1,
                State = BankOrderState.Sent, Amount = slip.Amount, DueOn = slip.DueOn, DocumentNumber = "1", RequestedBy = "teste", CreatedAt = _scene.Now, SentAt = _scene.Now,
            }));
            return db.SaveChangesAsync();
        });
        var end = await ApplyAsync(_scene.FileOf("237", CnabFormat.Cnab400, slips.Select(slip => Line(slip, "02"))), () => _portal.InDbAsync(_portal.Aurora, async db =>
        {
            db.EndSlip(await db.Boletos.SingleAsync(b => b.Id == slips[3].Id), [], _scene.Now);
            return await db.SaveChangesAsync();
        }));
        Assert.Equal((4, 0), (end.Applied, end.ForReview));
        foreach (var slip in slips)
            Assert.Equal([slip == slips[3] ? BoletoStatus.ClosureRequested : BoletoStatus.Registered], (await _scene.ReloadAsync(slip)).Transitions.Select(t => t.Status));
        Assert.Equal(4, await _portal.InDbAsync(_portal.Aurora, db => db.BankOrders.CountAsync(o => o.State == BankOrderState.Confirmed && o.RetornoId == end.Id && o.RetornoLine != null)));
    }

    /// <summary>Two titles at once; <paramref name="between"/> happens when the second batch is prepared and its transaction about to begin.</summary>
    private Task<Retorno> ApplyAsync<T>(byte[] file, Func<Task<T>> between) => _portal.InAsync(_portal.Aurora, async services =>
    {
        var retorno = Assert.IsType<TakeRetornoOutcome.Taken>(await _scene.TakeAsync(file)).Retorno;
        var apply = services.GetRequiredService<ApplyRetorno>();
        apply.TitlesAtOnce = 2;
        _between.AtTransaction(services.GetRequiredService<CobrancaDb>(), 2, between);
        var end = await apply.HandleAsync(_portal.Aurora, retorno.Id, null, default);
        Assert.True(_between.Happened);
        return end;
    });

    private sealed class BetweenBatches : DbTransactionInterceptor
    {
        private Func<Task>? _what;
        private CobrancaDb? _of;
        private int _left;

        public bool Happened { get; private set; }

        /// <summary>Before the transaction with this number, from 1, of the one who writes.</summary>
        public void AtTransaction(CobrancaDb of, int number, Func<Task> what) => (_of, _left, _what, Happened) = (of, number, what, false);

        public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            if (_what is { } what && ReferenceEquals(eventData.Context, _of) && --_left == 0)
            {
                (_what, Happened) = (null, true);
                await what();
            }
            return result;
        }
    }
}
