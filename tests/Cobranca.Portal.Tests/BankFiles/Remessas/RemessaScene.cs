using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.BankFiles.Remessas;

/// <summary>A portal that speaks to banks by files, with watched folders of its own, and Aurora's boletos in it.</summary>
public sealed class RemessaScene : IAsyncLifetime
{
    public RemessaScene()
    {
        Root = Directory.CreateTempSubdirectory("cobranca-bancos-").FullName;
        Portal = new()
        {
            Interceptors = [Trap, LostAnswer],
            Settings = { ["BankFiles:Enabled"] = "true", ["BankFiles:Folder"] = Root, ["BankFiles:GenerateEvery"] = "00:00:02" },
        };
        Boletos = new(Portal);
    }

    public string Root { get; }

    public StatementTrap Trap { get; } = new();

    public LostAnswerToCommit LostAnswer { get; } = new();

    public PortalFixture Portal { get; }

    public BoletoScene Boletos { get; }

    public BankFolder Folder => Portal.Services.GetRequiredService<BankFolders>().Of("aurora", "341")!;

    public async Task InitializeAsync()
    {
        await Portal.InitializeAsync();
        await Boletos.PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>A boleto asked for by a new debtor, whose order waits for the next file unless something keeps it.</summary>
    public async Task<Boleto> RequestAsync(Action<Debtor>? change = null, string amount = "1.234,56")
    {
        var debtor = await Portal.AddDebtorAsync(Portal.Aurora, change: d =>
        {
            (d.Address, d.Cep, d.Uf) = ("Rua José Bonifácio, 1660, apto 61", Cep.Parse("13054693"), Uf.Parse("SP"));
            change?.Invoke(d);
        });
        var debt = await Boletos.AddDebtAsync(debtor, amount);
        var path = await BoletoScene.AskAsync(await Portal.SignInAsync(debtor), new(2026, 11, 30), debt);
        await Boletos.TurnAsync();
        return await Boletos.FindAsync(path);
    }

    public Task<BankAccount> AccountAsync() => Portal.InDbAsync(Portal.Aurora, db => db.BankAccounts.AsNoTracking().OrderBy(a => a.Id).FirstAsync());

    /// <summary>One file of all that waits, or what else came of it.</summary>
    public async Task<GenerateRemessaOutcome> GenerateAsync(BankAccount? of = null)
    {
        var account = of ?? await AccountAsync();
        return await Portal.InAsync(Portal.Aurora, services => services.GetRequiredService<GenerateRemessa>().HandleAsync(Portal.Aurora, account, "teste", default));
    }

    public async Task<Remessa> MadeAsync() => Assert.IsType<GenerateRemessaOutcome.Made>(await GenerateAsync()).Remessa;

    public Task<int> DeliverAsync() => Portal.InAsync(Portal.Aurora, services => services.GetRequiredService<RemessaDelivery>().DeliverAsync(default));

    /// <summary>The workers' turn, as they run in the portal.</summary>
    public Task<int> TurnAsync() => RemessaWorker.TurnAsync(Portal.Services.GetRequiredService<IServiceScopeFactory>(), Portal.Services.GetRequiredService<BankFileSettings>(), Boletos.Clock, default);

    public Task<T> InDeliveryAsync<T>(Func<RemessaDelivery, Task<T>> work) => Portal.InAsync(Portal.Aurora, services => work(services.GetRequiredService<RemessaDelivery>()));

    public async Task<byte[]> BytesAsync(Remessa remessa)
    {
        await using var stored = await Portal.Services.GetRequiredService<StoredFiles>().OpenAsync(remessa.CreditorId, remessa.FileId, default) ?? throw new InvalidOperationException("The file is gone.");
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public async Task<RemessaFile> ReadAsync(Remessa remessa)
    {
        using var bytes = new MemoryStream(await BytesAsync(remessa));
        return Assert.IsType<RemessaReading.Read>(RemessaReader.Read(bytes)).File;
    }

    public Task<List<BankOrder>> OrdersAsync(Boleto boleto) => Portal.InDbAsync(Portal.Aurora, db => db.BankOrders.AsNoTracking().Where(o => o.BoletoId == boleto.Id).OrderBy(o => o.Id).ToListAsync());

    public Task<Remessa> ReloadAsync(Remessa remessa) => Portal.InDbAsync(Portal.Aurora, db => db.Remessas.AsNoTracking().SingleAsync(r => r.Id == remessa.Id));

    /// <summary>Takes away what other tests left waiting.</summary>
    public async Task DrainAsync()
    {
        while (await GenerateAsync() is GenerateRemessaOutcome.Made) { }
        Boletos.Portal.Clock.Advance(RemessaDelivery.Lease + TimeSpan.FromSeconds(1));
        await DeliverAsync();
        foreach (var file in Directory.EnumerateFiles(Folder.Remessa)) File.Delete(file);
    }

    public Task<int> ChangeAsync(BankOrder order, Action<BankOrder> change) => Portal.InDbAsync(Portal.Aurora, async db =>
    {
        change(await db.BankOrders.SingleAsync(o => o.Id == order.Id));
        return await db.SaveChangesAsync();
    });
}
