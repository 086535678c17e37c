using System.Text.Json;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Which file a job is to apply.</summary>
public sealed record RetornoOrder(string Retorno)
{
    public string ToJson() => JsonSerializer.Serialize(this, ApiJson.Options);

    public static RetornoOrder Of(Job job) => JsonSerializer.Deserialize<RetornoOrder>(job.Options, ApiJson.Options)!;
}

/// <summary>Applies a file that came by the API or by the watched folder. Begun again it goes on behind what is done.</summary>
internal sealed class RetornoJob(CobrancaDb db, ApplyRetorno apply) : IJobWork
{
    public JobKind Kind => JobKind.Retorno;

    public async Task<JobEnd> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var name = RetornoOrder.Of(turn.Job).Retorno;
        var id = await db.Retornos.Where(r => r.PublicId == name).Select(r => r.Id).SingleAsync(cancellation);
        var end = await apply.HandleAsync(turn.Creditor, id, turn.Report, cancellation);
        // Another node moved the mark, and may be dead by now: the next try goes on behind it, or finds the file done.
        if (end.Status is not (RetornoStatus.Applied or RetornoStatus.Refused)) throw new InvalidOperationException($"Retorno {name} is being applied by somebody else.");
        return new JobEnd.Finished(JsonSerializer.Serialize(new { end.Status, end.Titles, end.Applied, end.ForReview }, ApiJson.Options));
    }
}
