using System.Text.Json;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>
/// The counter of Development's bank: registers by call what no file can carry. It keeps what it was asked in
/// <c>data/dev/banco-simulado.jsonl</c> and computes every answer from those lines and the clock: undecided for three seconds, then
/// registered, or refused when the amount ends in 13 centavos; closed three seconds after it was asked. It never pays and is never
/// registered in Production. What goes by files is <see cref="SimulatedBank"/>'s.
/// </summary>
public sealed class SimulatedCounter(PortalSettings settings, BusinessClock clock) : IBankConnection
{
    public const string RefusalReason = "O banco não aceitou o endereço cadastrado (recusa simulada: acontece com valores terminados em 13 centavos).";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string _file = Path.Combine(settings.DataDirectory, "dev", "banco-simulado.jsonl");
    private readonly Lock _gate = new();
    private Dictionary<SlipNumber, Record>? _records;

    public bool IsSimulated => true;

    public bool Serves(string bankCode) => true;

    public Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Find(slip.Number)?.EntryAt is null) Keep(new(clock.Now, "entrada", slip.Number, slip.Amount.Centavos));
            return Task.FromResult(Answer(slip.Number));
        }
    }

    public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation)
    {
        lock (_gate) return Task.FromResult(Answer(slip));
    }

    public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation)
    {
        lock (_gate)
        {
            // A slip that came here before this portal existed is known to a real bank as well: its closure is taken.
            if (Find(slip)?.ClosureAt is null) Keep(new(clock.Now, "baixa", slip, Centavos: null));
            return Task.FromResult(Answer(slip));
        }
    }

    private BankAnswer Answer(SlipNumber slip) => Find(slip) switch
    {
        null => new BankAnswer.Unknown(),
        { ClosureAt: { } asked } => asked + SimulatedBank.Delay <= clock.Now ? new BankAnswer.Closed() : new BankAnswer.Waiting(),
        { EntryAt: { } given } when given + SimulatedBank.Delay > clock.Now => new BankAnswer.Waiting(),
        { Centavos: { } amount } when amount % 100 == SimulatedBank.RefusedCentavos => new BankAnswer.Rejected(RefusalReason),
        _ => new BankAnswer.Registered(),
    };

    private Record? Find(SlipNumber slip) => Records().GetValueOrDefault(slip);

    private Dictionary<SlipNumber, Record> Records()
    {
        if (_records is not null) return _records;
        _records = [];
        if (File.Exists(_file))
            foreach (var line in File.ReadLines(_file))
                if (Read(line) is { } said) Apply(said);
        return _records;
    }

    private void Keep(Line said)
    {
        Records();
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        // The line break comes first: a line cut short by a killed process then spoils only itself.
        File.AppendAllText(_file, "\n" + JsonSerializer.Serialize(said, Json));
        Apply(said);
    }

    private void Apply(Line said)
    {
        var record = _records!.GetValueOrDefault(said.Slip) ?? new(null, null, null);
        _records![said.Slip] = said.What == "entrada"
            ? record with { EntryAt = record.EntryAt ?? said.At, Centavos = record.Centavos ?? said.Centavos }
            : record with { ClosureAt = record.ClosureAt ?? said.At };
    }

    private static Line? Read(string line)
    {
        if (line.Length == 0) return null;
        try { return JsonSerializer.Deserialize<Line>(line, Json); }
        catch (JsonException) { return null; }
    }

    private sealed record Line(DateTime At, string What, SlipNumber Slip, long? Centavos);

    private sealed record Record(DateTime? EntryAt, long? Centavos, DateTime? ClosureAt);
}
