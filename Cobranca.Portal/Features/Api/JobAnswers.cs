using System.ComponentModel;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api;

[Description("Quanto de um trabalho está feito.")]
public sealed record JobProgress(long Done, long Total, int Percent)
{
    public static JobProgress Of(Job job) => new(job.Done, job.Total, job.Status == JobStatus.Finished ? 100 : job.Total == 0 ? 0 : (int)Math.Min(99, job.Done * 100 / job.Total));
}

/// <summary>What all resources that answer with a job have in common.</summary>
public static class JobAnswers
{
    /// <summary>A job of the usual size is done in this time.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    public static IResult NoRoom() => ApiProblem.Later("Fila cheia", "Já há muitos trabalhos deste credor na fila. Espere um terminar e tente de novo.", AskAgainAfter);

    /// <summary>A stored file as a download that nobody on the way keeps.</summary>
    public static IResult File(HttpContext http, StoredFileStream stream, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(stream, $"{stream.File.ContentType}; charset=utf-8", name);
    }

    /// <summary>A path as the address this caller reaches it by.</summary>
    public static string UrlOf(this HttpContext http, string path) => $"{http.Request.Scheme}://{http.Request.Host}{path}";
}
