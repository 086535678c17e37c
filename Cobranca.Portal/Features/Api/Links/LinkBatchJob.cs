using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Links;

/// <summary>One debtor of a batch, by CPF/CNPJ or by a receivable; with the e-mail or mobile the message goes to, when the sender has chosen.</summary>
public sealed record LinkBatchItem(string? TaxId = null, string? ExternalId = null, string? Contact = null);

public sealed record LinkBatchOrder(IReadOnlyList<LinkBatchItem> Items, int? ValidDays = null);

/// <param name="WithoutContact">Links whose line has neither mobile nor e-mail: we know none that may be used.</param>
public sealed record LinkBatchCounts(int Items, int Links, int WithoutContact, int Refused);

/// <summary>An item without a link.</summary>
/// <param name="Item">Its place in the list sent, from 0.</param>
public sealed record LinkRefusal(int Item, string Reason);

/// <param name="Refusals">The first of them; all are in the error file.</param>
public sealed record LinkBatchResult(LinkBatchCounts Counts, IReadOnlyList<LinkRefusal> Refusals)
{
    public static LinkBatchResult? Of(Job job) => job.Result is { } json ? JsonSerializer.Deserialize<LinkBatchResult>(json, ApiJson.Options) : null;
}

/// <summary>
/// Makes the links of a mailing and its file. Everything is prepared first; links and the end of the job are written in one transaction, so
/// that a batch begun again never leaves links that open and are in no file.
/// </summary>
internal sealed class LinkBatchJob(CobrancaDb db, StoredFiles files, AccessLinks links, PricingRules rules, BusinessClock clock) : IJobWork
{
    private const int ReadAtOnce = 1000;
    private const int RefusalsShown = 100;

    public JobKind Kind => JobKind.LinkBatch;

    private sealed record Line(NewLink Link, string? Mobile, string? Email, string ExternalId);

    public async Task<JobEnd> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var order = await OrderAsync(turn.Job, cancellation);
        var pricer = await rules.PricerAsync(turn.Creditor, cancellation);
        var (lines, refusals, seen) = (new List<Line>(order.Items.Count), new List<LinkRefusal>(), new Dictionary<long, int>());
        for (var from = 0; from < order.Items.Count; from += ReadAtOnce)
        {
            var items = order.Items.Skip(from).Take(ReadAtOnce).ToList();
            var known = await KnownAsync(items, cancellation);
            for (var i = 0; i < items.Count; i++)
            {
                var refusal = Decide(items[i], known, pricer, seen, from + i, out var line, turn.Creditor, order.ValidDays);
                if (line is not null) lines.Add(line);
                else refusals.Add(new(from + i, refusal!));
            }
            turn.Report(from + items.Count, order.Items.Count);
        }

        var output = await WriteAsync(turn.Job.CreditorId, "links.csv", ["celular", "email", "link", "codigo", "validade", "id_externo"], lines.Select(Cells), cancellation);
        var errors = refusals.Count == 0 ? null
            : await WriteAsync(turn.Job.CreditorId, "recusados.csv", ["item", "motivo"], refusals.Select(r => new[] { r.Item.ToString(CultureInfo.InvariantCulture), r.Reason }), cancellation);
        var counts = new LinkBatchCounts(order.Items.Count, lines.Count, lines.Count(l => l is { Mobile: null, Email: null }), refusals.Count);
        var result = JsonSerializer.Serialize(new LinkBatchResult(counts, [.. refusals.Take(RefusalsShown)]), ApiJson.Options);
        return new JobEnd.Finished(result, output.Id, errors?.Id, (_, token) => SaveAsync(turn.Job, lines, token));
    }

    private async Task<LinkBatchOrder> OrderAsync(Job job, CancellationToken cancellation)
    {
        await using var file = await files.OpenAsync(job.CreditorId, job.InputFileId!.Value, cancellation) ?? throw new InvalidOperationException($"Job {job.PublicId} has lost its file.");
        return (await JsonSerializer.DeserializeAsync<LinkBatchOrder>(file, ApiJson.Options, cancellation))!;
    }

    /// <summary>What is on record of the debtors some items name.</summary>
    private sealed record Known(IReadOnlyDictionary<string, long> ByTaxId, IReadOnlyDictionary<string, long> ByExternalId, ILookup<long, Receivable> Open, ILookup<long, Contact> Contacts);

    private async Task<Known> KnownAsync(List<LinkBatchItem> items, CancellationToken cancellation)
    {
        var taxIds = items.Select(i => TaxId.TryParse(i.TaxId, out var id, out _) ? id : (TaxId?)null).OfType<TaxId>().Distinct().ToList();
        var externalIds = items.Select(i => i.ExternalId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var byTaxId = await db.Debtors.AsNoTracking().Where(d => EF.Parameter(taxIds).Contains(d.TaxId)).Select(d => new { d.TaxId, d.Id }).ToListAsync(cancellation);
        var byExternalId = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => EF.Parameter(externalIds).Contains(r.ExternalId)).Select(r => new { r.ExternalId, r.DebtorId }).ToListAsync(cancellation);
        var debtors = byTaxId.Select(d => d.Id).Concat(byExternalId.Select(r => r.DebtorId)).Distinct().ToList();
        var open = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => EF.Parameter(debtors).Contains(r.DebtorId) && r.Status == ReceivableStatus.Open).ToListAsync(cancellation);
        var now = clock.Now;
        var contacts = await db.Contacts.AsNoTracking().Where(c => EF.Parameter(debtors).Contains(c.DebtorId) && c.Ownership == ContactOwnership.Own
            && (c.Source == ContactSource.Contract || c.Source == ContactSource.Debtor) && c.FlaggedAt == null && (c.UsableFrom == null || c.UsableFrom <= now)).ToListAsync(cancellation);
        return new(byTaxId.ToDictionary(d => d.TaxId.Value, d => d.Id, StringComparer.Ordinal), byExternalId.ToDictionary(r => r.ExternalId, r => r.DebtorId, StringComparer.Ordinal),
            open.ToLookup(r => r.DebtorId), contacts.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).ToLookup(c => c.DebtorId));
    }

    /// <summary>The line of an item, or why there is none. What is said of a person is of this creditor's own record, and goes to this creditor.</summary>
    private string? Decide(LinkBatchItem item, Known known, ReceivablePricer pricer, Dictionary<long, int> seen, int at, out Line? line, Creditor creditor, int? validDays)
    {
        line = null;
        long debtor;
        if (item.ExternalId is { } externalId)
        {
            if (!known.ByExternalId.TryGetValue(externalId, out debtor)) return "não há título com este externalId.";
        }
        else if (!TaxId.TryParse(item.TaxId, out var taxId, out var problem)) return problem;
        else if (!known.ByTaxId.TryGetValue(taxId.Value, out debtor)) return "não há devedor com este taxId.";

        if (seen.TryGetValue(debtor, out var first)) return string.Create(CultureInfo.InvariantCulture, $"o devedor já está no item {first}: um link basta.");
        // A time-barred debt is not collected, so no message invites to it (domain facts §4.5).
        var debts = known.Open[debtor].Where(r => !pricer.IsTimeBarred(r, clock.Today)).OrderBy(r => r.DueOn).ThenBy(r => r.Id).ToList();
        if (debts.Count == 0) return "o devedor não tem dívida em aberto que possa ser cobrada.";
        var contacts = known.Contacts[debtor].Where(MayReceive).ToList();
        if (item.Contact is not null)
        {
            if (!ContactValue.TryParse(item.Contact, out var named, out var unreadable)) return $"contact: {unreadable}";
            contacts.RemoveAll(c => (c.Channel, c.Value) != (named.Channel, named.Value));
            if (contacts.Count == 0) return "contact: não é um contato deste devedor que possa receber mensagens (próprio, em uso e com autorização).";
        }

        seen.Add(debtor, at);
        var link = links.Prepare(creditor, debtor, validDays, item.Contact is null ? null : contacts[0].Id);
        line = new(link, contacts.Find(c => c.Channel == ContactChannel.Mobile)?.Value, contacts.Find(c => c.Channel == ContactChannel.Email)?.Value, item.ExternalId ?? debts[0].ExternalId);
        return null;
    }

    /// <summary>An SMS needs a yes; an e-mail, no no.</summary>
    private static bool MayReceive(Contact contact) => contact.Channel switch
    {
        ContactChannel.Mobile => contact.OptInSms == true,
        ContactChannel.Email => contact.OptInEmail != false,
        _ => false,
    };

    /// <summary>The mobile without its plus sign: gateways want digits, and spreadsheets take a leading plus for a formula.</summary>
    private static string[] Cells(Line line) =>
        [line.Mobile?.TrimStart('+') ?? "", line.Email ?? "", line.Link.Url, line.Link.Code, DateOnly.FromDateTime(BusinessClock.Local(line.Link.Row.ExpiresAt).DateTime).ToPtBr(), line.ExternalId];

    private async Task<StoredFile> WriteAsync(long creditorId, string name, string[] header, IEnumerable<string[]> rows, CancellationToken cancellation)
    {
        await using var file = files.Create(creditorId, name, "text/csv");
        using (var csv = CsvWriter.Create(file, new CsvWriterOptions { Separator = ';', Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            csv.WriteHeader(header);
            foreach (var row in rows) csv.WriteRecord(row);
        }
        return await file.FinishAsync(cancellation);
    }

    private async Task SaveAsync(Job job, List<Line> lines, CancellationToken cancellation)
    {
        await links.SaveAllAsync([.. lines.Select(l => l.Link)], cancellation);
        db.AuditEntries.Add(new()
        {
            CreditorId = job.CreditorId, At = clock.Now, Actor = job.RequestedBy, Action = "link.batch", Subject = job.PublicId,
            Detail = string.Create(CultureInfo.InvariantCulture, $"links {lines.Count}"),
        });
        await db.SaveChangesAsync(cancellation);
    }
}
