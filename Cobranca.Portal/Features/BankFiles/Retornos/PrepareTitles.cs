using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>A batch before its transaction: what each title is about, and what the ordinary settlements lead to if everything stands as it was read.</summary>
internal sealed record PreparedTitles(List<RetornoTitle> Titles, DecidedBatch? Settlements = null)
{
    /// <summary>Looked at before the transaction: what somebody did since is seen when it is looked at again.</summary>
    public bool IsFromAhead { get; init; }
}

/// <summary>
/// Does all of a batch that needs no lock, so that it can be done while the batch before it is written (docs/decisions/0054): finds the slips
/// and decides the ordinary settlements. (Preparar títulos.)
/// </summary>
public sealed class PrepareTitles(CobrancaDb db, DecideSettlements decide, BusinessClock clock)
{
    /// <param name="decides">False to find the slips alone: of a title that could not be applied nothing more is asked.</param>
    internal async Task<PreparedTitles> HandleAsync(RetornoRun run, List<ReadTitle> read, bool decides, CancellationToken cancellation)
    {
        var titles = await MatchAsync(run, read, cancellation);
        if (!decides) return new(titles);
        // A slip that the batch says more than one thing of is not ordinary: what comes first in the file is done first.
        var times = titles.Where(t => t.Slip is not null).CountBy(t => t.Slip!.Id).ToDictionary();
        var today = clock.Today;
        var asked = new List<SlipSettlement>();
        foreach (var title in titles.Where(t => t.MayBeOrdinary(today) && times[t.Slip!.Id] == 1))
        {
            var (credit, apart) = ApplyTitle.CreditOf(in title.Line, title.Line.OccurredOn!.Value);
            if (apart == Money.Zero)
                asked.Add(new(title.Line.FirstLine, title.Slip!, title.Line.Paid, title.Line.OccurredOn!.Value, credit, title.Key.Reference(run.Header.Bank)) { Told = run.ToldOf(title) });
        }
        if (asked.Count == 0) return new(titles);
        var key = string.Create(CultureInfo.InvariantCulture, $"retorno/{run.Retorno.Id}/{asked[0].Line}");
        var source = new BatchSource(BoletoSource.Retorno, run.Retorno.Id, key, run.Actor) { AlsoTold = times.Keys.ToHashSet() };
        return new(titles, await decide.DecideAsync(run.Creditor, asked, source, clock.Now, cancellation));
    }

    /// <summary>The slips the titles are about, by their numbers within the accounts the file can be about: nobody else's is ever looked at.</summary>
    private async Task<List<RetornoTitle>> MatchAsync(RetornoRun run, List<ReadTitle> read, CancellationToken cancellation)
    {
        var (bank, keys) = (run.Header.Bank, run.Keys);
        var numbers = read.Select(t => t.Line.NossoNumero).Where(number => number.Length > 0).Distinct().ToList();
        var slips = (await db.Boletos.AsNoTracking().Where(b => b.BankCode == bank && EF.Parameter(keys).Contains(b.NumberingKey) && EF.Parameter(numbers).Contains(b.NossoNumero))
            .ToListAsync(cancellation)).ToLookup(slip => slip.NossoNumero);
        return read.ConvertAll(title =>
        {
            var line = title.Line;
            var found = slips[line.NossoNumero].Where(slip => IsAbout(run, slip, in line)).ToList();
            if (found.Count > 1 && line.Carteira.Length > 0)
                found = found.FindAll(slip => run.Accounts.Exists(a => a.NumberingKey == slip.NumberingKey && a.Carteira.TrimStart('0') == line.Carteira.TrimStart('0'))) is { Count: > 0 } narrowed ? narrowed : found;
            var slip = found.Count == 1 ? found[0] : null;
            var on = line.OccurredOn ?? run.Header.GeneratedOn ?? JournalPosting.DayOf(run.Retorno.ReceivedAt);
            var key = new TitleKey(slip?.NumberingKey ?? run.AccountOf(in line), line.NossoNumero, line.OccurrenceCode, on, TitleWords.AmountOf(in line), title.Repeat);
            return new RetornoTitle(line, slip, key, found.Count > 1);
        });
    }

    /// <summary>
    /// A number is one of its account and carteira, and other systems of the creditor issue there as well. Our own key, where the bank gives one
    /// back, must be this slip's; a carteira as wide as the account's must be the account's.
    /// </summary>
    private static bool IsAbout(RetornoRun run, Boleto slip, in RetornoLine line)
    {
        var key = line.OurId.AsSpan().Trim();
        if (key.ContainsAnyExcept('0')) return key.Equals(string.Create(CultureInfo.InvariantCulture, $"B{slip.Id}"), StringComparison.OrdinalIgnoreCase);
        var account = run.Accounts.Find(a => a.NumberingKey == slip.NumberingKey);
        return account is null || line.Carteira.Length < 2 || line.Carteira.Length != account.Carteira.Length || line.Carteira == account.Carteira;
    }
}
