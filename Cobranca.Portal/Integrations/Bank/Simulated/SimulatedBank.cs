using System.Buffers;
using System.Security.Cryptography;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>What came of something done at the simulated bank.</summary>
public enum SimulatedDeed { Done, NoSuchTitle, WrongAmount, NotNow }

/// <summary>
/// Development's bank, never registered elsewhere. It lives outside the portal as any bank does and knows the watched folders and its own
/// books, nothing else: it takes remessas away and three seconds later puts a retorno where the portal looks for one, in the layout the
/// remessa had. What happens is written into the books first and a file is made of that line alone, so that a bank killed anywhere puts
/// the same file down again, byte for byte, which the portal has then seen.
/// </summary>
public sealed partial class SimulatedBank(BankFolders folders, PortalSettings settings, BusinessClock clock, ILogger<SimulatedBank> log)
{
    /// <summary>Long enough to see the waiting page, short enough not to wait.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    /// <summary>Titles whose amount ends in these centavos are refused.</summary>
    public const int RefusedCentavos = 13;

    /// <summary>What the bank keeps of each payment.</summary>
    public static readonly Money Tariff = new(199);

    /// <summary>The least somebody can pay: above the tariff, which Itaú's layout takes off; and the most, so that a slip of the hand fits every layout.</summary>
    public static readonly Money LeastPayment = new(200), MostPayment = new(999_999_999_99);

    /// <summary>More than a remessa of 240 positions with all the lines its counters can say.</summary>
    private const long LargestRemessa = 256L * 1024 * 1024;

    private readonly SimulatedBooks _books = new(Path.Combine(settings.DataDirectory, "dev", "banco-por-arquivos.jsonl"));
    private readonly Lock _gate = new();

    /// <summary>Takes the remessas there are and puts down the retornos that are due; how many files moved.</summary>
    public int Turn()
    {
        lock (_gate)
        {
            var moved = 0;
            foreach (var (slug, bank, folder) in folders.All())
                foreach (var path in Directory.GetFiles(folder.Remessa, "*.rem").Order(StringComparer.Ordinal))
                    if (!BankFolders.IsTemporary(Path.GetFileName(path)) && Take(slug, bank, folder, path)) moved++;
            foreach (var movement in _books.Owed.Where(IsDue).ToList())
            {
                Answer(movement);
                moved++;
            }
            return moved;
        }
    }

    /// <summary>The titles in the books, newest first.</summary>
    public IReadOnlyList<SimulatedTitle> Titles(int atMost)
    {
        lock (_gate) return [.. _books.Titles.Reverse().Take(atMost)];
    }

    /// <summary>Somebody pays today, whatever became of the title.</summary>
    public SimulatedDeed Pay(string title, Money amount, bool byPix) => amount < LeastPayment || amount > MostPayment
        ? SimulatedDeed.WrongAmount
        : Do(title, (found, today) => SimulatedAnswers.Payment(found, amount, byPix, today, BankCalendar.National.AddBusinessDays(today, 1)));

    /// <summary>The bank takes the last payment back, where its files have a word for that.</summary>
    public SimulatedDeed Reverse(string title) =>
        Do(title, (found, today) => found.State == SimulatedTitleState.Paid ? SimulatedAnswers.Reversal(found, today) : null);

    /// <summary>Nobody paid, and the bank closes the title by itself.</summary>
    public SimulatedDeed Expire(string title) =>
        Do(title, (found, today) => found.State == SimulatedTitleState.Open ? SimulatedAnswers.Expiry(found, today) : null);

    /// <summary>Whether this bank can take a payment back by file.</summary>
    public static bool CanReverse(SimulatedTitle title) => SimulatedAnswers.Reverses(title.Header);

    private SimulatedDeed Do(string title, Func<SimulatedTitle, DateOnly, SimulatedLine?> deed)
    {
        lock (_gate)
        {
            if (_books.Find(title) is not { } found) return SimulatedDeed.NoSuchTitle;
            if (deed(found, clock.Today) is not { } line) return SimulatedDeed.NotNow;
            _books.Keep(new(clock.Now, found.Creditor, Numbered(found.Creditor, found.Header), Remessa: null, Sha256: null, [line]));
            return SimulatedDeed.Done;
        }
    }

    /// <summary>A clock set back by a restart must not keep anybody waiting.</summary>
    private bool IsDue(SimulatedMovement movement) => clock.Now < movement.At || clock.Now >= movement.At + Delay;

    private RetornoHeader Numbered(string creditor, RetornoHeader header) =>
        header with { Sequence = _books.NextNumber(creditor, header), GeneratedOn = clock.Today };

    private bool Take(string slug, string bank, BankFolder folder, string path)
    {
        if (new FileInfo(path).Length > LargestRemessa) return false;
        var bytes = File.ReadAllBytes(path);
        var sha = Convert.ToHexString(SHA256.HashData(bytes));
        var taken = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Remessa, "recebidos")).FullName, Path.GetFileName(path));
        if (!_books.HasTaken(slug, sha)) Enter(slug, bank, bytes, sha, taken);
        File.Move(path, taken, overwrite: true);
        return true;
    }

    /// <summary>Reads a file into the books; a file that makes no sense goes back as a whole, as banks do, and no retorno answers it.</summary>
    private void Enter(string slug, string bank, byte[] bytes, string sha, string taken)
    {
        var name = Path.GetFileName(taken);
        using var stream = new MemoryStream(bytes, writable: false);
        var reading = RemessaReader.Read(stream);
        if (reading is not RemessaReading.Read { File: var file } || file.BankCode != bank || AnswerHeader.Of(file, bytes) is not { } account)
        {
            var why = reading is RemessaReading.Refused { Problems: var problems } ? string.Join(Environment.NewLine, problems) : "O arquivo é de outro banco.";
            File.WriteAllText(taken + ".motivo.txt", why + Environment.NewLine);
            _books.Keep(new(clock.Now, slug, new() { Bank = bank, Format = CnabFormat.Cnab240 }, name, sha, []));
            LogRefused(bank, name);
            return;
        }
        var header = Numbered(slug, account);
        var (lines, changed) = (new List<SimulatedLine>(), new Dictionary<string, SimulatedTitle?>(StringComparer.Ordinal));
        foreach (var asked in file.Instructions)
        {
            var key = SimulatedTitle.KeyOf(slug, header, asked.NossoNumero);
            var title = changed.TryGetValue(key, out var known) ? known : _books.Find(key);
            if (SimulatedAnswers.To(asked, title, header, clock.Today) is not { } line) continue;
            changed[key] = SimulatedTitle.After(title, slug, header, line);
            lines.Add(line);
        }
        _books.Keep(new(clock.Now, slug, header, name, sha, lines));
        LogTaken(bank, name, file.Instructions.Count);
    }

    /// <summary>Writes the retorno whole under a name that is none yet, and renames it.</summary>
    private void Answer(SimulatedMovement movement)
    {
        if (folders.Of(movement.Creditor, movement.Header.Bank) is { } folder)
        {
            var output = new ArrayBufferWriter<byte>();
            var problems = RetornoWriter.Write(movement.Header, movement.Lines.Select(said => Fitted(movement.Header, said.Line)), output);
            if (problems.Any)
            {
                // Would be in the way of every other answer for ever.
                LogUnsayable(movement.Header.Bank, movement.FileName, problems.Kept[0]);
            }
            else
            {
                var path = Path.Combine(folder.Retorno, movement.FileName);
                File.WriteAllBytes(path + ".tmp", output.WrittenSpan);
                File.Move(path + ".tmp", path, overwrite: true);
                LogAnswered(movement.Header.Bank, movement.FileName, movement.Lines.Count);
            }
        }
        _books.Answered(movement);
    }

    private static RetornoLine Fitted(RetornoHeader header, RetornoLine line) => RetornoWriter.Fit(header, line with { CompanyTaxId = header.CompanyTaxId });

    [LoggerMessage(Level = LogLevel.Information, Message = "The simulated bank {Bank} took {File} with {Instructions} instructions")]
    private partial void LogTaken(string bank, string file, int instructions);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulated bank {Bank} sent {File} back: beside it stands why")]
    private partial void LogRefused(string bank, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "The simulated bank {Bank} put {File} down, {Titles} titles")]
    private partial void LogAnswered(string bank, string file, int titles);

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulated bank {Bank} has no way to write {File}, and nothing answers it: {Problem}")]
    private partial void LogUnsayable(string bank, string file, CnabProblem problem);
}
