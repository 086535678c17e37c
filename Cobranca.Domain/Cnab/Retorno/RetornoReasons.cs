namespace Cobranca.Domain.Cnab;

/// <summary>One reason a bank gives. (Motivo da ocorrência.)</summary>
/// <param name="Code">The bank's code, or its sentence.</param>
/// <param name="Words">What it means in Portuguese; null when no table here has it.</param>
public sealed record RetornoReason(string Code, string? Words);

/// <summary>Takes reasons apart and says what they mean at their bank. (Motivos da ocorrência.)</summary>
public static class RetornoReasons
{
    /// <summary>The reasons of a line, in the bank's order; none for a file whose layout is not known.</summary>
    public static IReadOnlyList<RetornoReason> Of(RetornoHeader header, in RetornoLine line)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (line.Reasons.Length == 0 || !RetornoLayouts.TryFind(header.Bank, header.Format, out var layout, out _))
            return [];
        var found = new List<RetornoReason>();
        for (var at = 0; at < line.Reasons.Length; at += layout.ReasonWidth)
        {
            var code = line.Reasons.Substring(at, Math.Min(layout.ReasonWidth, line.Reasons.Length - at));
            found.Add(new(code, RetornoWords.Find(layout, in line, code)));
        }
        return found;
    }

    /// <summary>How a slip was paid, in Portuguese; null when the bank does not say or no table here has its code.</summary>
    public static string? Channel(RetornoHeader header, in RetornoLine line)
    {
        ArgumentNullException.ThrowIfNull(header);
        return line.Channel.Length == 0 || !RetornoLayouts.TryFind(header.Bank, header.Format, out var layout, out _)
            ? null
            : RetornoWords.FindChannel(layout, line.Channel);
    }

    /// <summary>The first code of two characters, without a string of its own for those of two digits.</summary>
    internal static string First(string reasons)
    {
        var tens = (uint)(reasons[0] - '0');
        var units = (uint)(reasons[1] - '0');
        return tens <= 9 && units <= 9 ? TwoDigits[tens * 10 + units] : reasons[..2];
    }

    private static readonly string[] TwoDigits = [.. Enumerable.Range(0, 100).Select(number => $"{number / 10}{number % 10}")];
}
