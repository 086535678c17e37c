using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary>An order as a file says it.</summary>
internal static class OrderInstruction
{
    /// <summary>
    /// What a file could say and every bank would send back: for the creditor's people, in Portuguese. Null when there is nothing of the kind. A payer
    /// without address or CEP is the bank's to refuse: some do, and their word is told as any refusal.
    /// </summary>
    /// <param name="order">With its boleto.</param>
    public static string? WhyNot(BankOrder order, DateOnly today)
    {
        return order is { Kind: BankOrderKind.Entry, Boleto: { } boleto } && today > boleto.PayableThrough ? "Vencimento: a data passou antes de o boleto seguir para o banco." : null;
    }

    /// <param name="order">With its boleto and that one's debtor.</param>
    public static RemessaInstruction Of(BankOrder order, BankAccount account)
    {
        var ourId = OurId(order);
        return order.Kind switch
        {
            BankOrderKind.Entry => Entry(order, order.Boleto!, account, ourId),
            BankOrderKind.Closure => new RemessaInstruction.Closure { NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn },
            BankOrderKind.DueDateChange => new RemessaInstruction.DueDateChange { NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn },
            BankOrderKind.ValueChange => new RemessaInstruction.ValueChange { NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn },
            BankOrderKind.AbatementGrant => new RemessaInstruction.AbatementGrant
            {
                NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn, Abatement = order.Abatement,
            },
            BankOrderKind.AbatementCancel => new RemessaInstruction.AbatementCancel { NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn },
            _ => throw new InvalidOperationException($"No file says {order.Kind}."),
        };
    }

    /// <summary>Comes back with every word of the bank about the slip.</summary>
    private static string OurId(BankOrder order) => order.BoletoId is { } boleto
        ? string.Create(CultureInfo.InvariantCulture, $"B{boleto}")
        : string.Create(CultureInfo.InvariantCulture, $"R{order.ReceivableId}");

    private static RemessaInstruction.Entry Entry(BankOrder order, Boleto boleto, BankAccount account, string ourId)
    {
        var debtor = boleto.Debtor!;
        var (fine, interest) = Charges(boleto);
        return new()
        {
            NossoNumero = order.NossoNumero, OurId = ourId, DocumentNumber = order.DocumentNumber, Amount = order.Amount, DueOn = order.DueOn, PayableThrough = boleto.PayableThrough,
            IssuedOn = DateOnly.FromDateTime(BusinessClock.Local(boleto.RequestedAt).DateTime), Especie = FileCarriage.EspecieOf(account), Fine = fine, Interest = interest,
            Payer = new(debtor.Name, debtor.TaxId, debtor.Address ?? "", "", debtor.Cep, "", debtor.Uf),
        };
    }

    /// <summary>
    /// What the bank adds after the due date. Nothing for a slip whose amount is the price of its own day: it is not taken later, and a charge on a
    /// charge would be unlawful (domain facts §2.4 C). A slip issued before anything was owed for delay would carry its terms here.
    /// </summary>
    private static (RemessaFine? Fine, RemessaInterest? Interest) Charges(Boleto boleto) => boleto.Kind switch
    {
        BoletoKind.Reissue or BoletoKind.DueDateChange => (null, null),
        _ => throw new InvalidOperationException($"What the bank adds to a slip of kind {boleto.Kind} is not decided."),
    };
}
