using Cobranca.Domain.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What a bank's answer does to a slip, with all that must follow, whether it came by a call or in a file.</summary>
public static class SlipAnswers
{
    /// <summary>The caller holds the debtor's turn, and saves. False when the answer says nothing yet and the bank must be asked again.</summary>
    /// <param name="boleto">With items and their receivables.</param>
    public static async Task<bool> HearAnswerAsync(this CobrancaDb db, Boleto boleto, BankAnswer answer, StepSource source, DateTime now, CancellationToken cancellation)
    {
        var closing = boleto.Status is BoletoStatus.Superseded or BoletoStatus.ClosureRequested;
        switch (answer)
        {
            case BankAnswer.Registered when !closing:
                await RegisteredAsync(db, boleto, source, now, cancellation);
                return true;
            case BankAnswer.Registered:
                // Its end was asked for before the bank had said yes: only now there is something to close.
                boleto.Hear(new BoletoEvent.RegistrationConfirmed(), now, source);
                return true;
            case BankAnswer.Rejected { Reason: var reason }:
                Rejected(db, boleto, reason, source, now);
                return true;
            case BankAnswer.Closed or BankAnswer.Unknown when closing:
                boleto.Hear(new BoletoEvent.ClosureConfirmed(), now, source);
                return true;
            case BankAnswer.Closed when boleto.Status.IsWaiting():
                // The bank ended it on its own account before we knew of a registration: nobody can pay it.
                Rejected(db, boleto, "O banco encerrou o boleto.", source, now);
                return true;
            case BankAnswer.Closed:
                // On its own account too: after its time, or as the creditor asked at the branch.
                boleto.Hear(new BoletoEvent.ClosureConfirmed(), now, source);
                return true;
            default:
                return false;
        }
    }

    /// <summary>One of the slip's debts had a slip of the creditor's own, and nobody has seen to its end.</summary>
    internal static bool HasOwnSlip(BoletoItem item) =>
        item.Receivable is { SlipSupersededAt: null } receivable && (receivable.SlipNossoNumero ?? receivable.SlipLinhaDigitavel) is not null;

    private static void Rejected(CobrancaDb db, Boleto boleto, string reason, StepSource source, DateTime now)
    {
        var kept = reason.AtMost(300);
        if (boleto.Hear(new BoletoEvent.RegistrationRejected(reason), now, source, kept) is null) return;
        boleto.RejectionReason = kept;
        db.Announce(boleto, EventTypes.BoletoRejected, now, new { reason = kept });
    }

    private static async Task RegisteredAsync(CobrancaDb db, Boleto boleto, StepSource source, DateTime now, CancellationToken cancellation)
    {
        if (boleto.Hear(new BoletoEvent.RegistrationConfirmed(), now, source) is not { } duties || !duties.HasFlag(BoletoDuties.SupersedeOlderSlips)) return;
        db.Announce(boleto, EventTypes.BoletoRegistered, now, new { boleto.LinhaDigitavel });
        foreach (var older in await OlderSlipsAsync(db, boleto, cancellation))
        {
            var before = older.Status;
            if (older.Hear(new BoletoEvent.Replaced(boleto.NossoNumero, boleto.Status), now, BoletoSource.Portal, $"Substituído por {boleto.NossoNumeroFormatted}.") is null || older.Status == before) continue;
            older.SupersededById = boleto.Id;
            db.Announce(older, EventTypes.BoletoSuperseded, now, new { by = boleto.PublicId });
        }
        if (boleto.Kind == BoletoKind.DueDateChange)
            foreach (var item in boleto.Items.Where(i => i.Receivable!.PayableOn < boleto.DueOn)) item.Receivable!.MovedTo = boleto.DueOn;
        if (boleto.Items.Exists(HasOwnSlip)) boleto.PlanBankCall(now);
    }

    private static Task<List<Boleto>> OlderSlipsAsync(CobrancaDb db, Boleto boleto, CancellationToken cancellation)
    {
        var debts = boleto.Items.ConvertAll(i => i.ReceivableId);
        return db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable)
            .StillOpen().Where(b => b.DebtorId == boleto.DebtorId && b.Id < boleto.Id && b.Items.Any(i => debts.Contains(i.ReceivableId)))
            .OrderBy(b => b.Id).ToListAsync(cancellation);
    }
}
