using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>
/// The simulated bank's books: one JSON line for each thing that happened and for each retorno put down, read anew at every start. A line
/// cut short by a killed process is none. One thread at a time.
/// </summary>
internal sealed class SimulatedBooks(string file)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly Dictionary<string, SimulatedTitle> _titles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<SimulatedMovement> _owed = [];
    private bool _isRead;

    /// <summary>Every title, oldest first.</summary>
    public IEnumerable<SimulatedTitle> Titles
    {
        get
        {
            Read();
            return _titles.Values;
        }
    }

    /// <summary>What a retorno is owed for, oldest first.</summary>
    public IReadOnlyList<SimulatedMovement> Owed
    {
        get
        {
            Read();
            return _owed;
        }
    }

    public SimulatedTitle? Find(string key)
    {
        Read();
        return _titles.GetValueOrDefault(key);
    }

    /// <summary>Whether a file with this content came from this creditor before.</summary>
    public bool HasTaken(string creditor, string sha256)
    {
        Read();
        return _taken.Contains(creditor + "|" + sha256);
    }

    /// <summary>The number of an account's next retorno.</summary>
    public long NextNumber(string creditor, Domain.Cnab.RetornoHeader header)
    {
        Read();
        return _numbers.GetValueOrDefault(creditor + "|" + SimulatedTitle.AccountOf(header)) + 1;
    }

    public void Keep(SimulatedMovement happened) => Append(new(happened, null));

    /// <summary>Writes down that its retorno stands where the portal looks.</summary>
    public void Answered(SimulatedMovement movement) => Append(new(null, Name(movement)));

    private void Append(Entry entry)
    {
        Read();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // The line break comes first: a line cut short by a killed process then spoils only itself.
        File.AppendAllText(file, "\n" + JsonSerializer.Serialize(entry, Json));
        Apply(entry);
    }

    private void Read()
    {
        if (_isRead) return;
        _isRead = true;
        if (!File.Exists(file)) return;
        foreach (var line in File.ReadLines(file))
            if (Parse(line) is { } entry) Apply(entry);
    }

    private void Apply(Entry entry)
    {
        if (entry.Answered is { } name) _owed.RemoveAll(movement => Name(movement) == name);
        if (entry.Happened is not { } movement) return;
        if (movement.Sha256 is { } sha) _taken.Add(movement.Creditor + "|" + sha);
        if (movement.Lines.Count == 0) return;
        _numbers[movement.Creditor + "|" + SimulatedTitle.AccountOf(movement.Header)] = movement.Header.Sequence ?? 0;
        foreach (var line in movement.Lines)
        {
            var key = SimulatedTitle.KeyOf(movement.Creditor, movement.Header, line.Line.NossoNumero);
            if (SimulatedTitle.After(_titles.GetValueOrDefault(key), movement.Creditor, movement.Header, line) is { } title) _titles[key] = title;
        }
        _owed.Add(movement);
    }

    private static string Name(SimulatedMovement movement) => movement.Creditor + "/" + movement.FileName;

    private static Entry? Parse(string line)
    {
        if (line.Length == 0) return null;
        try { return JsonSerializer.Deserialize<Entry>(line, Json); }
        catch (JsonException) { return null; }
    }

    private sealed record Entry(SimulatedMovement? Happened, string? Answered);
}
