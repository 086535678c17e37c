using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <param name="Read">In the order of the file; none at its end.</param>
/// <param name="Prepared">Null when that failed: whoever applies the batch tries it again, and meets the trouble where it can be dealt with.</param>
/// <param name="Titles">Of the file so far, with those that were done before.</param>
internal sealed record AheadBatch(List<ReadTitle> Read, PreparedTitles? Prepared, long Titles);

/// <summary>
/// Reads a retorno batch by batch and prepares each, on a connection of its own and on another core, while the batch before it is written.
/// Nothing it finds is relied on: versions and a second look in the transaction say whether it still stands.
/// </summary>
internal sealed class RetornoAhead : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;
    private readonly RetornoRun _run;
    private readonly RetornoReader _reader;
    private readonly RepeatedTitles _repeated;
    private readonly int _titlesAtOnce;
    private BulkConnection? _connection;
    private long _titles;
    private Task<AheadBatch> _next;

    public RetornoAhead(IServiceScopeFactory scopes, RetornoRun run, RetornoReader reader, RepeatedTitles repeated, int titlesAtOnce, CancellationToken cancellation)
    {
        (_run, _reader, _repeated, _titlesAtOnce) = (run, reader, repeated, titlesAtOnce);
        _scope = scopes.CreateAsyncScope();
        _scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(run.Creditor.Id);
        _next = StartAsync(cancellation);
    }

    /// <summary>The next batch; the one after it is begun.</summary>
    public async Task<AheadBatch> NextAsync(CancellationToken cancellation)
    {
        var batch = await _next;
        if (batch.Read.Count > 0) _next = StartAsync(cancellation);
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever stops in the middle leaves one behind that nobody will ask for.
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null) await _connection.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>SQLite answers on the thread that asks.</summary>
    private Task<AheadBatch> StartAsync(CancellationToken cancellation) => Task.Run(() => ReadAsync(cancellation), cancellation);

    private async Task<AheadBatch> ReadAsync(CancellationToken cancellation)
    {
        var read = new List<ReadTitle>(_titlesAtOnce);
        while (read.Count < _titlesAtOnce && await _reader.ReadAsync(cancellation))
        {
            _titles++;
            var title = new ReadTitle(_reader.Line, _repeated.Count(in _reader.Line));
            if (_reader.Line.LastLine > _run.Retorno.AppliedThrough) read.Add(title);
        }
        if (read.Count == 0) return new(read, null, _titles);
        try
        {
            _connection ??= await BulkConnection.OpenToLookAsync(_scope.ServiceProvider.GetRequiredService<CobrancaDb>(), cancellation);
            return new(read, await _scope.ServiceProvider.GetRequiredService<PrepareTitles>().HandleAsync(_run, read, decides: true, cancellation), _titles);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(read, null, _titles);
        }
    }
}
