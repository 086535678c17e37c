using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cobranca.Portal.Features.Api;

/// <summary>Where a page of a list ended: the sort key of its last row and, among equals, its id.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ApiCursor(long Key, long Id)
{
    /// <summary>For a list in the order of its ids.</summary>
    public static ApiCursor At(long id) => new(id, id);

    /// <summary>For a list in the order of an instant, then of its ids.</summary>
    public static ApiCursor At(DateTime at, long id) => new(at.Ticks, id);

    public DateTime Instant => new(Key, DateTimeKind.Utc);
}

/// <summary>
/// <c>?cursor=&amp;limit=</c> of a list. A page begins after the row its cursor names, so rows added or removed elsewhere neither repeat nor
/// hide others. A cursor of one list is refused by another.
/// </summary>
public sealed class PageRequest : IApiBody
{
    public const int DefaultLimit = 50;
    /// <summary>A page stays well under a second and a megabyte.</summary>
    public const int MaxLimit = 200;

    private readonly byte[] _list;

    private PageRequest(byte[] list, int limit, ApiCursor? after, IResult? refusal) => (_list, Limit, After, Refusal) = (list, limit, after, refusal);

    public int Limit { get; }

    /// <summary>Null on the first page.</summary>
    public ApiCursor? After { get; }

    public IResult? Refusal { get; }

    public static ValueTask<PageRequest> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var list = SHA256.HashData(Encoding.UTF8.GetBytes((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? ""))[..4];
        var errors = new List<FieldError>();
        var limit = DefaultLimit;
        if (context.Request.Query["limit"].ToString() is { Length: > 0 } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
            errors.Add(new("limit", $"use um número inteiro de 1 a {MaxLimit}."));
        ApiCursor? after = null;
        if (context.Request.Query["cursor"].ToString() is { Length: > 0 } text && (after = Read(text, list)) is null)
            errors.Add(new("cursor", "este cursor não é desta lista: use o nextCursor da página anterior, sem mudar nada."));
        return ValueTask.FromResult(new PageRequest(list, limit, after, errors.Count == 0 ? null : ApiProblem.Invalid(errors)));
    }

    /// <summary>The page of rows read one beyond the limit: that one only tells that there is more.</summary>
    public ApiPage<TItem> Page<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> item, Func<TRow, ApiCursor> cursor) => rows.Count > Limit
        ? new([.. rows.Take(Limit).Select(item)], Write(cursor(rows[Limit - 1])))
        : new([.. rows.Select(item)], null);

    private string Write(ApiCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[20];
        _list.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], cursor.Key);
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], cursor.Id);
        return Base64Url.EncodeToString(bytes);
    }

    private static ApiCursor? Read(string text, byte[] list)
    {
        Span<byte> bytes = stackalloc byte[20];
        if (text.Length != 27 || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text, bytes) != 20 || !bytes[..4].SequenceEqual(list)) return null;
        var key = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
        return key < 0 || key > DateTime.MaxValue.Ticks ? null : new(key, BinaryPrimitives.ReadInt64BigEndian(bytes[12..]));
    }
}

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Sent back as <c>?cursor=</c> it gives the next page; null on the last one.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? NextCursor);
