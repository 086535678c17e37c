using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// <c>Idempotency-Key</c> on POST: the same request again is answered as the first time, without being done again (docs/decisions/0031).
/// The key is claimed before the work and the answer kept after it; a crash in between lets the work run again when the lease ends, so
/// what a handler creates is named by <see cref="IdempotentCall.Name"/> or by a reference of the caller's.
/// </summary>
public static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    private const int MaxKeyLength = 200;
    private const int MaxTargetLength = 300;
    /// <summary>Answers to POST are small; one that is not is simply not kept.</summary>
    private const int MaxKeptBytes = 1_000_000;
    /// <summary>Longer than any answer takes; an upload may come slowly.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UploadLease = TimeSpan.FromMinutes(10);

    public static IApplicationBuilder UseIdempotency(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var asked = context.Request.Headers[Header];
        var caller = context.RequestServices.GetRequiredService<ApiCaller>();
        return asked.Count == 0 || !HttpMethods.IsPost(context.Request.Method) || !caller.IsKnown || context.GetEndpoint() is null || context.Request.Body is not LimitedBody body
            ? next(context)
            : AnswerAsync(context, next, caller, asked.Count == 1 ? asked.ToString() : "", body);
    });

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, ApiCaller caller, string key, LimitedBody body)
    {
        if (key.Length is 0 or > MaxKeyLength || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            await ApiProblem.Invalid(Header, $"use uma vez, com 1 a {MaxKeyLength} caracteres ASCII imprimíveis, por exemplo um UUID.").ExecuteAsync(context);
            return;
        }
        var target = TargetOf(context.Request);
        // A scope of its own: the handler clears and rolls back its own context as it likes.
        await using var scope = context.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(caller.Creditor.Id);
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var clock = scope.ServiceProvider.GetRequiredService<BusinessClock>();
        var protector = scope.ServiceProvider.GetRequiredService<IDataProtectionProvider>().CreateProtector("idempotent-answer");

        var lease = context.Request.HasFormContentType ? UploadLease : Lease;
        var (record, mine) = await ClaimAsync(db, caller.Creditor.Id, key, target, clock.Now, lease, context.RequestAborted);
        if (!mine && record.CompletedAt is null)
        {
            await InProgressAsync(context, record, target);
            return;
        }
        if (!mine)
        {
            await ReplayAsync(context, record, target, await body.HashToEndAsync(context.RequestAborted), protector);
            return;
        }
        context.RequestServices.GetRequiredService<IdempotentCall>().Set(caller.Creditor.Id, key, target);
        await DoAsync(context, next, db, record, body, protector, clock);
    }

    /// <summary>Takes the key for this request, or finds who has it. Two at once: the unique index, then the version, lets one through.</summary>
    private static async Task<(IdempotentRequest Record, bool Mine)> ClaimAsync(CobrancaDb db, long creditorId, string key, string target, DateTime now, TimeSpan lease, CancellationToken cancellation)
    {
        var known = await db.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellation);
        if (known is null)
        {
            var fresh = new IdempotentRequest { CreditorId = creditorId, Key = key, Target = target, BodyHash = [], CreatedAt = now, LeasedUntil = now + lease };
            db.IdempotentRequests.Add(fresh);
            try
            {
                await db.SaveChangesAsync(cancellation);
                db.ChangeTracker.Clear();
                return (fresh, true);
            }
            catch (Exception race) when (race.IsLostRace())
            {
                db.ChangeTracker.Clear();
                known = await db.IdempotentRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellation);
                if (known is null) throw;
            }
        }
        if (known.CompletedAt is not null || known.LeasedUntil > now || known.Target != target) return (known, false);
        var (id, seen, until) = (known.Id, known.Version, now + lease);
        var taken = await db.IdempotentRequests.Where(r => r.Id == id && r.Version == seen && r.CompletedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.LeasedUntil, until).SetProperty(r => r.Version, seen + 1), cancellation);
        known.Version = seen + 1;
        return (known, taken == 1);
    }

    private static async Task DoAsync(HttpContext context, RequestDelegate next, CobrancaDb db, IdempotentRequest record, LimitedBody body, IDataProtector protector, BusinessClock clock)
    {
        var outward = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var (id, version, kept) = (record.Id, record.Version, false);
        try
        {
            await next(context);
            // The work is done: a caller who hangs up now must still find its answer.
            if (context.Response.StatusCode is < 500 and not StatusCodes.Status429TooManyRequests && answer.Length <= MaxKeptBytes)
            {
                var hash = await body.HashToEndAsync(CancellationToken.None);
                var (status, type, now) = (context.Response.StatusCode, context.Response.ContentType, clock.Now);
                var response = protector.Protect([.. Encoding.UTF8.GetBytes(context.Response.Headers.Location + "\n"), .. answer.ToArray()]);
                kept = await db.IdempotentRequests.Where(r => r.Id == id && r.Version == version).ExecuteUpdateAsync(set => set
                    .SetProperty(r => r.CompletedAt, now).SetProperty(r => r.Status, status).SetProperty(r => r.ContentType, type)
                    .SetProperty(r => r.BodyHash, hash).SetProperty(r => r.Response, response).SetProperty(r => r.Version, version + 1), CancellationToken.None) == 1;
            }
        }
        finally
        {
            context.Response.Body = outward;
            if (!kept) await db.IdempotentRequests.Where(r => r.Id == id && r.Version == version && r.CompletedAt == null).ExecuteDeleteAsync(CancellationToken.None);
        }
        answer.Position = 0;
        await answer.CopyToAsync(outward, context.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext context, IdempotentRequest record, string target, byte[] hash, IDataProtector protector)
    {
        if (record.Target != target)
        {
            await ApiProblem.Conflict($"Esta {Header} já foi usada em outro endereço. Use uma chave nova para cada pedido novo.").ExecuteAsync(context);
            return;
        }
        if (!hash.AsSpan().SequenceEqual(record.BodyHash))
        {
            await ApiProblem.Conflict($"Esta {Header} já foi usada com outro corpo. Use uma chave nova para cada pedido novo.").ExecuteAsync(context);
            return;
        }
        var kept = protector.Unprotect(record.Response!);
        var end = Array.IndexOf(kept, (byte)'\n');
        if (end > 0) context.Response.Headers.Location = Encoding.UTF8.GetString(kept, 0, end);
        context.Response.Headers[ReplayedHeader] = "true";
        context.Response.StatusCode = record.Status!.Value;
        context.Response.ContentType = record.ContentType;
        await context.Response.Body.WriteAsync(kept.AsMemory(end + 1), context.RequestAborted);
    }

    private static Task InProgressAsync(HttpContext context, IdempotentRequest record, string target)
    {
        if (record.Target != target) return ApiProblem.Conflict($"Esta {Header} já foi usada em outro endereço. Use uma chave nova para cada pedido novo.").ExecuteAsync(context);
        context.Response.Headers.RetryAfter = "2";
        return ApiProblem.Conflict($"O pedido com esta {Header} ainda está sendo respondido. Repita em instantes: a resposta será a mesma.").ExecuteAsync(context);
    }

    /// <summary>As it was sent: decoded, two ids can look the same (A%2FB and A%252FB).</summary>
    private static string TargetOf(HttpRequest request)
    {
        var path = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var target = $"{request.Method} {path}{request.QueryString}";
        return target.Length <= MaxTargetLength ? target : $"{request.Method} sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(target)))}";
    }
}

/// <summary>The <c>Idempotency-Key</c> of the current request, for what it creates.</summary>
public sealed class IdempotentCall
{
    private string? _seed;

    /// <summary>
    /// 128 bits as hex, for the unique column of what is created: the same for the same request sent again, even when the first died after
    /// its effect and before its answer was kept; random when the request carries no key.
    /// </summary>
    /// <param name="purpose">Tells apart several things one request creates.</param>
    public string Name(string purpose) => Convert.ToHexStringLower(_seed is null
        ? RandomNumberGenerator.GetBytes(16)
        : SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed}\n{purpose}")).AsSpan(0, 16));

    internal void Set(long creditorId, string key, string target) => _seed = string.Create(CultureInfo.InvariantCulture, $"{creditorId}\n{target}\n{key}");
}
