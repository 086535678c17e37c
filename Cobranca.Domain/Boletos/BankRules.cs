using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// What one bank makes of a boleto: which fields it needs, how it numbers slips, what it writes into its 25 digits. One file per bank
/// in <c>Banks/</c>, found by <see cref="Banks.TryFind"/>; everything common to all banks is here. (Regras do banco.)
/// </summary>
public abstract class BankRules
{
    private protected BankRules(string code, string name, string printedCode, int numberWidth)
    {
        Code = code;
        Name = name;
        PrintedCode = printedCode;
        NumberWidth = numberWidth;
    }

    /// <summary>The bank's three digits: <c>341</c>.</summary>
    public string Code { get; }

    /// <summary>The bank's name as its customers know it.</summary>
    public string Name { get; }

    /// <summary>The code with its digit, as it stands beside the bank's name on a slip: <c>341-7</c>.</summary>
    public string PrintedCode { get; }

    /// <summary>How many digits of a slip's number are the creditor's to choose, at most.</summary>
    private protected int NumberWidth { get; }

    /// <summary>Everything that keeps this account from issuing slips; empty when it will do.</summary>
    public IReadOnlyList<FieldProblem> Check(BoletoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        Read(account, ref problems);
        return problems.All;
    }

    /// <summary>
    /// Check digits of branch and account that differ from what the bank computes. The bank compares them itself and accounts exist
    /// that follow older rules, so a doubt is shown to whoever sets the account up and stops nothing.
    /// </summary>
    public IReadOnlyList<FieldProblem> Doubts(BoletoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        var fields = Read(account, ref problems);
        var doubts = default(FieldProblems);
        if (!problems.Any)
            Doubt(in fields, ref doubts);
        return doubts.All;
    }

    /// <summary>The sequence numbers this account can give, first and last included; null when the account will not do.</summary>
    public SequenceRange? Sequences(BoletoAccount account) => Check(account).Count > 0 ? null : SequencesOf(account);

    /// <summary>
    /// The fields the bank needs, as it prints them, <c>0057</c> for <c>57</c>, so that one account is always written the same; the
    /// others are null.
    /// </summary>
    /// <exception cref="ArgumentException">The account will not do: <see cref="Check"/> it first.</exception>
    public BoletoAccount Normalized(BoletoAccount account)
    {
        var fields = Demand(account);
        return new()
        {
            Agencia = fields.Agencia, AgenciaDv = fields.AgenciaDv, Conta = fields.Conta, ContaDv = fields.ContaDv, Carteira = fields.Carteira,
            Variacao = fields.Variacao, Convenio = fields.Convenio, ConvenioDv = fields.ConvenioDv, Posto = fields.Posto, Byte = fields.Byte,
            Ios = fields.Ios, Parcela = fields.Parcela,
        };
    }

    /// <summary>How branch, account and carteira are printed on a slip.</summary>
    /// <exception cref="ArgumentException">The account will not do: <see cref="Check"/> it first.</exception>
    public PrintedAccount Printed(BoletoAccount account)
    {
        var fields = Demand(account);
        return Print(in fields);
    }

    /// <summary>
    /// The ways in which the number of a slip that exists is usually written, so that it can be looked up where a creditor wrote it: bare, with
    /// and without the zeros in front, as given and whole, with the carteira before and the check digit behind, and as printed.
    /// </summary>
    /// <returns>
    /// Each once, in no order; none when the slip's 25 digits are not those this account would give its number: they are of another bank,
    /// account or carteira, or of nobody. <see cref="Issue(BoletoAccount, string?, Money, DateOnly, DateOnly?)"/> takes each of them; one that
    /// leaves out what only the date of issue says (Sicredi) makes the same slip on days of the same year only.
    /// </returns>
    /// <param name="account">One that may have issued it.</param>
    /// <param name="barcode">The slip's.</param>
    public IReadOnlyCollection<string> NumberSpellings(BoletoAccount account, Barcode barcode)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(barcode);
        var number = barcode.Bank == Code ? NumberIn(account, barcode.CampoLivre) : null;
        // Amount and date play no part in the bank's own digits.
        if (number is null || Issue(account, number, new Money(1), FatorVencimento.LastDay) is not BoletoIssue.Issued slip || slip.CampoLivre != barcode.CampoLivre)
            return [];

        var problems = default(FieldProblems);
        var fields = ReadForBarcode(account, ref problems);
        var spellings = new HashSet<string>(StringComparer.Ordinal) { number, WithoutDv(slip.NossoNumeroFormatted, slip.NossoNumeroDv) };
        var given = Chosen(in fields, number);
        for (var zeros = 0; given.Length <= NumberWidth && (zeros == 0 || given[zeros - 1] == '0'); zeros++)
            spellings.Add(given[zeros..]);
        foreach (var bare in spellings.Where(static spelling => !spelling.Contains('/')).ToList())
            spellings.Add($"{fields.Carteira}/{bare}");
        if (slip.NossoNumeroDv.Length > 0)
            spellings.UnionWith([.. spellings.Select(spelling => $"{spelling}-{slip.NossoNumeroDv}")]);
        return spellings;
    }

    /// <summary>Makes the slip of the next number in sequence.</summary>
    /// <param name="account">The creditor's account at this bank.</param>
    /// <param name="sequence">Within <see cref="Sequences"/>; never used before in this account.</param>
    /// <param name="amount">Above zero, at most <see cref="Barcode.HighestAmount"/>.</param>
    /// <param name="dueOn">From <see cref="FatorVencimento.FirstDay"/> to <see cref="FatorVencimento.LastDay"/>.</param>
    /// <param name="issuedOn">When the slip is issued; Sicredi alone asks, for the year in its numbers.</param>
    public BoletoIssue Issue(BoletoAccount account, long sequence, Money amount, DateOnly dueOn, DateOnly? issuedOn = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var range = SequencesOf(account);
        return sequence < range.First || sequence > range.Last
            ? Refuse(account, $"O nosso número vai de {range.First} a {range.Last} nesta conta.", amount, dueOn)
            : Issue(account, sequence.ToString(CultureInfo.InvariantCulture), amount, dueOn, issuedOn);
    }

    /// <summary>
    /// Makes the slip of a number given as text. Fields that are only printed beside the codes, as the branch at banks whose 25 digits
    /// leave it out, are not looked at: <see cref="Check"/> asks for them too.
    /// </summary>
    /// <param name="account">The creditor's account at this bank.</param>
    /// <param name="nossoNumero">
    /// The number's digits, zeros in front or not; also as printed, with carteira and check digit, which must then be right.
    /// </param>
    /// <param name="amount">Above zero, at most <see cref="Barcode.HighestAmount"/>.</param>
    /// <param name="dueOn">From <see cref="FatorVencimento.FirstDay"/> to <see cref="FatorVencimento.LastDay"/>.</param>
    /// <param name="issuedOn">When the slip is issued; Sicredi alone asks, for the year in its numbers.</param>
    public BoletoIssue Issue(BoletoAccount account, string? nossoNumero, Money amount, DateOnly dueOn, DateOnly? issuedOn = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        var fields = ReadForBarcode(account, ref problems);
        var digits = ReadNumber(in fields, nossoNumero, out var given, ref problems) ? Complete(in fields, given.Digits, issuedOn, ref problems) : null;
        Span<char> campoLivre = stackalloc char[Barcode.CampoLivreLength];
        var dv = "";
        if (digits is not null && !problems.Any)
        {
            dv = Write(in fields, digits, campoLivre);
            given.CheckWrittenParts(fields.Carteira, dv, ref problems);
        }
        CheckAmount(amount, ref problems);
        CheckDueDate(dueOn, ref problems);
        if (problems.Any || digits is null)
            return new BoletoIssue.Refused(problems.All);

        var barcode = Barcode.Create(Code, FatorVencimento.Encode(dueOn), amount, campoLivre);
        return new BoletoIssue.Issued(digits, dv, PrintNumber(in fields, digits, dv), barcode, barcode.ToLinhaDigitavel());
    }

    /// <summary>The fields of a good account.</summary>
    internal AccountFields Fields(BoletoAccount account) => Demand(account);

    /// <summary>A whole number of this account with its digit, which may be empty; null when it is none.</summary>
    internal (string Number, string Dv)? Number(in AccountFields fields, string nossoNumero)
    {
        var problems = default(FieldProblems);
        if (nossoNumero.Length == 0 || nossoNumero.AsSpan().ContainsAnyExceptInRange('0', '9')
            || Complete(in fields, nossoNumero, null, ref problems) is not { } number || problems.Any)
        {
            return null;
        }
        Span<char> campoLivre = stackalloc char[Barcode.CampoLivreLength];
        return (number, Write(in fields, number, campoLivre));
    }

    /// <summary>The fields the bank needs; adds what is wrong with them.</summary>
    private protected abstract AccountFields Read(BoletoAccount account, ref FieldProblems problems);

    /// <summary>True for a field the slip shows but the codes leave out.</summary>
    private protected virtual bool IsOnlyPrinted(string field, BoletoAccount account) => false;

    /// <summary>Adds a doubt for each check digit of a good account that the bank would compute differently.</summary>
    private protected virtual void Doubt(in AccountFields fields, ref FieldProblems doubts)
    {
    }

    /// <summary>The numbers of an account, which may still have problems.</summary>
    private protected virtual SequenceRange SequencesOf(BoletoAccount account) => SequenceRange.OfDigits(NumberWidth);

    /// <summary>A good account as printed.</summary>
    private protected virtual PrintedAccount Print(in AccountFields fields) => new($"{fields.PrintedAgencia}/{fields.PrintedConta}", fields.Carteira!);

    /// <summary>Takes the number apart; false after adding a problem.</summary>
    private protected virtual bool ReadNumber(in AccountFields fields, string? given, out NossoNumeroText number, ref FieldProblems problems) =>
        NossoNumeroText.TryRead(given, out number, ref problems);

    /// <summary>The whole number as the bank knows it, without check digit; null after adding a problem. Account fields may be missing.</summary>
    private protected virtual string? Complete(in AccountFields fields, ReadOnlySpan<char> given, DateOnly? issuedOn, ref FieldProblems problems)
    {
        if (given.Length <= NumberWidth)
            return given.ToString().PadLeft(NumberWidth, '0');
        problems.Add(BoletoField.NossoNumero, $"O nosso número do {Name} tem até {NumberWidth} números; aqui há {given.Length}.");
        return null;
    }

    /// <summary>Writes the bank's 25 digits and returns the number's check digit, empty where it has none.</summary>
    private protected abstract string Write(in AccountFields fields, string number, Span<char> campoLivre);

    /// <summary>The number as printed.</summary>
    private protected virtual string PrintNumber(in AccountFields fields, string number, string dv) => AccountField.WithDv(number, dv.Length == 0 ? null : dv);

    /// <summary>The number as it stands in the 25 digits of an account like this, whole; null when they are of no such account.</summary>
    private protected abstract string? NumberIn(BoletoAccount account, string campoLivre);

    /// <summary>The part of a whole number that the creditor may give alone.</summary>
    private protected virtual string Chosen(in AccountFields fields, string number) => number;

    /// <summary>Mod 11 with 10 and 11 written 0, as most banks do on their numbers.</summary>
    private protected static char Mod11OrZero(ReadOnlySpan<char> digits) => CheckDigits.Mod11(digits) is var digit and < 10 ? (char)('0' + digit) : '0';

    private static string WithoutDv(string formatted, string dv) => dv.Length == 0 ? formatted : formatted[..^(dv.Length + 1)];

    private AccountFields Demand(BoletoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        var fields = Read(account, ref problems);
        return problems.Any ? throw new ArgumentException($"Account refused by bank {Code}: {problems.All[0].Field}.", nameof(account)) : fields;
    }

    private AccountFields ReadForBarcode(BoletoAccount account, ref FieldProblems problems)
    {
        var fields = Read(account, ref problems);
        if (problems.Any)
            problems.Forget(problem => IsOnlyPrinted(problem.Field, account));
        return fields;
    }

    private BoletoIssue.Refused Refuse(BoletoAccount account, string numberProblem, Money amount, DateOnly dueOn)
    {
        var problems = default(FieldProblems);
        ReadForBarcode(account, ref problems);
        problems.Add(BoletoField.NossoNumero, numberProblem);
        CheckAmount(amount, ref problems);
        CheckDueDate(dueOn, ref problems);
        return new(problems.All);
    }

    private static void CheckAmount(Money amount, ref FieldProblems problems)
    {
        if (!amount.IsPositive)
            problems.Add(BoletoField.Amount, "O valor precisa ser maior que zero.");
        else if (amount > Barcode.HighestAmount)
            problems.Add(BoletoField.Amount, $"Um boleto vai até {Barcode.HighestAmount}.");
    }

    private static void CheckDueDate(DateOnly dueOn, ref FieldProblems problems)
    {
        if (dueOn < FatorVencimento.FirstDay || dueOn > FatorVencimento.LastDay)
            problems.Add(BoletoField.DueDate, $"O vencimento de um boleto vai de {FatorVencimento.FirstDay.ToPtBr()} a {FatorVencimento.LastDay.ToPtBr()}.");
    }
}
