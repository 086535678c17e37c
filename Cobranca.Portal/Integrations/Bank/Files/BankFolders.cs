using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Bank.Files;

/// <summary>
/// Where files meet their banks: a bank's carrier (VAN, SFTP, a person) takes what stands in <c>remessa/</c> and puts what it brings into
/// <c>retorno/</c>. The one place that knows these paths; a creditor's slug, a bank's code and names made here are all they are made of.
/// </summary>
/// <param name="root">The folder all of them are in; null when there is none, and then files come and go by command and API alone.</param>
/// <param name="marked">
/// Whether a file <see cref="Mark"/> must stand in the root. Somebody puts it into the share itself: below a bare mount point, where files would
/// be written for nobody, it is missing.
/// </param>
public sealed class BankFolders(string? root, bool marked = false)
{
    public const string Mark = ".cobranca";

    /// <summary>What carriers call a file they have not finished, and what no program should take for one.</summary>
    private static readonly string[] TemporaryEndings = [".tmp", ".part", ".parcial", ".filepart"];

    public BankFolders(BankFileSettings settings, PortalSettings portal)
        : this(settings.Folder is { } folder ? Path.GetFullPath(folder) : portal.IsDevelopment ? Path.Combine(portal.DataDirectory, "bancos") : null, marked: !portal.IsDevelopment)
    {
    }

    /// <summary>True when files are put and looked for by themselves.</summary>
    public bool Exist => root is not null;

    /// <summary>False while the share that holds them is away; nothing is then put there or looked for.</summary>
    public bool AreThere => root is not null && (!marked || File.Exists(Path.Combine(root, Mark)));

    /// <summary>The folders of one creditor at one bank, made where they are missing; null when none are watched.</summary>
    /// <exception cref="ArgumentException">Not a creditor's slug, or not a bank's three digits.</exception>
    /// <exception cref="IOException">They are not there (<see cref="AreThere"/>), or one of those that are the portal's alone is a link.</exception>
    public BankFolder? Of(string slug, string bankCode)
    {
        if (!Slug.TryParse(slug, out _, out var problem)) throw new ArgumentException(problem, nameof(slug));
        if (bankCode is not { Length: 3 } || !bankCode.All(char.IsAsciiDigit)) throw new ArgumentException("Three digits.", nameof(bankCode));
        if (root is null) return null;
        return AreThere ? BankFolder.In(root, slug, bankCode) : throw new IOException($"There is no {Mark} in the root of the banks' folders: is the share mounted?");
    }

    /// <summary>Every creditor and bank that has folders, in the order of their names.</summary>
    public IEnumerable<(string Slug, string BankCode, BankFolder Folder)> All()
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var creditor in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
            foreach (var bank in Directory.GetDirectories(creditor).Order(StringComparer.Ordinal))
                if (Slug.TryParse(Path.GetFileName(creditor), out _, out _) && Path.GetFileName(bank) is { Length: 3 } code && code.All(char.IsAsciiDigit))
                    yield return (Path.GetFileName(creditor), code, BankFolder.In(root, Path.GetFileName(creditor), code));
    }

    /// <summary>Not a file yet: somebody is still writing it.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith('.') || Array.Exists(TemporaryEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of a remessa, its number inside: <c>341-005712345-000007.rem</c>.</summary>
    public static string NameOf(BankAccount account, long sequence) => string.Create(CultureInfo.InvariantCulture,
        $"{Plain(account.BankCode)}-{Plain(account.Agencia)}{Plain(account.Conta)}{(Plain(account.Convenio) is { Length: > 0 } convenio ? "-" + convenio : "")}-{sequence:000000}.rem");

    /// <summary>Letters and digits alone: what is left can name no other folder.</summary>
    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
}

/// <summary>The folders of one creditor at one bank.</summary>
/// <param name="Remessa">Ours to write, the bank's to take.</param>
/// <param name="Preparing">Where a remessa stands whole until one rename delivers it.</param>
/// <param name="Retorno">The bank's to write, ours to take.</param>
/// <param name="Read">Retornos that were taken in.</param>
/// <param name="Refused">Retornos that were not, each beside a file that says why.</param>
public sealed record BankFolder(string Remessa, string Preparing, string Retorno, string Read, string Refused)
{
    internal static BankFolder In(string root, string slug, string bankCode)
    {
        var place = Path.Combine(root, slug, bankCode);
        var (remessa, retorno) = (Path.Combine(place, "remessa"), Path.Combine(place, "retorno"));
        var folder = new BankFolder(remessa, Path.Combine(remessa, ".preparo"), retorno, Path.Combine(retorno, "lidos"), Path.Combine(retorno, "recusados"));
        foreach (var path in new[] { Path.Combine(root, slug), place, remessa, folder.Preparing, retorno, folder.Read, folder.Refused }) Make(path);
        // Elsewhere a rename would no longer be one, and whoever may write here must not choose where files go.
        foreach (var path in new[] { folder.Preparing, folder.Read, folder.Refused })
            if (new DirectoryInfo(path).LinkTarget is not null) throw new IOException($"The folder {Path.GetFileName(path)} of bank {bankCode} is a link: put a folder in its place.");
        return folder;
    }

    /// <summary>A folder that is there keeps the rights somebody gave it.</summary>
    private static void Make(string path)
    {
        if (Directory.Exists(path)) return;
        Directory.CreateDirectory(path);
        // The carrier is often another user of the same group, whom the service's umask would keep out.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Shared | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.SetGroup);
    }

    /// <summary>Owner and group: nobody else has any business with people's names and debts.</summary>
    internal const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
}
