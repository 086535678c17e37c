using System.Globalization;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;

namespace Cobranca.Portal.Features.Api;

/// <summary>Nobody sees a debtor unseen (design §6): an answer about one person is written down before it is told.</summary>
internal static class DebtorReads
{
    /// <summary>The key that read and the debtor's id; the caller saves.</summary>
    public static void NoteDebtorRead(this CobrancaDb db, ApiCaller caller, DateTime now, long debtorId) =>
        db.AuditEntries.Add(new() { CreditorId = caller.Creditor.Id, At = now, Actor = caller.Actor, Action = "debtor.read", Subject = string.Create(CultureInfo.InvariantCulture, $"debtor {debtorId}") });
}
