using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// One prepared statement of SQLite, run for row after row of a batch. Spoken to directly: ADO.NET looks its parameters up by name and goes
/// through a command for every row, which costs on top of what the database does. For statements that give no rows back.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, string sql) : IDisposable
{
    private const int OnStack = 512;

    private sqlite3? _database;
    private sqlite3_stmt? _statement;
    private object? _lastInstant;
    private string _lastInstantText = "";

    /// <param name="position">From 1.</param>
    /// <param name="value">What the database stores, as the model's conversions give it.</param>
    public void Bind(int position, object? value)
    {
        var statement = Prepared();
        Check(value switch
        {
            null or DBNull => raw.sqlite3_bind_null(statement, position),
            long number => raw.sqlite3_bind_int64(statement, position, number),
            string text => Text(statement, position, text),
            int number => raw.sqlite3_bind_int64(statement, position, number),
            bool yes => raw.sqlite3_bind_int64(statement, position, yes ? 1 : 0),
            DateTime instant => Text(statement, position, InstantText(value, instant)),
            DateOnly day => Text(statement, position, DayText(day, stackalloc char[10])),
            byte[] bytes => bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, position, 0) : raw.sqlite3_bind_blob(statement, position, bytes),
            _ => throw new NotSupportedException($"No column here holds a {value.GetType().Name}."),
        });
    }

    /// <summary>Runs it with what is bound; how many rows it changed.</summary>
    public int Run()
    {
        var statement = Prepared();
        var ended = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        if (ended != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? ended : reset);
        return raw.sqlite3_changes(_database!);
    }

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepared()
    {
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        if (_statement is not null && ReferenceEquals(database, _database)) return _statement;
        _statement?.Dispose();
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        return _statement;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }

    private static int Text(sqlite3_stmt statement, int position, ReadOnlySpan<char> text)
    {
        // An empty span has no address, which SQLite takes for null.
        if (text.IsEmpty) return raw.sqlite3_bind_text(statement, position, "");
        if (text.Length <= OnStack)
        {
            Span<byte> bytes = stackalloc byte[OnStack * 3];
            return raw.sqlite3_bind_text(statement, position, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        var code = raw.sqlite3_bind_text(statement, position, rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return code;
    }

    /// <summary>As the driver writes it. The rows of a batch have one instant.</summary>
    private string InstantText(object boxed, DateTime instant)
    {
        if (_lastInstant is not DateTime last || last != instant) (_lastInstant, _lastInstantText) = (boxed, instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        return _lastInstantText;
    }

    private static ReadOnlySpan<char> DayText(DateOnly day, Span<char> text)
    {
        day.TryFormat(text, out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return text[..written];
    }
}
