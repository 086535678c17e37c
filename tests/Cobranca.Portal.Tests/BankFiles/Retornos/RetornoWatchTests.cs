using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>What goes wrong with one file, whatever it is, holds up no other and loses nothing.</summary>
public sealed class RetornoWatchTests : IAsyncLifetime
{
    private const CnabFormat C400 = CnabFormat.Cnab400;
    private readonly AtSave _atSave = new();
    private readonly PortalFixture _portal;
    private readonly RetornoScene _scene;

    public RetornoWatchTests()
    {
        _portal = new() { Interceptors = [_atSave] };
        _scene = new(_portal);
    }

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        await _scene.PrepareAsync("237", "341");
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_file_that_cannot_be_taken_stops_no_other_and_waits_ever_longer()
    {
        var (first, second) = (FolderOf("237"), FolderOf("341"));
        var poison = await PutAsync(first, "1.ret", "237");
        await PutAsync(first, "2.ret", "237");
        await PutAsync(second, "3.ret", "341");
        Directory.CreateDirectory(Path.Combine(second.Read, "3.ret"));
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(Path.Combine(first.Retorno, "0.ret"), poison);
        var tries = 0;
        _atSave.OfRetorno = retorno =>
        {
            if (retorno.FileName != "1.ret" || retorno.Id != 0) return;
            tries++;
            throw new InvalidOperationException("Broken in a way nobody thought of.");
        };
        Assert.Equal(2, await LookAsync());
        Assert.Equal(("2.ret", "3-1.ret"), (Names(first.Read), Names(second.Read)));
        // Of what was not taken nothing gathers.
        Assert.Equal(2, await _portal.InDbAsync(_portal.Aurora, db => db.StoredFiles.CountAsync()));
        Assert.Equal((0, 1), (await LookAsync(), tries));
        foreach (var seconds in new[] { 2, 4, 8 })
        {
            _portal.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal((0, 0), (await LookAsync(), await LookAsync()));
        }
        Assert.Equal((4, 2), (tries, await _portal.InDbAsync(_portal.Aurora, db => db.StoredFiles.CountAsync())));

        _atSave.OfRetorno = null;
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        if (!OperatingSystem.IsWindows())
        {
            // A bank whose folder leads elsewhere is left alone, and the others go on.
            Directory.Delete(first.Refused);
            Directory.CreateSymbolicLink(first.Refused, second.Refused);
            await PutAsync(second, "4.ret", "341");
            Assert.Equal(1, await LookAsync());
            File.Delete(first.Refused);
        }
        Assert.Equal(1, await LookAsync());
        Assert.Equal("1.ret 2.ret", Names(first.Read));
        Assert.Equal(OperatingSystem.IsWindows() ? "" : "0.ret", Names(first.Retorno));
    }

    [Fact]
    public async Task A_file_replaced_while_it_was_read_is_read_too()
    {
        var folder = FolderOf("341");
        var path = await PutAsync(folder, "CN1.RET", "341");
        var slip = await _scene.SlipAsync();
        var other = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        _atSave.OfRetorno = _ =>
        {
            _atSave.OfRetorno = null;
            File.Delete(path);
            File.WriteAllBytes(path, other);
        };
        Assert.Equal(1, await LookAsync());
        Assert.Equal(("", "CN1-1.RET"), (Names(folder.Read), Names(folder.Retorno)));
        Assert.Equal(1, await LookAsync());
        Assert.Equal(("CN1-1.RET", ""), (Names(folder.Read), Names(folder.Retorno)));
        await JobScene.DoAllAsync(_portal);
        Assert.Equal(Domain.Boletos.BoletoStatus.Paid, (await _scene.ReloadAsync(slip)).Status);
    }

    [Fact]
    public async Task A_stalled_file_sent_again_goes_on_though_another_waits_and_one_whose_mark_was_moved_is_not_called_finished()
    {
        var (slip, next) = (await _scene.SlipAsync(), await _scene.SlipAsync());
        var file = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        var stalled = Assert.IsType<TakeRetornoOutcome.Taken>(await _scene.TakeAsync(file, enqueue: true)).Retorno;
        await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Failed)));
        await _scene.TakeAsync(_scene.FileOf("341", C400, Line(next, "06", 10_000)), enqueue: true);
        Assert.IsType<TakeRetornoOutcome.KnownAlready>(await _scene.TakeAsync(file, enqueue: true));
        Assert.IsType<TakeRetornoOutcome.KnownAlready>(await _scene.TakeAsync(file, enqueue: true));
        Assert.Equal(2, await WaitingAsync());

        // Another node moves the mark just when this one would write down that the file is done.
        _atSave.OfRetornoAsync = (db, retorno) => retorno.Id == stalled.Id
            ? db.Retornos.Where(r => r.Id == stalled.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.AppliedThrough, r => r.AppliedThrough + 1))
            : Task.CompletedTask;
        await JobScene.DoAllAsync(_portal);
        Assert.Equal((1, RetornoStatus.Applying), (await WaitingAsync(), await StatusAsync()));
        _atSave.OfRetornoAsync = null;
        _portal.Clock.Advance(TimeSpan.FromSeconds(11));
        await JobScene.DoAllAsync(_portal);
        Assert.Equal((0, RetornoStatus.Applied), (await WaitingAsync(), await StatusAsync()));
        Assert.Single(await _scene.PaymentsAsync(slip));

        Task<int> WaitingAsync() => _portal.InDbAsync(_portal.Aurora, db => db.Jobs.CountAsync(j => j.Status == JobStatus.Queued));
        Task<RetornoStatus> StatusAsync() => _portal.InDbAsync(_portal.Aurora, db => db.Retornos.Where(r => r.Id == stalled.Id).Select(r => r.Status).SingleAsync());
    }

    private BankFolder FolderOf(string bank) => _portal.Services.GetRequiredService<BankFolders>().Of("aurora", bank)!;

    private async Task<string> PutAsync(BankFolder folder, string name, string bank)
    {
        var path = Path.Combine(folder.Retorno, name);
        await File.WriteAllBytesAsync(path, _scene.FileOf(bank, C400, Line(await _scene.SlipAsync(bank), "02")));
        return path;
    }

    private Task<int> LookAsync() => RetornoWatch.TurnAsync(_portal.Services.GetRequiredService<IServiceScopeFactory>(), default);

    private static string Names(string path) => string.Join(' ', Directory.GetFiles(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    /// <summary>Something that happens at the moment a retorno's row is saved.</summary>
    private sealed class AtSave : SaveChangesInterceptor
    {
        public Action<Retorno>? OfRetorno { get; set; }

        public Func<CobrancaDb, Retorno, Task>? OfRetornoAsync { get; set; }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            var db = (CobrancaDb)eventData.Context!;
            foreach (var entry in db.ChangeTracker.Entries<Retorno>().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
            {
                OfRetorno?.Invoke(entry.Entity);
                if (OfRetornoAsync is { } act) await act(db, entry.Entity);
            }
            return result;
        }
    }
}
