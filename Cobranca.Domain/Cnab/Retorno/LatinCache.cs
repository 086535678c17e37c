using System.Text;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// Strings for bytes of Latin-1 that come again and again, as branches and reasons do, so that a long file allocates each only once.
/// Holds a fixed number: a newcomer takes the place of an older one. (Textos repetidos.)
/// </summary>
internal sealed class LatinCache
{
    private const int Slots = 1024;

    /// <summary>Longer texts are hardly ever repeated.</summary>
    private const int Longest = 20;

    private readonly string?[] kept = new string?[Slots];

    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        if (bytes.Length > Longest)
            return Encoding.Latin1.GetString(bytes);
        var hash = 2166136261u;
        foreach (var value in bytes)
            hash = (hash ^ value) * 16777619;
        ref var slot = ref kept[(hash ^ hash >> 15) % Slots];
        return slot is not null && IsSame(slot, bytes) ? slot : slot = Encoding.Latin1.GetString(bytes);
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != bytes.Length)
            return false;
        for (var i = 0; i < bytes.Length; i++)
            if (text[i] != bytes[i])
                return false;
        return true;
    }
}
