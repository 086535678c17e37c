using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>
/// Keeps every log line of a portal twice: as it was given to the log, scopes and all, and as the console writes it, through the portal's
/// own JSON formatter.
/// </summary>
public sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Line> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();
    private IServiceProvider? _services;
    private ConsoleFormatter? _formatter;

    public sealed record Line(string Category, LogLevel Level, string Given, string Written);

    public IReadOnlyList<Line> Lines => [.. _lines];

    /// <summary>Listens from <paramref name="level"/> on, to everybody, whatever the settings say.</summary>
    public void Listen(IServiceCollection services, LogLevel level)
    {
        services.AddSingleton<ILoggerProvider>(provider =>
        {
            _services = provider;
            return this;
        });
        services.PostConfigure<LoggerFilterOptions>(options =>
        {
            options.Rules.Clear();
            options.MinLevel = level;
        });
        services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton<Microsoft.Extensions.Options.IPostConfigureOptions<LoggerFilterOptions>, QuietConsole>();
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private void Keep<TState>(in LogEntry<TState> entry)
    {
        _formatter ??= _services!.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Json);
        using var written = new StringWriter();
        _formatter.Write(entry, _scopes, written);
        var given = new StringWriter();
        given.Write(entry.Formatter(entry.State, entry.Exception));
        if (entry.State is IEnumerable<KeyValuePair<string, object?>> values) foreach (var (key, value) in values) given.Write($" {key}={value}");
        _scopes.ForEachScope((scope, text) =>
        {
            text.Write($" {scope}");
            if (scope is IEnumerable<KeyValuePair<string, object?>> pairs) foreach (var (key, value) in pairs) text.Write($" {key}={value}");
        }, given);
        given.Write($" {entry.Exception}");
        _lines.Enqueue(new(entry.Category, entry.LogLevel, given.ToString(), written.ToString()));
    }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => capture._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture.Keep(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }

    /// <summary>The test's own console need not hear it too.</summary>
    private sealed class QuietConsole : Microsoft.Extensions.Options.IPostConfigureOptions<LoggerFilterOptions>
    {
        public void PostConfigure(string? name, LoggerFilterOptions options) => options.Rules.Add(new(typeof(ConsoleLoggerProvider).FullName, null, LogLevel.None, null));
    }
}
