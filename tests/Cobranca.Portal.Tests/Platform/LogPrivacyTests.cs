using System.Text.Json;
using System.Text.RegularExpressions;
using Cobranca.Portal.Features.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>A whole journey at the chattiest level: nothing of the person is in the log.</summary>
public sealed class LogPrivacyTests
{
    [Fact]
    public async Task A_whole_journey_leaves_nothing_of_the_person_in_the_log()
    {
        using var log = new LogCapture();
        var portal = new PortalFixture { ChangeServices = services => log.Listen(services, LogLevel.Debug) };
        await portal.InitializeAsync();
        try
        {
            var journey = new LoggedJourney(portal);
            await journey.WalkAsync();

            var lines = log.Lines;
            Assert.Contains(lines, line => line.Level == LogLevel.Debug);
            Assert.Contains(lines, line => line.Category == "Microsoft.EntityFrameworkCore.Database.Command");
            Assert.Contains(lines, line => line.Given.Contains("/aurora/boleto/", StringComparison.Ordinal));
            foreach (var secret in journey.Secrets)
            {
                // The second wall: nothing gets past it.
                Assert.Empty(lines.Where(line => Holds(line.Written, secret)).Select(line => $"{secret} in {line.Written}"));
                // The first: nobody writes it in the first place, but for the framework, which at this level writes whole addresses.
                if (secret == journey.LinkToken) continue;
                Assert.Empty(lines.Where(line => !line.Given.Contains("?cpf=", StringComparison.Ordinal) && Holds(line.Given, secret)).Select(line => $"{secret} in {line.Category}: {line.Given}"));
            }
            Assert.Contains(lines, line => line.Given.Contains(journey.LinkToken, StringComparison.Ordinal) && line.Written.Contains("/aurora/l/[token]", StringComparison.Ordinal));
            foreach (var line in lines) JsonDocument.Parse(line.Written).Dispose();
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_an_exception_quotes_is_taken_out_and_its_line_is_found_by_the_number_on_the_page()
    {
        using var log = new LogCapture();
        var portal = new PortalFixture
        {
            ChangeServices = services =>
            {
                log.Listen(services, LogLevel.Warning);
                services.AddScoped<EnterByTaxId>(_ => throw new InvalidOperationException("no row for 529.982.247-25 / 52998224725 <ana@exemplo.com.br> +5511987654321 R$ 1.234,56"));
            },
        };
        await portal.InitializeAsync();
        try
        {
            var page = await portal.NewBrowser().GetAsync("/aurora");
            Assert.Equal(System.Net.HttpStatusCode.InternalServerError, page.Status);
            var number = page.Document.QuerySelector("main .num")!.TextContent.Trim();
            Assert.Matches("^[34679ACDEFGHJKMNPQRTUVWXY]{8}$", number);

            var line = Assert.Single(log.Lines, line => line.Level == LogLevel.Error);
            var json = JsonDocument.Parse(line.Written).RootElement;
            Assert.Equal($"Problem {number}: a request failed", json.GetProperty("Message").GetString());
            Assert.Contains("no row for [number] / [number] <[email]> +[number] [amount]", json.GetProperty("Exception").GetString(), StringComparison.Ordinal);
            var scope = json.GetProperty("Scopes").EnumerateArray().Single(s => s.TryGetProperty("Problem", out _));
            Assert.Equal((number, "aurora"), (scope.GetProperty("Problem").GetString(), scope.GetProperty("Creditor").GetString()));
            Assert.Contains(json.GetProperty("Scopes").EnumerateArray(), s => s.TryGetProperty("TraceId", out var trace) && Regex.IsMatch(trace.GetString()!, "^[0-9a-f]{32}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
            Assert.DoesNotContain("RequestPath\":\"/aurora/l/", line.Written, StringComparison.Ordinal);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_API_answers_a_problem_with_the_same_number()
    {
        using var log = new LogCapture();
        var portal = new PortalFixture
        {
            ChangeServices = services =>
            {
                log.Listen(services, LogLevel.Warning);
                services.AddScoped<Identity.ApiKeys>(_ => throw new InvalidOperationException("the table is gone"));
            },
        };
        await portal.InitializeAsync();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/key") { Headers = { { "Authorization", "Bearer ck_dev_aurora" } } };
            using var answer = await portal.Http.SendAsync(request);
            Assert.Equal((500, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("table is gone", text, StringComparison.Ordinal);
            var number = JsonDocument.Parse(text).RootElement.GetProperty("problemId").GetString()!;
            Assert.Contains(number, Assert.Single(log.Lines, line => line.Level == LogLevel.Error).Written, StringComparison.Ordinal);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    /// <summary>Six digits may be part of a longer number or of a fraction by chance; a text may not.</summary>
    private static bool Holds(string text, string secret) => secret.All(char.IsAsciiDigit) && secret.Length < 9
        ? Regex.IsMatch(text, $@"(?<![\d.:]){secret}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(1))
        : text.Contains(secret, StringComparison.OrdinalIgnoreCase);
}
