using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.BankFiles.Remessas;

/// <summary>The bank's folder sees every file once, whatever is killed when.</summary>
public sealed class RemessaDeliveryTests(RemessaScene scene) : IClassFixture<RemessaScene>
{
    private string[] InFolder => [.. Directory.GetFiles(scene.Folder.Remessa).Select(path => Path.GetFileName(path)!)];

    private async Task<Remessa> WaitingAsync()
    {
        await scene.DrainAsync();
        await scene.RequestAsync();
        return await scene.MadeAsync();
    }

    /// <summary>Another process, after the lease of the one that was killed.</summary>
    private Task<int> LaterAsync()
    {
        scene.Portal.Clock.Advance(RemessaDelivery.Lease + TimeSpan.FromSeconds(1));
        return scene.DeliverAsync();
    }

    private Task<RemessaDelivery.Claim?> ClaimAsync(Remessa remessa) => scene.InDeliveryAsync(delivery => delivery.ClaimAsync(remessa.Id, default));

    private Task<bool> PrepareAsync(RemessaDelivery.Claim claim) => scene.InDeliveryAsync(async delivery =>
    {
        await delivery.PrepareAsync(claim, default);
        return true;
    });

    private async Task AssertDeliveredAsync(Remessa remessa, params string[] folder)
    {
        Assert.Equal(folder, InFolder);
        Assert.NotNull((await scene.ReloadAsync(remessa)).DeliveredAt);
        Assert.Empty(Directory.GetFiles(scene.Folder.Preparing));
        Assert.Equal(0, await LaterAsync());
        Assert.Equal(folder, InFolder);
    }

    [Fact]
    public async Task Killed_while_writing_it_is_written_anew_and_delivered_once()
    {
        var remessa = await WaitingAsync();
        // The claim, then the pieces of the file, then the save: each broken off once.
        for (var at = 1; ; at++)
        {
            scene.Trap.Set(at);
            try { await LaterAsync(); }
            catch (Exception failure) when (failure is KilledException or { InnerException: KilledException }) { }
            if (!scene.Trap.Release()) break;
            Assert.True(InFolder.Length <= 1);
            Assert.True(at < 50, "It never gets through.");
        }
        await AssertDeliveredAsync(remessa, remessa.FileName);
        Assert.Equal(await scene.BytesAsync(remessa), await File.ReadAllBytesAsync(Path.Combine(scene.Folder.Remessa, remessa.FileName)));
    }

    [Fact]
    public async Task Killed_between_writing_and_delivering_it_is_delivered_later()
    {
        var remessa = await WaitingAsync();
        await PrepareAsync((await ClaimAsync(remessa))!);
        Assert.Equal(0, await scene.DeliverAsync());
        Assert.Empty(InFolder);
        Assert.Equal(1, await LaterAsync());
        await AssertDeliveredAsync(remessa, remessa.FileName);
        // The carrier's group may take it away; nobody else may look.
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(Path.Combine(scene.Folder.Remessa, remessa.FileName)));
        Assert.True(File.GetUnixFileMode(scene.Folder.Remessa).HasFlag(UnixFileMode.GroupWrite) && !File.GetUnixFileMode(scene.Folder.Remessa).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task Killed_after_delivering_it_is_not_delivered_again_though_the_bank_took_it_away()
    {
        var remessa = await WaitingAsync();
        var claim = (await ClaimAsync(remessa))!;
        await PrepareAsync(claim);
        RemessaDelivery.HandOver(claim);
        File.Delete(Path.Combine(scene.Folder.Remessa, remessa.FileName));
        Assert.Equal(1, await LaterAsync());
        await AssertDeliveredAsync(remessa);
    }

    [Fact]
    public async Task A_node_that_slept_through_its_lease_delivers_nothing_when_it_wakes()
    {
        var remessa = await WaitingAsync();
        var (writing, handing) = ((await ClaimAsync(remessa))!, default(RemessaDelivery.Claim));
        scene.Portal.Clock.Advance(RemessaDelivery.Lease + TimeSpan.FromSeconds(1));
        handing = (await ClaimAsync(remessa))!;
        await PrepareAsync(handing);
        Assert.Equal(1, await LaterAsync());
        File.Delete(Path.Combine(scene.Folder.Remessa, remessa.FileName));
        // One wakes before its writing, the other before its rename; the bank has long taken the file.
        await Assert.ThrowsAsync<IOException>(() => PrepareAsync(writing));
        Assert.Throws<IOException>(() => RemessaDelivery.HandOver(handing));
        Assert.Empty(InFolder);
        Assert.Equal(0, await LaterAsync());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_a_name_that_is_taken_and_a_file_made_for_download_are_left_alone()
    {
        var remessa = await WaitingAsync();
        var claim = (await ClaimAsync(remessa))!;
        await PrepareAsync(claim);
        var elsewhere = Directory.CreateTempSubdirectory("cobranca-sem-pasta-").FullName;
        var unmounted = claim with { Folder = new BankFolders(elsewhere).Of("aurora", "341")! };
        Assert.Throws<IOException>(() => RemessaDelivery.HandOver(unmounted));
        Directory.Delete(elsewhere, recursive: true);

        var taken = Path.Combine(scene.Folder.Remessa, remessa.FileName);
        await File.WriteAllTextAsync(taken, "de outro sistema");
        Assert.Equal(0, await LaterAsync());
        Assert.Equal("de outro sistema", await File.ReadAllTextAsync(taken));
        File.Delete(taken);

        await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Remessas.Where(r => r.Id == remessa.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.ToFolder, false)));
        Assert.Equal(0, await LaterAsync());
        Assert.Empty(InFolder);
        await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Remessas.Where(r => r.Id == remessa.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.ToFolder, true)));
        Assert.Equal(1, await LaterAsync());
        await AssertDeliveredAsync(remessa, remessa.FileName);
    }

    [Fact]
    public async Task Below_a_bare_mount_point_nothing_is_written_and_a_folder_that_cannot_be_used_stops_no_other()
    {
        var remessa = await WaitingAsync();
        var share = Directory.CreateTempSubdirectory("cobranca-montagem-").FullName;
        var folders = new BankFolders(share, marked: true);
        Assert.Equal((true, false, 0), (folders.Exist, folders.AreThere, await DeliverAsync()));
        Assert.Throws<IOException>(() => folders.Of("aurora", "341"));
        Assert.Empty(Directory.GetFileSystemEntries(share));
        Assert.Null((await scene.ReloadAsync(remessa)).LeasedUntil);

        await File.WriteAllBytesAsync(Path.Combine(share, ".cobranca"), []);
        if (!OperatingSystem.IsWindows())
        {
            // Claimed, found to lead elsewhere, logged: no exception comes out.
            var preparing = folders.Of("aurora", "341")!.Preparing;
            Directory.Delete(preparing);
            Directory.CreateSymbolicLink(preparing, scene.Folder.Refused);
            Assert.Equal(0, await DeliverAsync());
            Directory.Delete(preparing);
            scene.Portal.Clock.Advance(RemessaDelivery.Lease + TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1, await DeliverAsync());
        Assert.True(File.Exists(Path.Combine(folders.Of("aurora", "341")!.Remessa, remessa.FileName)));
        Directory.Delete(share, recursive: true);

        Task<int> DeliverAsync() => scene.Portal.InAsync(scene.Portal.Aurora, services =>
            Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<RemessaDelivery>(services, folders).DeliverAsync(default));
    }

    [Theory]
    [InlineData("../aurora", "341")]
    [InlineData("aurora/..", "341")]
    [InlineData("aurora", "..")]
    [InlineData("aurora", "3/1")]
    [InlineData("aurora", "٣٤١")]
    public void No_name_leads_out_of_the_folders(string slug, string bank)
    {
        Assert.Throws<ArgumentException>(() => new BankFolders(scene.Root).Of(slug, bank));
        var account = new BankAccount { BankCode = "341", Agencia = "../0057", Conta = "1/2\\3:45", Carteira = "109", Convenio = "..", FileFormat = CnabFormat.Cnab240 };
        Assert.Equal("341-005712345-000007.rem", BankFolders.NameOf(account, 7));
        Assert.True(BankFolders.IsTemporary(".preparo") && BankFolders.IsTemporary("x.ret.FILEPART") && !BankFolders.IsTemporary("x.ret"));
    }
}
