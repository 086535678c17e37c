using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Sends traces and metrics to a collector by OTLP when one is configured: <c>OpenTelemetry:Endpoint</c> (OTLP over HTTP), or the standard
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> with all its companions. Stopped last, so that the last spans leave too.
/// </summary>
public sealed class TelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    public const string EndpointKey = "OpenTelemetry:Endpoint";
    public const string StandardEndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>A collector that does not answer must not hold up a stop.</summary>
    private const int FlushMilliseconds = 5_000;

    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", CobrancaTelemetry.Name];
    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "System.Net.Http", "System.Runtime", "Npgsql", CobrancaTelemetry.Name];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        from key in new[] { EndpointKey, StandardEndpointKey }
        where configuration[key] is { Length: > 0 } text && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        select $"{key} is '{configuration[key]}': it must be an absolute http or https address, for example http://localhost:4318.";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = configuration[EndpointKey];
        if (string.IsNullOrEmpty(endpoint) && string.IsNullOrEmpty(configuration[StandardEndpointKey])) return Task.CompletedTask;

        void To(OtlpExporterOptions options, string signal)
        {
            if (string.IsNullOrEmpty(endpoint)) return; // the exporter reads the standard variables itself
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/v1/{signal}");
        }

        var traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Sources).AddProcessor(new Scrubbing());
        _traces = traces.AddOtlpExporter(options => To(options, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters).AddOtlpExporter(options => To(options, "metrics")).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.Shutdown(FlushMilliseconds);
        _metrics?.Shutdown(FlushMilliseconds);
        return Task.CompletedTask;
    }

    public bool IsOn => _traces is not null;

    /// <summary>Sends what is waiting. For tests, which cannot wait for the interval.</summary>
    public bool Flush() => _traces?.ForceFlush(FlushMilliseconds) != false & _metrics?.ForceFlush(FlushMilliseconds) != false;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Describe(ResourceBuilder resource)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_SERVICE_NAME"]))
            resource.AddService("cobranca-portal", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(), serviceInstanceId: Environment.MachineName);
    }

    /// <summary>Runs before the exporter: the framework writes paths into spans, and those of links hold their tokens.</summary>
    internal sealed class Scrubbing : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            data.DisplayName = Redaction.Of(data.DisplayName);
            if (data.StatusDescription is { } description) data.SetStatus(data.Status, Redaction.Of(description));
            foreach (var (key, value) in data.TagObjects.ToList())
                if (value is string text && Redaction.Of(text) is var clean && clean != text) data.SetTag(key, clean);
            // What happened inside a span cannot be rewritten: one with personal data in it is not sent.
            if (data.Events.SelectMany(e => e.Tags).Any(tag => tag.Value is string text && Redaction.Of(text) != text))
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
