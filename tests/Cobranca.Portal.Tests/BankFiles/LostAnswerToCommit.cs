using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>A connection that breaks when the database has done what it was asked and nobody has heard so yet.</summary>
public sealed class LostAnswerToCommit : DbTransactionInterceptor
{
    private int _loses;

    public void Lose() => Interlocked.Exchange(ref _loses, 1);

    /// <summary>Those of the stored bytes come first; the one that is lost makes a remessa.</summary>
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var makesRemessa = eventData.Context!.ChangeTracker.Entries<Persistence.Model.Remessa>().Any();
        return makesRemessa && Interlocked.Exchange(ref _loses, 0) == 1 ? throw new KilledException() : Task.CompletedTask;
    }
}
