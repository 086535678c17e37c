using Cobranca.Domain.Payments;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Persistence;

/// <summary>Writes facts into the books in the transaction of the fact itself, so that neither exists without the other. The caller saves.</summary>
public static class JournalPosting
{
    /// <param name="entry">Null for a fact that moves nothing.</param>
    /// <param name="key">Names the fact; posting it twice is a unique violation.</param>
    /// <param name="source">Who says so.</param>
    public static void Post(this CobrancaDb db, long creditorId, JournalEntry? entry, string key, string source, DateTime now, Payment? payment = null)
    {
        if (entry is null) return;
        db.JournalEntries.Add(Row(creditorId, entry.Kind, key, source, now, [.. entry.Lines.Select(line => Line(creditorId, line))], payment));
    }

    /// <summary>The entry as stored, without its lines: for writers who number rows themselves.</summary>
    internal static JournalEntryRow Row(long creditorId, JournalKind kind, string key, string source, DateTime now, List<JournalLineRow>? lines = null, Payment? payment = null) => new()
    {
        CreditorId = creditorId, Kind = kind, Key = key, On = DayOf(now), At = now, Source = source.AtMost(200),
        Payment = payment, BoletoId = payment?.BoletoId, Lines = lines ?? [],
    };

    internal static JournalLineRow Line(long creditorId, JournalLine line) =>
        new() { CreditorId = creditorId, Account = line.Account, Debit = line.Debit, Credit = line.Credit, ReceivableId = line.Receivable };

    /// <summary>What the books call the payment; what became of it afterwards is called so with a word behind.</summary>
    public static string JournalKey(this Payment payment) => $"payment/{payment.Source}/{payment.Reference}";

    /// <summary>The creditor's day of an instant.</summary>
    public static DateOnly DayOf(DateTime instant) => DateOnly.FromDateTime(BusinessClock.Local(instant).DateTime);
}
