using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>Writes a boleto's PDF from its row: the same row gives the same file, whenever it is asked for.</summary>
public sealed class BoletoPaper(CobrancaDb db, IDocumentWriter writer, BankConnections connections, PortalSettings settings, BusinessClock clock) : IMessageAttachments
{
    /// <summary>Says what the file is and nothing of whose it is.</summary>
    public const string FileName = "boleto.pdf";

    /// <summary>The file of a boleto that is payable today; null when it is not, for then nobody must hold it.</summary>
    /// <param name="boleto">With debtor, account, items and their receivables.</param>
    public byte[]? Write(Boleto boleto, Creditor creditor) => boleto.IsPayableOn(clock.Today) && connections.For(boleto.BankCode) is { } bank
        ? writer.Boleto(Document(boleto, creditor, bank.IsSimulated))
        : null;

    /// <summary>Made when the message leaves: one that stopped being payable meanwhile is not sent.</summary>
    public async Task<DeliveryAttachment?> BoletoAsync(long boletoId, CancellationToken cancellation)
    {
        var boleto = await db.Boletos.AsNoTracking().ForPaper().SingleAsync(b => b.Id == boletoId, cancellation);
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == boleto.CreditorId, cancellation);
        return new(FileName, "application/pdf", Write(boleto, creditor) ?? throw new PermanentDeliveryException("the boleto can no longer be paid"));
    }

    /// <summary>The creditor's number for what is paid: of the one debt, or of the first and how many more.</summary>
    public static string DocumentNumber(Boleto boleto)
    {
        var first = boleto.Items.OrderBy(i => i.Receivable!.DueOn).ThenBy(i => i.ReceivableId).First().Receivable!.ExternalId;
        return boleto.Items.Count == 1 ? first : $"{first} +{boleto.Items.Count - 1}";
    }

    private BoletoDocument Document(Boleto boleto, Creditor creditor, bool simulated)
    {
        if (!Banks.TryFind(boleto.BankCode, out var rules)) throw new InvalidOperationException($"No rules for bank {boleto.BankCode}.");
        var account = boleto.BankAccount!;
        var printed = rules.Printed(account.ForRules());
        var requestedOn = DateOnly.FromDateTime(BusinessClock.Local(boleto.RequestedAt).DateTime);
        var debtor = boleto.Debtor!;
        var items = boleto.Items.OrderBy(i => i.Receivable!.DueOn).ThenBy(i => i.ReceivableId).ToList();
        return new()
        {
            Beneficiary = new(creditor.LegalName, $"CNPJ {creditor.Cnpj.Formatted}", [creditor.AddressLine()]),
            Payer = new(debtor.Name, debtor.TaxId.IsCompany ? $"CNPJ {debtor.TaxId.Formatted}" : $"CPF {debtor.TaxId.Formatted}", AddressOf(debtor)),
            BankName = rules.Name, BankCode = rules.PrintedCode, BeneficiaryCode = printed.Beneficiary, Carteira = printed.Carteira,
            NossoNumero = boleto.NossoNumeroFormatted, DocumentNumber = DocumentNumber(boleto), Especie = account.Especie,
            DocumentDate = requestedOn, ProcessingDate = requestedOn, DueDate = boleto.DueOn, PayableThrough = boleto.PayableThrough,
            Amount = boleto.Amount, Abatement = boleto.Abatement, Granted = boleto.Granted, Changed = boleto.IsChanged(),
            LinhaDigitavel = boleto.LinhaFormatted(), Barcode = boleto.Barcode, PixCode = boleto.PixOn(clock.Today),
            Instructions =
            [
                "O valor já está atualizado até o vencimento: não cobrar multa nem juros.",
                .. boleto.IsChanged() ? ["Vencimento ou valor mudou no banco depois de feito o código de barras: vale o que está escrito aqui."] : Array.Empty<string>(),
                items.Count == 1 ? "Vale no lugar de qualquer boleto anterior da mesma dívida. Não pague o antigo." : "Vale no lugar de qualquer boleto anterior das mesmas dívidas. Não pague os antigos.",
            ],
            Charges = [.. items.Select(i => new BoletoCharge(i.Receivable!.Title(), i.Receivable!.DueOn, i.Principal, i.Correction, i.Fine, i.Interest))],
            OriginalCreditor = items.Select(i => i.Receivable!.OriginalCreditor).Distinct().ToList() is [{ } original] ? original : null,
            ContactLine = $"Confira este boleto em {settings.PublicAddress()}/verificar{(creditor.PhoneForReading() is { } phone ? $" ou pelo telefone {phone}" : "")}.",
            Simulated = simulated, CreatedAt = boleto.RequestedAt,
        };
    }

    private static string[] AddressOf(Debtor debtor) => debtor.Address is null
        ? []
        : [debtor.Address, .. debtor.Cep is { } cep ? [$"CEP {cep.Formatted}{(debtor.Uf is { } uf ? " " + uf.Value : "")}"] : Array.Empty<string>()];
}

public static class BoletoReading
{
    public static IQueryable<Boleto> ForPaper(this IQueryable<Boleto> boletos) =>
        boletos.Include(b => b.Debtor).Include(b => b.BankAccount).Include(b => b.Pix).Include(b => b.Items).ThenInclude(i => i.Receivable);

    /// <summary>Registered, still taken by banks on that day, and none of its debts settled another way since.</summary>
    /// <param name="boleto">With items and their receivables.</param>
    public static bool IsPayableOn(this Boleto boleto, DateOnly day) => boleto.Status.IsPayable() && day <= boleto.PayableThrough && !boleto.HasSettledDebt();

    /// <summary>One of its debts was paid or cancelled elsewhere: its closure will be asked for, and nobody should pay it meanwhile.</summary>
    public static bool HasSettledDebt(this Boleto boleto) => boleto.Items.Exists(i => i.Receivable!.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled);

    /// <summary>Its codes still say the date or the value from before the bank changed it: what the bank has counts (domain facts §2.4 B).</summary>
    public static bool IsChanged(this Boleto boleto) => boleto.ChangedWords() is not null;

    /// <summary>Which of the two it was: «O vencimento mudou»; null when neither did.</summary>
    public static string? ChangedWords(this Boleto boleto)
    {
        if (!Barcode.TryParse(boleto.Barcode, out var code)) return null;
        var isMoved = !FatorVencimento.TryEncode(boleto.DueOn, out var fator) || code.Fator != fator;
        return (isMoved, code.Amount != boleto.ToPay) switch
        {
            (true, true) => "O vencimento e o valor mudaram",
            (true, false) => "O vencimento mudou",
            (false, true) => "O valor mudou",
            _ => null,
        };
    }

    /// <summary>As printed, in five groups.</summary>
    public static string LinhaFormatted(this Boleto boleto) =>
        LinhaDigitavel.TryParse(boleto.LinhaDigitavel, out var linha) ? linha.Formatted : throw new InvalidOperationException($"Boleto {boleto.Id} holds a broken linha digitável.");
}
