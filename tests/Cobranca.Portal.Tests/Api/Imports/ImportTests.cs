using System.Text;
using Cobranca.Portal.Features.Api.Imports;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api.Imports;

public sealed class ImportTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new() { Settings = { ["Jobs:MaxUploadBytes"] = "300000", ["Jobs:MaxWaiting"] = "12" } };
    private ApiScene _aurora = null!;

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.ImportsRead, ApiScopes.ImportsWrite);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    private async Task<ApiAnswer> FinishedAsync(ApiAnswer accepted)
    {
        Assert.True(accepted.Status == 202, accepted.Text);
        await JobScene.DoAllAsync(_portal);
        return await _aurora.GetAsync(accepted.Headers["Location"]);
    }

    private Task<int> CountAsync() => _portal.InDbAsync(_portal.Aurora, db => db.Receivables.CountAsync());

    [Fact]
    public async Task A_file_becomes_a_job_and_the_job_a_portfolio()
    {
        var accepted = await _aurora.ImportAsync(ImportScene.Csv(3));
        Assert.Equal(202, accepted.Status);
        Assert.Equal($"{ImportScene.Path}/{ImportScene.IdOf(accepted)}", accepted.Headers["Location"]);
        Assert.Equal(("queued", "carteira.csv", 0), (accepted.Json.GetProperty("status").GetString(), accepted.Json.GetProperty("fileName").GetString(), await CountAsync()));

        var done = await FinishedAsync(accepted);
        Assert.Equal(("finished", 100), (done.Json.GetProperty("status").GetString(), done.Json.GetProperty("progress").GetProperty("percent").GetInt32()));
        Assert.Equal((3, 3, 0, 0, 0), ImportScene.CountsOf(done));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, done.Json.GetProperty("errorFileUrl").ValueKind);
        Assert.Equal(3, await CountAsync());

        Assert.Equal((3, 0, 0, 3, 0), ImportScene.CountsOf(await FinishedAsync(await _aurora.ImportAsync(ImportScene.Csv(3)))));
        Assert.Equal((4, 1, 0, 3, 0), ImportScene.CountsOf(await FinishedAsync(await _aurora.ImportAsync(ImportScene.Csv(4)))));
    }

    [Fact]
    public async Task So_many_files_are_sent_at_a_time_and_no_more()
    {
        var turns = _portal.Services.GetRequiredService<UploadTurns>();
        var begun = Enumerable.Range(0, UploadTurns.MaxAtOnce).Select(_ => turns.TryBegin(_portal.Aurora.Id)!).ToList();
        var refused = await _aurora.ImportAsync(ImportScene.Csv(1));
        Assert.Equal((429, "60"), (refused.Status, refused.Headers.GetValueOrDefault("Retry-After")));
        Assert.NotNull(turns.TryBegin(_portal.Vetor.Id));
        begun[0].Dispose();
        begun[0].Dispose();
        Assert.Equal(202, (await _aurora.ImportAsync(ImportScene.Csv(1))).Status);
        Assert.Equal(202, (await _aurora.ImportAsync(ImportScene.Csv(1))).Status);
    }

    /// <summary>A file of separators alone has five problems a line: it must not come back eighty times as large.</summary>
    [Fact]
    public void The_error_file_has_an_end_and_says_so()
    {
        using var file = new MemoryStream();
        using (var errors = new ImportErrorFile(() => file, leaveOpen: true))
            for (var i = 1; i <= ImportErrorFile.MaxProblems + 3; i++) errors.Add(new(i, "valor", "vazio."));
        var lines = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ImportErrorFile.MaxProblems + 2, lines.Length);
        Assert.Contains("há mais 3 problemas", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_lines_are_in_the_error_file_as_the_command_writes_it()
    {
        var done = await FinishedAsync(await _aurora.ImportAsync(ImportScene.Csv(2) + "X-1;111;Sem CPF;10/09/2026;1,00;;\nX-2;" + TestTaxIds.Cpf(1).Value + ";=Fórmula;ontem;1,00;;\n"));
        Assert.Equal((4, 2, 0, 0, 2), ImportScene.CountsOf(done));
        var file = await _aurora.GetAsync(new Uri(done.Json.GetProperty("errorFileUrl").GetString()!).AbsolutePath);
        Assert.Equal((200, "text/csv"), (file.Status, file.ContentType));
        var lines = file.Text.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("linha;coluna;motivo", lines[0]);
        Assert.StartsWith("4;cpf_cnpj;", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("5;vencimento;", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_counts_and_writes_nothing()
    {
        var done = await FinishedAsync(await _aurora.PostAsync(ImportScene.Form(ImportScene.Csv(2), fields: ("dryRun", "true"))));
        Assert.True(done.Json.GetProperty("dryRun").GetBoolean());
        Assert.Equal((2, 2, 0, 0, 0), ImportScene.CountsOf(done));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task What_a_point_means_can_be_said()
    {
        const string Csv = "id_externo,cpf_cnpj,nome,vencimento,valor\nP-1,{0},Ana,2026-09-10,1.234\n";
        var csv = Csv.Replace("{0}", TestTaxIds.Cpf(5).Value, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0, 0, 1), ImportScene.CountsOf(await FinishedAsync(await _aurora.ImportAsync(csv))));
        await FinishedAsync(await _aurora.PostAsync(ImportScene.Form(csv, fields: ("decimal", "comma"))));
        Assert.Equal(123_400, await _portal.InDbAsync(_portal.Aurora, async db => (await db.Receivables.SingleAsync(r => r.ExternalId == "P-1")).Principal.Centavos));
    }

    [Fact]
    public async Task A_file_nobody_can_read_fails_with_its_reason()
    {
        var done = await FinishedAsync(await _aurora.ImportAsync("isto não é;um cabeçalho\n1;2\n"));
        Assert.Equal("failed", done.Json.GetProperty("status").GetString());
        Assert.NotEmpty(done.Json.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task What_is_wrong_with_the_form_is_named()
    {
        using var nothing = new MultipartFormDataContent { { new StringContent("comma"), "decimal" } };
        Assert.Equal(["file"], (await _aurora.PostAsync(nothing)).WrongFields);
        Assert.Equal(["decimal", "dryRun", "modo"], (await _aurora.PostAsync(ImportScene.Form(ImportScene.Csv(1), "a.csv", ("decimal", "vírgula"), ("dryRun", "sim"), ("modo", "x")))).WrongFields);
        foreach (var file in new byte[][] { [], [.. "PK\x03\x04planilha"u8], [0x1f, 0x8b, 8], [.. "%PDF-1.7"u8], [0xff, 0xfe, 65, 0], [65, 0, 66] })
        {
            var answer = await _aurora.PostAsync(ImportScene.Form(file));
            Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
            Assert.Equal(["file"], answer.WrongFields);
        }
        Assert.Equal(415, (await _aurora.PostAsync(ImportScene.Path, "{}")).Status);
        using var cut = new ByteArrayContent(Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nid_externo;cpf"));
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.Equal(400, (await _aurora.PostAsync(cut)).Status);
        Assert.Equal((0, 0), await _portal.InDbAsync(_portal.Aurora, async db => (await db.StoredFiles.CountAsync(), await db.Jobs.CountAsync())));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_leaves_nothing()
    {
        var answer = await _aurora.ImportAsync(ImportScene.Csv(6_000));
        Assert.Equal((413, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal(0, await _portal.InDbAsync(_portal.Aurora, db => db.StoredFiles.CountAsync()));
    }

    [Fact]
    public async Task The_same_key_is_the_same_import_and_another_file_a_conflict()
    {
        var first = await _aurora.ImportAsync(ImportScene.Csv(2), "k-1");
        Assert.Equal(first.Text, (await _aurora.ImportAsync(ImportScene.Csv(2), "k-1")).Text);
        Assert.Equal(409, (await _aurora.ImportAsync(ImportScene.Csv(3), "k-1")).Status);
        Assert.Equal((1, 1), await _portal.InDbAsync(_portal.Aurora, async db => (await db.Jobs.CountAsync(), await db.StoredFiles.CountAsync())));
    }

    [Fact]
    public async Task An_import_whose_answer_was_lost_with_its_node_is_found_again()
    {
        var first = await _aurora.ImportAsync(ImportScene.Csv(2), "k-2");
        // As after a crash between the effect and the answer: the key is free again.
        await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.ExecuteDeleteAsync());
        var again = await _aurora.ImportAsync(ImportScene.Csv(2), "k-2");
        Assert.Equal((202, ImportScene.IdOf(first)), (again.Status, ImportScene.IdOf(again)));
        Assert.Equal((1, 1), await _portal.InDbAsync(_portal.Aurora, async db => (await db.Jobs.CountAsync(), await db.StoredFiles.CountAsync())));
    }

    [Fact]
    public async Task Eight_at_once_with_one_key_are_one_import()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _aurora.ImportAsync(ImportScene.Csv(5), "k-3")));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 202, 409 }));
        Assert.Single(answers.Where(a => a.Status == 202).Select(ImportScene.IdOf).Distinct(StringComparer.Ordinal));
        Assert.Equal(1, await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.CountAsync()));
    }

    [Fact]
    public async Task The_line_has_an_end()
    {
        for (var i = 0; i < 12; i++) Assert.Equal(202, (await _aurora.ImportAsync(ImportScene.Csv(1))).Status);
        var full = await _aurora.ImportAsync(ImportScene.Csv(1));
        Assert.Equal((429, "application/problem+json", "60"), (full.Status, full.ContentType, full.Headers.GetValueOrDefault("Retry-After")));
        await JobScene.DoAllAsync(_portal);
        Assert.Equal(202, (await _aurora.ImportAsync(ImportScene.Csv(1))).Status);
    }

    [Fact]
    public async Task The_list_goes_from_new_to_old_page_by_page()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, ImportScene.IdOf(await _aurora.ImportAsync(ImportScene.Csv(1, i))));
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await _aurora.GetAsync($"{ImportScene.Path}?limit=2{cursor}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task Strangers_other_creditors_and_keys_without_the_scope_get_nothing()
    {
        var done = await FinishedAsync(await _aurora.ImportAsync(ImportScene.Csv(1) + "X;1;;;;;\n"));
        var path = $"{ImportScene.Path}/{ImportScene.IdOf(done)}";
        var stranger = new ApiScene(_portal.Http, key: null);
        var vetor = await ApiScene.OfAsync(_portal, _portal.Vetor);
        var reader = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.ImportsRead);
        var other = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.ReceivablesWrite);
        foreach (var address in new[] { ImportScene.Path, path, path + "/errors.csv" })
        {
            Assert.Equal(401, (await stranger.GetAsync(address)).Status);
            Assert.Equal(403, (await other.GetAsync(address)).Status);
            Assert.Equal(200, (await reader.GetAsync(address)).Status);
        }
        Assert.Equal(404, (await vetor.GetAsync(path)).Status);
        Assert.Equal(404, (await vetor.GetAsync(path + "/errors.csv")).Status);
        Assert.Equal(0, (await vetor.GetAsync(ImportScene.Path)).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(401, (await stranger.ImportAsync(ImportScene.Csv(1))).Status);
        Assert.Equal(403, (await reader.ImportAsync(ImportScene.Csv(1))).Status);
        Assert.Equal(1, await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.CountAsync()));
    }

    [Fact]
    public async Task The_name_of_the_file_is_only_a_name()
    {
        var answer = await _aurora.PostAsync(ImportScene.Form(ImportScene.Csv(1), "..\\..\\etc/carteira novembro.csv"));
        Assert.Equal("carteira novembro.csv", answer.Json.GetProperty("fileName").GetString());
    }
}
