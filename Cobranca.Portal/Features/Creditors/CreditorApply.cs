using System.Globalization;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Creditors;

/// <param name="DryRun">Say what would change and write nothing.</param>
/// <param name="Reprice">Accept that debts already in the portfolio change their price.</param>
public sealed record CreditorApplyOptions(string Actor, bool DryRun = false, bool Reprice = false);

/// <summary>How applying a creditor's file ended.</summary>
public abstract record CreditorApplyResult
{
    private CreditorApplyResult()
    {
    }

    /// <summary>Nothing was written; everything wrong, at once.</summary>
    public sealed record Refused(IReadOnlyList<FileProblem> Problems) : CreditorApplyResult;

    /// <param name="Slug">Whose file it was.</param>
    /// <param name="Created">The creditor did not exist.</param>
    /// <param name="Changes">One line a change; empty when the file says what already is.</param>
    /// <param name="Doubts">Allowed, but worth a look.</param>
    public sealed record Applied(string Slug, bool Created, IReadOnlyList<string> Changes, IReadOnlyList<string> Doubts) : CreditorApplyResult;
}

/// <summary>
/// Makes a creditor what its file says: created, changed, or left alone when nothing differs. The scope becomes that creditor's.
/// </summary>
public sealed class CreditorApply(CobrancaDb db, TenantScope tenant, BusinessClock clock)
{
    public async Task<CreditorApplyResult> RunAsync(string json, CreditorApplyOptions options, CancellationToken cancellation = default)
    {
        if (!CreditorFile.TryParse(json, out var file, out var problems)) return new CreditorApplyResult.Refused(problems);
        var declared = file.Creditor;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var id = await db.Creditors.Where(c => c.Slug == declared.Slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellation);
        if (id is not null) tenant.Bind(id.Value);
        var stored = id is null ? null : await db.Creditors.Include(c => c.Terms).Include(c => c.BankAccounts).AsSplitQuery().SingleAsync(c => c.Id == id, cancellation);

        var refusals = new List<FileProblem>();
        await RefuseAccountsOfOthersAsync(declared, id ?? 0, refusals, cancellation);
        if (stored is not null) await RefuseTermsThatReachBackAsync(stored, declared, options.Reprice, refusals, cancellation);
        if (refusals.Count > 0) return new CreditorApplyResult.Refused(refusals);

        var changes = stored is null ? ["credor criado"] : Change(stored, declared);
        if (changes.Count > 0 && !options.DryRun)
        {
            if (stored is null)
            {
                declared.CreatedAt = clock.Now;
                db.Creditors.Add(declared);
            }
            (stored ?? declared).UpdatedAt = clock.Now;
            // A new version even when only terms or accounts changed: it is how every node learns that what it remembers is old.
            if (stored is not null) db.Entry(stored).Property(c => c.UpdatedAt).IsModified = true;
            await db.SaveChangesAsync(cancellation);
            db.AuditEntries.Add(new()
            {
                CreditorId = (stored ?? declared).Id, At = clock.Now, Actor = options.Actor, Action = "creditor.apply", Subject = declared.Slug,
                Detail = Shortened(string.Join("; ", changes)),
            });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            tenant.Bind((stored ?? declared).Id);
        }
        if (options.DryRun) db.ChangeTracker.Clear(); // what would change must not be saved by whoever uses this scope next
        return new CreditorApplyResult.Applied(declared.Slug, stored is null, changes, file.Doubts);
    }

    /// <summary>One account numbers its slips once: two creditors on it would issue the same nosso número.</summary>
    private async Task RefuseAccountsOfOthersAsync(Creditor declared, long id, List<FileProblem> refusals, CancellationToken cancellation)
    {
        var banks = declared.BankAccounts.Select(a => a.BankCode).Distinct().ToList();
        var others = await db.BankAccounts.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking()
            .Where(a => a.CreditorId != id && banks.Contains(a.BankCode)).ToListAsync(cancellation);
        foreach (var (index, account) in declared.BankAccounts.Index())
        {
            if (others.Any(other => (other.BankCode, other.NumberingKey) == (account.BankCode, account.NumberingKey)))
                refusals.Add(new(string.Create(CultureInfo.InvariantCulture, $"bankAccounts[{index}]"), "esta conta, com esta carteira e este convênio, já numera os boletos de outro credor."));
        }
    }

    /// <summary>
    /// A debt keeps the terms of its date. A file that changes terms under debts already here is refused unless somebody says that the
    /// new prices are meant; terms above the ceiling for consumers are refused in any case where consumer debts would get them.
    /// </summary>
    private async Task RefuseTermsThatReachBackAsync(Creditor stored, Creditor declared, bool reprice, List<FileProblem> refusals, CancellationToken cancellation)
    {
        var (before, after) = (History(stored.Terms), History(declared.Terms));
        var starts = before.Terms.Concat(after.Terms).Select(t => t.ValidFrom).Distinct().Order().ToList();
        foreach (var (index, from) in starts.Index())
        {
            var through = index + 1 < starts.Count ? starts[index + 1].AddDays(-1) : DateOnly.MaxValue;
            var (old, now) = (before.InForceOn(from) ?? PriceTerms.NothingAgreed, after.InForceOn(from) ?? PriceTerms.NothingAgreed);
            if (PricesAlike(old, now)) continue;

            var reached = db.Receivables.Where(r => r.Status != ReceivableStatus.Paid && r.Status != ReceivableStatus.Cancelled
                && (r.IssuedOn ?? r.DueOn) >= from && (r.IssuedOn ?? r.DueOn) <= through);
            var period = through == DateOnly.MaxValue ? $"a partir de {from.ToPtBr()}" : $"de {from.ToPtBr()} a {through.ToPtBr()}";
            var unlawful = now.Validate(consumer: true, from, through).Select(p => p.Field).ToHashSet(StringComparer.Ordinal);
            var (fine, interest) = (unlawful.Contains("multa_percentual"), unlawful.Contains("juros_percentual_mes"));
            if ((fine || interest)
                && await reached.CountAsync(r => r.IsConsumer && ((fine && r.OwnFine == null) || (interest && r.OwnInterestPerMonth == null)), cancellation) is > 0 and var consumers)
                refusals.Add(new("terms", string.Create(CultureInfo.InvariantCulture, $"as condições {period} passam do limite para consumidores, e há {consumers} título(s) de consumo em aberto desse período.")));
            if (!reprice && await reached.CountAsync(cancellation) is > 0 and var count)
                refusals.Add(new("terms", string.Create(CultureInfo.InvariantCulture, $"as condições {period} mudariam o preço de {count} título(s) já importado(s): {Difference(old, now)}. Deixe-as como estão e acrescente uma condição que comece depois, ou repita com --reprice se é isso mesmo.")));
        }
    }

    private static TermsHistory History(IEnumerable<CreditorTerms> rows) => new(rows.Select(r => r.ToPriceTerms()));

    private static bool PricesAlike(PriceTerms a, PriceTerms b) => Bare(a) == Bare(b);

    private static PriceTerms Bare(PriceTerms terms) => terms with { Clause = null, Source = null, ValidFrom = DateOnly.MinValue };

    private static string Difference(PriceTerms old, PriceTerms now)
    {
        var (a, b) = (RowOf(old), RowOf(now));
        return string.Join(", ", Fields(a).Zip(Fields(b)).Where(pair => pair.First.Value != pair.Second.Value).Select(pair => $"{pair.First.Name} de {pair.First.Value} para {pair.Second.Value}"));

        static CreditorTerms RowOf(PriceTerms t) => new()
        {
            Fine = t.Fine, InterestPerMonth = t.InterestPerMonth, DayCount = t.DayCount, MoraStart = t.MoraStart, Correction = t.Correction,
            FineOnCorrectedValue = t.FineOnCorrectedValue, CorrectionNeverNegative = t.CorrectionNeverNegative, LimitationYears = t.LimitationYears,
        };
    }

    /// <summary>Brings the stored rows to the declared state and tells each difference.</summary>
    private List<string> Change(Creditor stored, Creditor declared)
    {
        var changes = new List<string>();
        changes.AddRange(Differences("", Fields(stored), Fields(declared)));
        (stored.LegalName, stored.TradeName, stored.Cnpj) = (declared.LegalName, declared.TradeName, declared.Cnpj);
        (stored.Street, stored.District, stored.City, stored.Uf, stored.Cep, stored.CityCode) =
            (declared.Street, declared.District, declared.City, declared.Uf, declared.Cep, declared.CityCode);
        (stored.Email, stored.Phone, stored.PrivacyContactName, stored.PrivacyContactEmail, stored.BrandColor) =
            (declared.Email, declared.Phone, declared.PrivacyContactName, declared.PrivacyContactEmail, declared.BrandColor);
        stored.Limits = declared.Limits;

        ChangeTerms(stored, declared, changes);
        ChangeAccounts(stored, declared, changes);
        return changes;
    }

    private void ChangeTerms(Creditor stored, Creditor declared, List<string> changes)
    {
        foreach (var row in stored.Terms.ToList())
        {
            var name = $"terms[{Iso(row.ValidFrom)}]";
            if (declared.Terms.Find(t => t.ValidFrom == row.ValidFrom) is not { } wanted)
            {
                changes.Add($"{name}: retirada");
                db.Remove(row);
                continue;
            }
            changes.AddRange(Differences(name + ".", Fields(row), Fields(wanted)));
            (row.Fine, row.InterestPerMonth, row.DayCount, row.MoraStart, row.Correction) = (wanted.Fine, wanted.InterestPerMonth, wanted.DayCount, wanted.MoraStart, wanted.Correction);
            (row.FineOnCorrectedValue, row.CorrectionNeverNegative, row.LimitationYears, row.Clause) =
                (wanted.FineOnCorrectedValue, wanted.CorrectionNeverNegative, wanted.LimitationYears, wanted.Clause);
        }
        foreach (var wanted in declared.Terms.Where(t => stored.Terms.TrueForAll(row => row.ValidFrom != t.ValidFrom)))
        {
            changes.Add($"terms[{Iso(wanted.ValidFrom)}]: nova");
            wanted.CreditorId = stored.Id;
            db.Add(wanted);
        }
    }

    /// <summary>An account that left the file is put out of use, not removed: its slips and its numbering remain.</summary>
    private void ChangeAccounts(Creditor stored, Creditor declared, List<string> changes)
    {
        foreach (var row in stored.BankAccounts.ToList())
        {
            var name = $"bankAccounts[{row.BankCode} {row.NumberingKey}]";
            if (declared.BankAccounts.Find(a => (a.BankCode, a.NumberingKey) == (row.BankCode, row.NumberingKey)) is not { } wanted)
            {
                if (row.IsActive) changes.Add($"{name}: fora de uso");
                row.IsActive = false;
                continue;
            }
            changes.AddRange(Differences(name + ".", Fields(row), Fields(wanted)));
            (row.AgenciaDv, row.ContaDv, row.ConvenioDv, row.Variacao, row.Posto, row.Byte, row.Ios) =
                (wanted.AgenciaDv, wanted.ContaDv, wanted.ConvenioDv, wanted.Variacao, wanted.Posto, wanted.Byte, wanted.Ios);
            (row.Especie, row.FirstSequence, row.PixKey, row.IsActive) = (wanted.Especie, wanted.FirstSequence, wanted.PixKey, wanted.IsActive);
            (row.FileFormat, row.FirstRemessa) = (wanted.FileFormat, wanted.FirstRemessa);
        }
        foreach (var wanted in declared.BankAccounts.Where(a => stored.BankAccounts.TrueForAll(row => (row.BankCode, row.NumberingKey) != (a.BankCode, a.NumberingKey))))
        {
            changes.Add($"bankAccounts[{wanted.BankCode} {wanted.NumberingKey}]: nova");
            wanted.CreditorId = stored.Id;
            db.Add(wanted);
        }
    }

    private static IEnumerable<string> Differences(string prefix, IEnumerable<(string Name, string Value)> before, IEnumerable<(string Name, string Value)> after) =>
        before.Zip(after).Where(pair => pair.First.Value != pair.Second.Value).Select(pair => $"{prefix}{pair.First.Name}: {pair.First.Value} → {pair.Second.Value}");

    private static IEnumerable<(string Name, string Value)> Fields(Creditor c) =>
    [
        ("legalName", c.LegalName), ("tradeName", c.TradeName), ("cnpj", c.Cnpj.Formatted),
        ("address.street", c.Street), ("address.district", c.District ?? "(vazio)"), ("address.city", c.City), ("address.uf", c.Uf.Value),
        ("address.cep", c.Cep.Formatted), ("address.cityCode", c.CityCode ?? "(vazio)"),
        ("email", c.Email ?? "(vazio)"), ("phone", c.Phone ?? "(vazio)"),
        ("privacyContact.name", c.PrivacyContactName), ("privacyContact.email", c.PrivacyContactEmail), ("brand.color", c.BrandColor),
        ("limits.payDateMaxDays", Text(c.Limits.PayDateMaxDays)), ("limits.maxDebtsPerBoleto", Text(c.Limits.MaxDebtsPerBoleto)),
        ("limits.minBoletoAmount", c.Limits.MinBoletoAmount.ToString()), ("limits.dueDateChangeMaxDays", Text(c.Limits.DueDateChangeMaxDays)),
        ("limits.dueDateChangesPerYear", Text(c.Limits.DueDateChangesPerYear)), ("limits.linkValidDays", Text(c.Limits.LinkValidDays)),
        ("limits.contactCoolOffDays", Text(c.Limits.ContactCoolOffDays)), ("limits.paymentTolerance", c.Limits.PaymentTolerance.ToString()),
    ];

    private static IEnumerable<(string Name, string Value)> Fields(CreditorTerms t) =>
    [
        ("finePercent", t.Fine.ToString()), ("interestPercentPerMonth", t.InterestPerMonth?.ToString() ?? "taxa legal"),
        ("dayCount", t.DayCount.ToString()), ("moraStart", t.MoraStart.ToString()), ("correction", t.Correction?.ToString() ?? "nenhuma"),
        ("fineOnCorrected", YesNo(t.FineOnCorrectedValue)), ("correctionNeverNegative", YesNo(t.CorrectionNeverNegative)),
        ("limitationYears", Text(t.LimitationYears)), ("clause", t.Clause ?? "(vazio)"),
    ];

    private static IEnumerable<(string Name, string Value)> Fields(BankAccount a) =>
    [
        ("agenciaDv", a.AgenciaDv), ("contaDv", a.ContaDv), ("convenioDv", a.ConvenioDv), ("variacao", a.Variacao),
        ("posto", a.Posto ?? ""), ("byte", a.Byte ?? ""), ("ios", a.Ios ?? ""), ("especie", a.Especie),
        ("firstSequence", Text(a.FirstSequence)), ("pixKey", a.PixKey?.Value ?? "(vazio)"),
        ("fileFormat", a.FileFormat is { } format ? Text((int)format) : "(o primeiro do banco)"), ("firstRemessa", Text(a.FirstRemessa)), ("active", YesNo(a.IsActive)),
    ];

    private static string YesNo(bool value) => value ? "sim" : "não";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Shortened(string text) => text.Length <= 2000 ? text : string.Concat(text.AsSpan(0, 1999), "…");
}
