using Cobranca.Domain.Boletos;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.Portfolio.ImportedPortfolio;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>The same portfolio again, and a changed one: what moves, what stays, what is refused.</summary>
public sealed class PortfolioUpsertTests
{
    private static readonly DateTime Later = TestDatabase.Start.AddDays(1).UtcDateTime;

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await using var portfolio = await NewAsync();
        var csv = Row("email=ana@example.com", "celular=11987654321", "valor_pago=10,00", "pago_em=10/10/2026");
        await portfolio.TakeAsync(csv);
        var (before, audits) = (await portfolio.ReceivableAsync(), await AuditsAsync(portfolio));

        portfolio.Database.Clock.Advance(TimeSpan.FromDays(1));
        var run = await portfolio.ImportAsync(csv);
        Assert.Equal((0, 0, 1, 0), run.Counts);
        var after = await portfolio.ReceivableAsync();
        Assert.Equal((before.Version, before.UpdatedAt), (after.Version, after.UpdatedAt));
        Assert.Equal((before.Debtor!.Version, before.Debtor.UpdatedAt), (after.Debtor!.Version, after.Debtor.UpdatedAt));
        Assert.Single(after.Allocations);
        Assert.Equal(audits, await AuditsAsync(portfolio));
    }

    [Fact]
    public async Task The_same_meaning_written_otherwise_changes_nothing()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.234,56", "celular=(11) 98765-4321", "situacao=aberta", "optin_sms=sim"));
        var run = await portfolio.ImportAsync($"status,name,amount,dueDate,externalId,taxId,mobile,optInSms,note\nopen,Ana Conceição,1234.56,2026-10-01,T1,52998224725,+5511987654321,yes,x\n");
        Assert.Equal((0, 0, 1, 0), run.Counts);
    }

    [Fact]
    public async Task A_changed_line_changes_what_it_says_and_leaves_what_it_does_not_speak_of()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("descricao=Uma", "contrato=C1", "segmento=X"));
        portfolio.Database.Clock.Advance(TimeSpan.FromDays(1));
        var run = await portfolio.ImportAsync(Row("descricao=", "contrato=C2", "valor=200,00", "vencimento=02/10/2026"));
        Assert.Equal((0, 1, 0, 0), run.Counts);
        var r = await portfolio.ReceivableAsync();
        Assert.Equal((null, "C2", "X", new Money(20000), new DateOnly(2026, 10, 2)), (r.Description, r.Contract, r.Segment, r.Principal, r.DueOn));
        Assert.Equal(Later, r.UpdatedAt);
    }

    [Fact]
    public async Task A_status_is_changed_by_a_line_that_says_one_only()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("situacao=contestada"));
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=90,00"))).Counts);
        Assert.Equal(ReceivableStatus.Disputed, (await portfolio.ReceivableAsync()).Status);
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=90,00", "situacao=aberta"))).Counts);
        Assert.Equal(ReceivableStatus.Open, (await portfolio.ReceivableAsync()).Status);
    }

    [Theory]
    [InlineData(ReceivableStatus.Paid, "já está pago")]
    [InlineData(ReceivableStatus.Agreed, "acordo")]
    public async Task A_paid_or_agreed_debt_is_not_changed(ReceivableStatus status, string reason)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("descricao=Uma"));
        await SetStatusAsync(portfolio, status);
        foreach (var csv in new[] { Row("descricao=Uma", "valor=90,00"), Row("descricao=Outra"), Row("descricao=Uma", "situacao=aberta"), Row("descricao=Uma", "situacao=cancelada") })
        {
            var run = await portfolio.ImportAsync(csv);
            Assert.Equal((0, 0, 0, 1), run.Counts);
            Assert.Contains(reason, Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
        }
        var r = await portfolio.ReceivableAsync();
        Assert.Equal((status, new Money(10000), "Uma"), (r.Status, r.Principal, r.Description));
    }

    [Fact]
    public async Task What_is_new_about_the_person_of_a_paid_debt_is_taken()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row());
        await SetStatusAsync(portfolio, ReceivableStatus.Paid);
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("email=ana@example.com"))).Counts);
        Assert.Equal("ana@example.com", Assert.Single((await portfolio.DebtorAsync()).Contacts).Value);
        Assert.Equal(ReceivableStatus.Paid, (await portfolio.ReceivableAsync()).Status);
    }

    [Fact]
    public async Task A_creditor_that_learned_of_the_payment_too_is_not_contradicted()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("situacao=aberta"));
        await SetStatusAsync(portfolio, ReceivableStatus.Paid);
        var run = await portfolio.ImportAsync(Row("situacao=paga", "valor_pago=103,00", "pago_em=20/11/2026"));
        Assert.Equal((0, 0, 1, 0), run.Counts);
        Assert.Empty((await portfolio.ReceivableAsync()).Allocations);
    }

    [Fact]
    public async Task An_id_does_not_move_to_another_person()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row());
        var run = await portfolio.ImportAsync(Row($"cpf_cnpj={Bia}"));
        Assert.Equal("cpf_cnpj", Assert.Single(run.Problems).Column);
        Assert.Equal(TaxId.Parse(Ana), (await portfolio.ReceivableAsync()).Debtor!.TaxId);
        Assert.Equal(1, await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.Debtors.CountAsync()));
    }

    [Fact]
    public async Task A_boleto_somebody_may_pay_today_holds_the_price_but_not_the_truth()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("descricao=Uma"));
        await AddBoletoAsync(portfolio, BoletoStatus.Registered);
        foreach (var value in new[] { "valor=90,00", "vencimento=02/10/2026", "multa_percentual=1", "emissao=01/09/2026" })
        {
            var run = await portfolio.ImportAsync(Row("descricao=Uma", value));
            Assert.Equal((0, 0, 0, 1), run.Counts);
            Assert.Contains("109/00000001-9", Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
        }
        Assert.Equal(new Money(10000), (await portfolio.ReceivableAsync()).Principal);

        var paid = await portfolio.ImportAsync(Row("descricao=Uma", "situacao=cancelada"));
        Assert.Equal((0, 1, 0, 0), paid.Counts);
        Assert.Equal(1, paid.Summary.OpenBoletosTouched);
        Assert.Equal(ReceivableStatus.Cancelled, (await portfolio.ReceivableAsync()).Status);
    }

    [Theory]
    [InlineData(BoletoStatus.Rejected)]
    [InlineData(BoletoStatus.Closed)]
    [InlineData(BoletoStatus.Superseded)]
    public async Task A_boleto_that_is_over_holds_nothing(BoletoStatus status)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row());
        await AddBoletoAsync(portfolio, status);
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=90,00"))).Counts);
    }

    [Fact]
    public async Task A_part_payment_is_imputed_at_its_own_date()
    {
        // E24: R$ 1.000,00 thirty days late is 1.030,00; 500,00 pay 10,00 of interest, 20,00 of fine, 470,00 of principal.
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.000,00", "vencimento=01/10/2026", "valor_pago=500,00", "pago_em=31/10/2026"));
        var r = await portfolio.ReceivableAsync();
        Assert.Equal(ReceivableStatus.Open, r.Status);
        var part = Assert.Single(r.Allocations);
        Assert.Equal((new DateOnly(2026, 10, 31), 50000, 1000, 2000, 47000), (part.PaidOn, part.Amount.Centavos, part.Interest.Centavos, part.Fine.Centavos, part.Principal.Centavos));
        Assert.Equal((PaymentSource.Import, "T1", 50000), (part.Payment!.Source, part.Payment.Reference, part.Payment.Amount.Centavos));
        Assert.Equal(new Money(53265), await PriceAsync(portfolio, new(2026, 11, 15)));
    }

    [Fact]
    public async Task More_money_on_a_later_day_is_one_more_payment()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.000,00", "valor_pago=500,00", "pago_em=31/10/2026"));
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=1.000,00", "valor_pago=800,00", "pago_em=15/11/2026"))).Counts);
        var parts = (await portfolio.ReceivableAsync()).Allocations.OrderBy(a => a.PaidOn).ToList();
        Assert.Equal([(50000L, new DateOnly(2026, 10, 31), "T1"), (30000L, new DateOnly(2026, 11, 15), "T1#2")], parts.Select(p => (p.Amount.Centavos, p.PaidOn, p.Payment!.Reference)));
        Assert.Equal(265, parts[1].Interest.Centavos);
        Assert.Equal(new Money(23265), await PriceAsync(portfolio, new(2026, 11, 15)));
    }

    [Theory]
    [InlineData("valor_pago=50,00", "pago_em=31/10/2026", 5000)] // typed 500,00 by mistake
    [InlineData("valor_pago=500,00", "pago_em=15/10/2026", 50000)] // wrong day
    [InlineData("valor_pago=600,00", "pago_em=31/10/2026", 60000)] // too little
    [InlineData("valor_pago=600,00", "pago_em=15/10/2026", 60000)]
    public async Task A_correction_of_an_imported_payment_takes_its_place(string amount, string on, long centavos)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.000,00", "valor_pago=500,00", "pago_em=31/10/2026"));
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=1.000,00", amount, on))).Counts);
        var part = Assert.Single((await portfolio.ReceivableAsync()).Allocations);
        Assert.Equal((centavos, "T1"), (part.Amount.Centavos, part.Payment!.Reference));
        Assert.Equal(1, await portfolio.Database.InDbAsync(portfolio.Creditor, db => db.Payments.CountAsync(p => p.ReversedAt == null)));
    }

    [Fact]
    public async Task Money_that_came_in_here_is_not_counted_twice_and_not_taken_back()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("valor=1.000,00"));
        await AddPaymentAsync(portfolio, 20000, new(2026, 10, 31));

        Assert.Equal((0, 0, 1, 0), (await portfolio.ImportAsync(Row("valor=1.000,00", "valor_pago=200,00", "pago_em=31/10/2026"))).Counts);
        Assert.Single((await portfolio.ReceivableAsync()).Allocations);

        var less = await portfolio.ImportAsync(Row("valor=1.000,00", "valor_pago=150,00", "pago_em=31/10/2026"));
        Assert.Equal("valor_pago", Assert.Single(less.Problems).Column);

        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("valor=1.000,00", "valor_pago=250,00", "pago_em=15/11/2026"))).Counts);
        Assert.Equal([20000L, 5000L], (await portfolio.ReceivableAsync()).Allocations.OrderBy(a => a.PaidOn).Select(a => a.Amount.Centavos));
    }

    [Fact]
    public async Task An_open_debt_that_was_paid_in_full_is_a_contradiction()
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row("valor_pago=100,00", "pago_em=01/10/2026"));
        Assert.Equal("valor_pago", Assert.Single(run.Problems).Column);
        Assert.Contains("situacao=paga", run.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Equal(0, await portfolio.CountAsync());
        Assert.Equal((1, 0, 0, 0), (await portfolio.ImportAsync(Row("valor_pago=99,99", "pago_em=01/10/2026"))).Counts);
    }

    [Theory]
    [InlineData("valor_pago=98,00", 9800, 0)] // a discount was given
    [InlineData("valor_pago=100,00", 10000, 0)]
    [InlineData("valor_pago=105,00", 10500, 500)] // charged by the creditor's own count
    public async Task Paid_history_is_the_creditor_s_word(string amount, long paid, long interest)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("situacao=paga", amount, "pago_em=01/10/2026"));
        var r = await portfolio.ReceivableAsync();
        var part = Assert.Single(r.Allocations);
        Assert.Equal((ReceivableStatus.Paid, paid, interest, Money.Zero), (r.Status, part.Amount.Centavos, part.Interest.Centavos, part.Payment!.Surplus));
        Assert.Equal(part.Amount, part.Interest + part.Fine + part.Correction + part.Principal);
        Assert.Equal(Money.Zero, await PriceAsync(portfolio, new(2026, 11, 21)));
    }

    [Fact]
    public async Task An_open_debt_may_turn_out_paid_with_or_without_its_payment()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("id_externo=T1") + Row("id_externo=T2").Split('\n')[1] + "\n");
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("id_externo=T1", "situacao=paga", "valor_pago=102,33", "pago_em=11/10/2026"))).Counts);
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("id_externo=T2", "situacao=paga"))).Counts);
        var (one, two) = (await portfolio.ReceivableAsync("T1"), await portfolio.ReceivableAsync("T2"));
        Assert.Equal((ReceivableStatus.Paid, 33, 200, 10000), (one.Status, one.Allocations[0].Interest.Centavos, one.Allocations[0].Fine.Centavos, one.Allocations[0].Principal.Centavos));
        Assert.Equal((ReceivableStatus.Paid, 0), (two.Status, two.Allocations.Count));
    }

    [Fact]
    public async Task A_contact_out_of_use_stays_out_of_use()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("celular=11987654321", "email=ana@example.com"));
        await portfolio.Database.SaveAsync(portfolio.Creditor, db =>
        {
            var contact = db.Contacts.Single(c => c.Channel == ContactChannel.Mobile);
            (contact.FlaggedAt, contact.FlagReason) = (Later, "nao-sou-eu");
        });
        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync(Row("celular=11987654321", "optin_sms=sim", "valor=90,00", "tipo_contato=proprio"))).Counts);
        var contacts = (await portfolio.DebtorAsync()).Contacts;
        Assert.Equal(2, contacts.Count);
        var mobile = contacts.Single(c => c.Channel == ContactChannel.Mobile);
        Assert.Equal((Later, "nao-sou-eu", (bool?)true), (mobile.FlaggedAt, mobile.FlagReason, mobile.OptInSms));
    }

    [Fact]
    public async Task What_a_line_says_of_a_contact_is_written_over_and_what_it_leaves_open_stays()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("celular=11987654321", "tipo_contato=trabalho", "origem_contato=enriquecimento:X", "optin_sms=sim", "optin_whatsapp=sim"));
        await portfolio.ImportAsync(Row("celular=11987654321", "optin_whatsapp=nao", "descricao=a"));
        var contact = Assert.Single((await portfolio.DebtorAsync()).Contacts);
        Assert.Equal((ContactOwnership.Work, ContactSource.Enrichment, (bool?)true, (bool?)false), (contact.Ownership, contact.Source, contact.OptInSms, contact.OptInWhatsApp));
        await portfolio.ImportAsync(Row("celular=11987654321", "tipo_contato=proprio", "origem_contato=devedor"));
        contact = Assert.Single((await portfolio.DebtorAsync()).Contacts);
        Assert.Equal((ContactOwnership.Own, ContactSource.Debtor), (contact.Ownership, contact.Source));
        await portfolio.ImportAsync(Row("celular=11987654321", "origem_contato=enriquecimento:Y"));
        Assert.Equal(ContactSource.Debtor, Assert.Single((await portfolio.DebtorAsync()).Contacts).Source);
    }

    [Fact]
    public async Task The_first_line_of_a_person_names_it_and_another_name_is_told()
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(string.Join('\n', "id_externo;cpf_cnpj;nome;vencimento;valor;nascimento;endereco",
            $"T1;{Ana};José da Silva;01/10/2026;10,00;01/02/1980;", $"T2;{Ana};JOSE  DA SILVA;01/10/2026;10,00;;Rua B", $"T3;{Ana};Outro Nome;01/10/2026;10,00;;"));
        Assert.Equal((3, 0, 0, 0), run.Counts);
        Assert.Equal(1, run.Summary.NamesThatDiffer);
        Assert.Equal(4, Assert.Single(run.Summary.Warnings).Line);
        var debtor = await portfolio.DebtorAsync();
        Assert.Equal(("José da Silva", new DateOnly(1980, 2, 1), "Rua B"), (debtor.Name, debtor.BirthDate, debtor.Address));

        Assert.Equal((0, 1, 0, 0), (await portfolio.ImportAsync($"id_externo;cpf_cnpj;nome;vencimento;valor\nT1;{Ana};José da Silva Filho;01/10/2026;10,00\n")).Counts);
        debtor = await portfolio.DebtorAsync();
        Assert.Equal(("José da Silva Filho", "Rua B"), (debtor.Name, debtor.Address));
    }

    [Fact]
    public async Task Two_creditors_may_use_the_same_ids_for_the_same_person()
    {
        await using var portfolio = await NewAsync();
        var other = await portfolio.Database.AddCreditorAsync(School.Replace("\"escola\"", "\"outra\"", StringComparison.Ordinal).Replace("\"12345\"", "\"54321\"", StringComparison.Ordinal));
        await portfolio.TakeAsync(Row("valor=10,00"));
        Assert.Equal((1, 0, 0, 0), (await portfolio.ImportAsync(System.Text.Encoding.UTF8.GetBytes(Row("valor=20,00", "nome=Ana Outra")), creditor: other)).Counts);
        Assert.Equal((new Money(1000), "Ana Conceição"), ((await portfolio.ReceivableAsync()).Principal, (await portfolio.DebtorAsync()).Name));
        Assert.Equal(new Money(2000), await portfolio.Database.InDbAsync(other, db => db.Receivables.Select(r => r.Principal).SingleAsync()));
    }

    private static Task<int> AuditsAsync(ImportedPortfolio portfolio) => portfolio.Database.InDbAsync(null, db => db.AuditEntries.CountAsync(a => a.Action == "portfolio.import"));

    private static Task<int> SetStatusAsync(ImportedPortfolio portfolio, ReceivableStatus status) =>
        portfolio.Database.SaveAsync(portfolio.Creditor, db => db.Receivables.Single().Status = status);

    private static Task<Money> PriceAsync(ImportedPortfolio portfolio, DateOnly payOn) => portfolio.Database.InAsync(portfolio.Creditor, async services =>
        (await services.GetRequiredService<PricingRules>().PricerAsync(portfolio.Creditor)).PriceOn(await portfolio.ReceivableAsync(), payOn).Total);

    private static Task<int> AddPaymentAsync(ImportedPortfolio portfolio, long centavos, DateOnly on) => portfolio.Database.SaveAsync(portfolio.Creditor, db =>
    {
        var r = db.Receivables.Single();
        db.Payments.Add(new()
        {
            CreditorId = r.CreditorId, DebtorId = r.DebtorId, Amount = new(centavos), PaidOn = on, Source = PaymentSource.Counter, Reference = "balcao-1", RecordedAt = Later,
            Allocations = [new() { CreditorId = r.CreditorId, ReceivableId = r.Id, PaidOn = on, Amount = new(centavos), Principal = new(centavos) }],
        });
    });

    private static Task<int> AddBoletoAsync(ImportedPortfolio portfolio, BoletoStatus status) => portfolio.Database.SaveAsync(portfolio.Creditor, db =>
    {
        var r = db.Receivables.Single();
        db.Boletos.Add(new()
        {
            PublicId = "publico", CreditorId = r.CreditorId, DebtorId = r.DebtorId, BankAccountId = db.BankAccounts.Single().Id, Kind = BoletoKind.Reissue, Status = status,
            BankCode = "341", NumberingKey = "0057/12345/109/", NossoNumero = "00000001", NossoNumeroFormatted = "109/00000001-9", Amount = r.Principal, DueOn = new(2026, 11, 30),
            Barcode = "3", LinhaDigitavel = "3", RequestKey = "chave", RequestedAt = Later,
            Items = [new() { CreditorId = r.CreditorId, ReceivableId = r.Id, Principal = r.Principal, Total = r.Principal }],
        });
    });
}
