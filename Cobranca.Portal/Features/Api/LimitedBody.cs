using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// A request body on its way through: stops at the route's limit whatever server stands below, and hashes what passes. Of a multipart body
/// the boundary is left out of the hash: clients make up a new one for the same content.
/// </summary>
internal sealed class LimitedBody : Stream
{
    /// <summary>A thousand receivables with everything filled in take some 2 MB.</summary>
    public const long DefaultLimit = 8_000_000;

    private readonly Stream _inner;
    private readonly long _limit;
    private readonly byte[] _boundary;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _held = [];
    private long _read;

    public LimitedBody(HttpRequest request, long limit)
    {
        (_inner, _limit) = (request.Body, limit);
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        _boundary = Encoding.UTF8.GetBytes(HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).Value ?? "");
    }

    /// <summary>The limit of a request's route: its own, else <see cref="DefaultLimit"/>.</summary>
    public static long LimitOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } own ? own.MaxRequestBodySize ?? long.MaxValue : DefaultLimit;

    /// <summary>Reads what nobody read, and gives the hash of all.</summary>
    public async Task<byte[]> HashToEndAsync(CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        while (await ReadAsync(buffer, cancellation) > 0) { }
        _hash.AppendData(_held);
        _held = [];
        return _hash.GetCurrentHash();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _inner.ReadAsync(buffer, cancellationToken);
        if (count == 0) return 0;
        if ((_read += count) > _limit) throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
        Hash(buffer.Span[..count]);
        return count;
    }

    /// <summary>Everything but the boundary, which may lie across two reads.</summary>
    private void Hash(ReadOnlySpan<byte> data)
    {
        if (_boundary.Length == 0)
        {
            _hash.AppendData(data);
            return;
        }
        byte[] all = [.. _held, .. data];
        var rest = all.AsSpan();
        for (var at = rest.IndexOf(_boundary); at >= 0; at = rest.IndexOf(_boundary))
        {
            _hash.AppendData(rest[..at]);
            _hash.AppendData("\0"u8);
            rest = rest[(at + _boundary.Length)..];
        }
        var sure = Math.Max(0, rest.Length - _boundary.Length + 1);
        _hash.AppendData(rest[..sure]);
        _held = rest[sure..].ToArray();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Request bodies are read asynchronously.");
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Once the request is over. Not in Dispose: whoever reads a body may close it, and its hash is asked for after that.</summary>
    public void Release() => _hash.Dispose();
}
