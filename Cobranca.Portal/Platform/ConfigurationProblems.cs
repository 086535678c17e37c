using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Jobs;
using Microsoft.AspNetCore.Http;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Everything wrong with a configuration, at once and before anything starts: malformed values everywhere, what must not be outside
/// Development. A part with settings of its own adds its check to the list.
/// </summary>
public static class ConfigurationProblems
{
    public delegate IEnumerable<string> Check(IConfiguration configuration);

    private static readonly Check[] Checks =
    [
        LogOutput.Problems, Flags, Addresses, Clock, DataDirectory, TrustedProxies.Problems, TelemetryExport.Problems,
        Section<SmtpSettings>("Email:Smtp", SmtpSettings.Problems), Section<AccessLimits>(AccessLimits.Section, AccessLimits.Problems),
        Section<AccessRetention>(AccessRetention.Section, AccessRetention.Problems), Section<JobSettings>(JobSettings.Section, JobSettings.Problems),
        Section<BankFileSettings>(BankFileSettings.Section, BankFileSettings.Problems), Numbers, OtherHosts,
        Section<KeyProtectionSettings>(KeyProtectionSettings.Section, KeyProtectionSettings.Problems), Section<ShutdownSettings>(ShutdownSettings.Section, ShutdownSettings.Problems),
    ];

    public static IReadOnlyList<string> Of(IConfiguration configuration) => [.. Checks.SelectMany(check => check(configuration))];

    /// <summary>A switch, whatever the text: a malformed one is listed by <see cref="Of"/>, and then nothing runs.</summary>
    public static bool Flag(this IConfiguration configuration, string key, bool defaultValue) => bool.TryParse(configuration[key], out var value) ? value : defaultValue;

    /// <summary>First the shape of the section (a misspelt key would be silently missing), then what its values mean.</summary>
    private static Check Section<T>(string path, Check meaning) => configuration =>
        Shape(configuration.GetSection(path), typeof(T)).ToList() is { Count: > 0 } malformed ? malformed : meaning(configuration);

    private static IEnumerable<string> Shape(IConfigurationSection section, Type type)
    {
        foreach (var child in section.GetChildren())
        {
            var property = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is not { CanWrite: true }) yield return $"{child.Path}: there is no such key. There are {string.Join(", ", type.GetProperties().Where(p => p.CanWrite).Select(p => p.Name))}.";
            else foreach (var problem in Value(child, property.PropertyType)) yield return problem;
        }
    }

    private static IEnumerable<string> Value(IConfigurationSection value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
            return value.Value is { Length: > 0 } ? [$"{value.Path} is a list: write {value.Path}:0, {value.Path}:1, …"] : value.GetChildren().SelectMany(item => Value(item, type.GetElementType()!));
        if (type == typeof(string)) return [];
        if (!type.IsPrimitive && !type.IsEnum && type != typeof(TimeSpan)) return Shape(value, type);
        try
        {
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value.Value ?? "");
            return [];
        }
        catch (Exception) // converters throw what they like
        {
            var expected = type == typeof(bool) ? "true or false" : type == typeof(TimeSpan) ? "a duration like 00:01:00" : type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) : "a whole number";
            return [$"{value.Path} is '{value.Value}': use {expected}."];
        }
    }

    private static IEnumerable<string> Flags(IConfiguration configuration) =>
        from key in new[] { "Demo:Enabled", "Workers:Enabled" }
        where configuration[key] is { Length: > 0 } text && !bool.TryParse(text, out _)
        select $"{key} is '{configuration[key]}': use true or false.";

    /// <summary>Numbers that stand alone, with the least and the most that makes sense.</summary>
    private static readonly (string Key, int AtLeast, int AtMost)[] Ranges =
        [("Api:PerMinute", 1, 10_000_000), ("Api:FailedKeysPerMinute", 1, 1_000_000), ("Webhooks:TimeoutSeconds", 1, 60), ("Events:RetentionDays", 4, 3_650)];

    private static IEnumerable<string> Numbers(IConfiguration configuration)
    {
        foreach (var (key, atLeast, atMost) in Ranges)
            if (configuration[key] is { Length: > 0 } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost))
                yield return string.Create(CultureInfo.InvariantCulture, $"{key} is '{text}': use {atLeast} to {atMost}.");
        if (configuration["Webhooks:Ports"] is { } ports && (ports.Split(',', StringSplitOptions.TrimEntries) is var all && !all.All(port => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)))
            yield return $"Webhooks:Ports is '{ports}': use ports separated by commas, like 443,8443.";
    }

    private static IEnumerable<string> OtherHosts(IConfiguration configuration)
    {
        if (configuration["Portal:OtherHosts"] is { Length: > 0 } single) yield return $"Portal:OtherHosts is '{single}', but it is a list: write Portal:OtherHosts:0, Portal:OtherHosts:1, …";
        foreach (var host in configuration.GetSection("Portal:OtherHosts").GetChildren().Where(host => Uri.CheckHostName(host.Value) == UriHostNameType.Unknown))
            yield return $"{host.Path} is '{host.Value}': use a host name like antigo.example.com.br, without https:// and port.";
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        foreach (var url in (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var problem = "";
            try { _ = BindingAddress.Parse(url); }
            catch (FormatException) { problem = $"Urls has '{url}': use addresses like http://localhost:5080, separated by semicolons."; }
            if (problem.Length > 0) yield return problem;
        }
        if (configuration["Portal:PublicUrl"] is not { Length: > 0 } text) yield break;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0 || address.AbsolutePath != "/")
            yield return $"Portal:PublicUrl is '{text}': use an absolute address and nothing after the host, for example https://acordo.example.com.br.";
    }

    private static IEnumerable<string> Clock(IConfiguration configuration)
    {
        if (configuration["Clock:StartAt"] is { Length: > 0 } text && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return $"Clock:StartAt is '{text}': use an instant like 2026-11-23T10:00:00-03:00.";
    }

    private static IEnumerable<string> DataDirectory(IConfiguration configuration)
    {
        if (configuration["Data:Directory"] is not { } text) yield break;
        var problem = text.Trim().Length == 0 ? "is empty" : File.Exists(text) ? "is a file" : null;
        try { if (problem is null) Directory.CreateDirectory(text); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException) { problem = "cannot be created"; }
        if (problem is not null) yield return $"Data:Directory {problem} ('{text}'): name a folder that the portal may write to.";
    }
}

/// <summary>The configuration must not run; every reason is in the list.</summary>
public sealed class UnsafeConfigurationException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Tells whoever started the program and answers the exit code.</summary>
    public async Task<int> TellAsync()
    {
        foreach (var problem in problems) await Console.Error.WriteLineAsync(problem);
        return CommandHost.UnsafeConfiguration;
    }
}
