using System.Text;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

/// <summary>On routes of the test's own, so that what the work does is known: it counts, and answers with what it counted.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private readonly Work _work = new();
    private readonly PortalFixture _portal;
    private ApiScene _aurora = null!;

    public IdempotencyTests() => _portal = new() { ChangeServices = services => services.AddSingleton<ApiProbe>(new ApiProbe(_work.Map)) };

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    private sealed class Work
    {
        private int _done;
        public int Done => _done;
        public int Status { get; set; } = 201;
        public TaskCompletionSource Entered { get; } = new();
        public TaskCompletionSource? Hold { get; set; }
        public List<string> Names { get; } = [];

        public void Map(RouteGroupBuilder api)
        {
            api.MapPost("/probe", async (HttpContext http, IdempotentCall call) =>
            {
                using var reader = new StreamReader(http.Request.Body);
                var text = await reader.ReadToEndAsync();
                Names.Add(call.Name("probe"));
                var number = Interlocked.Increment(ref _done);
                Entered.TrySetResult();
                if (Hold is { } hold) await hold.Task;
                if (Status == 500) throw new InvalidOperationException("segredo de dentro");
                return Results.Json(new { number, length = text.Length }, statusCode: Status);
            }).RequireScope(ApiScopes.Calculators);
            api.MapPost("/probe/form", async (HttpContext http) =>
            {
                var form = await http.Request.ReadFormAsync();
                return Results.Created($"/api/v1/probe/{Interlocked.Increment(ref _done)}", new { file = form.Files[0].Length });
            }).RequireScope(ApiScopes.Calculators);
        }
    }

    [Fact]
    public async Task The_same_request_again_is_answered_as_before_and_done_once()
    {
        var first = await _aurora.PostAsync("/api/v1/probe", """{"a":1}""", "k1");
        var again = await _aurora.PostAsync("/api/v1/probe", """{"a":1}""", "k1");
        Assert.Equal((201, """{"number":1,"length":7}"""), (first.Status, first.Text));
        Assert.Equal((first.Status, first.Text, first.ContentType), (again.Status, again.Text, again.ContentType));
        Assert.Equal((false, "true", 1), (first.Headers.ContainsKey("Idempotent-Replayed"), again.Headers["Idempotent-Replayed"], _work.Done));
    }

    [Fact]
    public async Task Not_now_is_not_the_answer_for_a_week()
    {
        _work.Status = 429;
        Assert.Equal(429, (await _aurora.PostAsync("/api/v1/probe", "{}", "k-full")).Status);
        _work.Status = 201;
        Assert.Equal(201, (await _aurora.PostAsync("/api/v1/probe", "{}", "k-full")).Status);
        Assert.Equal(2, _work.Done);
    }

    [Fact]
    public async Task Another_body_or_another_place_is_a_conflict()
    {
        await _aurora.PostAsync("/api/v1/probe", """{"a":1}""", "k2");
        Assert.Equal(409, (await _aurora.PostAsync("/api/v1/probe", """{"a":2}""", "k2")).Status);
        Assert.Equal(409, (await _aurora.PostAsync("/api/v1/probe?x=1", """{"a":1}""", "k2")).Status);
        Assert.Equal(1, _work.Done);
    }

    [Fact]
    public async Task Keys_of_two_creditors_have_nothing_to_do_with_each_other()
    {
        var vetor = await ApiScene.OfAsync(_portal, _portal.Vetor);
        await _aurora.PostAsync("/api/v1/probe", "{}", "shared");
        Assert.Contains("\"number\":2", (await vetor.PostAsync("/api/v1/probe", """{"b":1}""", "shared")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_each_is_done()
    {
        await _aurora.PostAsync("/api/v1/probe", "{}");
        await _aurora.PostAsync("/api/v1/probe", "{}");
        Assert.Equal((2, 2), (_work.Done, _work.Names.Distinct().Count()));
    }

    [Theory]
    [InlineData("tab\there")]
    [InlineData("201")]
    public async Task A_key_that_cannot_be_one_is_refused(string key)
    {
        var answer = await _aurora.PostAsync("/api/v1/probe", "{}", key == "201" ? new string('x', 201) : key);
        Assert.Equal(400, answer.Status);
        Assert.Equal(["Idempotency-Key"], answer.WrongFields);
    }

    [Fact]
    public async Task While_it_is_being_answered_others_are_told_to_come_back()
    {
        _work.Hold = new();
        var first = _aurora.PostAsync("/api/v1/probe", "{}", "slow");
        await _work.Entered.Task;
        var second = await _aurora.PostAsync("/api/v1/probe", "{}", "slow");
        Assert.Equal((409, "2"), (second.Status, second.Headers["Retry-After"]));
        _work.Hold.SetResult();
        Assert.Equal(201, (await first).Status);
        Assert.Equal(201, (await _aurora.PostAsync("/api/v1/probe", "{}", "slow")).Status);
        Assert.Equal(1, _work.Done);
    }

    [Fact]
    public async Task Eight_at_once_are_done_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _aurora.PostAsync("/api/v1/probe", "{}", "race")));
        Assert.Contains(answers, a => a.Status == 201);
        Assert.All(answers, a => Assert.True(a.Status is 201 or 409, a.Text));
        Assert.Equal(1, _work.Done);
        Assert.Equal("""{"number":1,"length":2}""", (await _aurora.PostAsync("/api/v1/probe", "{}", "race")).Text);
    }

    [Fact]
    public async Task A_failure_of_ours_is_not_kept_and_says_nothing_of_the_inside()
    {
        _work.Status = 500;
        var failed = await _aurora.PostAsync("/api/v1/probe", "{}", "fails");
        Assert.Equal((500, "application/problem+json"), (failed.Status, failed.ContentType));
        Assert.DoesNotContain("segredo", failed.Text, StringComparison.Ordinal);
        Assert.NotEmpty(failed.Json.GetProperty("problemId").GetString()!);
        _work.Status = 201;
        Assert.Equal(201, (await _aurora.PostAsync("/api/v1/probe", "{}", "fails")).Status);
    }

    [Fact]
    public async Task A_node_killed_in_the_middle_lets_go_when_its_lease_ends_and_the_names_are_the_same()
    {
        await _aurora.PostAsync("/api/v1/probe", "{}", "killed");
        // As the row stands when the process died before it could keep the answer.
        await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.Where(r => r.Key == "killed").ExecuteUpdateAsync(set => set
            .SetProperty(r => r.CompletedAt, (DateTime?)null).SetProperty(r => r.Status, (int?)null).SetProperty(r => r.Response, (byte[]?)null)));
        Assert.Equal(409, (await _aurora.PostAsync("/api/v1/probe", "{}", "killed")).Status);
        _portal.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("""{"number":2,"length":2}""", (await _aurora.PostAsync("/api/v1/probe", "{}", "killed")).Text);
        Assert.Single(_work.Names.Distinct());
    }

    [Fact]
    public async Task What_is_kept_is_encrypted_and_forgotten_after_a_week()
    {
        await _aurora.PostAsync("/api/v1/probe", "{}", "kept");
        var row = await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.AsNoTracking().SingleAsync(r => r.Key == "kept"));
        Assert.DoesNotContain("number", Encoding.UTF8.GetString(row.Response!), StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromDays(8));
        await _portal.InDbAsync(_portal.Aurora, db => IdempotencySweep.RunAsync(db, _portal.Clock.GetUtcNow().UtcDateTime, default));
        Assert.False(await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.AnyAsync(r => r.Key == "kept")));
    }

    [Fact]
    public async Task An_upload_is_the_same_whatever_boundary_its_client_made_up()
    {
        var content = new string('x', 100_000) + "--almost-" + new string('y', 10);
        var first = await UploadAsync("----one-boundary", content);
        var again = await UploadAsync("----another-boundary-longer", content);
        var other = await UploadAsync("----one-boundary", content + "z");
        Assert.Equal((201, "/api/v1/probe/1"), (first.Status, first.Headers["Location"]));
        Assert.Equal((201, first.Text, "/api/v1/probe/1", "true"), (again.Status, again.Text, again.Headers["Location"], again.Headers["Idempotent-Replayed"]));
        Assert.Equal(409, other.Status);
    }

    private async Task<ApiAnswer> UploadAsync(string boundary, string content)
    {
        using var form = new MultipartFormDataContent(boundary) { { new StringContent(content), "file", "a.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/probe/form") { Content = form };
        request.Headers.Add("Idempotency-Key", "upload");
        return await _aurora.SendAsync(request);
    }
}
