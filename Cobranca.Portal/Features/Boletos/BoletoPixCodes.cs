using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>
/// The Pix code of a boleto: made at this one place, shown as this one place says. Today it is static, from the account's key alone; a
/// provider's dynamic charge (an address instead of the key) takes the place of <see cref="Issue"/> and fills the same row.
/// </summary>
public static class BoletoPixCodes
{
    /// <summary>The code a new boleto goes out with; null where its account has no key, or no code can hold so large an amount.</summary>
    public static BoletoPix? Issue(Creditor creditor, BankAccount account, string nossoNumero, Money amount)
    {
        if (account.PixKey is not { } key) return null;
        var txid = Txid(account.Id, nossoNumero);
        return BrCode.WriteStatic(key.Value, creditor.LegalName, creditor.City, amount, txid) is BrCodeWriting.Written written
            ? new() { CreditorId = creditor.Id, Txid = txid, Key = key, Code = written.Payload }
            : null;
    }

    /// <summary>
    /// The code to show now; null when there is none to pay. Static Pix is not known to the bank, so it may be paid while the bank still
    /// registers the slip, and is taken away with everything that ends the slip, or makes it cost less: its amount is fixed. A key the account
    /// no longer has gets no more money.
    /// </summary>
    /// <param name="boleto">With Pix, account, items and their receivables.</param>
    public static string? PixOn(this Boleto boleto, DateOnly day) =>
        boleto is { Pix: { } pix } && (boleto.Status.IsWaiting() || boleto.Status.IsPayable()) && day <= boleto.PayableThrough && !boleto.HasSettledDebt() && boleto.Granted == Money.Zero
            && boleto.BankAccount!.PixKey == pix.Key
            ? pix.Code
            : null;

    /// <summary>
    /// Readable on a bank statement: the account's number here, then the slip's nosso número, whose digits are unique within the account.
    /// Capitals and digits only, since some banks change the case.
    /// </summary>
    /// <exception cref="InvalidOperationException">Longer than the 25 characters of a static Pix: no account and bank come near.</exception>
    internal static string Txid(long accountId, string nossoNumero)
    {
        var txid = string.Create(CultureInfo.InvariantCulture, $"C{accountId}N{nossoNumero}");
        return txid.Length <= BrCode.StaticTxidLength ? txid : throw new InvalidOperationException($"Account {accountId} and its numbers do not fit a txid.");
    }
}
