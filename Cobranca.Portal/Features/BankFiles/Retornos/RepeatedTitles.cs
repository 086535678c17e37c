using System.Runtime.InteropServices;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>What a title says, without where it stands: said twice in one file it may be the same news, or money that came twice.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TitleWords(string Carteira, string NossoNumero, string Code, DateOnly? On, Money Amount)
{
    public static TitleWords Of(in RetornoLine line) => new(line.Carteira, line.NossoNumero, line.OccurrenceCode, line.OccurredOn, AmountOf(in line));

    /// <summary>What was paid; of other titles the tariff, else the face value.</summary>
    public static Money AmountOf(in RetornoLine line) => line.Paid.IsPositive ? line.Paid : line.Tariff.IsPositive ? line.Tariff : line.FaceValue;

    /// <summary>64 bits that do not change from run to run (FNV-1a).</summary>
    public ulong Fingerprint()
    {
        var hash = 14_695_981_039_346_656_037UL;
        Mix(ref hash, Carteira);
        Mix(ref hash, NossoNumero);
        Mix(ref hash, Code);
        Mix(ref hash, On?.DayNumber ?? 0);
        Mix(ref hash, Amount.Centavos);
        return hash;
    }

    private static void Mix(ref ulong hash, string text)
    {
        foreach (var letter in text) hash = (hash ^ letter) * 1_099_511_628_211UL;
        hash = (hash ^ '/') * 1_099_511_628_211UL;
    }

    private static void Mix(ref ulong hash, long number)
    {
        for (var i = 0; i < 8; i++) hash = (hash ^ (byte)(number >> (8 * i))) * 1_099_511_628_211UL;
    }
}

/// <summary>
/// Counts how often a file has said the same thing before. Only those said more than once are held: the others cost eight bytes each while
/// the file is looked through, and nothing afterwards.
/// </summary>
internal sealed class RepeatedTitles
{
    private readonly HashSet<ulong> _suspects;
    private readonly Dictionary<TitleWords, int> _seen = [];

    private RepeatedTitles(HashSet<ulong> suspects) => _suspects = suspects;

    public static RepeatedTitles None { get; } = new([]);

    public bool Any => _suspects.Count > 0;

    /// <summary>How often the title stood before in the file; titles must be asked about in the file's order.</summary>
    public int Count(in RetornoLine line)
    {
        if (_suspects.Count == 0) return 0;
        var words = TitleWords.Of(in line);
        if (!_suspects.Contains(words.Fingerprint())) return 0;
        var before = _seen.GetValueOrDefault(words);
        _seen[words] = before + 1;
        return before;
    }

    /// <summary>Reads on to the end and finds what stands there more than once.</summary>
    public static async Task<RepeatedTitles> FindAsync(RetornoReader reader, CancellationToken cancellation)
    {
        var all = new List<ulong>();
        while (await reader.ReadAsync(cancellation)) all.Add(TitleWords.Of(in reader.Line).Fingerprint());
        all.Sort();
        var twice = new HashSet<ulong>();
        for (var i = 1; i < all.Count; i++)
            if (all[i] == all[i - 1]) twice.Add(all[i]);
        return new(twice);
    }
}
