namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// Remembers a number for each text of a file in 12 to 24 bytes a text, so that a file of a million rows fits in any machine. Texts are
/// known by 63 bits of a hash: of a million different ones, two are mixed up in one file of some 18 million.
/// </summary>
internal sealed class SeenKeys
{
    private ulong[] _keys = new ulong[1024];
    private int[] _values = new int[1024];

    public int Count { get; private set; }

    /// <summary>The number kept for a text; keeps this one when there is none yet.</summary>
    public int GetOrAdd(string text, int value, out bool added)
    {
        ref var slot = ref Slot(Hash(text), out added);
        if (added) slot = value;
        return slot;
    }

    /// <summary>Keeps a number, whatever was there.</summary>
    public void Set(string text, int value) => Slot(Hash(text), out _) = value;

    private ref int Slot(ulong key, out bool added)
    {
        if (Count * 2 >= _keys.Length) Grow();
        var at = Find(_keys, key);
        added = _keys[at] == 0;
        if (added)
        {
            _keys[at] = key;
            Count++;
        }
        return ref _values[at];
    }

    private void Grow()
    {
        var (keys, values) = (new ulong[_keys.Length * 2], new int[_keys.Length * 2]);
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == 0) continue;
            var at = Find(keys, _keys[i]);
            (keys[at], values[at]) = (_keys[i], _values[i]);
        }
        (_keys, _values) = (keys, values);
    }

    private static int Find(ulong[] keys, ulong key)
    {
        var at = (int)(key & (ulong)(keys.Length - 1));
        while (keys[at] != 0 && keys[at] != key) at = (at + 1) & (keys.Length - 1);
        return at;
    }

    /// <summary>FNV-1a, then the finishing steps of MurmurHash3 so that near texts end far apart.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53UL;
        return (hash ^ hash >> 33) | 1; // zero marks a free slot
    }
}
