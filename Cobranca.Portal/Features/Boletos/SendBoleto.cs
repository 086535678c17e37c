using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

public enum SendBoletoOutcome { Sent, TooMany, NotPayable, UnknownContact }

/// <summary>Sends a payable boleto to one of the debtor's own contacts, at their request. (Enviar para meu e-mail, enviar por SMS.)</summary>
public sealed class SendBoleto(CobrancaDb db, CurrentCreditor creditor, CurrentDebtor debtor, CodeContacts contacts, AuthenticityCodes authenticity,
    MessageOutbox outbox, PortalSettings settings, BusinessClock clock)
{
    /// <summary>Enough to find it again; a mailbox or a phone is not to be flooded from a session somebody else got hold of.</summary>
    public const int MaxPerDay = 3;

    private const string Template = "boleto";
    private const string Purpose = "requested-answer";

    /// <summary>The contacts it may go to: the same that may receive a code.</summary>
    public Task<List<Contact>> ContactsAsync(CancellationToken cancellation) => contacts.OfAsync(debtor.Id, cancellation);

    public async Task<SendBoletoOutcome> HandleAsync(string publicId, long contactId, CancellationToken cancellation)
    {
        var contact = (await ContactsAsync(cancellation)).Find(c => c.Id == contactId);
        if (contact is null) return SendBoletoOutcome.UnknownContact;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(debtor.Id, cancellation);
        var boleto = await db.Boletos.AsNoTracking().ForPaper().SingleOrDefaultAsync(b => b.PublicId == publicId && b.DebtorId == debtor.Id, cancellation);
        if (boleto is null || !boleto.IsPayableOn(clock.Today)) return SendBoletoOutcome.NotPayable;

        var channel = CodeContacts.ChannelOf(contact);
        var since = clock.Now.AddDays(-1);
        var sent = await db.OutboxMessages.Where(m => m.BoletoId == boleto.Id && m.Channel == channel && m.CreatedAt > since).CountAsync(cancellation);
        if (sent >= MaxPerDay) return SendBoletoOutcome.TooMany;
        // The boleto goes with an SMS too, though no file does: the outbox then checks once more that it is payable.
        outbox.Add(creditor.Value.Id, debtor.Id, channel, Template, Purpose, channel == MessageChannel.Email ? Email(boleto, contact) : Sms(boleto, contact),
            expiresAt: clock.Now.AddDays(1), attach: boleto);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return SendBoletoOutcome.Sent;
    }

    /// <summary>The creditor's name and the digits, nothing else: it may be read on a lock screen.</summary>
    private MessageContent Sms(Boleto boleto, Contact contact)
    {
        const string Middle = ": codigo do boleto que voce pediu: ";
        var digits = boleto.LinhaFormatted();
        var name = Gsm(creditor.Value.TradeName);
        var room = 160 - Middle.Length - digits.Length;
        return new(contact.Value, Subject: null, (name.Length > room ? name[..room].TrimEnd() : name) + Middle + digits);
    }

    private MessageContent Email(Boleto boleto, Contact contact)
    {
        var owner = creditor.Value;
        var proof = AuthenticityCodes.Draw();
        authenticity.Keep(proof, owner.Id);
        string[] lines =
        [
            $"Aqui está o boleto que você pediu no portal de {owner.TradeName}. O PDF está em anexo.",
            "",
            $"Valor: {boleto.ToPay}",
            $"Vencimento: {boleto.DueOn.ToPtBr()}",
            .. boleto.PayableThrough == boleto.DueOn ? Array.Empty<string>() : [$"Nesse dia os bancos não atendem: pode ser pago até {boleto.PayableThrough.ToPtBr()}, sem acréscimo."],
            "",
            "Código para pagar (linha digitável):",
            boleto.LinhaFormatted(),
            .. boleto.PixOn(clock.Today) is { } pix ? ["", "Ou, com o mesmo valor, Pix copia e cola (pague um dos dois):", pix] : Array.Empty<string>(),
            "",
            "De onde vem o valor:",
            .. boleto.Items.OrderBy(i => i.Receivable!.DueOn).ThenBy(i => i.ReceivableId).Select(Line),
            .. boleto.Granted.IsPositive ? [$"- abatimento dado por {owner.TradeName}: {boleto.Granted} a menos"] : Array.Empty<string>(),
            .. boleto.ChangedWords() is { } changed ? [$"{changed} depois de emitido o código: vale o que está nesta mensagem, e é o que o banco deve mostrar."] : Array.Empty<string>(),
            "",
            $"Antes de pagar, confira na tela do banco: quem recebe é {owner.LegalName}, CNPJ {owner.Cnpj.Formatted}.",
            "Se você tem um boleto mais antigo desta dívida, não pague o antigo.",
            "O pagamento pode levar até 3 dias úteis para aparecer no portal.",
            "",
            $"Confira se esta mensagem é nossa em {authenticity.Page} com o código {AuthenticityCodes.Formatted(proof)}. A mesma página confere o código do boleto.",
            $"Ver no portal: {settings.PublicAddress()}/{owner.Slug}",
            "",
            owner.LegalName,
            $"CNPJ {owner.Cnpj.Formatted}",
            owner.AddressLine(),
            .. owner.PhoneForReading() is { } phone ? [$"Telefone {phone}"] : Array.Empty<string>(),
        ];
        return new(contact.Value, $"Seu boleto: {owner.TradeName}", string.Join('\n', lines));
    }

    private static string Line(BoletoItem item)
    {
        var parts = new[] { ("valor", item.Principal), ("correção", item.Correction), ("multa", item.Fine), ("juros", item.Interest) }
            .Where(part => part.Item2 != Money.Zero).Select(part => $"{part.Item1} {part.Item2}");
        var receivable = item.Receivable!;
        var origin = receivable.OriginalCreditor is { } original ? $", contratada com {original}" : "";
        return $"- {receivable.Title()}, venceu ou vence em {receivable.DueOn.ToPtBr()}{origin}: {string.Join(", ", parts)}; total {item.Total}";
    }

    /// <summary>Without accents and signs that would cut an SMS to 70 letters (domain facts §7).</summary>
    private static string Gsm(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        .Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or '-' or '&' or '/' or '\'' ? c : ' ')).Trim();
}
