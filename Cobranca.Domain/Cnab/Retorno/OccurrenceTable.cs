using System.Globalization;
using System.Runtime.InteropServices;

namespace Cobranca.Domain.Cnab;

/// <summary>What each code of one bank and layout means, as data with its source. (Tabela de ocorrências.)</summary>
internal sealed class OccurrenceTable
{
    private readonly Meaning[] numbered = new Meaning[100];
    private readonly Dictionary<string, Meaning> lettered = [];

    /// <param name="source">Manual and where it was read.</param>
    /// <param name="meanings">Codes, one or more divided by blanks, and what they mean.</param>
    public OccurrenceTable(string source, params ReadOnlySpan<(string Codes, RetornoOccurrence Occurrence, ClosureCause Cause)> meanings)
    {
        Source = source;
        foreach (var (codes, occurrence, cause) in meanings)
            foreach (var code in codes.Split(' '))
                Set(code, new(occurrence, cause));
    }

    private OccurrenceTable(string source, OccurrenceTable other)
    {
        Source = source;
        other.numbered.CopyTo(numbered, 0);
        lettered = new(other.lettered);
    }

    /// <summary>Manual and where it was read.</summary>
    public string Source { get; }

    /// <summary>The meaning of two bytes as sent; <see cref="RetornoOccurrence.Unknown"/> for those the table does not have.</summary>
    public Meaning Find(ReadOnlySpan<byte> code)
    {
        if (code.Length != 2)
            return default;
        var tens = (uint)(code[0] - '0');
        var units = (uint)(code[1] - '0');
        return tens <= 9 && units <= 9 ? numbered[tens * 10 + units] : lettered.GetValueOrDefault($"{(char)code[0]}{(char)code[1]}");
    }

    /// <summary>This table with some codes meaning something else.</summary>
    public OccurrenceTable Except(string source, params ReadOnlySpan<(string Codes, RetornoOccurrence Occurrence)> meanings)
    {
        var table = new OccurrenceTable(source, this);
        foreach (var (codes, occurrence) in meanings)
            foreach (var code in codes.Split(' '))
                table.Set(code, new(occurrence, default));
        return table;
    }

    /// <summary>The codes that mean it, for writing.</summary>
    public IEnumerable<string> CodesOf(RetornoOccurrence occurrence) =>
        numbered.Select((meaning, i) => (meaning, Code: i.ToString("00", CultureInfo.InvariantCulture)))
            .Where(entry => entry.meaning.Occurrence == occurrence).Select(entry => entry.Code)
            .Concat(lettered.Where(entry => entry.Value.Occurrence == occurrence).Select(entry => entry.Key));

    private void Set(string code, Meaning meaning)
    {
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            numbered[number] = meaning;
        else
            lettered[code] = meaning;
    }

    /// <summary>One code's meaning. (Significado.)</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Meaning(RetornoOccurrence Occurrence, ClosureCause Cause);
}
