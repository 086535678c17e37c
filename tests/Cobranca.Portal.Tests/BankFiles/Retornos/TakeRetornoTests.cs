using System.Net.Http.Headers;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>A file by each door: the API, the watched folder, the command. Taken once, refused whole, nobody else's.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class TakeRetornoTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const CnabFormat C240 = CnabFormat.Cnab240;
    private const CnabFormat C400 = CnabFormat.Cnab400;
    private readonly RetornoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync("001", "104", "237", "341");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task By_the_api_it_is_applied_in_the_background_and_can_be_read_line_by_line()
    {
        var (paid, over) = (await _scene.SlipAsync(), await _scene.SlipAsync());
        var file = _scene.FileOf("341", C400, Line(paid, "06", 10_000), Line(over, "06", 15_000));
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.RetornosRead, ApiScopes.RetornosWrite);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(aurora, file)));
        Assert.All(answers, a => Assert.Equal(202, a.Status));
        var id = Assert.Single(answers.Select(a => a.Json.GetProperty("id").GetString()).Distinct());
        await JobScene.DoAllAsync(portal);
        var done = (await aurora.GetAsync($"/api/v1/retornos/{id}")).Json;
        Assert.Equal(("applied", 2, 1, 1, 250.00m), (done.GetProperty("status").GetString(), done.GetProperty("counts").GetProperty("titles").GetInt32(), done.GetProperty("counts").GetProperty("applied").GetInt32(),
            done.GetProperty("counts").GetProperty("forReview").GetInt32(), done.GetProperty("received").GetDecimal()));
        var lines = (await aurora.GetAsync($"/api/v1/retornos/{id}/lines?outcome=review")).Json.GetProperty("items");
        Assert.Equal(("over", over.PublicId, 3), (lines[0].GetProperty("review").GetString(), lines[0].GetProperty("boleto").GetString(), lines[0].GetProperty("line").GetInt32()));
        Assert.Equal(Encoding.Latin1.GetString(file), (await aurora.GetAsync($"/api/v1/retornos/{id}/file")).Text);

        var divergence = lines[0].GetProperty("id").GetString();
        Assert.Equal(400, (await aurora.PostAsync($"/api/v1/divergences/{divergence}/resolve", """{"note":" "}""")).Status);
        Assert.Equal(200, (await aurora.PostAsync($"/api/v1/divergences/{divergence}/resolve", """{"note":"Devolvido."}""")).Status);
        Assert.Equal(200, (await aurora.PostAsync($"/api/v1/divergences/{divergence}/resolve", """{"note":"Devolvido."}""")).Status);
        Assert.Equal(409, (await aurora.PostAsync($"/api/v1/divergences/{divergence}/resolve", """{"note":"Outra coisa."}""")).Status);
        Assert.DoesNotContain((await aurora.GetAsync("/api/v1/divergences?limit=200")).Json.GetProperty("items").EnumerateArray(), d => d.GetProperty("id").GetString() == divergence);
        Assert.Contains((await aurora.GetAsync("/api/v1/divergences?limit=200&state=resolved")).Json.GetProperty("items").EnumerateArray(), d => d.GetProperty("resolution").GetString() == "Devolvido.");

        // Somebody else's file with my key: refused, without a word about whose it is; and nothing of mine is seen by others.
        var foreign = Written(new() { Bank = "341", Format = C400, Agencia = "9999", Conta = "77777", ContaDv = "1", GeneratedOn = Today, Sequence = 1 }, [Line(paid, "06", 10_000)]);
        var refused = await SendAsync(aurora, foreign);
        Assert.Equal((400, "file"), (refused.Status, Assert.Single(refused.WrongFields)));
        Assert.Equal(400, (await SendAsync(aurora, "isto não é um retorno"u8.ToArray())).Status);
        Assert.Equal(404, (await (await ApiScene.OfAsync(portal, portal.Vetor)).GetAsync($"/api/v1/retornos/{id}")).Status);
        Assert.Equal(400, (await SendAsync(await ApiScene.OfAsync(portal, portal.Vetor), file)).Status);
    }

    [Theory]
    [InlineData("341", C240, false)]
    [InlineData("001", C240, false)]
    [InlineData("104", C240, false)]
    [InlineData("237", C400, true)]
    public async Task Whose_it_is_shows_in_the_header_or_in_its_first_numbers(string bank, CnabFormat format, bool byNumbers)
    {
        var slip = await _scene.SlipAsync(bank);
        Assert.IsType<TakeRetornoOutcome.Taken>(await _scene.TakeAsync(_scene.FileOf(bank, format, Line(slip, "06", 10_000))));
        // A number that every creditor has, for another amount, proves nothing.
        var other = await _scene.TakeAsync(_scene.FileOf(bank, format, Line(slip, "06", 10_000) with { FaceValue = new(77_777) }));
        Assert.Equal(byNumbers, other is TakeRetornoOutcome.Refused { Retorno: null });
    }

    [Fact]
    public async Task A_file_cut_short_does_nothing_and_a_line_nobody_can_read_is_not_to_be_overlooked()
    {
        var slip = await _scene.SlipAsync();
        var file = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        var cut = await _scene.TakeAsync(file[..^402]);
        var kept = Assert.IsType<TakeRetornoOutcome.Refused>(cut).Retorno!;
        Assert.Equal((RetornoStatus.Refused, true), (kept.Status, kept.Refusal!.Contains("cortado", StringComparison.Ordinal)));
        Assert.IsType<TakeRetornoOutcome.KnownAlready>(await _scene.TakeAsync(file[..^402]));
        Assert.Equal(RetornoStatus.Refused, (await _scene.ApplyAsync(kept)).Status);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(slip)).Status);

        var garbled = _scene.FileOf("341", C400, Line(slip, "06", 10_000), Line(slip, "02"));
        "x"u8.CopyTo(garbled.AsSpan(402 + 260));
        var retorno = await _scene.ApplyAsync(garbled);
        var finding = Assert.Single(await _scene.OccurrencesAsync(retorno), o => o.Review == ReviewReason.Unreadable);
        Assert.Equal((2, 1L, 1L), (finding.Line, retorno.ForReview, RetornoRemarks.Of(retorno).Unreadable));
        Assert.Contains("Linha 2", finding.Detail, StringComparison.Ordinal);
        var zeroed = _scene.FileOf("341", C400, Line(slip, "02"), Line(slip, "06", 10_000));
        zeroed[402 + 82] = 0; // no database but SQLite keeps it in a text
        Assert.Contains(await _scene.OccurrencesAsync(await _scene.ApplyAsync(zeroed)), o => o.Review == ReviewReason.Unreadable);
        Assert.Equal(BoletoStatus.Paid, (await _scene.ReloadAsync(slip)).Status);
        var path = Path.Combine(portal.Database.Folder, "garbled.ret");
        await File.WriteAllBytesAsync(path, garbled);
        Assert.Equal(3, (await portal.CommandAsync("retorno", "import", path)).ExitCode);
    }

    [Fact]
    public async Task By_the_watched_folder_a_file_is_taken_whole_once_and_put_aside()
    {
        var folder = portal.Services.GetRequiredService<BankFolders>().Of("aurora", "341")!;
        var slip = await _scene.SlipAsync();
        var file = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        var name = Path.Combine(folder.Retorno, "CN1.RET");
        await File.WriteAllBytesAsync(name + ".part", file);
        await File.WriteAllBytesAsync(name, file[..600]);
        File.SetLastWriteTimeUtc(name, _scene.Now);
        Assert.Equal(0, await LookAsync()); // still arriving
        await File.WriteAllBytesAsync(name, file);
        File.SetLastWriteTimeUtc(name, _scene.Now);
        Assert.Equal(1, await LookAsync());
        Assert.Equal(["CN1.RET"], Names(folder.Read));
        await JobScene.DoAllAsync(portal);
        Assert.Equal(BoletoStatus.Paid, (await _scene.ReloadAsync(slip)).Status);

        // Stored by a node that was killed before it moved the file: known, and only moved, beside the one of the same name.
        await File.WriteAllBytesAsync(name, file);
        Assert.Equal(1, await LookAsync());
        Assert.Equal(["CN1-1.RET", "CN1.RET"], Names(folder.Read));
        Assert.Single(await _scene.PaymentsAsync(slip));

        // Cut short and old enough that nothing more will come.
        await File.WriteAllBytesAsync(name, file[..600]);
        File.SetLastWriteTimeUtc(name, _scene.Now.AddMinutes(-6));
        Assert.Equal(1, await LookAsync());
        Assert.Equal(["CN1.RET", "CN1.RET.motivo.txt"], Names(folder.Refused));
        Assert.Contains("cortado", await File.ReadAllTextAsync(Path.Combine(folder.Refused, "CN1.RET.motivo.txt")), StringComparison.Ordinal);
        Assert.Equal(["CN1.RET.part"], Names(folder.Retorno));

        Task<int> LookAsync() => RetornoWatch.TurnAsync(portal.Services.GetRequiredService<IServiceScopeFactory>(), default);
        static IEnumerable<string> Names(string path) => Directory.GetFiles(path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_command_finds_the_creditor_says_what_happened_and_ends_by_it()
    {
        var slip = await _scene.SlipAsync();
        var path = Path.Combine(portal.Database.Folder, "comando.ret");
        await File.WriteAllBytesAsync(path, _scene.FileOf("341", C400, Line(slip, "06", 12_000)));
        var first = await portal.CommandAsync("retorno", "import", path);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("títulos 1, aplicados 0, já conhecidos 0, só informados 0, para conferir 1", first.Output, StringComparison.Ordinal);
        Assert.Contains("nada mudou", (await portal.CommandAsync("retorno", "import", path, "--creditor", "aurora")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await portal.CommandAsync("retorno", "import", path, "--creditor", "vetor")).ExitCode);

        var listed = (await portal.CommandAsync("divergence", "list", "--creditor", "aurora")).Output.Split(Environment.NewLine).Single(line => line.Contains("comando.ret", StringComparison.Ordinal));
        var id = listed.Trim().Split(' ')[0];
        Assert.Contains("resolvida", (await portal.CommandAsync("divergence", "resolve", "--creditor", "aurora", "--id", id, "--note", "Visto")).Output, StringComparison.Ordinal);
        Assert.Contains("[Visto]", (await portal.CommandAsync("divergence", "list", "--creditor", "aurora", "--resolved")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await portal.CommandAsync("retorno", "import", path + ".nada")).ExitCode);
    }

    private static async Task<ApiAnswer> SendAsync(ApiScene system, byte[] file)
    {
        using var form = new MultipartFormDataContent("limite");
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "file", "CN23116A.RET");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/retornos") { Content = form };
        return await system.SendAsync(request);
    }
}
