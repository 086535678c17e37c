using System.Globalization;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Portfolio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>docs/decisions/0055: many confirmed entries at once leave the rows that each would have left alone.</summary>
public sealed class RegisterSlipsTests
{
    [Fact]
    public async Task A_file_of_confirmed_entries_of_every_kind_ends_as_it_would_one_by_one()
    {
        await using var fast = await Portfolio.NewAsync();
        await using var slow = await Portfolio.NewAsync();
        var before = await fast.DumpAsync();
        var ordinary = Enumerable.Range(0, Portfolio.Slips).Where(Portfolio.IsOrdinary).ToList();
        Assert.Equal(ordinary, (await fast.RegisterAsync(Enumerable.Range(0, Portfolio.Slips).Where(Portfolio.IsSaidPlainly), commit: false)).Lines.Order());
        Assert.Equal(before, await fast.DumpAsync());

        await slow.ApplyAsync(oneByOne: true);
        await fast.ApplyAsync(oneByOne: false);
        Assert.Equal((await slow.DumpAsync()).Split('\n'), (await fast.DumpAsync()).Split('\n'));
        // What was charged for the ordinary is one entry in each of the three batches. One that the file tells of twice ends one batch and begins the next.
        var (alone, together) = (await slow.TariffsAsync(), await fast.TariffsAsync());
        Assert.Equal((alone.Sum, alone.Entries - ordinary.Count(Portfolio.IsCharged) - 1 + 3), (together.Sum, together.Entries));

        // The same news in another file is known in both.
        await fast.ApplyAsync(oneByOne: false, sequence: 2);
        await slow.ApplyAsync(oneByOne: true, sequence: 2);
        Assert.Equal((await slow.DumpAsync()).Split('\n'), (await fast.DumpAsync()).Split('\n'));
    }

    [Fact]
    public async Task A_slip_or_order_that_changed_since_it_was_read_hands_the_whole_batch_back()
    {
        await using var portfolio = await Portfolio.NewAsync();
        var before = await portfolio.DumpAsync();
        int[] asked = [.. Enumerable.Range(0, Portfolio.Slips).Where(Portfolio.IsOrdinary).Take(3)];
        // The order is read after the debtor's turn: who answers it meanwhile leaves one that does not wait.
        foreach (var (what, done) in new[] { ("slip", Array.Empty<int>()), ("order", [asked[0], asked[2]]) })
        {
            var batch = await portfolio.RegisterAsync(asked, commit: false, meddle: async db =>
            {
                var name = Portfolio.NameOf(asked[1]);
                if (what == "slip") await db.Boletos.Where(b => b.PublicId == name).ExecuteUpdateAsync(set => set.SetProperty(b => b.Version, b => b.Version + 1));
                else await db.BankOrders.Where(o => o.Boleto!.PublicId == name).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, BankOrderState.Rejected));
            });
            Assert.Equal(done, batch.Lines.Order());
            Assert.Equal(what == "slip", batch.IsStale);
            Assert.Equal(before, await portfolio.DumpAsync());
        }
        // Nothing stays of a batch that lost, and what is written beside it stands.
        await portfolio.RegisterAsync(asked, commit: true, meddle: db => db.Boletos.Where(b => b.PublicId == Portfolio.NameOf(asked[2])).ExecuteUpdateAsync(set => set.SetProperty(b => b.Version, b => b.Version + 1)));
        var version = string.Create(CultureInfo.InvariantCulture, $"slip {Portfolio.NameOf(asked[2])} v");
        Assert.Equal(before.Replace(version + "0", version + "1", StringComparison.Ordinal), await portfolio.DumpAsync());
    }

    /// <summary>Slips of many kinds that a remessa took to the bank, and what the bank answers.</summary>
    private sealed class Portfolio : IAsyncDisposable
    {
        public const int Slips = 108;
        private const int Kinds = 18;
        private static readonly DateOnly DueOn = new(2026, 12, 10);
        private static readonly DateOnly Answered = new(2026, 11, 20);

        private Portfolio(TestDatabase database, Creditor creditor) => (Database, Creditor) = (database, creditor);

        private TestDatabase Database { get; }

        private Creditor Creditor { get; }

        public static string NameOf(int n) => string.Create(CultureInfo.InvariantCulture, $"slip{n:000}");

        /// <summary>
        /// Sent; with a tariff; of two debts; with a slip of the creditor's own before it (closed by call next); with an older slip that has ended; whose newer
        /// slip is no matter yet. All others have something that is their own.
        /// </summary>
        public static bool IsOrdinary(int n) => n % Kinds < 6;

        /// <summary>The bank says of it that it is registered, once, and nothing else.</summary>
        public static bool IsSaidPlainly(int n) => n % Kinds is not (6 or 7 or 8 or 10);

        public static bool IsCharged(int n) => n % 3 == 1;

        public static async Task<Portfolio> NewAsync()
        {
            var database = new TestDatabase();
            var portfolio = new Portfolio(database, await database.AddCreditorAsync(ImportedPortfolio.School));
            var csv = new StringBuilder("id_externo;cpf_cnpj;nome;vencimento;valor\n");
            for (var n = 0; n < Slips; n++)
                foreach (var debt in DebtsOf(n))
                    csv.Append(CultureInfo.InvariantCulture, $"{debt};{TestTaxIds.Cpf(n / 2)};Pessoa {n / 2} Ção;{DueOn:dd/MM/yyyy};{100 + n},{n % 100:00}\n");
            await database.InAsync(portfolio.Creditor, services => services.GetRequiredService<Features.Portfolio.PortfolioImport>().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())), portfolio.Creditor,
                new() { SourceName = "c.csv", Actor = "test", OnRefused = row => throw new InvalidOperationException(row.ToString()) }));
            await database.InDbAsync(portfolio.Creditor, portfolio.IssueAsync);
            return portfolio;
        }

        /// <summary>All the news there is, in batches of fifty.</summary>
        public Task<bool> ApplyAsync(bool oneByOne, long sequence = 1) => Database.InAsync(Creditor, async services =>
        {
            var slips = await services.GetRequiredService<CobrancaDb>().Boletos.AsNoTracking().ToDictionaryAsync(b => b.PublicId);
            var header = new RetornoHeader { Bank = "341", Format = CnabFormat.Cnab400, CompanyName = "ESCOLA LTDA", Agencia = "0057", Conta = "12345", ContaDv = "7", GeneratedOn = Answered, Sequence = sequence };
            await using var content = new MemoryStream(Written(header, Enumerable.Range(0, Slips).SelectMany(n => NewsOf(n, slips))));
            var taken = Assert.IsType<TakeRetornoOutcome.Taken>(await services.GetRequiredService<TakeRetorno>().HandleAsync(Creditor, $"r{sequence}.ret", content, "teste", enqueue: false, default));
            var apply = services.GetRequiredService<ApplyRetorno>();
            (apply.TitlesAtOnce, apply.RegistersOneByOne) = (50, oneByOne);
            return Assert.IsType<Retorno>(await apply.HandleAsync(Creditor, taken.Retorno.Id, null, default)).Status == RetornoStatus.Applied;
        });

        /// <summary>Those lines alone, all slips told of.</summary>
        public Task<RegisteredBatch> RegisterAsync(IEnumerable<int> lines, bool commit, Func<CobrancaDb, Task>? meddle = null) => Database.InAsync(Creditor, async services =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var slips = await db.Boletos.AsNoTracking().ToDictionaryAsync(b => b.PublicId);
            var told = Enumerable.Range(0, Slips).SelectMany(n => NewsOf(n, slips)).Select(line => line.NossoNumero).ToHashSet();
            var retorno = new Retorno { PublicId = "r", CreditorId = Creditor.Id, BankCode = "341", FileName = "r", FileId = await FileAsync(db), Sha256 = new byte[32], ReceivedBy = "teste" };
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Retornos.Add(retorno);
            await db.SaveChangesAsync();
            await db.TakeDebtorTurnsAsync([.. slips.Values.Select(b => b.DebtorId).Distinct()], default);
            if (meddle is not null) await meddle(db);
            var done = await services.GetRequiredService<RegisterSlips>().RegisterAsync([.. lines.Select(n => new SlipEntry(n, slips[NameOf(n)]))], retorno.Id,
                slips.Values.Where(b => told.Contains(b.NossoNumero)).Select(b => b.Id).ToHashSet(), Database.Clock.GetUtcNow().UtcDateTime, default);
            db.Retornos.Remove(retorno);
            if (commit)
            {
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            }
            return done;
        });

        public Task<(Money Sum, int Entries)> TariffsAsync() => Database.InDbAsync(Creditor, async db =>
        {
            var entries = await db.JournalEntries.AsNoTracking().Include(e => e.Lines).Where(e => e.Kind == Domain.Payments.JournalKind.TariffCharged).ToListAsync();
            return (entries.Sum(e => e.Lines.Sum(l => l.Debit)), entries.Count);
        });

        /// <summary>All that a file of entries touches, by natural keys; how the books are cut into entries apart.</summary>
        public Task<string> DumpAsync() => Database.InAsync(Creditor, async services =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var text = new StringBuilder();
            var retornos = await db.Retornos.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
            var files = retornos.ToDictionary(r => r.Id, r => r.FileName);
            foreach (var r in retornos) Add($"file {r.FileName} {r.Status} {r.Titles} {r.Applied} {r.Known} {r.Noted} {r.ForReview} {r.Received} {r.Tariffs} {r.AppliedThrough} v{r.Version}");
            var slips = await db.Boletos.AsNoTracking().Include(b => b.Transitions).OrderBy(b => b.PublicId).ToListAsync();
            var names = slips.ToDictionary(b => b.Id, b => b.PublicId);
            foreach (var o in await db.BankOccurrences.AsNoTracking().OrderBy(o => o.RetornoId).ThenBy(o => o.Line).ToListAsync())
                Add($"line {o.Line} {o.Account} {o.NossoNumero} {o.Code} {o.Meaning} {o.On:O} {o.Amount} {o.Repeat} {names.GetValueOrDefault(o.BoletoId ?? 0)} {o.Outcome} {o.Review} {o.Detail}");
            foreach (var b in slips)
            {
                Add($"slip {b.PublicId} v{b.Version} {b.Status} {b.RegisteredAt:O} {b.ClosedAt:O} {b.NextBankCallAt:O} {b.LeasedUntil:O} {b.BankCalls} {b.RejectionReason} {names.GetValueOrDefault(b.SupersededById ?? 0)}");
                foreach (var t in b.Transitions.OrderBy(t => t.Id)) Add($"  {t.At:O} {t.Status} {t.Source} {t.Detail} {t.RemessaId} {files.GetValueOrDefault(t.RetornoId ?? 0)} {t.FileLine}");
            }
            foreach (var o in await db.BankOrders.AsNoTracking().OrderBy(o => o.NossoNumero).ThenBy(o => o.Kind).ToListAsync())
                Add($"order {names[o.BoletoId!.Value]} {o.Kind} {o.State} {o.AnsweredAt:O} {files.GetValueOrDefault(o.RetornoId ?? 0)} {o.RetornoLine} {o.Reason} {o.SentAt:O} {o.RemessaLine} v{o.Version}");
            foreach (var r in await db.Receivables.AsNoTracking().IgnoreAutoIncludes().OrderBy(r => r.ExternalId).ToListAsync()) Add($"debt {r.ExternalId} {r.Status} {r.MovedTo:O} {r.SlipSupersededAt:O} {r.UpdatedAt:O} v{r.Version}");
            foreach (var p in await db.Payments.AsNoTracking().OrderBy(p => p.Reference).ToListAsync()) Add($"paid {p.Reference} {p.Amount} {p.RetornoLine}");
            var events = await db.OutgoingEvents.AsNoTracking().Where(e => e.Type != EventTypes.DebtorIdentified).OrderBy(e => e.Id).ToListAsync();
            foreach (var e in events.OrderBy(e => e.Payload, StringComparer.Ordinal)) Add($"told {e.Type} {e.At:O} {e.Payload}");
            // A slip's own news keeps its order.
            foreach (var name in names.Values.Order(StringComparer.Ordinal)) Add($"in order {name} {string.Join(' ', events.Where(e => e.Payload.Contains($"\"{name}\"", StringComparison.Ordinal)).Select(e => e.Type))}");
            foreach (var action in await db.AuditEntries.GroupBy(a => a.Action).OrderBy(a => a.Key).Select(a => new { a.Key, Count = a.Count() }).ToListAsync()) Add($"audit {action.Key} {action.Count}");
            Add($"messages {await db.OutboxMessages.CountAsync()}");
            var books = await services.GetRequiredService<LedgerCheck>().RunAsync(default);
            Assert.Empty(books.Problems);
            foreach (var balance in books.Balances) Add($"books {balance.Account} {balance.Balance}");
            return text.ToString();

            void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        });

        public async ValueTask DisposeAsync() => await Database.DisposeAsync();

        /// <summary>What the bank says of a slip, and of the other one of the same debt.</summary>
        private static IEnumerable<RetornoLine> NewsOf(int n, Dictionary<string, Boleto> slips)
        {
            var (slip, twin) = (slips[NameOf(n)], slips.GetValueOrDefault(NameOf(n) + "x"));
            var entered = Line(slip, "02", on: Answered) with { Tariff = new(IsCharged(n) ? 99 + n : 0) };
            return (n % Kinds) switch
            {
                6 => [Line(slip, "03", on: Answered) with { Reasons = "30" }],
                // Twice, the second with nothing new to say, word for word or of the day before; or confirmed and paid.
                7 => [entered, n % 36 == 7 ? entered with { OccurredOn = Answered.AddDays(-1) } : entered],
                8 => [entered, Line(slip, "06", slip.Amount.Centavos, Answered)],
                // The newer first, which takes the older one's place.
                9 => [entered, Line(twin!, "02", on: Answered)],
                10 => [entered with { Paid = slip.Amount }],
                _ => [entered],
            };
        }

        private static IEnumerable<string> DebtsOf(int n) => n % Kinds == 2 ? [Debt(n), Debt(n) + "a"] : [Debt(n)];

        private static string Debt(int n) => string.Create(CultureInfo.InvariantCulture, $"T{n}");

        private async Task<int> IssueAsync(CobrancaDb db)
        {
            var account = await db.BankAccounts.SingleAsync();
            var debts = await db.Receivables.ToDictionaryAsync(r => r.ExternalId);
            for (var n = 0; n < Slips; n++)
            {
                var of = DebtsOf(n).Select(id => debts[id]).ToList();
                var kind = n % Kinds;
                if (kind == 3) of[0].SlipNossoNumero = string.Create(CultureInfo.InvariantCulture, $"7{n:000}");
                // In the order of their numbers here: what is older stands before.
                if (kind == 4) Add(n, "x", of, account, BoletoStatus.Closed);
                if (kind == 9) Add(n, "x", of, account, BoletoStatus.Sent);
                if (kind == 11) Add(n, "x", of, account, BoletoStatus.Registered);
                var slip = Add(n, "", of, account, kind switch { 12 => BoletoStatus.Registered, 13 => BoletoStatus.ClosureRequested, 14 => BoletoStatus.Rejected, 1 => BoletoStatus.Requested, _ => BoletoStatus.Sent });
                if (kind == 5) Add(n, "x", of, account, BoletoStatus.Sent);
                if (kind == 15) (slip.Kind, slip.DueOn, slip.PayableThrough) = (BoletoKind.DueDateChange, DueOn.AddDays(5), DueOn.AddDays(5));
                if (kind != 12 && kind != 14 && kind != 16) Order(slip, BankOrderKind.Entry);
                if (kind == 13) Order(slip, BankOrderKind.Closure);
                if (kind == 17) Order(slip, BankOrderKind.DueDateChange);
            }
            return await db.SaveChangesAsync();

            Boleto Add(int n, string twin, List<Receivable> of, BankAccount account, BoletoStatus status)
            {
                var number = string.Create(CultureInfo.InvariantCulture, $"{n + 1:0000000}{twin.Length}");
                var slip = new Boleto
                {
                    PublicId = NameOf(n) + twin, CreditorId = Creditor.Id, DebtorId = of[0].DebtorId, BankAccountId = account.Id, Status = status, BankCode = "341", NumberingKey = account.NumberingKey, NossoNumero = number,
                    NossoNumeroFormatted = $"109/{number}", Amount = of.Sum(debt => debt.Principal), DueOn = DueOn, PayableThrough = DueOn, Barcode = "", LinhaDigitavel = string.Create(CultureInfo.InvariantCulture, $"3419{n:0000000000}{twin.Length}"),
                    RequestKey = NameOf(n) + twin, RequestedAt = new(2026, 11, 19, 12, 0, 0, DateTimeKind.Utc), NextBankCallAt = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc), BankCalls = 2,
                    Items = of.ConvertAll(debt => new BoletoItem { CreditorId = Creditor.Id, ReceivableId = debt.Id, Principal = debt.Principal, Total = debt.Principal }),
                };
                // One row at a time, so that ids follow.
                db.Boletos.Add(slip);
                db.SaveChanges();
                return slip;
            }

            void Order(Boleto slip, BankOrderKind kind) => db.BankOrders.Add(new()
            {
                CreditorId = Creditor.Id, BankAccountId = slip.BankAccountId, BankCode = "341", NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, Boleto = slip, Kind = kind, Number = 1, State = BankOrderState.Sent,
                Amount = slip.Amount, DueOn = slip.DueOn, DocumentNumber = "1", RequestedBy = "portal", CreatedAt = slip.RequestedAt, SentAt = slip.RequestedAt, RemessaLine = 2,
            });
        }

        private static async Task<long> FileAsync(CobrancaDb db)
        {
            var file = new StoredFile { CreditorId = (await db.Creditors.SingleAsync()).Id, Name = "r", ContentType = "text/plain", CreatedAt = default };
            db.StoredFiles.Add(file);
            await db.SaveChangesAsync();
            return file.Id;
        }
    }
}
