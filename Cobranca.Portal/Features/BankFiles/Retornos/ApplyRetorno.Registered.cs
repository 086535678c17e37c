using System.Globalization;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Confirmed entries: what comes back after a large remessa is a file of little else.</summary>
public sealed partial class ApplyRetorno
{
    /// <summary>Tests compare both ways.</summary>
    internal bool RegistersOneByOne { get; set; }

    /// <summary>What the bank charged for them is one entry of the books; what each cost stands with its line in the file.</summary>
    private async Task RegisterAsync(RetornoNews news, PreparedTitles prepared, TitleEnd?[] ends, CancellationToken cancellation)
    {
        var titles = prepared.Titles;
        var times = titles.Where(t => !t.IsKnown && t.Slip is not null).CountBy(t => t.Slip!.Id).ToDictionary();
        var asked = titles.FindAll(t => !t.IsKnown && t.MayBeEntered && times[t.Slip!.Id] == 1).ConvertAll(t => new SlipEntry(t.Line.FirstLine, t.Slip!));
        if (asked.Count == 0 || RegistersOneByOne) return;
        var (lines, isStale) = await register.RegisterAsync(asked, news.Retorno.Id, times.Keys.ToHashSet(), news.Now, cancellation);
        if (isStale && prepared.IsFromAhead) throw new DbUpdateConcurrencyException("A slip changed since the batch was prepared.");
        var tariffs = Money.Zero;
        for (var i = 0; i < ends.Length; i++)
        {
            if (!lines.Contains(titles[i].Line.FirstLine)) continue;
            var end = TitleEnd.Applied with { Tariffs = Money.Max(titles[i].Line.Tariff, Money.Zero) };
            (ends[i], tariffs) = (end, tariffs + end.Tariffs);
        }
        if (!tariffs.IsPositive) return;
        db.Post(news.Creditor.Id, Bookkeeping.TariffCharged(tariffs), string.Create(CultureInfo.InvariantCulture, $"retorno/{news.Retorno.Id}/{lines.Min()}/tariffs"), news.Actor, news.Now);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }
}
