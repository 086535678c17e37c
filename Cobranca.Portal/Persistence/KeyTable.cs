using System.Xml.Linq;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>Data-protection keys as rows, so that every node reads what another one protected.</summary>
public sealed class KeyTable(IServiceScopeFactory scopes) : IXmlRepository
{
    /// <summary>The name of an installation's first key, whoever makes it: the unique index lets one of two first starts keep theirs.</summary>
    private const string First = "first";

    private volatile bool _sawNone;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var stored = Db(scope).DataProtectionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).ToList();
        _sawNone = stored.Count == 0;
        return stored.ConvertAll(XElement.Parse);
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = Db(scope);
        // What this node saw counts, not what is there by now: that is what it decided on.
        if (_sawNone) friendlyName = First;
        // A first key that lost the race is thrown away: data protection reads the keys again after storing one and takes the winner's.
        // Otherwise each of two nodes would use a key that the other has not read yet, and refuse the other's forms until it does.
        if (!TryAdd(db, friendlyName, element) && friendlyName != First) throw new InvalidOperationException($"A data-protection key named '{friendlyName}' is stored already.");
    }

    /// <summary>
    /// Takes over the keys of an installation that kept them as files (before 0.3): each once, by its name. The files are left where they
    /// are and are not read for anything else.
    /// </summary>
    /// <returns>How many were taken over now.</returns>
    public static int TakeOverFiles(CobrancaDb db, DirectoryInfo folder)
    {
        if (!folder.Exists) return 0;
        var files = folder.EnumerateFiles("*.xml").Select(file => (Name: Path.GetFileNameWithoutExtension(file.Name), file.FullName)).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0) return 0;
        var known = db.DataProtectionKeys.Select(k => k.FriendlyName).ToHashSet(StringComparer.Ordinal);
        return files.Count(file => !known.Contains(file.Name) && TryAdd(db, file.Name, XElement.Load(file.FullName)));
    }

    /// <summary>False when the name is taken: another node, starting at the same moment, was first.</summary>
    private static bool TryAdd(CobrancaDb db, string name, XElement element)
    {
        db.DataProtectionKeys.Add(new() { FriendlyName = name, Xml = element.ToString(SaveOptions.DisableFormatting) });
        try
        {
            db.SaveChanges();
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!db.DataProtectionKeys.Any(k => k.FriendlyName == name)) throw;
            return false;
        }
    }

    private static CobrancaDb Db(IServiceScope scope) => scope.ServiceProvider.GetRequiredService<CobrancaDb>();
}
