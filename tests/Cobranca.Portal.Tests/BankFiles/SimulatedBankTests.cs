using System.Globalization;
using System.Security.Cryptography;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>Development's bank, spoken to as a bank is: by files in the watched folders.</summary>
public sealed class SimulatedBankTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private readonly string _data = Directory.CreateTempSubdirectory("cobranca-bank-").FullName;
    private readonly TestClock _clock = new(PortalFixture.Start);
    private readonly BankFolders _folders;
    private long _sequence;

    public SimulatedBankTests() => _folders = new(Path.Combine(_data, "bancos"));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    public static TheoryData<string, CnabFormat> Layouts
    {
        get
        {
            var layouts = new TheoryData<string, CnabFormat>();
            foreach (var bank in Banks.All)
                foreach (var format in RemessaWriter.Formats(bank.Code)) layouts.Add(bank.Code, format);
            return layouts;
        }
    }

    /// <summary>Branch, account and contract as each layout's header has them; Sicredi's own name for its branch is agência and posto.</summary>
    private static readonly Dictionary<(string, CnabFormat), string> Headers = new()
    {
        [("001", CnabFormat.Cnab240)] = "1234/12345/001234567001417019", [("033", CnabFormat.Cnab240)] = "3276/13001234/5260965", [("077", CnabFormat.Cnab400)] = "//",
        [("104", CnabFormat.Cnab240)] = "57//0123456", [("237", CnabFormat.Cnab400)] = "//00000000000000123456", [("341", CnabFormat.Cnab240)] = "57/12345/",
        [("341", CnabFormat.Cnab400)] = "57/12345/", [("422", CnabFormat.Cnab400)] = "57/123456/", [("748", CnabFormat.Cnab240)] = "156/12345/", [("756", CnabFormat.Cnab240)] = "4277/6498/",
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_is_answered_under_the_header_it_asked_under(string bank, CnabFormat format)
    {
        var simulated = NewBank();
        Send(bank, format, Entry(Number(bank, 1), 10_000), Entry(Number(bank, 2), 10_013));
        simulated.Turn();
        Assert.Empty(Retornos(bank));
        _clock.Advance(SimulatedBank.Delay);
        simulated.Turn();

        var (header, lines) = Read(Assert.Single(Retornos(bank)));
        Assert.Equal((bank, format, Today), (header.Bank, header.Format, header.GeneratedOn));
        Assert.Equal(Headers[(bank, format)], string.Join('/', Trimmed(header.Agencia), Trimmed(header.Conta), header.Convenio));
        Assert.Equal([RetornoOccurrence.EntryConfirmed, RetornoOccurrence.EntryRejected], lines.Select(line => line.Occurrence));
        Assert.Equal([(Number(bank, 1), "B1", 10_000L), (Number(bank, 2), "B1", 10_013L)], lines.Select(line => (line.NossoNumero, line.OurId, line.FaceValue.Centavos)));
        if (bank != "422") Assert.NotNull(Assert.Single(RetornoReasons.Of(header, lines[1])).Words);

        Assert.Equal(SimulatedDeed.Done, simulated.Pay(simulated.Titles(9)[0].Key, new(10_050), byPix: false));
        var paid = Assert.Single(Answered(simulated, bank));
        Assert.True(paid.BringsMoney);
        Assert.Equal((10_050L, Today, Today.AddDays(1)), (paid.Paid.Centavos, paid.OccurredOn!.Value, paid.CreditOn!.Value));
    }

    /// <summary>Whatever a bank's remessa can ask, its retorno can answer, before and after the title's end.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_layout_has_words_for_what_can_be_asked_and_done(string code, CnabFormat format)
    {
        var bank = NewBank();
        var number = Number(code, 1);
        Assert.Equal(RetornoOccurrence.EntryConfirmed, Ask(Entry(number, 10_000))!.Value.Occurrence);
        var title = Assert.Single(bank.Titles(9)).Key;
        foreach (var refused in new[] { false, true })
        {
            foreach (var instruction in new RemessaInstruction[] { Grant(number, 10_000, 1_000), Cancel(number), Moved(number), Revalued(number), Closure(number) })
            {
                if (Ask(instruction) is not { } line) continue;
                var isRefusal = line.Occurrence is RetornoOccurrence.InstructionRejected or RetornoOccurrence.ChangeRejected or RetornoOccurrence.ClosureRejected;
                Assert.Equal((refused, number), (isRefusal, line.NossoNumero));
            }
            if (refused) break;
            // Closed by now, or open where no file closes anything.
            Do(b => b.Pay(title, new(10_000), byPix: true));
            if (SimulatedBank.CanReverse(bank.Titles(1)[0])) Do(b => b.Reverse(title));
            if (bank.Titles(1)[0].State == SimulatedTitleState.Open) Assert.Equal(RetornoOccurrence.Closed, Do(b => b.Expire(title)).Occurrence);
        }

        RetornoLine Do(Func<SimulatedBank, SimulatedDeed> deed)
        {
            Assert.Equal(SimulatedDeed.Done, deed(bank));
            return Assert.Single(Answered(bank, code));
        }

        // Null when this layout cannot ask, or, as Safra's, has no word for a refusal.
        RetornoLine? Ask(RemessaInstruction instruction)
        {
            var known = Retornos(code).ToHashSet(StringComparer.Ordinal);
            if (RemessaFiles.TrySend(_folders.Of("aurora", code)!, AccountOf(code), code, format, ++_sequence, instruction) is null) return null;
            bank.Turn();
            _clock.Advance(SimulatedBank.Delay);
            bank.Turn();
            return Retornos(code).Where(name => !known.Contains(name)).Select(name => (RetornoLine?)Assert.Single(Read(name).Lines)).SingleOrDefault();
        }
    }

    [Fact]
    public void Instructions_are_answered_by_what_the_books_say()
    {
        var bank = NewBank();
        string one = "00000001", two = "00000002", three = "00000003", unknown = "00000009";
        Assert.Equal([RetornoOccurrence.EntryConfirmed, RetornoOccurrence.EntryConfirmed, RetornoOccurrence.EntryRejected],
            Answered(bank, "341", Entry(one, 10_000), Entry(two, 20_000), Entry(one, 10_000)).Select(l => l.Occurrence));
        Assert.Equal(RetornoOccurrence.EntryRejected, Assert.Single(Answered(bank, "341", Entry(two, 30_000))).Occurrence);

        var changes = Answered(bank, "341", Grant(one, 10_000, 1_000), Moved(one), Revalued(two), Grant(unknown, 10_000, 1_000));
        Assert.Equal([RetornoOccurrence.AbatementGranted, RetornoOccurrence.DueDateChanged, RetornoOccurrence.DataChanged, RetornoOccurrence.InstructionRejected], changes.Select(l => l.Occurrence));
        Assert.Equal([("00000002", 25_000L, Today), ("00000001", 9_000L, Today.AddDays(9))], bank.Titles(9).Select(t => (t.NossoNumero, t.Payable.Centavos, t.DueOn)));

        // Closed at our asking, refused when it is closed already, and taken for a title of before the portal's time.
        Assert.Equal([RetornoOccurrence.Closed, RetornoOccurrence.ClosureRejected, RetornoOccurrence.Closed],
            Answered(bank, "341", Closure(one), Closure(one), Closure(three)).Select(l => l.Occurrence));
        Assert.Equal(RetornoOccurrence.ChangeRejected, Assert.Single(Answered(bank, "341", Moved(one))).Occurrence);
    }

    [Fact]
    public void It_is_paid_over_short_twice_and_after_closure_and_takes_money_back()
    {
        var bank = NewBank();
        Answered(bank, "237", Entry("00000000001", 10_000));
        var title = Assert.Single(bank.Titles(9)).Key;
        Assert.Equal(SimulatedDeed.NoSuchTitle, bank.Pay("x", new(10_000), byPix: false));
        Assert.Equal(SimulatedDeed.WrongAmount, bank.Pay(title, SimulatedBank.Tariff, byPix: false));
        Assert.Equal(SimulatedDeed.NotNow, bank.Reverse(title));

        Assert.Equal([(RetornoOccurrence.Settled, 9_000L), (RetornoOccurrence.SettledAfterClosure, 10_000L)], [After(b => b.Pay(title, new(9_000), false)), After(b => b.Pay(title, new(10_000), true))]);
        Assert.Equal(RetornoOccurrence.SettlementReversed, After(b => b.Reverse(title)).Occurrence);
        Assert.Equal(RetornoOccurrence.Closed, After(b => b.Expire(title)).Occurrence);
        Assert.Equal(SimulatedDeed.NotNow, bank.Expire(title));
        Assert.Equal(RetornoOccurrence.SettledAfterClosure, After(b => b.Pay(title, new(10_000), false)).Occurrence);
        // Each file of one account has a name and a number of its own.
        Assert.Equal(6, Directory.GetFiles(_folders.Of("aurora", "237")!.Retorno).Length);

        (RetornoOccurrence Occurrence, long Paid) After(Func<SimulatedBank, SimulatedDeed> deed)
        {
            Assert.Equal(SimulatedDeed.Done, deed(bank));
            var line = Assert.Single(Answered(bank, "237"));
            return (line.Occurrence, line.Paid.Centavos);
        }
    }

    [Fact]
    public void Itau_closes_what_a_Pix_paid_and_the_closure_brings_the_money()
    {
        var bank = NewBank();
        Answered(bank, "341", Entry("00000001", 10_000));
        bank.Pay(Assert.Single(bank.Titles(9)).Key, new(10_000), byPix: true);
        var line = Assert.Single(Answered(bank, "341"));
        Assert.Equal((RetornoOccurrence.ClosedAsSettled, 10_000L, 199L, true), (line.Occurrence, line.Paid.Centavos, line.Tariff.Centavos, line.BringsMoney));
    }

    [Fact]
    public void Killed_anywhere_it_goes_on_and_says_everything_once()
    {
        var journal = Path.Combine(_data, "dev", "banco-por-arquivos.jsonl");
        var sent = Send("341", CnabFormat.Cnab400, Entry("00000001", 10_000));
        var bytes = File.ReadAllBytes(sent);
        NewBank().Turn();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(sent)!, "*.rem"));
        // Killed after the books and before the file was taken away: it still stands there.
        File.WriteAllBytes(sent, bytes);
        NewBank().Turn();
        _clock.Advance(SimulatedBank.Delay);
        // Killed in the middle of a line.
        File.AppendAllText(journal, "\n{\"happened\":{\"at\":\"2026-11-2");
        var before = File.ReadAllText(journal);
        NewBank().Turn();
        var first = Assert.Single(Retornos("341"));
        var said = File.ReadAllBytes(first);
        // Killed after the retorno was put down and before that was written into the books; meanwhile the portal took it.
        File.Move(first, Path.Combine(_folders.Of("aurora", "341")!.Read, Path.GetFileName(first)));
        File.WriteAllText(journal, before);
        NewBank().Turn();
        Assert.Equal((Path.GetFileName(first), Convert.ToHexString(SHA256.HashData(said))), (Path.GetFileName(Assert.Single(Retornos("341"))), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Retornos("341")[0])))));
        NewBank().Turn();
        Assert.Single(NewBank().Titles(9));
        Assert.Single(Retornos("341"));
    }

    [Fact]
    public void What_is_no_file_yet_stays_and_what_is_no_remessa_goes_back()
    {
        var folder = _folders.Of("aurora", "341")!.Remessa;
        foreach (var name in new[] { ".a.rem", "b.rem.tmp", "c.rem.part" }) File.WriteAllText(Path.Combine(folder, name), "x");
        File.WriteAllText(Path.Combine(folder, "lixo.rem"), "isto não é uma remessa");
        // Nobody's folder.
        var strange = Path.Combine(_data, "bancos", "Não é de ninguém", "341", "remessa");
        Directory.CreateDirectory(strange);
        File.WriteAllText(Path.Combine(strange, "x.rem"), "x");
        var bank = NewBank();
        bank.Turn();
        _clock.Advance(SimulatedBank.Delay);
        bank.Turn();
        Assert.Single(Directory.GetFiles(strange));
        Assert.Equal([".a.rem", "b.rem.tmp", "c.rem.part"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(new FileInfo(Path.Combine(folder, "recebidos", "lixo.rem.motivo.txt")).Length > 10);
        Assert.Empty(Retornos("341"));
    }

    [Fact]
    public void A_clock_set_back_keeps_nobody_waiting()
    {
        Send("341", CnabFormat.Cnab400, Entry("00000001", 10_000));
        NewBank().Turn();
        _clock.Set(PortalFixture.Start.AddHours(-1));
        NewBank().Turn();
        Assert.Single(Retornos("341"));
    }

    private SimulatedBank NewBank()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", _data)]).Build();
        return new(_folders, new PortalSettings(configuration, new Development()), new BusinessClock(_clock), NullLogger<SimulatedBank>.Instance);
    }

    /// <summary>What the bank answers to these instructions, or to what was done there since.</summary>
    private List<RetornoLine> Answered(SimulatedBank bank, string code, params RemessaInstruction[] instructions)
    {
        var known = Retornos(code).ToHashSet(StringComparer.Ordinal);
        if (instructions.Length > 0) Send(code, RemessaWriter.Formats(code)[0], instructions);
        bank.Turn();
        _clock.Advance(SimulatedBank.Delay);
        bank.Turn();
        return Read(Assert.Single(Retornos(code), name => !known.Contains(name))).Lines;
    }

    private string Send(string bank, CnabFormat format, params RemessaInstruction[] instructions) =>
        RemessaFiles.Send(_folders.Of("aurora", bank)!, AccountOf(bank), bank, format, ++_sequence, instructions);

    private string[] Retornos(string bank) => [.. Directory.GetFiles(_folders.Of("aurora", bank)!.Retorno).Order(StringComparer.Ordinal)];

    private static (RetornoHeader Header, List<RetornoLine> Lines) Read(string path)
    {
        using var stream = File.OpenRead(path);
        var reader = Assert.IsType<RetornoOpening.Opened>(RetornoReader.Open(stream)).Reader;
        var lines = new List<RetornoLine>();
        while (reader.Read()) lines.Add(reader.Line);
        Assert.Null(reader.Refusal);
        Assert.Empty(reader.Problems.Kept);
        Assert.Empty(reader.Warnings.Kept);
        return (reader.Header, lines);
    }

    private static string Number(string bank, int number) => ((BoletoIssue.Issued)Rules(bank).Issue(AccountOf(bank), number.ToString(CultureInfo.InvariantCulture), new(100), Today, Today)).NossoNumero;

    private static BankRules Rules(string bank) => Banks.TryFind(bank, out var rules) ? rules : throw new ArgumentException(bank, nameof(bank));

    private static BoletoAccount AccountOf(string bank) => bank switch
    {
        "001" => new() { Agencia = "1234", AgenciaDv = "3", Conta = "12345", ContaDv = "X", Carteira = "17", Convenio = "1234567", Variacao = "019" },
        "033" => new() { Agencia = "3276", AgenciaDv = "0", Conta = "13001234", ContaDv = "5", Carteira = "101", Convenio = "5260965" },
        "077" => new() { Agencia = "0001", AgenciaDv = "9", Conta = "12345678", ContaDv = "9", Carteira = "110", Convenio = "1234567" },
        "104" => new() { Agencia = "0057", AgenciaDv = "1", Conta = "12345", ContaDv = "7", Carteira = "14", Convenio = "123456" },
        "237" => new() { Agencia = "0057", Conta = "0012345", ContaDv = "7", Carteira = "09", Convenio = "123456" },
        "422" => new() { Agencia = "0057", AgenciaDv = "0", Conta = "123456", ContaDv = "7", Carteira = "01" },
        "748" => new() { Agencia = "0156", Conta = "12345", ContaDv = "6", Carteira = "1", Posto = "05", Convenio = "12345", Byte = "2" },
        "756" => new() { Agencia = "4277", AgenciaDv = "3", Conta = "6498", ContaDv = "0", Carteira = "1", Variacao = "01", Convenio = "229385", ConvenioDv = "2" },
        _ => new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" },
    };

    private static RemessaInstruction.Entry Entry(string number, long centavos) => RemessaFiles.Entry(number, centavos, Today);

    private static RemessaInstruction.Closure Closure(string number) => new() { NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(10_000), DueOn = Today };

    private static RemessaInstruction.AbatementCancel Cancel(string number) => new() { NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(10_000), DueOn = Today };

    private static RemessaInstruction.DueDateChange Moved(string number) => new() { NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(10_000), DueOn = Today.AddDays(9) };

    private static RemessaInstruction.ValueChange Revalued(string number) => new() { NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(25_000), DueOn = Today };

    private static RemessaInstruction.AbatementGrant Grant(string number, long centavos, long abatement) =>
        new() { NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(centavos), DueOn = Today, Abatement = new(abatement) };

    private static string Trimmed(string digits) => digits.TrimStart('0');

    private sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";
        public string ApplicationName { get; set; } = "tests";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
