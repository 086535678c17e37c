using System.Security.Cryptography;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Jobs;

public sealed class StoredFileTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Piece = 64 * 1024;

    private StoredFiles Files => portal.Services.GetRequiredService<StoredFiles>();

    private async Task<long> StoreAsync(byte[] content, bool async = true)
    {
        await using var file = Files.Create(portal.Aurora.Id, "teste.csv", "text/csv");
        for (var at = 0; at < content.Length;)
        {
            // Odd lengths, so that pieces end in the middle of a write.
            var count = Math.Min(100_003, content.Length - at);
            if (async) await file.WriteAsync(content.AsMemory(at, count));
            else file.Write(content.AsSpan(at, count));
            at += count;
        }
        return (await file.FinishAsync(default)).Id;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData(Piece * 8)]
    [InlineData(Piece * 19 + 7)]
    public async Task What_is_written_is_read_again(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        foreach (var async in new[] { true, false })
        {
            var id = await StoreAsync(content, async);
            await using var stream = await Files.OpenAsync(portal.Aurora.Id, id, default);
            Assert.Equal(length, stream!.Length);
            Assert.Equal(SHA256.HashData(content), stream.File.Sha256);
            using var read = new MemoryStream();
            await stream.CopyToAsync(read);
            Assert.Equal(content, read.ToArray());
            stream.Position = 0;
            read.SetLength(0);
            // ReSharper disable once MethodHasAsyncOverload
            stream.CopyTo(read, 1000);
            Assert.Equal(content, read.ToArray());
        }
    }

    [Fact]
    public async Task Any_position_can_be_gone_to()
    {
        var content = RandomNumberGenerator.GetBytes(Piece * 3 + 11);
        await using var stream = await Files.OpenAsync(portal.Aurora.Id, await StoreAsync(content), default);
        foreach (var position in new[] { 0, Piece - 1, Piece * 3 + 10, 5, Piece * 2 })
        {
            stream!.Seek(position, SeekOrigin.Begin);
            Assert.Equal(content[position], stream.ReadByte());
        }
        stream!.Seek(0, SeekOrigin.End);
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task Nothing_in_the_database_reads_as_the_file_and_pieces_cannot_trade_places()
    {
        var content = new byte[Piece * 2];
        Array.Fill(content, (byte)'7');
        var id = await StoreAsync(content);
        var stored = await portal.InDbAsync(portal.Aurora, db => db.StoredFileChunks.AsNoTracking().Where(c => c.FileId == id).OrderBy(c => c.Number).ToListAsync());
        Assert.All(stored, chunk => Assert.Equal(-1, chunk.Bytes.AsSpan().IndexOf("77777777"u8)));

        await portal.InDbAsync(portal.Aurora, db => db.StoredFileChunks.Where(c => c.FileId == id && c.Number == 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.Bytes, stored[1].Bytes)));
        await using var stream = await Files.OpenAsync(portal.Aurora.Id, id, default);
        Assert.Throws<CryptographicException>(() => stream!.ReadByte());
    }

    [Fact]
    public async Task Another_creditor_has_no_such_file()
    {
        var id = await StoreAsync([1, 2, 3]);
        Assert.Null(await Files.OpenAsync(portal.Vetor.Id, id, default));
    }

    [Fact]
    public async Task A_file_nobody_finished_cannot_be_read_and_leaves_nothing()
    {
        var before = await CountAsync();
        await using (var file = Files.Create(portal.Aurora.Id, "pela-metade.csv", "text/csv"))
        {
            await file.WriteAsync(new byte[Piece * 9]);
            var id = await portal.InDbAsync(portal.Aurora, db => db.StoredFiles.MaxAsync(f => f.Id));
            Assert.Null(await Files.OpenAsync(portal.Aurora.Id, id, default));
        }
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Expired_files_go_with_their_ended_jobs_and_not_before()
    {
        var (lonely, needed) = (await StoreAsync([1]), await StoreAsync(new byte[Piece * 300]));
        var job = await JobScene.QueueAsync(portal, portal.Aurora, input: needed);
        async Task<(bool, bool)> ThereAsync()
        {
            await JobWorker.SweepAsync(portal.Services.GetRequiredService<IServiceScopeFactory>(), portal.Services.GetRequiredService<JobSettings>(), portal.Services.GetRequiredService<BusinessClock>(), default);
            return await portal.InDbAsync(portal.Aurora, async db => (await db.StoredFiles.AnyAsync(f => f.Id == lonely), await db.StoredFiles.AnyAsync(f => f.Id == needed)));
        }

        Assert.Equal((true, true), await ThereAsync());
        portal.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        Assert.Equal((false, true), await ThereAsync());
        await portal.InDbAsync(portal.Aurora, db => db.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.Status, Persistence.Model.JobStatus.Finished).SetProperty(j => j.FinishedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        Assert.Equal((false, true), await ThereAsync());
        portal.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        Assert.Equal((false, false), await ThereAsync());
        Assert.False(await portal.InDbAsync(portal.Aurora, db => db.StoredFileChunks.AnyAsync(c => c.FileId == needed)));
    }

    private Task<(int, int)> CountAsync() => portal.InDbAsync(portal.Aurora, async db => (await db.StoredFiles.CountAsync(), await db.StoredFileChunks.CountAsync()));
}
