using System.Buffers.Text;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <param name="Key">Printed in the form: the same form sent again is the same boleto.</param>
/// <param name="Revision">What the debtor was shown (<see cref="BoletoProposal.Revision"/>).</param>
public sealed record RequestBoletoForm(BoletoWish Wish, string? Key, string? Revision);

/// <summary>What came of asking for a boleto: exactly one of the nested records.</summary>
public abstract record RequestBoletoOutcome
{
    private RequestBoletoOutcome()
    {
    }

    /// <summary>There is a boleto: made now, by the same form before, or already the same one.</summary>
    public sealed record Made(string PublicId, bool IsNew) : RequestBoletoOutcome;

    /// <summary>Not as it was shown, or not possible any more: here is what is.</summary>
    public sealed record Changed(BoletoProposal Now) : RequestBoletoOutcome;

    /// <summary>Enough for one day.</summary>
    public sealed record TooMany(BoletoProposal Now) : RequestBoletoOutcome;

    /// <summary>No such debts for this person, or no bank to issue at.</summary>
    public sealed record NotFound : RequestBoletoOutcome;
}

/// <summary>Turns chosen debts and a day into one boleto asked of the bank, at the price that was shown. (Gerar boleto.)</summary>
public sealed class RequestBoleto(CobrancaDb db, BoletoProposals proposals, BoletoAvailability availability, BusinessClock clock)
{
    /// <summary>Each registration costs the creditor a bank fee; nobody needs more new slips in a day.</summary>
    public const int MaxPerDay = 10;

    /// <summary>Only racing requests and a number used elsewhere make an attempt fail; each attempt gets past at least one of them.</summary>
    private const int MaxAttempts = 20;

    public async Task<RequestBoletoOutcome> HandleAsync(BoletoParties parties, RequestBoletoForm form, CancellationToken cancellation)
    {
        if (await availability.AccountAsync(parties.Creditor, cancellation) is not { } issuing) return new RequestBoletoOutcome.NotFound();
        return await db.RacingAsync(MaxAttempts, () => TryAsync(parties, form, issuing, cancellation));
    }

    private async Task<RequestBoletoOutcome> TryAsync(BoletoParties parties, RequestBoletoForm form, IssuingAccount issuing, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(parties.DebtorId, cancellation);

        var key = form.Key is { Length: 22 } sent && Base64Url.IsValid(sent) ? sent : null;
        if (key is not null && await db.Boletos.Where(b => b.RequestKey == key && b.DebtorId == parties.DebtorId).Select(b => b.PublicId).SingleOrDefaultAsync(cancellation) is { } made)
            return new RequestBoletoOutcome.Made(made, IsNew: false);
        if (await proposals.ProposeAsync(parties, form.Wish, cancellation) is not { } proposal) return new RequestBoletoOutcome.NotFound();
        if (key is null || !proposal.IsPossible || proposal.LeftOut.Count > 0 || form.Wish.DueOn is null || proposal.Revision != form.Revision)
            return new RequestBoletoOutcome.Changed(proposal);
        if (proposal.Standing is { } standing) return new RequestBoletoOutcome.Made(standing.PublicId, IsNew: false);
        if (await MadeTodayAsync(parties.DebtorId, cancellation) >= MaxPerDay) return new RequestBoletoOutcome.TooMany(proposal);
        if (await db.Boletos.AnyAsync(b => b.RequestKey == key, cancellation)) return new RequestBoletoOutcome.Changed(proposal);

        var issued = await NumberAsync(issuing, proposal.Amount, proposal.DueOn, cancellation);
        var boleto = Write(parties, issuing.Account, proposal, issued, key);
        db.Boletos.Add(boleto);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        CobrancaTelemetry.Boleto("issued");
        return new RequestBoletoOutcome.Made(boleto.PublicId, IsNew: true);
    }

    /// <summary>
    /// Takes the next number of the account. The conditional update gives it to one of those who race for it; the unique index on the
    /// boletos is the referee should it have been used all the same.
    /// </summary>
    private async Task<BoletoIssue.Issued> NumberAsync(IssuingAccount issuing, Money amount, DateOnly dueOn, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var account = await db.BankAccounts.AsNoTracking().SingleAsync(a => a.Id == issuing.Account.Id, cancellation);
            var next = Math.Max(account.LastSequence + 1, account.FirstSequence);
            var taken = await db.BankAccounts.Where(a => a.Id == account.Id && a.LastSequence == account.LastSequence)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSequence, next), cancellation);
            if (taken == 0) continue;
            if (issuing.Rules.Issue(account.ForRules(), next, amount, dueOn, clock.Today) is not BoletoIssue.Issued issued)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Account {account.Id} gives no nosso número for sequence {next}: its numbers are used up."));
            var (bank, numbering, number) = (account.BankCode, account.NumberingKey, issued.NossoNumero);
            if (!await db.Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AnyAsync(b => b.BankCode == bank && b.NumberingKey == numbering && b.NossoNumero == number, cancellation))
                return issued;
        }
        throw new InvalidOperationException($"No free nosso número after {MaxAttempts} tries: set the account's first sequence past what was issued elsewhere.");
    }

    private async Task<int> MadeTodayAsync(long debtorId, CancellationToken cancellation)
    {
        var lately = clock.Now.AddDays(-1);
        var asked = await db.Boletos.Where(b => b.DebtorId == debtorId && b.RequestedAt > lately).Select(b => b.RequestedAt).ToListAsync(cancellation);
        return asked.Count(at => DateOnly.FromDateTime(BusinessClock.Local(at).DateTime) == clock.Today);
    }

    private Boleto Write(BoletoParties parties, BankAccount account, BoletoProposal proposal, BoletoIssue.Issued issued, string key)
    {
        var now = clock.Now;
        return new()
        {
            PublicId = RandomKey.New(), CreditorId = parties.Creditor.Id, DebtorId = parties.DebtorId, BankAccountId = account.Id, Kind = proposal.Kind, Status = BoletoStatus.Requested,
            BankCode = account.BankCode, NumberingKey = account.NumberingKey, NossoNumero = issued.NossoNumero, NossoNumeroFormatted = issued.NossoNumeroFormatted,
            Amount = proposal.Amount, DueOn = proposal.DueOn, PayableThrough = proposal.PayableThrough,
            Barcode = issued.Barcode.Digits, LinhaDigitavel = issued.LinhaDigitavel.Digits,
            Pix = BoletoPixCodes.Issue(parties.Creditor, account, issued.NossoNumero, proposal.Amount),
            RequestKey = key, RequestedAt = now, NextBankCallAt = now,
            Transitions = [new() { CreditorId = parties.Creditor.Id, At = now, Status = BoletoStatus.Requested, Source = parties.Source }],
            Items = [.. proposal.Items.Select(item => new BoletoItem
            {
                CreditorId = parties.Creditor.Id, ReceivableId = item.Receivable.Id, Principal = item.Price.Principal, Correction = item.Price.Correction,
                Fine = item.Price.Fine, Interest = item.Price.Interest, Total = item.Price.Total, DaysLate = item.Price.DaysLate,
            })],
        };
    }
}
