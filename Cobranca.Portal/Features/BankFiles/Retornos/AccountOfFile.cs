using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>
/// Whose file it is. The header names account or convênio, each bank in its own way and some not at all; where it cannot tell, the first
/// numbers do, each with the face value it was issued for, since every creditor has a number 1.
/// </summary>
internal static class AccountOfFile
{
    /// <summary>Enough to meet one of ours in a file that has any; few enough to be asked for at once.</summary>
    private const int FirstTitles = 200;

    /// <summary>Banks whose header carries branch and account as the creditor knows them: what is not named there is not its file.</summary>
    private static readonly string[] NamesItsAccount = ["001", "341", "422"];

    /// <summary>The accounts a file can be about; none when it is nobody's of them.</summary>
    /// <param name="accounts">Of the file's bank.</param>
    public static List<BankAccount> Named(RetornoHeader header, IEnumerable<BankAccount> accounts) => [.. accounts.Where(account => account.BankCode == header.Bank && Names(header, account))];

    /// <summary>Whether the header alone decides.</summary>
    public static bool HeaderDecides(RetornoHeader header) =>
        NamesItsAccount.Contains(header.Bank) && Bare(header.Agencia).Length > 0 && Bare(header.Conta).Length > 0;

    /// <summary>The numbers and face values a file begins with.</summary>
    public static async Task<List<(string Number, long FaceValue)>> FirstNumbersAsync(RetornoReader reader, CancellationToken cancellation)
    {
        var first = new List<(string, long)>();
        while (first.Count < FirstTitles && await reader.ReadAsync(cancellation))
            if (reader.Line.NossoNumero.Length > 0) first.Add((reader.Line.NossoNumero, reader.Line.FaceValue.Centavos));
        return first;
    }

    /// <summary>The accounts that issued one of those slips; the creditor each belongs to is theirs.</summary>
    public static async Task<List<long>> IssuedAsync(IQueryable<Boleto> boletos, string bank, List<(string Number, long FaceValue)> first, CancellationToken cancellation)
    {
        var numbers = first.ConvertAll(f => f.Number);
        var found = await boletos.AsNoTracking().Where(b => b.BankCode == bank && EF.Parameter(numbers).Contains(b.NossoNumero))
            .Select(b => new { b.BankAccountId, b.NossoNumero, b.Amount }).ToListAsync(cancellation);
        return [.. found.Where(b => first.Contains((b.NossoNumero, b.Amount.Centavos))).Select(b => b.BankAccountId).Distinct()];
    }

    private static bool Names(RetornoHeader header, BankAccount account)
    {
        var convenio = Bare(account.Convenio);
        // Banks put carteira, branch and zeros around it.
        if (convenio.Length >= 4 && Digits(header.Convenio).Contains(convenio, StringComparison.Ordinal)) return true;
        var (agencia, conta) = (Bare(header.Agencia), Bare(header.Conta));
        if (agencia.Length > 0 && conta.Length > 0)
            return agencia == Bare(account.Agencia) && (conta == Bare(account.Conta) || conta == Bare(account.Conta + account.ContaDv) || conta + Bare(header.ContaDv) == Bare(account.Conta + account.ContaDv));
        // One field for all of it: Santander's código de transmissão, Bradesco's código da empresa.
        var all = Digits(header.Convenio);
        return Bare(account.Conta) is { Length: >= 4 } number && all.Contains(number, StringComparison.Ordinal) && all.Contains(Bare(account.Agencia), StringComparison.Ordinal);
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    private static string Bare(string text) => Digits(text).TrimStart('0');
}
