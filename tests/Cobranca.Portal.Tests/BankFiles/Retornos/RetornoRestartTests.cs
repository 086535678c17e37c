using System.Globalization;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>Killed anywhere between a file's arrival and its end, and begun again, everything is as if nothing had happened; so it is with two at once.</summary>
public sealed class RetornoRestartTests : IAsyncLifetime
{
    private const CnabFormat C400 = CnabFormat.Cnab400;
    private readonly MortalNode _node = new();
    private readonly PortalFixture _portal;
    private readonly RetornoScene _scene;

    public RetornoRestartTests()
    {
        _portal = new() { Interceptors = [_node] };
        _scene = new(_portal);
    }

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        await _scene.PrepareAsync("237");
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Killed_at_any_point_it_ends_as_if_it_had_not_been()
    {
        var whole = await SetAsync();
        _node.DieAtCommand(int.MaxValue);
        await ImportAsync(whole.File);
        var commands = _node.Commands;
        var expected = await DumpAsync(whole);
        Assert.Contains("PaidTwice", expected, StringComparison.Ordinal);

        // Every part of the way, at points that differ from run to run of the list and not of the test; some die twice.
        var random = new Random(20261123);
        for (var round = 0; round < 24; round++)
        {
            var set = await SetAsync();
            var deaths = 0;
            _node.DieAtCommand(1 + random.Next(round * commands / 24, (round + 1) * commands / 24));
            for (var alive = false; !alive;)
            {
                try
                {
                    await ImportAsync(set.File);
                    alive = true;
                }
                catch (Exception) when (_node.IsDead)
                {
                    deaths++;
                    _node.Revive();
                    if (deaths == 1 && round % 3 == 0) _node.DieAtCommand(1 + random.Next(commands));
                }
            }
            _node.Revive();
            Assert.True(deaths > 0);
            Assert.Equal(expected, await DumpAsync(set));
        }
        await _scene.AssertBooksAsync();
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_a_file_has_done_whole_batches_and_the_next_one_ends_it()
    {
        var slips = await _scene.SlipsAsync("237", 2_500);
        var path = Path.Combine(_portal.Database.Folder, "grande.ret");
        await File.WriteAllBytesAsync(path, _scene.FileOf("237", C400, slips.Select(slip => Line(slip, "06", 10_000))));
        var settings = new Dictionary<string, string>(_portal.Database.Settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Demo:Enabled"] = "false", ["Clock:StartAt"] = PortalFixture.Start.ToString("O", CultureInfo.InvariantCulture),
        };
        // At the first batch that is seen to be done.
        await Platform.PortalNode.KilledAsync(settings, () => _portal.InDbAsync(_portal.Aurora, db => db.Retornos.AnyAsync(r => r.AppliedThrough > 0)), "retorno", "import", path, "--creditor", "aurora");
        // One look: a database may still be ending what the dead process had sent.
        var seen = await _portal.InDbAsync(_portal.Aurora, db => db.Retornos.Select(r => new { r.Applied, Paid = db.Payments.Count() }).SingleAsync());
        Assert.Equal((0L, (long)seen.Paid), (seen.Applied == slips.Count ? 0 : seen.Applied % ApplyRetorno.BatchTitles, seen.Applied));

        var end = await Platform.PortalNode.CommandAsync(settings, "retorno", "import", path);
        Assert.Contains("aplicados 2500", end, StringComparison.Ordinal);
        Assert.Equal((2_500, 2_500), await _portal.InDbAsync(_portal.Aurora, async db => (await db.Payments.CountAsync(), await db.Boletos.CountAsync(b => b.Status == BoletoStatus.Paid))));
        await _scene.AssertBooksAsync();
    }

    [Fact]
    public async Task Two_nodes_at_one_file_and_two_files_of_the_same_news_book_once()
    {
        var alone = await SetAsync();
        await ImportAsync(alone.File);
        var expected = await DumpAsync(alone);
        var set = await SetAsync();
        var retorno = Assert.IsType<TakeRetornoOutcome.Taken>(await _scene.TakeAsync(set.File)).Retorno;
        await Task.WhenAll(ApplyAsync(retorno), ApplyAsync(retorno), ApplyAsync(retorno));
        // Whoever lost has stopped; whoever won has finished.
        Assert.Equal(RetornoStatus.Applied, (await ApplyAsync(retorno)).Status);
        Assert.Equal(expected, await DumpAsync(set));

        var slip = await _scene.SlipAsync("237");
        var files = new[] { _scene.FileOf("237", C400, Line(slip, "06", 10_000)), _scene.FileOf("237", C400, Line(slip, "06", 10_000)) };
        var ends = await Task.WhenAll(files.Select(file => _scene.ApplyAsync(file)));
        Assert.Equal((1, 1), (ends.Sum(e => e.Applied), ends.Sum(e => e.Known)));
        Assert.Single(await _scene.PaymentsAsync(slip));
        await _scene.AssertBooksAsync();
    }

    [Fact]
    public async Task A_person_who_records_the_payment_at_the_same_moment_pays_the_debt_once()
    {
        for (var round = 0; round < 4; round++)
        {
            var slip = await _scene.SlipAsync("237");
            var file = _scene.FileOf("237", C400, Line(slip, "06", 10_000));
            var typing = _portal.InAsync(_portal.Aurora, services => services.GetRequiredService<RecordPayment>().HandleAsync(_portal.Aurora, new(slip.PublicId, new(10_000), Today, PaymentSource.Boleto, $"MAO-{slip.Id}", "teste"), default));
            await Task.WhenAll(_scene.ApplyAsync(file), typing);
            var payments = await _scene.PaymentsAsync(slip);
            // Typed first, the file recognises it; after the file, it is a second payment and all of it the payer's.
            Assert.Equal(10_000, payments.Sum(p => p.Allocations.Sum(a => a.Amount)).Centavos);
            Assert.Equal(payments.Count == 1 ? 0 : 10_000, payments.Sum(p => p.Surplus).Centavos);
        }
        await _scene.AssertBooksAsync();
    }

    /// <summary>Slips of one run, in the order of the file, and the file.</summary>
    private sealed record Set(List<Boleto> Slips, byte[] File, long EntriesBefore, long AuditsBefore);

    /// <summary>A bit of everything, in batches of seven.</summary>
    private async Task<Set> SetAsync()
    {
        var (entries, audits) = await _portal.InDbAsync(_portal.Aurora, async db => (await db.JournalEntries.MaxAsync(e => (long?)e.Id) ?? 0, await db.AuditEntries.MaxAsync(a => (long?)a.Id) ?? 0));
        var slips = new List<Boleto>();
        foreach (var status in new[] { BoletoStatus.Sent, BoletoStatus.Sent, BoletoStatus.Closed, BoletoStatus.ClosureRequested })
            slips.Add(await _scene.SlipAsync("237", status: status));
        for (var i = 0; i < 12; i++) slips.Add(await _scene.SlipAsync("237", 10_000 + i));
        var stranger = new Boleto { PublicId = "", BankCode = "237", NumberingKey = "", NossoNumero = string.Create(CultureInfo.InvariantCulture, $"9{slips[0].NossoNumero[1..]}"), NossoNumeroFormatted = "", Barcode = "", LinhaDigitavel = "", RequestKey = "", Amount = new(100), DueOn = Today };
        var lines = new List<RetornoLine>
        {
            Line(slips[0], "02") with { Tariff = new(150) }, Line(slips[1], "03", "08"), Line(slips[2], "06", 10_000), Line(slips[3], "09"), Line(slips[4], "06", 10_000), Line(slips[5], "06", 10_001), Line(slips[6], "06", 9_000),
            Line(slips[7], "06", 12_000), Line(slips[8], "06", 10_004), Line(slips[8], "06", 10_004, Today.AddDays(-1)), Line(stranger, "06", 7_700), Line(slips[9], "06", 10_005), Line(slips[9], "06", 10_005), Line(slips[10], "06", 10_006),
            Line(slips[10], "40", 10_006), Line(slips[0], "06", 10_000), Line(slips[11], "06", 10_007), Line(slips[12], "23"), Line(slips[12], "15", 10_008), Line(slips[13], "06", 10_009), Line(slips[14], "06", 10_010), Line(slips[15], "28") with { Tariff = new(75) },
        };
        return new(slips, _scene.FileOf("237", C400, lines), await EntriesAfterSlipsAsync(entries), audits);
    }

    /// <summary>The entries that open the debts of the set are not the file's.</summary>
    private Task<long> EntriesAfterSlipsAsync(long otherwise) => _portal.InDbAsync(_portal.Aurora, async db => await db.JournalEntries.MaxAsync(e => (long?)e.Id) ?? otherwise);

    private async Task ImportAsync(byte[] file)
    {
        var outcome = await _scene.TakeAsync(file);
        await ApplyAsync(outcome is TakeRetornoOutcome.Taken taken ? taken.Retorno : Assert.IsType<TakeRetornoOutcome.KnownAlready>(outcome).Retorno);
    }

    private Task<Retorno> ApplyAsync(Retorno retorno) => _portal.InAsync(_portal.Aurora, services =>
    {
        var apply = services.GetRequiredService<ApplyRetorno>();
        apply.TitlesAtOnce = 7;
        return apply.HandleAsync(_portal.Aurora, retorno.Id, null, default);
    });

    /// <summary>Everything the file led to, without ids and moments, its slips named by their place.</summary>
    private Task<string> DumpAsync(Set set) => _portal.InDbAsync(_portal.Aurora, async db =>
    {
        var text = new StringBuilder();
        var ids = set.Slips.ConvertAll(s => s.Id);
        var sha = System.Security.Cryptography.SHA256.HashData(set.File);
        var retorno = await db.Retornos.AsNoTracking().SingleAsync(r => r.Sha256 == sha);
        Add($"{retorno.Status} {retorno.Titles} {retorno.Applied} {retorno.Known} {retorno.Noted} {retorno.ForReview} {retorno.Received} {retorno.Tariffs} {retorno.AppliedThrough}");
        foreach (var o in await db.BankOccurrences.AsNoTracking().Where(o => o.RetornoId == retorno.Id).OrderBy(o => o.Line).ToListAsync())
            Add($"line {o.Line} {o.NossoNumero} {o.Code} {o.Meaning} {o.On} {o.Amount} {o.Repeat} {ids.IndexOf(o.BoletoId ?? 0)} {o.Outcome} {o.Review} {o.Detail}");
        foreach (var b in await db.Boletos.AsNoTracking().Include(b => b.Transitions).Include(b => b.Items).ThenInclude(i => i.Receivable).Where(b => ids.Contains(b.Id)).OrderBy(b => b.Id).ToListAsync())
        {
            var debt = b.Items[0].Receivable!;
            Add($"slip {ids.IndexOf(b.Id)} {b.Status} {b.RejectionReason} {b.RegisteredAt is not null} {b.ClosedAt is not null} debt {debt.Status} {debt.OpenPrincipal} {string.Join(", ", debt.Allocations.Select(a => a.Amount))}");
            foreach (var t in b.Transitions.OrderBy(t => t.Id)) Add($"  {t.Status} {t.Source} {t.Detail} {t.RetornoId == retorno.Id} {t.FileLine}");
            foreach (var type in await db.OutgoingEvents.Where(e => e.Payload.Contains(b.PublicId)).OrderBy(e => e.Id).Select(e => e.Type).ToListAsync()) Add($"  told {type}");
        }
        foreach (var p in await db.Payments.AsNoTracking().IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations).Where(p => ids.Contains(p.BoletoId ?? 0)).OrderBy(p => p.RetornoLine).ToListAsync())
            Add($"payment {p.Reference} {p.Amount} {p.PaidOn} {p.Surplus} {p.Shortfall} {p.TariffAmount} {p.NetAmount} {p.CreditedOn} {p.RetornoLine} {p.ReversedAt is null} {p.ReversalReference} {string.Join(", ", p.Allocations.Select(a => $"{a.Principal} {a.Settled} {a.ReversedAt is null}"))} "
                + string.Join(", ", (await db.DebtorCredits.Where(c => c.PaymentId == p.Id).ToListAsync()).Select(c => $"{c.Amount} {c.State}")));
        foreach (var e in (await db.JournalEntries.AsNoTracking().Include(e => e.Lines).Where(e => e.Id > set.EntriesBefore).ToListAsync()).Select(e =>
            $"entry {e.Kind} {e.Key.Replace($"retorno/{retorno.Id}/", "retorno/", StringComparison.Ordinal)} {string.Join(", ", e.Lines.Select(l => $"{l.Account} {l.Debit} {l.Credit}").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal))
            Add(e);
        foreach (var a in await db.AuditEntries.Where(a => a.Id > set.AuditsBefore).GroupBy(a => a.Action).OrderBy(g => g.Key).Select(g => new { g.Key, Count = g.Count() }).ToListAsync())
            Add($"audit {a.Key} {a.Count}");
        for (var i = 0; i < set.Slips.Count; i++)
            text.Replace(set.Slips[i].NossoNumeroFormatted, $"#{i}").Replace(set.Slips[i].NossoNumero, $"#{i}");
        return text.Replace($"9{set.Slips[0].NossoNumero[1..]}", "#?").ToString();

        void Add(string line) => text.AppendLine(line);
    });
}
