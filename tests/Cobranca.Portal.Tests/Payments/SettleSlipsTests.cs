using System.Globalization;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Receipts;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Portfolio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Payments;

/// <summary>docs/decisions/0053: many settlements at once leave the rows that each would have left alone.</summary>
public sealed class SettleSlipsTests
{
    private const int Slips = 200;
    private static readonly BatchSource Source = new("retorno", 7, "retorno/7/2", "test");

    [Fact]
    public async Task Two_hundred_mixed_settlements_end_as_they_would_one_by_one()
    {
        await using var fast = await Portfolio.NewAsync();
        await using var slow = await Portfolio.NewAsync();
        var settled = 0;
        foreach (var batch in Enumerable.Range(0, Slips).Chunk(50))
        {
            var done = await fast.SettleAsync(batch, Source with { Key = $"retorno/7/{batch[0]}" });
            settled += done.Lines.Count;
            Assert.Equal(batch.Where(n => Portfolio.IsOrdinary(n)), done.Lines.Order());
            foreach (var declined in done.Declined) await fast.RecordAsync(declined.Line);
        }
        foreach (var n in Enumerable.Range(0, Slips)) await slow.RecordAsync(n);
        Assert.Equal(130, settled);
        await SameAsync(slow, fast);

        // The books opened for many stand for each: what is taken back afterwards is one payment.
        foreach (var n in new[] { 1, 7, 12 })
        {
            await slow.ReverseAsync(n);
            await fast.ReverseAsync(n);
        }
        await SameAsync(slow, fast);
    }

    [Fact]
    public async Task A_slip_or_debt_that_changed_since_it_was_read_hands_the_whole_batch_back()
    {
        await using var portfolio = await Portfolio.NewAsync();
        var before = await portfolio.DumpAsync();
        foreach (var what in new[] { "boleto", "debt", "reference" })
        {
            var done = await portfolio.SettleAsync([0, 1, 2], Source, meddle: async db =>
            {
                if (what == "boleto") await db.Boletos.Where(b => b.PublicId == Portfolio.NameOf(1)).ExecuteUpdateAsync(set => set.SetProperty(b => b.Version, b => b.Version + 1));
                if (what == "reference") db.Payments.Add(new() { CreditorId = portfolio.Creditor.Id, DebtorId = (await db.Debtors.FirstAsync()).Id, Amount = new(1), PaidOn = Portfolio.Paid, Source = PaymentSource.Boleto, Reference = Portfolio.ReferenceOf(2), RecordedAt = default });
                if (what == "debt") await db.Receivables.Where(r => r.ExternalId == "T1").ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, ReceivableStatus.Disputed));
                await db.SaveChangesAsync();
            }, commit: false);
            // A debt that is disputed declines its own slip; what was read and has changed declines all.
            Assert.Equal(what == "debt" ? [0, 2] : [], done.Lines.Order());
            Assert.Equal(3, done.Lines.Count + done.Declined.Count);
            Assert.Equal(before, await portfolio.DumpAsync());
        }
    }

    [Theory]
    [InlineData("nothing", 0, 1, 2)]
    // Raises a version: all of it is decided anew.
    [InlineData("boleto")]
    [InlineData("part paid")]
    // Raises none, and is asked when the debtor's turn is held.
    [InlineData("other slip", 0, 2)]
    [InlineData("order", 0, 2)]
    [InlineData("known", 0, 2)]
    public async Task What_somebody_did_between_deciding_and_writing_is_seen(string what, params int[] settled)
    {
        await using var portfolio = await Portfolio.NewAsync();
        var done = await portfolio.SettleAsync([0, 1, 2], Source, known: what == "known" ? [1] : [], commit: false, afterwards: async db =>
        {
            var (slip, debt) = (await db.Boletos.AsNoTracking().SingleAsync(b => b.PublicId == Portfolio.NameOf(1)), await db.Receivables.SingleAsync(r => r.ExternalId == "T1"));
            if (what == "boleto") await db.Boletos.Where(b => b.Id == slip.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.Version, b => b.Version + 1));
            if (what == "part paid")
            {
                debt.UpdatedAt = debt.UpdatedAt.AddSeconds(1);
                db.Payments.Add(new()
                {
                    CreditorId = slip.CreditorId, DebtorId = slip.DebtorId, Amount = new(1), PaidOn = Portfolio.Paid, Source = PaymentSource.Counter, Reference = "balcão", RecordedAt = default,
                    Allocations = [new() { CreditorId = slip.CreditorId, ReceivableId = debt.Id, PaidOn = Portfolio.Paid, Amount = new(1), Principal = new(1) }],
                });
            }
            if (what == "other slip")
                db.Boletos.Add(new()
                {
                    PublicId = "outro", CreditorId = slip.CreditorId, DebtorId = slip.DebtorId, BankAccountId = slip.BankAccountId, Status = BoletoStatus.Requested, BankCode = "341", NumberingKey = slip.NumberingKey, NossoNumero = "9",
                    NossoNumeroFormatted = "9", Amount = new(1), DueOn = slip.DueOn, PayableThrough = slip.DueOn, Barcode = "", LinhaDigitavel = "", RequestKey = "outro", RequestedAt = slip.RequestedAt,
                    Items = [new() { CreditorId = slip.CreditorId, ReceivableId = debt.Id, Principal = new(1), Total = new(1) }],
                });
            if (what == "order")
                db.BankOrders.Add(new()
                {
                    CreditorId = slip.CreditorId, BankAccountId = slip.BankAccountId, BankCode = "341", NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, BoletoId = slip.Id, Kind = BankOrderKind.AbatementGrant, Number = 1,
                    State = BankOrderState.Sent, Abatement = new(1), DocumentNumber = "1", RequestedBy = "teste",
                });
            await db.SaveChangesAsync();
        });
        Assert.Equal((settled.Length == 0, what == "known" ? 2 : 3), (done.IsStale, done.Lines.Count + done.Declined.Count));
        Assert.Equal(settled, done.Lines.Order());
    }

    private static async Task SameAsync(Portfolio expected, Portfolio actual)
    {
        var (one, other) = (await expected.DumpAsync(), await actual.DumpAsync());
        Assert.Equal(one.Split('\n'), other.Split('\n'));
        foreach (var portfolio in new[] { expected, actual })
            Assert.Empty((await portfolio.Database.InAsync(portfolio.Creditor, services => services.GetRequiredService<LedgerCheck>().RunAsync(default))).Problems);
    }

    /// <summary>Slips of many kinds, registered, and what a bank says of each.</summary>
    private sealed class Portfolio : IAsyncDisposable
    {
        public static readonly DateOnly Paid = new(2026, 11, 19);

        private Portfolio(TestDatabase database, Creditor creditor) => (Database, Creditor) = (database, creditor);

        public TestDatabase Database { get; }

        public Creditor Creditor { get; }

        public static string NameOf(int n) => string.Create(CultureInfo.InvariantCulture, $"slip{n:000}");

        public static string ReferenceOf(int n) => string.Create(CultureInfo.InvariantCulture, $"341/{n:00000000}/06");

        /// <summary>
        /// Of ten: six debts paid as asked, one within the tolerance; and one paid over, one short, one whose debt is on another slip. Of twenty
        /// one whose value was lowered.
        /// </summary>
        public static bool IsOrdinary(int n) => n % 10 < 7 && !IsLowered(n);

        private static bool IsLowered(int n) => n % 20 == 13;

        public static async Task<Portfolio> NewAsync()
        {
            var database = new TestDatabase();
            var portfolio = new Portfolio(database, await database.AddCreditorAsync(ImportedPortfolio.School));
            var csv = new StringBuilder("id_externo;cpf_cnpj;nome;vencimento;valor\n");
            for (var n = 0; n < Slips; n++)
                foreach (var debt in DebtsOf(n))
                    csv.Append(CultureInfo.InvariantCulture, $"{debt};{TestTaxIds.Cpf(n / 2)};Pessoa {n / 2} Ção;{new DateOnly(2026, 9, 1).AddDays(n % 90):dd/MM/yyyy};{100 + n},{n % 100:00}\n");
            await portfolio.TakeAsync(csv.ToString());
            await database.InAsync(portfolio.Creditor, portfolio.IssueAsync);
            return portfolio;
        }

        /// <param name="meddle">What somebody does before the batch is decided on.</param>
        /// <param name="afterwards">What somebody does when it was, before its turns are taken.</param>
        public Task<SettledBatch> SettleAsync(int[] lines, BatchSource source, Func<CobrancaDb, Task>? meddle = null, Func<CobrancaDb, Task>? afterwards = null, int[]? known = null, bool commit = true) => Database.InAsync(Creditor, async services =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var names = lines.Select(NameOf).ToList();
            var slips = await db.Boletos.AsNoTracking().Where(b => names.Contains(b.PublicId)).ToDictionaryAsync(b => b.PublicId);
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.TakeDebtorTurnsAsync([.. slips.Values.Select(b => b.DebtorId).Distinct()], default);
            if (meddle is not null) await meddle(db);
            var decided = await services.GetRequiredService<DecideSettlements>().DecideAsync(Creditor,
                // A day earlier: what is written has the moment of the writing.
                [.. lines.Select(n => new SlipSettlement(n, slips[NameOf(n)], AmountOf(n, slips[NameOf(n)]), PaidOnOf(n), CreditOf(n), ReferenceOf(n)))], source, Database.Clock.GetUtcNow().UtcDateTime.AddDays(-1), default);
            if (afterwards is not null) await afterwards(db);
            var done = await services.GetRequiredService<SettleSlips>().SettleAsync(Creditor, decided, (known ?? []).ToHashSet(), Database.Clock.GetUtcNow().UtcDateTime, default);
            await db.SaveChangesAsync();
            if (commit) await transaction.CommitAsync();
            return done;
        });

        public Task RecordAsync(int n) => Database.InAsync(Creditor, async services =>
        {
            var boleto = await services.GetRequiredService<CobrancaDb>().Boletos.AsNoTracking().SingleAsync(b => b.PublicId == NameOf(n));
            var asked = new PaymentToRecord(NameOf(n), AmountOf(n, boleto), PaidOnOf(n), PaymentSource.Boleto, ReferenceOf(n), "test") { Credit = CreditOf(n) };
            return Assert.IsType<RecordPaymentOutcome.Recorded>(await services.GetRequiredService<RecordPayment>().HandleAsync(Creditor, asked, default));
        });

        public Task ReverseAsync(int n) => Database.InAsync(Creditor, async services => Assert.IsType<ReversePaymentOutcome.Reversed>(
            await services.GetRequiredService<ReversePayment>().HandleAsync(Creditor, new(ReferenceOf(n), null, ReferenceOf(n), "banco", "test"), default)));

        /// <summary>All that a payment touches, by natural keys; who says so and how the books are cut into entries apart.</summary>
        public Task<string> DumpAsync() => Database.InAsync(Creditor, async services =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var text = new StringBuilder();
            var debts = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().OrderBy(r => r.ExternalId).ToListAsync();
            var names = debts.ToDictionary(r => r.Id, r => r.ExternalId);
            foreach (var r in debts) text.Append(CultureInfo.InvariantCulture, $"debt {r.ExternalId} {r.Status} {r.StatusReason} {r.StatusChangedAt:O} {r.UpdatedAt:O} v{r.Version}\n");
            foreach (var b in await db.Boletos.AsNoTracking().Include(b => b.Transitions).OrderBy(b => b.PublicId).ToListAsync())
                text.Append(CultureInfo.InvariantCulture, $"slip {b.PublicId} {b.Status} {b.NextBankCallAt:O} {b.BankCalls} {b.ClosedAt:O} v{b.Version}: {string.Join(" | ", b.Transitions.OrderBy(t => t.Id).Select(t => $"{t.At:O} {t.Status} {t.Detail}"))}\n");
            foreach (var p in await db.Payments.AsNoTracking().IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations).OrderBy(p => p.Reference).ToListAsync())
                text.Append(CultureInfo.InvariantCulture, $"paid {p.Reference} {p.Source} {p.Amount} {p.PaidOn:O} {p.Surplus} {p.Shortfall} {p.TariffAmount} {p.NetAmount} {p.CreditedOn:O} {p.CreditBookedOn:O} {p.RecordedAt:O} {p.ReversedAt:O}: ")
                    .AppendJoin(" | ", p.Allocations.OrderBy(a => a.Id).Select(a => $"{names[a.ReceivableId]} {a.PaidOn:O} {a.Amount} {a.Interest} {a.Fine} {a.Correction} {a.Principal} {a.Discount} {a.Settled} {a.ReversedAt:O}")).Append('\n');
            foreach (var c in await db.DebtorCredits.AsNoTracking().Include(c => c.Payment).OrderBy(c => c.Payment!.Reference).ToListAsync()) text.Append(CultureInfo.InvariantCulture, $"credit {c.Payment!.Reference} {c.Amount} {c.State}\n");
            var events = await db.OutgoingEvents.AsNoTracking().Where(e => e.Type != EventTypes.DebtorIdentified).OrderBy(e => e.Id).ToListAsync();
            foreach (var e in events.OrderBy(e => e.Type, StringComparer.Ordinal).ThenBy(e => e.Payload, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"told {e.Type} {e.At:O} {e.Payload}\n");
            // A slip's own news keeps its order.
            text.Append(CultureInfo.InvariantCulture, $"in order {string.Join(' ', events.Where(e => e.Payload.Contains(NameOf(4), StringComparison.Ordinal)).Select(e => e.Type))}\n");
            foreach (var balance in (await services.GetRequiredService<LedgerCheck>().RunAsync(default)).Balances) text.Append(CultureInfo.InvariantCulture, $"books {balance.Account} {balance.Balance}\n");
            var receipts = new List<string>();
            await foreach (var row in services.GetRequiredService<DailyReceipts>().ReadAsync(new(2026, 11, 21), default))
                receipts.Add($"receipt {row.Movement} {row.Payment.Reference} {row.ExternalId} {row.NossoNumero} {row.Amount} {row.Tariff} {row.Surplus}");
            return text.AppendJoin('\n', receipts.Order(StringComparer.Ordinal)).ToString();
        });

        public async ValueTask DisposeAsync() => await Database.DisposeAsync();

        private static IEnumerable<string> DebtsOf(int n) => n % 10 == 5 ? [Debt(n), Debt(n) + "a", Debt(n) + "b"] : [Debt(n)];

        private static string Debt(int n) => string.Create(CultureInfo.InvariantCulture, $"T{n}");

        private static DateOnly PaidOnOf(int n) => Paid.AddDays(n % 2);

        private static BankCredit? CreditOf(int n) => n % 4 == 3 ? null : new(PaidOnOf(n).AddDays(1 + n % 3), new(n % 5 == 0 ? 0 : 199));

        private static Money AmountOf(int n, Boleto boleto) => (n % 10) switch
        {
            // By turns what had been asked before, and what is asked now but for two centavos.
            3 when IsLowered(n) => n % 40 == 13 ? boleto.Amount + new Money(2_000) : boleto.Amount - new Money(2),
            6 => boleto.Amount - new Money(n % 3 + 1), 7 => boleto.Amount + new Money(1_000), 8 => boleto.Amount - new Money(5_000), _ => boleto.Amount,
        };

        private async Task<bool> TakeAsync(string csv) => (await Database.InAsync(Creditor, services => services.GetRequiredService<Features.Portfolio.PortfolioImport>()
            .RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), Creditor, new() { SourceName = "c.csv", Actor = "test", OnRefused = row => throw new InvalidOperationException(row.ToString()) }))) is not null;

        private async Task<bool> IssueAsync(IServiceProvider services)
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var pricer = await services.GetRequiredService<PricingRules>().PricerAsync(Creditor);
            var account = await db.BankAccounts.SingleAsync();
            var debts = await db.Receivables.ToDictionaryAsync(r => r.ExternalId);
            for (var n = 0; n < Slips; n++)
                foreach (var twin in n % 10 == 9 ? new[] { "", "x" } : [""])
                    db.Boletos.Add(Slip(NameOf(n) + twin, account.Id, string.Create(CultureInfo.InvariantCulture, $"{n:0000000}{twin.Length}"), [.. DebtsOf(n).Select(id => debts[id])], pricer, new(2026, 11, 19 + n % 4), IsLowered(n) ? new(2_000) : Money.Zero));
            await db.SaveChangesAsync();
            return true;
        }

        private Boleto Slip(string name, long account, string number, List<Receivable> debts, ReceivablePricer pricer, DateOnly dueOn, Money lowered)
        {
            var items = debts.ConvertAll(debt =>
            {
                var price = pricer.PriceOn(debt, dueOn);
                return new BoletoItem { CreditorId = Creditor.Id, ReceivableId = debt.Id, Principal = price.Principal, Correction = price.Correction, Fine = price.Fine, Interest = price.Interest, Total = price.Total, DaysLate = price.DaysLate };
            });
            return new()
            {
                PublicId = name, CreditorId = Creditor.Id, DebtorId = debts[0].DebtorId, BankAccountId = account, Status = BoletoStatus.Registered, BankCode = "341", NumberingKey = "341/0057/12345/109",
                NossoNumero = number, NossoNumeroFormatted = $"109/{number}", Amount = items.Sum(i => i.Total) - lowered, DueOn = dueOn, PayableThrough = pricer.Calendar.ChargeFreeThrough(dueOn), Barcode = "", LinhaDigitavel = "",
                RequestKey = name, RequestedAt = new(2026, 11, 10, 12, 0, 0, DateTimeKind.Utc), RegisteredAt = new(2026, 11, 10, 12, 0, 1, DateTimeKind.Utc), Items = items,
            };
        }
    }
}
