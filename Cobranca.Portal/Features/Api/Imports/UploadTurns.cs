using System.Collections.Concurrent;

namespace Cobranca.Portal.Features.Api.Imports;

/// <summary>How many files one creditor sends to this node at the same time. The queue counts jobs, and a file becomes one at its end: without this a thousand begun at once would fill the database.</summary>
internal sealed class UploadTurns
{
    /// <summary>Files are sent one after the other; some companies have several systems that do.</summary>
    public const int MaxAtOnce = 4;

    private readonly ConcurrentDictionary<long, int> _begun = new();

    /// <summary>To be disposed of when the file is there or is not coming; null when the creditor has no turn left.</summary>
    public IDisposable? TryBegin(long creditorId)
    {
        if (_begun.AddOrUpdate(creditorId, 1, static (_, count) => count + 1) <= MaxAtOnce) return new Turn(this, creditorId);
        End(creditorId);
        return null;
    }

    private void End(long creditorId) => _begun.AddOrUpdate(creditorId, 0, static (_, count) => count - 1);

    private sealed class Turn(UploadTurns turns, long creditorId) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!_isOver) turns.End(creditorId);
            _isOver = true;
        }
    }
}
