using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Bank.Files;

/// <summary>
/// What went wrong at this node lately, with one file or with a whole folder, and when it is tried again: what will never be readable must not
/// stand before what is, nor fill the log. A restart forgets it, which costs one look each.
/// </summary>
public sealed class HeldBack(BusinessClock clock)
{
    /// <summary>A megabyte or two, and more than anybody can look through; beyond it what is due first is forgotten.</summary>
    private const int Most = 10_000;

    internal static readonly TimeSpan First = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(10), Reminder = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (TimeSpan Wait, DateTime Until, DateTime ToldAt)> _held = new(StringComparer.Ordinal);

    /// <param name="what">A file's path, or what its caller calls a folder: who asks for different things uses different names.</param>
    public bool IsHeld(string what)
    {
        // A clock that was set back, as in Development, holds nothing longer than it would have been.
        lock (_gate) return _held.TryGetValue(what, out var held) && held.Until > clock.Now && held.Until <= clock.Now + Longest;
    }

    /// <summary>Leaves it alone for twice as long as the last time.</summary>
    /// <returns>Whether to tell: the first time, and once an hour.</returns>
    public bool Hold(string what)
    {
        lock (_gate)
        {
            var now = clock.Now;
            var known = _held.TryGetValue(what, out var before);
            if (!known && _held.Count >= Most) _held.Remove(_held.MinBy(held => held.Value.Until).Key);
            var wait = !known ? First : before.Wait * 2 < Longest ? before.Wait * 2 : Longest;
            var tell = !known || before.ToldAt > now || before.ToldAt + Reminder <= now;
            _held[what] = (wait, now + wait, tell ? now : before.ToldAt);
            return tell;
        }
    }

    public void Release(string what)
    {
        lock (_gate) _held.Remove(what);
    }
}
