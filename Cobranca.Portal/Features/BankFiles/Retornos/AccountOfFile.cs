using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>
/// Whose file it is. The header names account or convênio, each bank in its own way and some not at all; where it cannot tell, the first
/// numbers do, each with the face value and the due date it was issued for, since every creditor has a number 1.
/// </summary>
internal static class AccountOfFile
{
    /// <summary>Enough to meet one of ours in a file that has any; few enough to be asked for at once.</summary>
    private const int FirstTitles = 200;

    /// <summary>Of slips with the same number, so many must be the file's for one that is another's: an amount or a date may have been changed at the bank.</summary>
    private const int AlikeToOther = 9;

    /// <summary>Banks whose header carries branch and account as the creditor knows them: what is not named there is not its file.</summary>
    private static readonly string[] NamesItsAccount = ["001", "341", "422"];

    /// <summary>The accounts a file can be about; none when it is nobody's of them.</summary>
    /// <param name="accounts">Of the file's bank.</param>
    public static List<BankAccount> Named(RetornoHeader header, IEnumerable<BankAccount> accounts) => [.. accounts.Where(account => account.BankCode == header.Bank && Names(header, account))];

    /// <summary>Whether the header alone decides: it names what the accounts name too.</summary>
    public static bool HeaderDecides(RetornoHeader header, IEnumerable<BankAccount> accounts) =>
        (NamesItsAccount.Contains(header.Bank) && Bare(header.Agencia).Length > 0 && Bare(header.Conta).Length > 0)
        || (Bare(header.Convenio).Length > 0 && accounts.Any(a => a.BankCode == header.Bank && Bare(a.Convenio).Length > 0));

    /// <summary>What a file begins with.</summary>
    public static async Task<List<FirstTitle>> FirstAsync(RetornoReader reader, CancellationToken cancellation)
    {
        var first = new List<FirstTitle>();
        while (first.Count < FirstTitles && await reader.ReadAsync(cancellation))
            if (reader.Line.NossoNumero.Length > 0) first.Add(new(reader.Line.NossoNumero, reader.Line.FaceValue, reader.Line.DueOn));
        return first;
    }

    /// <summary>The accounts whose slips those are: with the same face value and due date, and hardly one with another.</summary>
    /// <param name="accounts">Of the bank: their numbering is what slips are found by.</param>
    public static async Task<List<long>> IssuedAsync(IQueryable<Boleto> boletos, string bank, List<BankAccount> accounts, List<FirstTitle> first, CancellationToken cancellation)
    {
        var (keys, numbers) = (accounts.Select(a => a.NumberingKey).Distinct().ToList(), first.ConvertAll(f => f.Number));
        var found = await boletos.AsNoTracking().Where(b => b.BankCode == bank && EF.Parameter(keys).Contains(b.NumberingKey) && EF.Parameter(numbers).Contains(b.NossoNumero))
            .Select(b => new { b.BankAccountId, b.NossoNumero, b.Amount, b.DueOn }).ToListAsync(cancellation);
        return [.. found.GroupBy(b => b.BankAccountId).Where(account =>
        {
            var same = account.Count(b => first.Exists(f => f.Number == b.NossoNumero && f.FaceValue == b.Amount && (f.DueOn is null || f.DueOn == b.DueOn)));
            return same > 0 && same >= AlikeToOther * (account.Count() - same);
        }).Select(account => account.Key)];
    }

    private static bool Names(RetornoHeader header, BankAccount account)
    {
        var (convenio, named) = (Bare(account.Convenio), Bare(header.Convenio));
        // With its check digit behind it, or with what Banco do Brasil puts there: 0014, carteira and variação.
        if (convenio.Length > 0 && named.StartsWith(convenio, StringComparison.Ordinal)
            && (named.Length <= convenio.Length + 1 || (header.Bank == "001" && named.AsSpan(convenio.Length).StartsWith("0014")))) return true;
        var (agencia, conta) = (Bare(header.Agencia), Bare(header.Conta));
        if (agencia.Length > 0 && conta.Length > 0)
            return agencia == Bare(account.Agencia) && (conta == Bare(account.Conta) || conta == Bare(account.Conta + account.ContaDv));
        // One field for all of it: Santander's código de transmissão.
        return named.Length >= 12 && Bare(account.Conta) is { Length: >= 4 } number && named.Contains(number, StringComparison.Ordinal) && named.Contains(Bare(account.Agencia), StringComparison.Ordinal);
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    private static string Bare(string text) => Digits(text).TrimStart('0');
}

/// <summary>What tells a slip from another creditor's of the same number.</summary>
internal sealed record FirstTitle(string Number, Money FaceValue, DateOnly? DueOn);
