using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cobranca.Portal.Persistence;

/// <summary>What the three databases say when two writers meet: the one place that knows their error numbers.</summary>
public static class DatabaseConflicts
{
    /// <summary>Another row has this key already.</summary>
    public static bool IsUniqueViolation(this Exception failure) => Cause(failure) switch
    {
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true, // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        SqlException { Number: 2601 or 2627 } => true, // unique index, unique or primary key constraint
        _ => false,
    };

    /// <summary>The database gave one of two writers up, or made it wait too long: the same transaction may succeed when done again.</summary>
    public static bool IsDeadlock(this Exception failure) => Cause(failure) switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => true, // SQLITE_BUSY, SQLITE_LOCKED
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => true,
        SqlException { Number: 1205 or 3960 } => true, // deadlock victim, snapshot update conflict
        _ => false,
    };

    /// <summary>Somebody else was faster: look again and decide anew. Anything else (a value too long, no connection) fails the same way again.</summary>
    public static bool IsLostRace(this Exception failure) => failure is DbUpdateConcurrencyException || failure.IsUniqueViolation() || failure.IsDeadlock();

    /// <summary>The database was away, or busy with somebody else: nothing is wrong with what was asked.</summary>
    public static bool IsPassing(this Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is TimeoutException or IOException or DbUpdateConcurrencyException or DbException { IsTransient: true } or SqlException { Number: -2 }) return true;
        return failure.IsDeadlock();
    }

    /// <summary>EF wraps what a save met, and once more (as an InvalidOperationException) what it takes for passing.</summary>
    private static Exception Cause(Exception failure)
    {
        while (failure is DbUpdateException or InvalidOperationException && failure.InnerException is { } inner) failure = inner;
        return failure;
    }
}
