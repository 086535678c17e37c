using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using PaymentAllocation = Cobranca.Portal.Persistence.Model.PaymentAllocation;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// Compares a batch of lines with what is stored, decides each line, and writes the good ones in one transaction. Unique indexes and row
/// versions are the referees: when another import or a payment was faster, the batch is decided again on what is there now.
/// </summary>
internal sealed class PortfolioWriter : IAsyncDisposable
{
    private const int MaxAttempts = 5;

    private readonly CobrancaDb _db;
    private readonly Creditor _creditor;
    private readonly ReceivablePricer _pricer;
    private readonly ContactCoolOff _coolOff;
    private readonly BusinessClock _clock;
    private readonly PortfolioImportOptions _options;
    private readonly BulkInsert<Debtor> _debtors;
    private readonly BulkInsert<Contact> _contacts;
    private readonly BulkInsert<Receivable> _receivables;
    private readonly BulkInsert<Payment> _payments;
    private readonly BulkInsert<PaymentAllocation> _allocations;
    private readonly PortfolioLedger _ledger;
    private readonly SeenKeys _names = new();
    private readonly SeenKeys _mobiles = new();
    private ILookup<long, string> _debtsOnBoletos = Array.Empty<string>().ToLookup(_ => 0L);
    private long _smsAllowed;

    public PortfolioWriter(CobrancaDb db, Creditor creditor, ReceivablePricer pricer, ContactCoolOff coolOff, BusinessClock clock, PortfolioImportOptions options)
    {
        (_db, _creditor, _pricer, _coolOff, _clock, _options) = (db, creditor, pricer, coolOff, clock, options);
        (_debtors, _contacts, _receivables, _payments, _allocations) = (new(db), new(db), new(db), new(db), new(db));
        _ledger = new(db, creditor.Id, options.Actor, clock);
    }

    /// <summary>What became of one line that was not refused.</summary>
    internal enum Fate { Added, Changed, Unchanged }

    /// <summary>What became of a batch.</summary>
    internal sealed class Outcome
    {
        public int Added { get; set; }
        public int Changed { get; set; }
        public int Unchanged { get; set; }
        public int Padded { get; set; }
        public int NamesThatDiffer { get; set; }
        public int OpenBoletosTouched { get; set; }
        public List<RowProblem> Refused { get; } = [];
        public List<RowProblem> Warnings { get; } = [];
        public List<PortfolioRow> Taken { get; } = [];
        /// <summary>By the number of the line.</summary>
        public Dictionary<long, Fate> Fates { get; } = [];

        public void Count(PortfolioRow row, Fate fate)
        {
            Fates[row.Line] = fate;
            _ = fate switch { Fate.Added => Added++, Fate.Changed => Changed++, _ => Unchanged++ };
        }
    }

    /// <summary>Decides and writes a batch, or only decides it.</summary>
    public async Task<Outcome> WriteAsync(IReadOnlyList<PortfolioRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return new();
        var detects = _db.ChangeTracker.AutoDetectChangesEnabled;
        _db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            _db.ChangeTracker.Clear();
            // Another writer may change the same rows between our look and our write.
            return await _db.RacingAsync(MaxAttempts, () => TryAsync(rows, cancellation));
        }
        finally
        {
            _db.ChangeTracker.Clear();
            _db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<Outcome> TryAsync(IReadOnlyList<PortfolioRow> rows, CancellationToken cancellation)
    {
        var compared = await CompareAsync(rows, cancellation);
        await using var transaction = await TakeTurnsAsync(compared, cancellation);
        var plan = await DecideAsync(compared, cancellation);
        if (!_options.DryRun) await WriteAsync(plan, transaction, cancellation);
        foreach (var row in plan.Outcome.Taken) CountMobiles(row);
        return plan.Outcome;
    }

    /// <summary>Different mobile numbers in the lines taken, and those of them with a yes to SMS.</summary>
    public (long Mobiles, long SmsAllowed) CountMobiles() => (_mobiles.Count, _smsAllowed);

    public async ValueTask DisposeAsync()
    {
        await _debtors.DisposeAsync();
        await _contacts.DisposeAsync();
        await _receivables.DisposeAsync();
        await _payments.DisposeAsync();
        await _allocations.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    /// <summary>What is stored of a receivable, enough to see that a line says nothing new.</summary>
    private sealed record Known(long Id, string ExternalId, long DebtorId, byte[] RowHash);

    /// <summary>A line, its meaning, and what is stored of the same receivable.</summary>
    private sealed record Compared(PortfolioRow Row, byte[] Hash, Known? Before)
    {
        public bool SaysNothingNew => Before is not null && Before.RowHash.AsSpan().SequenceEqual(Hash);
    }

    /// <summary>A debtor of the batch, stored or new, with contacts by what they are.</summary>
    private sealed class Person(Debtor debtor, IEnumerable<Contact> contacts, bool isNew)
    {
        public Debtor Debtor => debtor;
        public bool IsNew => isNew;
        public Dictionary<(ContactChannel, string), Contact> Contacts { get; } = contacts.ToDictionary(c => (c.Channel, c.Value));
        public List<Contact> Added { get; } = [];
        /// <summary>A contact of theirs begins to wait: those that receive codes today are told.</summary>
        public bool IsToBeTold { get; set; }
    }

    private sealed class Plan
    {
        public Outcome Outcome { get; } = new();
        public Dictionary<TaxId, Person> People { get; } = [];
        public List<(Receivable Receivable, TaxId Owner, Payment? Payment)> New { get; } = [];
    }

    private async Task<List<Compared>> CompareAsync(IReadOnlyList<PortfolioRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Select(r => r.ExternalId).ToList();
        var known = await _db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.CreditorId == _creditor.Id && EF.Parameter(ids).Contains(r.ExternalId))
            .Select(r => new Known(r.Id, r.ExternalId, r.DebtorId, r.RowHash)).ToDictionaryAsync(r => r.ExternalId, cancellation);
        return [.. rows.Select(row => new Compared(row, RowHash.Of(row), known.GetValueOrDefault(row.ExternalId)))];
    }

    /// <summary>
    /// A debt that changes while its debtor asks for a boleto is priced on the old line or on the new one, never on both: whoever's turn comes
    /// second sees what the first one did. Null when no stored debt changes; new ones have no boleto.
    /// </summary>
    private async Task<IDbContextTransaction?> TakeTurnsAsync(List<Compared> compared, CancellationToken cancellation)
    {
        var debtors = compared.Where(c => c.Before is { } before && !RowHash.SameDebt(before.RowHash, c.Hash)).Select(c => c.Before!.DebtorId).Distinct().ToList();
        if (_options.DryRun || debtors.Count == 0) return null;
        var transaction = await _db.Database.BeginTransactionAsync(cancellation);
        await _db.TakeDebtorTurnsAsync(debtors, cancellation);
        return transaction;
    }

    private async Task<Plan> DecideAsync(List<Compared> compared, CancellationToken cancellation)
    {
        var plan = new Plan();
        var news = compared.FindAll(c => !c.SaysNothingNew);
        await LoadPeopleAsync(plan, news.Select(c => c.Row.TaxId), cancellation);
        var changing = news.Where(c => c.Before is not null).Select(c => c.Before!.Id).ToList();
        var stored = await LoadReceivablesAsync(changing, cancellation);
        var boletos = await OpenBoletosAsync(changing, cancellation);

        foreach (var line in compared)
        {
            var (row, hash, before) = line;
            if (before is null) Add(plan, row, hash);
            else if (line.SaysNothingNew) Keep(plan, row);
            else if (!(plan.People.TryGetValue(row.TaxId, out var owner) && owner.Debtor.Id == before.DebtorId)) Refuse(plan, row, PortfolioColumn.TaxId, $"este {Name(PortfolioColumn.ExternalId)} é de outro CPF ou CNPJ: um título não muda de devedor. Cancele-o e use outro {Name(PortfolioColumn.ExternalId)}.");
            else Change(plan, row, hash, stored[before.Id], boletos.GetValueOrDefault(before.Id));
        }
        return plan;
    }

    /// <summary>Not tracked: most lines say nothing new of their debtor. What does change is attached then.</summary>
    private async Task LoadPeopleAsync(Plan plan, IEnumerable<TaxId> taxIds, CancellationToken cancellation)
    {
        var wanted = taxIds.Distinct().ToList();
        if (wanted.Count == 0) return;
        var debtors = await _db.Debtors.AsNoTracking().Where(d => d.CreditorId == _creditor.Id && EF.Parameter(wanted).Contains(d.TaxId)).ToListAsync(cancellation);
        if (debtors.Count == 0) return;
        var ids = debtors.ConvertAll(d => d.Id);
        var contacts = (await _db.Contacts.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.DebtorId)).ToListAsync(cancellation)).ToLookup(c => c.DebtorId);
        foreach (var debtor in debtors) plan.People[debtor.TaxId] = new(debtor, contacts[debtor.Id], isNew: false);
    }

    private async Task<Dictionary<long, Receivable>> LoadReceivablesAsync(List<long> ids, CancellationToken cancellation) => ids.Count == 0
        ? []
        : await _db.Receivables.Include(r => r.Allocations).ThenInclude(a => a.Payment).Where(r => EF.Parameter(ids).Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);

    /// <summary>The boletos of ours that somebody may be about to pay, by receivable.</summary>
    private async Task<Dictionary<long, List<Boleto>>> OpenBoletosAsync(List<long> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0) return [];
        var open = _db.Boletos.StillOpen();
        var items = await _db.BoletoItems.Where(i => EF.Parameter(ids).Contains(i.ReceivableId))
            .Join(open, i => i.BoletoId, b => b.Id, (i, b) => new { i.ReceivableId, Boleto = b }).ToListAsync(cancellation);
        var found = items.Select(i => i.Boleto.Id).Distinct().ToList();
        if (found.Count > 0)
            _debtsOnBoletos = (await _db.BoletoItems.Where(i => EF.Parameter(found).Contains(i.BoletoId)).Select(i => new { i.BoletoId, i.Receivable!.ExternalId }).ToListAsync(cancellation))
                .ToLookup(i => i.BoletoId, i => i.ExternalId);
        return items.GroupBy(i => i.ReceivableId).ToDictionary(g => g.Key, g => g.Select(i => i.Boleto).ToList());
    }

    private void Keep(Plan plan, PortfolioRow row)
    {
        _names.GetOrAdd(row.TaxId.Value, NameHash(row.Name), out _);
        plan.Outcome.Count(row, Fate.Unchanged);
        Take(plan, row);
    }

    private void Add(Plan plan, PortfolioRow row, byte[] hash)
    {
        var receivable = new Receivable
        {
            CreditorId = _creditor.Id, ExternalId = row.ExternalId, DueOn = row.DueOn, Principal = row.Principal,
            Status = row.Status ?? ReceivableStatus.Open, IsConsumer = row.IsConsumer ?? true, RowHash = hash, CreatedAt = _clock.Now, UpdatedAt = _clock.Now,
        };
        WriteDetails(receivable, row);
        if (!TermsAreLawful(plan, row, receivable)) return;
        Payment? payment = null;
        if (row.PaidAmount is { } amount && !TryPay(plan, row, receivable, amount, out payment)) return;

        Meet(plan, row);
        plan.New.Add((receivable, row.TaxId, payment));
        plan.Outcome.Count(row, Fate.Added);
        Take(plan, row);
    }

    private void Change(Plan plan, PortfolioRow row, byte[] hash, Receivable receivable, List<Boleto>? open)
    {
        var changed = false;
        var books = new PortfolioLedger.Standing(receivable);
        if (!RowHash.SameDebt(receivable.RowHash, hash) && !TryChangeDebt(plan, row, receivable, open?[0], out changed))
        {
            Forget(receivable);
            return;
        }
        if (changed && open is not null) Touch(plan, row, receivable, open);

        Meet(plan, row);
        if (changed)
        {
            receivable.UpdatedAt = _clock.Now;
            _ledger.Change(books);
        }
        // Of the person it counts what the line says, not its effect: an earlier line may have brought the same news.
        plan.Outcome.Count(row, changed || !RowHash.SamePerson(receivable.RowHash, hash) ? Fate.Changed : Fate.Unchanged);
        receivable.RowHash = hash;
        Take(plan, row);
    }

    /// <summary>Nobody is to pay a boleto of a debt that ended: its closure is asked for with the change itself.</summary>
    private void Touch(Plan plan, PortfolioRow row, Receivable receivable, List<Boleto> open)
    {
        var ended = receivable.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled;
        if (ended) open.ForEach(boleto => _db.EndSlip(boleto, _debtsOnBoletos[boleto.Id], _clock.Now));
        plan.Outcome.OpenBoletosTouched++;
        var number = open[0].NossoNumeroFormatted;
        plan.Outcome.Warnings.Add(new(row.Line, "", ended
            ? $"o título foi encerrado: pedimos ao banco a baixa do boleto em aberto (nosso número {number})."
            : $"o título mudou e tem um boleto em aberto (nosso número {number})."));
    }

    /// <summary>
    /// Writes what the line says of the debt. A paid or agreed debt stays as it is, and so does the price of one with a boleto that
    /// somebody may pay today; that it was paid, cancelled or disputed elsewhere is taken at any time.
    /// </summary>
    private bool TryChangeDebt(Plan plan, PortfolioRow row, Receivable receivable, Boleto? openBoleto, out bool changed)
    {
        var (entry, before) = (_db.Entry(receivable), receivable.Status);
        (receivable.DueOn, receivable.Principal) = (row.DueOn, row.Principal);
        receivable.Status = row.Status ?? receivable.Status;
        if (row.Has(PortfolioColumn.Consumer)) receivable.IsConsumer = row.IsConsumer ?? true;
        WriteDetails(receivable, row);
        entry.DetectChanges();
        changed = entry.Properties.Any(p => p.IsModified);
        if (before is ReceivableStatus.Paid or ReceivableStatus.Agreed)
        {
            if (changed) Refuse(plan, row, "", $"o título {(before == ReceivableStatus.Paid ? "já está pago" : "está em um acordo")} e não muda por importação.");
            return !changed;
        }
        if (openBoleto is not null && PriceChanges(entry))
        {
            Refuse(plan, row, "", $"há um boleto em aberto para este título (nosso número {openBoleto.NossoNumeroFormatted}): valor, vencimento e condições só mudam depois da baixa dele.");
            return false;
        }
        return TermsAreLawful(plan, row, receivable) && Settle(plan, row, receivable, ref changed);
    }

    private static bool PriceChanges(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry<Receivable> entry) => new[]
    {
        nameof(Receivable.Principal), nameof(Receivable.DueOn), nameof(Receivable.IssuedOn), nameof(Receivable.IsConsumer),
        nameof(Receivable.OwnFine), nameof(Receivable.OwnInterestPerMonth),
    }.Any(name => entry.Property(name).IsModified);

    /// <summary>Takes a refused line's changes back, with the payments it would have brought.</summary>
    private void Forget(Receivable receivable)
    {
        foreach (var allocation in _db.ChangeTracker.Entries<PaymentAllocation>().Where(e => e.Entity.ReceivableId == receivable.Id).ToList())
        {
            if (allocation.Entity.Payment is { } payment) _db.Entry(payment).State = EntityState.Detached;
            allocation.State = EntityState.Detached;
        }
        _db.Entry(receivable).State = EntityState.Detached;
    }

    private static void WriteDetails(Receivable receivable, PortfolioRow row)
    {
        if (row.Has(PortfolioColumn.Description)) receivable.Description = row.Description;
        if (row.Has(PortfolioColumn.Contract)) receivable.Contract = row.Contract;
        if (row.Has(PortfolioColumn.IssuedOn)) receivable.IssuedOn = row.IssuedOn;
        if (row.Has(PortfolioColumn.PaymentMethod)) receivable.PaymentMethod = row.PaymentMethod;
        if (row.Has(PortfolioColumn.Guarantor)) receivable.Guarantor = row.Guarantor;
        if (row.Has(PortfolioColumn.DocumentUrl)) receivable.DocumentUrl = row.DocumentUrl;
        if (row.Has(PortfolioColumn.OriginalCreditor)) (receivable.OriginalCreditor, receivable.AssignedOn) = (row.OriginalCreditor, row.AssignedOn);
        if (row.Has(PortfolioColumn.TimeBarredOn)) receivable.TimeBarredOn = row.TimeBarredOn;
        if (row.Has(PortfolioColumn.FinePercent)) receivable.OwnFine = row.OwnFine;
        if (row.Has(PortfolioColumn.InterestPercentPerMonth)) receivable.OwnInterestPerMonth = row.OwnInterestPerMonth;
        if (row.Has(PortfolioColumn.Segment)) receivable.Segment = row.Segment;
        if (row.Has(PortfolioColumn.SlipBank) || row.Has(PortfolioColumn.SlipNossoNumero) || row.Has(PortfolioColumn.SlipLinha))
        {
            // Another slip than the one whose closure was asked for.
            if ((receivable.SlipNossoNumero, receivable.SlipLinhaDigitavel) != (row.SlipNossoNumero, row.SlipLinhaDigitavel)) receivable.SlipSupersededAt = null;
            (receivable.SlipBankCode, receivable.SlipNossoNumero, receivable.SlipLinhaDigitavel) = (row.SlipBankCode, row.SlipNossoNumero, row.SlipLinhaDigitavel);
        }
    }

    /// <summary>A price above the law must not come into being: pricing throws on it, so it is refused here.</summary>
    private bool TermsAreLawful(Plan plan, PortfolioRow row, Receivable receivable)
    {
        var agreedOn = receivable.IssuedOn ?? receivable.DueOn;
        var problems = _pricer.TermsFor(receivable).Validate(receivable.IsConsumer, agreedOn, agreedOn);
        foreach (var problem in problems)
        {
            var own = problem.Field == PortfolioColumn.FinePercent.NameOf() ? row.OwnFine is not null : row.OwnInterestPerMonth is not null;
            if (own) Refuse(plan, row, PortfolioColumns.TryFind(problem.Field, out var column) ? Name(column) : problem.Field, problem.Message);
            else Refuse(plan, row, PortfolioColumn.Consumer, $"as condições do credor não valem para este título. {problem.Message} Se não é relação de consumo, informe {(_options.Naming == PortfolioNaming.Api ? "consumer: false" : "consumidor=nao")}.");
        }
        return problems.Count == 0;
    }

    /// <summary>
    /// Brings what the line says was received so far in line with what is on record: the difference is one more payment; a correction of
    /// an imported payment changes it; less than what came in by other ways is refused.
    /// </summary>
    private bool Settle(Plan plan, PortfolioRow row, Receivable receivable, ref bool changed)
    {
        if (row.PaidAmount is not { } total) return true;
        var imported = receivable.Allocations.Where(a => a.Payment!.Source == PaymentSource.Import).OrderBy(a => a.PaidOn).ThenBy(a => a.Id).ToList();
        var recorded = receivable.Allocations.Sum(a => a.Amount);
        if (total == recorded && (imported.Count == 0 || imported[^1].PaidOn == row.PaidOn)) return true;
        // More money on a later day is one more payment; anything else about money only imports brought is a correction of it.
        var isCorrection = imported.Count > 0 && imported.Count == receivable.Allocations.Count && !(total > recorded && row.PaidOn > imported[^1].PaidOn);
        if (isCorrection)
        {
            foreach (var allocation in imported) TakeBack(allocation);
            recorded = Money.Zero;
        }
        if (total == recorded) return true;
        if (total < recorded)
        {
            if (receivable.Status == ReceivableStatus.Paid) return true;
            Refuse(plan, row, PortfolioColumn.PaidAmount, $"menor que o já recebido por aqui ({recorded}): um estorno não entra por importação.");
            return false;
        }
        if (!TryPay(plan, row, receivable, total - recorded, out var payment)) return false;
        payment!.Reference = isCorrection || imported.Count == 0 ? row.ExternalId : string.Create(CultureInfo.InvariantCulture, $"{row.ExternalId}#{imported.Count + 1}");
        payment.DebtorId = receivable.DebtorId;
        payment.Allocations[0].ReceivableId = receivable.Id;
        _db.Add(payment);
        changed = true;
        return true;
    }

    /// <summary>Kept as history under another name: its own is the corrected one's.</summary>
    private void TakeBack(PaymentAllocation allocation)
    {
        var payment = allocation.Payment!;
        allocation.ReversedAt = payment.ReversedAt = _clock.Now;
        payment.ReversalReason = "Corrigido por importação.";
        payment.ReversalReference = payment.Reference;
        payment.Reference = string.Create(CultureInfo.InvariantCulture, $"{payment.Reference}~{payment.Id}");
    }

    private bool TryPay(Plan plan, PortfolioRow row, Receivable receivable, Money amount, out Payment? payment)
    {
        var on = row.PaidOn!.Value;
        var share = _pricer.Impute(receivable, new(on, amount));
        var isHistory = receivable.Status == ReceivableStatus.Paid;
        payment = null;
        if (!isHistory && !share.Rest.IsPositive)
        {
            Refuse(plan, row, PortfolioColumn.PaidAmount, $"quita o título em {on.ToPtBr()}, e a situação diz que está em aberto: informe {(_options.Naming == PortfolioNaming.Api ? "status: \"paid\"" : "situacao=paga")}.");
            return false;
        }
        payment = new()
        {
            CreditorId = _creditor.Id, Amount = amount, PaidOn = on, Source = PaymentSource.Import, Reference = row.ExternalId, RecordedAt = _clock.Now,
            Allocations =
            [
                new()
                {
                    CreditorId = _creditor.Id, PaidOn = on, Amount = amount, Fine = share.Fine, Correction = share.Correction, Principal = share.Principal,
                    // History is the creditor's word: all of it settled this debt, with the charges of the time.
                    Interest = isHistory ? share.Interest + share.Surplus : share.Interest,
                    Settled = isHistory ? true : null,
                },
            ],
        };
        return true;
    }

    /// <summary>Brings the debtor and contacts in line with the row.</summary>
    private void Meet(Plan plan, PortfolioRow row)
    {
        if (!plan.People.TryGetValue(row.TaxId, out var person))
        {
            person = new(new() { CreditorId = _creditor.Id, TaxId = row.TaxId, Name = row.Name, CreatedAt = _clock.Now, UpdatedAt = _clock.Now }, [], isNew: true);
            plan.People.Add(row.TaxId, person);
        }
        var debtor = person.Debtor;
        var stored = (debtor.Name, debtor.BirthDate, debtor.RepresentativeCpf, debtor.Address, debtor.Uf, debtor.Cep, debtor.CityCode);
        var said = (Name: NameOf(plan, row, debtor), BirthDate: row.BirthDate ?? debtor.BirthDate, RepresentativeCpf: row.RepresentativeCpf ?? debtor.RepresentativeCpf,
            Address: row.Address ?? debtor.Address, Uf: row.Uf ?? debtor.Uf, Cep: row.Cep ?? debtor.Cep, CityCode: row.CityCode ?? debtor.CityCode);
        if (stored != said)
        {
            if (!person.IsNew) Track(debtor);
            (debtor.Name, debtor.BirthDate, debtor.RepresentativeCpf, debtor.Address, debtor.Uf, debtor.Cep, debtor.CityCode) = said;
            debtor.UpdatedAt = _clock.Now;
        }
        foreach (var contact in row.Contacts)
        {
            if (!Meet(person, contact)) plan.Outcome.Warnings.Add(new(row.Line, "", $"o devedor já tem {ContactCoolOff.MaxWaiting} contatos novos em carência: um contato desta linha não entrou."));
        }
    }

    /// <summary>The first line of a debtor names it; another name later is told, not taken.</summary>
    private string NameOf(Plan plan, PortfolioRow row, Debtor debtor)
    {
        var own = NameHash(row.Name);
        if (_names.GetOrAdd(row.TaxId.Value, own, out var isFirst) == own) return isFirst || NameHash(debtor.Name) != own ? row.Name : debtor.Name;
        plan.Outcome.NamesThatDiffer++;
        plan.Outcome.Warnings.Add(new(row.Line, Name(PortfolioColumn.Name), "nome diferente do que outra linha dá ao mesmo CPF ou CNPJ: ficou o da primeira."));
        return debtor.Name;
    }

    /// <summary>
    /// What the line says is written over; what it leaves open stays. Out of use stays out of use, and what the debtor gave us is not
    /// turned into something a partner found. False when the contact would have to wait and too many do.
    /// </summary>
    private bool Meet(Person person, PortfolioContact row)
    {
        if (!person.Contacts.TryGetValue((row.Channel, row.Value), out var contact))
        {
            contact = new()
            {
                CreditorId = _creditor.Id, DebtorId = person.Debtor.Id, Channel = row.Channel, Value = row.Value, CreatedAt = _clock.Now,
                Ownership = row.Ownership ?? ContactOwnership.Own, Source = row.Source ?? ContactSource.Contract,
                SourceDetail = row.Partner ?? _options.SourceName.AtMost(120),
                OptInEmail = row.OptInEmail, OptInSms = row.OptInSms, OptInCall = row.OptInCall, OptInWhatsApp = row.OptInWhatsApp,
            };
            if (!Wait(person, contact, couldBefore: false)) return false;
            person.Contacts.Add((row.Channel, row.Value), contact);
            person.Added.Add(contact);
            return true;
        }
        var source = row.Source is { } given && !(contact.Source == ContactSource.Debtor && given == ContactSource.Enrichment) ? given : contact.Source;
        var stored = (contact.Ownership, contact.Source, contact.SourceDetail, contact.OptInEmail, contact.OptInSms, contact.OptInCall, contact.OptInWhatsApp);
        var said = (Ownership: row.Ownership ?? contact.Ownership, Source: source, SourceDetail: source == contact.Source ? contact.SourceDetail : row.Partner ?? contact.SourceDetail,
            OptInEmail: row.OptInEmail ?? contact.OptInEmail, OptInSms: row.OptInSms ?? contact.OptInSms,
            OptInCall: row.OptInCall ?? contact.OptInCall, OptInWhatsApp: row.OptInWhatsApp ?? contact.OptInWhatsApp);
        if (stored == said) return true;
        var could = ContactCoolOff.CouldReceive(contact);
        if (contact.Id != 0) Track(contact);
        (contact.Ownership, contact.Source, contact.SourceDetail, contact.OptInEmail, contact.OptInSms, contact.OptInCall, contact.OptInWhatsApp) = said;
        if (Wait(person, contact, could)) return true;
        (contact.Ownership, contact.Source, contact.SourceDetail, contact.OptInEmail, contact.OptInSms, contact.OptInCall, contact.OptInWhatsApp) = stored;
        return false;
    }

    /// <summary>A debtor this very import brings has nobody else's door to open.</summary>
    private bool Wait(Person person, Contact contact, bool couldBefore)
    {
        if (_options.ContactsWaitSince is not { } since || person.IsNew || person.Debtor.CreatedAt >= since) return true;
        var (isFull, before) = (_coolOff.IsFull(person.Contacts.Values), contact.UsableFrom);
        if (!_coolOff.Begin(contact, couldBefore, _creditor)) return true;
        if (isFull) contact.UsableFrom = before;
        else person.IsToBeTold = true;
        return !isFull;
    }

    /// <summary>Once: attaching what is tracked already would make EF forget its changes.</summary>
    private void Track(object row)
    {
        if (_db.Entry(row).State == EntityState.Detached) _db.Attach(row);
    }

    private async Task WriteAsync(Plan plan, IDbContextTransaction? begun, CancellationToken cancellation)
    {
        await using var own = begun is null ? await _db.Database.BeginTransactionAsync(cancellation) : null;
        foreach (var person in plan.People.Values.Where(p => p.IsToBeTold))
            _coolOff.Tell(await _coolOff.ReachedAsync(person.Debtor.Id, cancellation), _creditor, person.Debtor.Id, _options.Actor);
        var newPeople = plan.People.Values.Where(p => p.IsNew).ToDictionary(p => p.Debtor.TaxId, p => p.Debtor);
        if (newPeople.Count > 0)
        {
            await _debtors.InsertAsync(newPeople.Values, cancellation);
            var wanted = newPeople.Keys.ToList();
            var ids = await _db.Debtors.AsNoTracking().Where(d => d.CreditorId == _creditor.Id && EF.Parameter(wanted).Contains(d.TaxId)).Select(d => new { d.TaxId, d.Id }).ToListAsync(cancellation);
            foreach (var row in ids) newPeople[row.TaxId].Id = row.Id;
        }
        foreach (var person in plan.People.Values) person.Added.ForEach(contact => contact.DebtorId = person.Debtor.Id);
        await _contacts.InsertAsync(plan.People.Values.SelectMany(p => p.Added).ToList(), cancellation);
        foreach (var (receivable, owner, _) in plan.New) receivable.DebtorId = plan.People[owner].Debtor.Id;
        await _ledger.OpenAsync(plan.New.ConvertAll(n => (n.Receivable, n.Payment)), cancellation);
        await _receivables.InsertAsync(plan.New.ConvertAll(n => n.Receivable), cancellation);
        await WritePaymentsAsync(plan, cancellation);

        _db.ChangeTracker.DetectChanges();
        await _db.SaveChangesAsync(cancellation);
        await (begun ?? own!).CommitAsync(cancellation);
    }

    private async Task WritePaymentsAsync(Plan plan, CancellationToken cancellation)
    {
        var paid = plan.New.Where(n => n.Payment is not null).ToDictionary(n => n.Receivable.ExternalId);
        if (paid.Count == 0) return;
        var references = paid.Keys.ToList();
        foreach (var (receivable, _, payment) in paid.Values) payment!.DebtorId = receivable.DebtorId;
        await _payments.InsertAsync(paid.Values.Select(n => n.Payment!).ToList(), cancellation);

        var receivableIds = await _db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.CreditorId == _creditor.Id && EF.Parameter(references).Contains(r.ExternalId))
            .Select(r => new { r.ExternalId, r.Id }).ToListAsync(cancellation);
        var paymentIds = await _db.Payments.AsNoTracking().Where(p => p.CreditorId == _creditor.Id && p.Source == PaymentSource.Import && EF.Parameter(references).Contains(p.Reference))
            .Select(p => new { p.Reference, p.Id }).ToListAsync(cancellation);
        foreach (var row in receivableIds) paid[row.ExternalId].Payment!.Allocations[0].ReceivableId = row.Id;
        foreach (var row in paymentIds) paid[row.Reference].Payment!.Allocations[0].PaymentId = row.Id;
        await _allocations.InsertAsync(paid.Values.Select(n => n.Payment!.Allocations[0]).ToList(), cancellation);
    }

    private void Refuse(Plan plan, PortfolioRow row, PortfolioColumn column, string reason) => Refuse(plan, row, Name(column), reason);

    private string Name(PortfolioColumn column) => column.NameOf(_options.Naming);

    private static void Refuse(Plan plan, PortfolioRow row, string column, string reason) => plan.Outcome.Refused.Add(new(row.Line, column, reason));

    private static void Take(Plan plan, PortfolioRow row)
    {
        if (row.TaxIdPadded) plan.Outcome.Padded++;
        plan.Outcome.Taken.Add(row);
    }

    private void CountMobiles(PortfolioRow row)
    {
        foreach (var contact in row.Contacts)
        {
            if (contact.Channel != ContactChannel.Mobile) continue;
            var key = $"{row.TaxId.Value}/{contact.Value}";
            var before = _mobiles.GetOrAdd(key, 0, out _);
            if (contact.OptInSms is not { } said || (said ? 1 : 0) == before) continue;
            _smsAllowed += said ? 1 : -1;
            _mobiles.Set(key, said ? 1 : 0);
        }
    }

    /// <summary>Names that differ in case, accents or spaces are one name.</summary>
    private static int NameHash(string name) => CultureInfo.InvariantCulture.CompareInfo.GetHashCode(
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace);
}
