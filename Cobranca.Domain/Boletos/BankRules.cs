using System.Globalization;
using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// What one bank makes of a boleto: which fields it needs, how it numbers slips, what it writes into its 25 digits. One file per bank
/// in <c>Banks/</c>, found by <see cref="Banks.TryFind"/>; everything common to all banks is here. (Regras do banco.)
/// </summary>
public abstract class BankRules
{
    private protected BankRules(string code, string name, string printedCode)
    {
        Code = code;
        Name = name;
        PrintedCode = printedCode;
    }

    /// <summary>The bank's three digits: <c>341</c>.</summary>
    public string Code { get; }

    /// <summary>The bank's name as its customers know it.</summary>
    public string Name { get; }

    /// <summary>The code with its digit, as it stands beside the bank's name on a slip: <c>341-7</c>.</summary>
    public string PrintedCode { get; }

    /// <summary>Everything that keeps this account from issuing slips; empty when it will do.</summary>
    public IReadOnlyList<FieldProblem> Check(BoletoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        CheckAccount(account, ref problems);
        return problems.All;
    }

    /// <summary>
    /// Check digits of branch and account that differ from what the bank computes. The bank compares them itself and accounts exist
    /// that follow older rules, so a doubt is shown to whoever sets the account up and stops nothing.
    /// </summary>
    public IReadOnlyList<FieldProblem> Doubts(BoletoAccount account)
    {
        if (Check(account).Count > 0)
            return [];
        var doubts = default(FieldProblems);
        CheckDigitsOf(account, ref doubts);
        return doubts.All;
    }

    /// <summary>The sequence numbers this account can give, first and last included; null when the account will not do.</summary>
    public SequenceRange? Sequences(BoletoAccount account) => Check(account).Count > 0 ? null : SequencesOf(account);

    /// <summary>How branch, account and carteira are printed on a slip.</summary>
    /// <exception cref="ArgumentException">The account will not do: <see cref="Check"/> it first.</exception>
    public PrintedAccount Printed(BoletoAccount account) => Check(account) is [var problem, ..]
        ? throw new ArgumentException($"Account refused by bank {Code}: {problem.Field}.", nameof(account))
        : Print(account);

    /// <summary>Makes the slip of the next number in sequence.</summary>
    /// <param name="account">The creditor's account at this bank.</param>
    /// <param name="sequence">Within <see cref="Sequences"/>; never used before in this account.</param>
    /// <param name="amount">Above zero, at most <see cref="Barcode.HighestAmount"/>.</param>
    /// <param name="dueOn">From <see cref="FatorVencimento.FirstDay"/> to <see cref="FatorVencimento.LastDay"/>.</param>
    public BoletoIssue Issue(BoletoAccount account, long sequence, Money amount, DateOnly dueOn)
    {
        ArgumentNullException.ThrowIfNull(account);
        var range = SequencesOf(account);
        return sequence < range.First || sequence > range.Last
            ? Refuse(account, $"O nosso número vai de {range.First} a {range.Last} nesta conta.", amount, dueOn)
            : Issue(account, sequence.ToString(CultureInfo.InvariantCulture), amount, dueOn);
    }

    /// <summary>Makes the slip of a number given as text.</summary>
    /// <param name="account">The creditor's account at this bank.</param>
    /// <param name="nossoNumero">
    /// The number's digits, zeros in front or not; also as printed, with carteira and check digit, which must then be right.
    /// </param>
    /// <param name="amount">Above zero, at most <see cref="Barcode.HighestAmount"/>.</param>
    /// <param name="dueOn">From <see cref="FatorVencimento.FirstDay"/> to <see cref="FatorVencimento.LastDay"/>.</param>
    public BoletoIssue Issue(BoletoAccount account, string? nossoNumero, Money amount, DateOnly dueOn)
    {
        ArgumentNullException.ThrowIfNull(account);
        var problems = default(FieldProblems);
        Span<char> campoLivre = stackalloc char[Barcode.CampoLivreLength];
        var number = Compose(account, nossoNumero, campoLivre, ref problems);
        CheckAmount(amount, ref problems);
        CheckDueDate(dueOn, ref problems);
        if (problems.Any || number is null)
            return new BoletoIssue.Refused(problems.All);

        var barcode = Barcode.Create(Code, FatorVencimento.Encode(dueOn), amount, campoLivre);
        return new BoletoIssue.Issued(number.Value.Digits, number.Value.Dv, number.Value.Printed, barcode, barcode.ToLinhaDigitavel());
    }

    /// <summary>Adds what is wrong with the account's fields.</summary>
    private protected abstract void CheckAccount(BoletoAccount account, ref FieldProblems problems);

    /// <summary>Adds a doubt for each check digit of a good account that the bank would compute differently.</summary>
    private protected abstract void CheckDigitsOf(BoletoAccount account, ref FieldProblems doubts);

    /// <summary>The numbers of an account, which may still have problems.</summary>
    private protected abstract SequenceRange SequencesOf(BoletoAccount account);

    /// <summary>A good account as printed.</summary>
    private protected abstract PrintedAccount Print(BoletoAccount account);

    /// <summary>Writes the bank's 25 digits; null after adding at least one problem.</summary>
    private protected abstract Numbered? Compose(
        BoletoAccount account, string? nossoNumero, Span<char> campoLivre, ref FieldProblems problems);

    private BoletoIssue.Refused Refuse(BoletoAccount account, string numberProblem, Money amount, DateOnly dueOn)
    {
        var problems = default(FieldProblems);
        CheckAccount(account, ref problems);
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

    /// <summary>A slip's number: digits without check digit, the check digit, and both as printed.</summary>
    private protected readonly record struct Numbered(string Digits, string Dv, string Printed);
}

/// <summary>Numbers from first to last, both included. (Faixa de números.)</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SequenceRange(long First, long Last);

/// <summary>An account as a slip shows it. (Conta impressa.)</summary>
/// <param name="Beneficiary">Branch and account: <c>0057/12345-7</c>.</param>
/// <param name="Carteira">The carteira: <c>109</c>.</param>
public sealed record PrintedAccount(string Beneficiary, string Carteira);
