using System.Security.Cryptography;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Jobs;

/// <summary>Writes one stored file. Disposed before <see cref="FinishAsync"/>, it leaves nothing behind.</summary>
public sealed class StoredFileWriter : Stream
{
    /// <summary>Pieces per commit: half a megabyte, a blink of the write lock.</summary>
    private const int PiecesPerSave = 8;

    private readonly StoredFiles _files;
    private readonly AsyncServiceScope _scope;
    private readonly CobrancaDb _db;
    private readonly StoredFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte[]> _full = [];
    private byte[] _piece = new byte[StoredFiles.ChunkBytes];
    private int _filled;
    private int _saved;
    private bool _isFinished;
    private bool _isDisposed;

    internal StoredFileWriter(StoredFiles files, AsyncServiceScope scope, StoredFile file)
    {
        (_files, _scope, _file) = (files, scope, file);
        _db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => !_isFinished;
    public override long Length => _file.Length;
    public override long Position { get => _file.Length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer)..];
            if (_full.Count < PiecesPerSave) continue;
            if (_file.Id == 0) Add().SaveChanges();
            SealPieces();
            _db.SaveChanges();
            _db.ChangeTracker.Clear();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Take(buffer.Span)..];
            if (_full.Count == PiecesPerSave) await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Stores what is left and makes the file one that can be read.</summary>
    /// <param name="keep">False for a file that ends with the day unless whoever names it keeps it longer in the same transaction.</param>
    public async Task<StoredFile> FinishAsync(CancellationToken cancellation, bool keep = true)
    {
        if (_filled > 0) _full.Add(_piece.AsSpan(0, _filled).ToArray());
        (_filled, _piece) = (0, []);
        await SaveAsync(cancellation);
        _file.Sha256 = _hash.GetHashAndReset();
        if (keep) _file.ExpiresAt = _files.KeptUntil;
        _db.StoredFiles.Update(_file);
        await _db.SaveChangesAsync(cancellation);
        _isFinished = true;
        return _file;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Pieces are stored when they are full: a smaller one is always the last.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Whoever wraps the stream (a CSV writer) must leave it open; the owner disposes it this way.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        try
        {
            if (!_isFinished && _file.Id != 0) await StoredFiles.DeleteAsync(_db, _file.Id, CancellationToken.None);
        }
        finally
        {
            _hash.Dispose();
            await _scope.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isFinished) throw new InvalidOperationException("The file is finished.");
        var taken = bytes[..Math.Min(bytes.Length, _piece.Length - _filled)];
        taken.CopyTo(_piece.AsSpan(_filled));
        _hash.AppendData(taken);
        _filled += taken.Length;
        _file.Length += taken.Length;
        if (_filled == _piece.Length)
        {
            _full.Add(_piece);
            (_piece, _filled) = (new byte[StoredFiles.ChunkBytes], 0);
        }
        return taken.Length;
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        // The id is part of what the pieces are encrypted for.
        if (_file.Id == 0) await Add().SaveChangesAsync(cancellation);
        SealPieces();
        await _db.SaveChangesAsync(cancellation);
        _db.ChangeTracker.Clear();
    }

    private CobrancaDb Add()
    {
        _db.StoredFiles.Add(_file);
        return _db;
    }

    private void SealPieces()
    {
        foreach (var piece in _full)
        {
            _db.StoredFileChunks.Add(new() { CreditorId = _file.CreditorId, FileId = _file.Id, Number = _saved, Bytes = _files.Seal(_file.Id, _saved, piece) });
            _saved++;
        }
        _full.Clear();
    }
}
