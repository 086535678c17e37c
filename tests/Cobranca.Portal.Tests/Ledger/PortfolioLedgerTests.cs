using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Portfolio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.Portfolio.ImportedPortfolio;

namespace Cobranca.Portal.Tests.Ledger;

/// <summary>docs/decisions/0042: whatever a file or a person does to a portfolio, the books agree with it.</summary>
public sealed class PortfolioLedgerTests
{
    [Fact]
    public async Task New_titles_are_one_entry_that_they_name()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync("id_externo;cpf_cnpj;nome;vencimento;valor;situacao\n"
            + $"T1;{Ana};Ana;01/10/2026;100,00;aberta\nT2;{Ana};Ana;01/11/2026;50,00;contestada\nT3;{Bia};Bia;01/11/2026;30,00;cancelada\nT4;{Bia};Bia;01/11/2026;20,00;paga\n");
        var entry = await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.JournalEntries.AsNoTracking().Include(e => e.Lines).SingleAsync());
        Assert.Equal((JournalKind.ReceivableRecorded, "portfolio/T1/recorded", new DateOnly(2026, 11, 21)), (entry.Kind, entry.Key, entry.On));
        Assert.Equal([(LedgerAccount.Receivable, 15_000L, 0L), (LedgerAccount.Portfolio, 0, 15_000)], entry.Lines.OrderBy(l => l.Id).Select(l => (l.Account, l.Debit.Centavos, l.Credit.Centavos)));
        Assert.Equal([entry.Id, entry.Id, null, null], await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.Receivables.OrderBy(r => r.ExternalId).Select(r => r.OpeningEntryId).ToListAsync()));
        await RightAsync(portfolio, open: 15_000);
    }

    [Fact]
    public async Task History_and_part_payments_come_with_their_components()
    {
        await using var portfolio = await NewAsync();
        // T1: 10 days late and 50,00 paid: 2,00 fine and 0,33 interest first. T2: history, 2,33 of charges. T3: history that was let off with less.
        await portfolio.TakeAsync("id_externo;cpf_cnpj;nome;vencimento;valor;situacao;valor_pago;pago_em\n"
            + $"T1;{Ana};Ana;01/10/2026;100,00;aberta;50,00;11/10/2026\nT2;{Ana};Ana;01/10/2026;100,00;paga;102,33;11/10/2026\nT3;{Bia};Bia;01/10/2026;100,00;paga;90,00;01/10/2026\n");
        var report = await RightAsync(portfolio, open: 10_000 - 5_000 + 233);
        Assert.Equal((24_233L, -66L, -400L, 1_000L), (report.Of(LedgerAccount.Cash).Centavos, report.Of(LedgerAccount.LateInterest).Centavos,
            report.Of(LedgerAccount.LateFee).Centavos, report.Of(LedgerAccount.WriteOff).Centavos));
    }

    [Theory]
    [InlineData("valor=150,00", 15_000)]
    [InlineData("valor=80,00", 8_000)]
    [InlineData("situacao=cancelada", 0)]
    [InlineData("situacao=paga", 0)]
    [InlineData("situacao=contestada", 10_000)]
    [InlineData("descricao=Outra", 10_000)]
    [InlineData("valor_pago=30,00;pago_em=01/10/2026", 7_000)]
    [InlineData("valor_pago=100,00;pago_em=01/10/2026;situacao=paga", 0)]
    [InlineData("valor_pago=60,00;pago_em=01/10/2026;situacao=paga", 0)]
    public async Task A_changed_line_moves_the_books_with_it(string change, long open)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row());
        await portfolio.TakeAsync(Row(change.Split(';')));
        await RightAsync(portfolio, open);
        await portfolio.TakeAsync(Row(change.Split(';')));
        await RightAsync(portfolio, open);
    }

    /// <summary>A correction takes the money back and brings it as the file says it now.</summary>
    [Fact]
    public async Task A_corrected_payment_is_taken_back_and_booked_anew()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor_pago=30,00", "pago_em=01/10/2026"));
        await portfolio.TakeAsync(Row("valor_pago=20,00", "pago_em=01/10/2026"));
        Assert.Equal(2_000, (await RightAsync(portfolio, open: 8_000)).Of(LedgerAccount.Cash).Centavos);
        await portfolio.TakeAsync(Row("valor_pago=20,00", "pago_em=01/10/2026", "situacao=cancelada"));
        await RightAsync(portfolio, open: 0);
        await portfolio.TakeAsync(Row("valor_pago=20,00", "pago_em=01/10/2026", "situacao=aberta"));
        await RightAsync(portfolio, open: 8_000);
    }

    [Theory]
    [InlineData(ReceivableVerb.Settle, LedgerAccount.WriteOff, 7_000, 0)]
    [InlineData(ReceivableVerb.Cancel, LedgerAccount.Portfolio, -3_000, 0)]
    [InlineData(ReceivableVerb.Hold, LedgerAccount.Portfolio, -10_000, 7_000)]
    public async Task What_the_creditor_says_of_a_title_is_booked(ReceivableVerb verb, LedgerAccount account, long balance, long open)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor_pago=30,00", "pago_em=01/10/2026"));
        await portfolio.Database.InAsync(portfolio.Creditor, services => services.GetRequiredService<ChangeReceivable>().HandleAsync("T1", verb, null, "test", default));
        Assert.Equal(balance, (await RightAsync(portfolio, open)).Of(account).Centavos);
    }

    /// <summary>A payment that tells of an earlier day moves what later ones are imputed to; the rest goes to adjustments and the title ends at zero.</summary>
    [Fact]
    public async Task Payments_out_of_order_leave_a_settled_title_at_zero()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.000,00", "vencimento=01/09/2026"));
        await PayAsync(portfolio, 50_000, new(2026, 11, 20), "A");
        await PayAsync(portfolio, 30_000, new(2026, 9, 10), "B");
        await PayAsync(portfolio, 40_000, new(2026, 11, 21), "C");
        var report = await RightAsync(portfolio, open: 0);
        Assert.Equal(120_000, report.Of(LedgerAccount.Cash).Centavos);
        Assert.NotEqual(0, report.Of(LedgerAccount.Adjustments).Centavos);
        Assert.True(report.CreditsOwed.IsPositive);
        // Any one of them taken back: the books follow.
        var reversed = await portfolio.Database.InAsync(portfolio.Creditor, services => services.GetRequiredService<ReversePayment>().HandleAsync(portfolio.Creditor, new("A", null, "A", "devolvido", "test"), default));
        Assert.IsType<ReversePaymentOutcome.Reversed>(reversed);
        await RightAsync(portfolio, open: (await portfolio.ReceivableAsync()).OpenPrincipal.Centavos);
        Assert.Equal(ReceivableStatus.Open, (await portfolio.ReceivableAsync()).Status);
    }

    [Fact]
    public async Task The_check_finds_what_is_wrong()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row());
        await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.JournalLines.Where(l => l.Account == LedgerAccount.Receivable).ExecuteUpdateAsync(set => set.SetProperty(l => l.Debit, new Money(9_999))));
        var report = await CheckAsync(portfolio);
        Assert.Equal(3, report.Problems.Count);
        Assert.Single(report.Unbalanced);
    }

    internal static Task<OutsidePaymentOutcome> PayAsync(ImportedPortfolio portfolio, long centavos, DateOnly on, string reference) => portfolio.Database.InAsync(portfolio.Creditor, services =>
        services.GetRequiredService<RecordOutsidePayment>().HandleAsync(portfolio.Creditor, new("T1", new(centavos), on, PaymentSource.Transfer, reference, "test"), default));

    internal static Task<LedgerReport> CheckAsync(ImportedPortfolio portfolio) =>
        portfolio.Database.InAsync(portfolio.Creditor, services => services.GetRequiredService<LedgerCheck>().RunAsync(default));

    private static async Task<LedgerReport> RightAsync(ImportedPortfolio portfolio, long open)
    {
        var report = await CheckAsync(portfolio);
        Assert.Equal([], report.Problems);
        Assert.Equal((open, open), (report.OpenPrincipal.Centavos, report.Of(LedgerAccount.Receivable).Centavos));
        return report;
    }
}
