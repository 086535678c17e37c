using System.Text.Encodings.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cobranca.Portal.Platform;

/// <summary>Log lines go to the console and nowhere else, one JSON object a line outside Development, redacted on their way out.</summary>
public static class LogOutput
{
    /// <summary><c>json</c> or <c>text</c>; JSON outside Development unless said otherwise.</summary>
    public const string FormatKey = "Logging:Format";

    public static void AddLogOutput(this ILoggingBuilder logging, IConfiguration configuration, bool isDevelopment)
    {
        logging.ClearProviders();
        var json = configuration[FormatKey] is { Length: > 0 } format ? string.Equals(format, "json", StringComparison.OrdinalIgnoreCase) : !isDevelopment;
        logging.AddConsole(options => options.FormatterName = json ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple);
        logging.AddJsonConsole(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            // Escapes what JSON needs and nothing more: redaction sees texts as they are.
            options.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        if (!json) logging.AddSimpleConsole();
        RedactFormatters(logging.Services);
    }

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        if (configuration[FormatKey] is { Length: > 0 } format && !format.Equals("json", StringComparison.OrdinalIgnoreCase) && !format.Equals("text", StringComparison.OrdinalIgnoreCase))
            yield return $"{FormatKey} is '{format}': use json or text.";
        foreach (var level in configuration.GetSection("Logging:LogLevel").GetChildren())
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _)) yield return $"{level.Path} is '{level.Value}': use one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
    }

    /// <summary>Every way a line can be written passes through <see cref="Redaction"/>.</summary>
    private static void RedactFormatters(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { ServiceType: var service, ImplementationType: { } type } && service == typeof(ConsoleFormatter))
                services[i] = ServiceDescriptor.Singleton<ConsoleFormatter>(provider => new Redacting((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, type)));
        }
    }

    private sealed class Redacting(ConsoleFormatter inner) : ConsoleFormatter(inner.Name)
    {
        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            using var line = new StringWriter();
            inner.Write(logEntry, scopeProvider, line);
            textWriter.Write(Redaction.Of(line.ToString()));
        }
    }
}
