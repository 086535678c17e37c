using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>One file's way through: what it is, and the accounts it can be about.</summary>
internal sealed record RetornoRun(Creditor Creditor, Retorno Retorno, RetornoHeader Header, List<BankAccount> Accounts)
{
    /// <summary>Who says so, for the books and the audit trail.</summary>
    public string Actor => $"retorno {Retorno.PublicId}";

    /// <summary>Of the accounts.</summary>
    public List<string> Keys { get; } = [.. Accounts.Select(a => a.NumberingKey).Distinct()];

    /// <summary>
    /// What the file says of the account, for titles about no slip of ours; never the key of one that is. Money without a number may be anybody's:
    /// another file that brings as much on the same day brings other money.
    /// </summary>
    public string AccountOf(in RetornoLine line)
    {
        var account = $"? {Header.Agencia}/{Header.Conta}/{line.Carteira}/{Header.Convenio}";
        return (line.NossoNumero.Length == 0 && line.Paid.IsPositive ? string.Create(CultureInfo.InvariantCulture, $"#{Retorno.Id}/{account}") : account).AtMost(80);
    }

    /// <summary>Where a title stands, for the slip's history.</summary>
    public string ToldOf(RetornoTitle title) => $"retorno {Retorno.FileName.AtMost(60)}, linha {title.Line.FirstLine}";
}
