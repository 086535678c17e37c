using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Whose file it is, among all creditors: for the operator, who serves them all. A creditor's own systems and folders never ask this.</summary>
public sealed class RetornoOwner(CobrancaDb db)
{
    /// <returns>The creditor, or in Portuguese why there is none and what to do.</returns>
    public async Task<(Creditor? Creditor, string? WhyNot)> FindAsync(Stream file, CancellationToken cancellation)
    {
        var opening = await RetornoReader.OpenAsync(file, cancellation);
        if (opening is RetornoOpening.Refused refused) return (null, refused.Problem.ToString());
        var reader = ((RetornoOpening.Opened)opening).Reader;
        var header = reader.Header;
        var accounts = await db.BankAccounts.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking().Where(a => a.BankCode == header.Bank).ToListAsync(cancellation);
        if (accounts.Count == 0) return (null, $"O arquivo é do banco {header.Bank}, e nenhum credor tem conta nesse banco aqui.");
        var owners = AccountOfFile.Named(header, accounts).Select(a => a.CreditorId).Distinct().ToList();
        if (owners.Count == 0 && !AccountOfFile.HeaderDecides(header, accounts))
        {
            var first = await AccountOfFile.FirstAsync(reader, cancellation);
            var issued = await AccountOfFile.IssuedAsync(db.Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter]), header.Bank, accounts, first, cancellation);
            owners = [.. accounts.Where(a => issued.Contains(a.Id)).Select(a => a.CreditorId).Distinct()];
        }
        if (owners.Count > 1) return (null, "O arquivo pode ser de mais de um credor. Diga qual: --creditor.");
        return owners.Count == 0
            ? (null, $"Nenhum credor tem a conta deste arquivo (banco {header.Bank}, agência {header.Agencia}, conta {header.Conta}). Confira a conta cadastrada, ou diga o credor: --creditor.")
            : (await db.Creditors.SingleAsync(c => c.Id == owners[0], cancellation), null);
    }
}
