using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>Reads one stored file, from any position, holding one piece of it.</summary>
public sealed class StoredFileStream : Stream
{
    private readonly StoredFiles _files;
    private readonly AsyncServiceScope _scope;
    private readonly CobrancaDb _db;
    private byte[] _piece = [];
    private long _number = -1;
    private long _position;

    internal StoredFileStream(StoredFiles files, AsyncServiceScope scope, CobrancaDb db, StoredFile file) => (_files, _scope, _db, File) = (files, scope, db, file);

    public StoredFile File { get; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => File.Length;

    public override long Position
    {
        get => _position;
        set => _position = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value)) : value;
    }

    public override int Read(Span<byte> buffer)
    {
        if (IsBehindEnd(out var number)) return 0;
        if (number != _number) Hold(Piece(number).Single(), number);
        return Copy(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsBehindEnd(out var number)) return 0;
        if (number != _number) Hold(await Piece(number).SingleAsync(cancellationToken), number);
        return Copy(buffer.Span);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _scope.Dispose();
        base.Dispose(disposing);
    }

    private bool IsBehindEnd(out int number)
    {
        number = (int)(_position / StoredFiles.ChunkBytes);
        return _position >= Length;
    }

    private IQueryable<StoredFileChunk> Piece(int number) => _db.StoredFileChunks.AsNoTracking().Where(c => c.FileId == File.Id && c.Number == number);

    private void Hold(StoredFileChunk chunk, int number) => (_piece, _number) = (_files.Open(chunk), number);

    private int Copy(Span<byte> buffer)
    {
        var rest = _piece.AsSpan((int)(_position % StoredFiles.ChunkBytes));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }
}
