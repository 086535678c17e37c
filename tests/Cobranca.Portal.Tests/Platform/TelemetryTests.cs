using System.Text;
using System.Text.RegularExpressions;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Traces and metrics of a whole journey arrive at a collector, and nothing of the person does.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_journey_is_traced_and_counted_without_the_person()
    {
        // Off unless an operator turns it on, and then the framework writes whole paths into its spans.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        await using var collector = await Collector.StartAsync();
        var portal = new PortalFixture { Settings = { ["OpenTelemetry:Endpoint"] = collector.Address } };
        await portal.InitializeAsync();
        try
        {
            var journey = new LoggedJourney(portal);
            await journey.WalkAsync();
            Assert.True(portal.Services.GetRequiredService<TelemetryExport>().Flush());

            var (traces, metrics) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"));
            foreach (var text in new[] { "cobranca-portal", "Microsoft.AspNetCore", "GET /{creditor}/l/{token}", "http.route", "url.path", "/aurora/l/[token]", "/aurora/dividas", "outbox.send" })
                Assert.Contains(text, traces, StringComparison.Ordinal);
            foreach (var name in new[]
                {
                    "http.server.request.duration", "cobranca.sign_ins", "cobranca.codes", "cobranca.boletos", "cobranca.outbox.messages", "cobranca.outbox.wait", "cobranca.outbox.lag", "cobranca.import.rows",
                }) Assert.Contains(name, metrics, StringComparison.Ordinal);
            foreach (var received in new[] { traces, metrics })
            {
                foreach (var secret in journey.Secrets.Where(secret => secret.Length > 6)) Assert.DoesNotContain(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(secret)), received, StringComparison.Ordinal);
                // Spans of other tests in this process arrive too: no link of theirs either.
                Assert.DoesNotMatch(new Regex("/l/[A-Za-z0-9_-]{20,}", RegexOptions.None, TimeSpan.FromSeconds(10)), received);
            }
            Assert.DoesNotContain("url.path", metrics, StringComparison.Ordinal);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Fact]
    public void Nothing_is_sent_unless_asked_for()
    {
        using var installation = new Installation();
        Assert.False(installation.Start().Services.GetRequiredService<TelemetryExport>().IsOn);
    }

    [Fact]
    public void A_span_that_holds_personal_data_where_it_cannot_be_rewritten_is_not_sent()
    {
        using var scrubbing = new TelemetryExport.Scrubbing();
        foreach (var (text, sent) in new[] { ("CPF 529.982.247-25", false), ("timeout", true) })
        {
            using var span = new System.Diagnostics.Activity("GET /aurora/l/abcdef") { ActivityTraceFlags = System.Diagnostics.ActivityTraceFlags.Recorded };
            span.Start();
            span.SetTag("db.query.text", "select 52998224725").SetStatus(System.Diagnostics.ActivityStatusCode.Error, text);
            span.AddEvent(new("exception", default, new() { ["exception.message"] = text }));
            span.Stop();
            scrubbing.OnEnd(span);
            Assert.Equal(sent, span.Recorded);
            Assert.Equal(("GET /aurora/l/[token]", "select [number]"), (span.DisplayName, span.GetTagItem("db.query.text")));
            Assert.DoesNotContain("529", span.StatusDescription!, StringComparison.Ordinal);
        }
    }
}
