using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>What stands when a request arrives under a creditor's address.</summary>
/// <param name="CreditorVersion">Whether what is remembered of the creditor is still so.</param>
/// <param name="ReferenceChanges">Whether indices and holidays are.</param>
/// <param name="Session">The session the browser's secret belongs to, alive; null when there is none.</param>
public sealed record Arrival(long CreditorVersion, int ReferenceChanges, SeenSession? Session);

/// <summary>A session that is alive, as much of it as a request needs.</summary>
public sealed record SeenSession(long Id, long DebtorId, DateTime LastSeenAt);

/// <summary>
/// The one question every page of a debtor begins with. Written by hand, because asked through the model it was three, each costing
/// several times its answer (docs/performance.md). The same words on all three databases.
/// </summary>
public static class Arrivals
{
    private const string Question = """
        SELECT c."Version", (SELECT COUNT(*) FROM "ReferenceChanges"), s."Id", s."DebtorId", s."LastSeenAt"
        FROM "Creditors" c
        LEFT JOIN "DebtorSessions" s ON s."CreditorId" = c."Id" AND s."SecretHash" = @hash AND s."EndedAt" IS NULL AND s."LastSeenAt" > @seenAfter AND s."CreatedAt" > @createdAfter
        WHERE c."Slug" = @slug
        """;

    /// <summary>Null when no creditor has that slug.</summary>
    /// <param name="secretHash">Of the session cookie's secret; empty when the browser sent none, which no session has.</param>
    public static async Task<Arrival?> AskAsync(this CobrancaDb db, string slug, byte[] secretHash, DateTime seenAfter, DateTime createdAfter, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = Question;
            Add(command, "@hash", secretHash);
            Add(command, "@seenAfter", seenAfter);
            Add(command, "@createdAfter", createdAfter);
            Add(command, "@slug", slug);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            if (!await rows.ReadAsync(cancellation)) return null;
            return new(rows.GetInt64(0), Convert.ToInt32(rows.GetValue(1), null),
                await rows.IsDBNullAsync(2, cancellation) ? null : new(rows.GetInt64(2), rows.GetInt64(3), DateTime.SpecifyKind(rows.GetDateTime(4), DateTimeKind.Utc)));
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
