namespace Cobranca.Portal.Persistence;

/// <summary>Doing again what another writer was faster at.</summary>
public static class Races
{
    /// <summary>
    /// Runs <paramref name="attempt"/> until it loses no race, each time with nothing tracked, so that it looks again and decides anew; the last
    /// loss is thrown. An attempt takes its own transaction.
    /// </summary>
    /// <param name="atMost">How often in all: the caller knows who can get in its way, and how often.</param>
    public static async Task<T> RacingAsync<T>(this CobrancaDb db, int atMost, Func<Task<T>> attempt)
    {
        for (var made = 1; ; made++)
        {
            try { return await attempt(); }
            catch (Exception race) when (made < atMost && race.IsLostRace()) { db.ChangeTracker.Clear(); }
        }
    }
}
