using System.Security.Cryptography;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.BankFiles.Remessas;

/// <summary>Orders become files: once each, in a file whose number is nobody else's, or not at all.</summary>
public sealed class GenerateRemessaTests(RemessaScene scene) : IClassFixture<RemessaScene>
{
    [Fact]
    public async Task A_boleto_goes_to_its_bank_in_a_file_that_stays_byte_for_byte()
    {
        await scene.DrainAsync();
        var boleto = await scene.RequestAsync();
        Assert.Equal(BankOrderState.Queued, Assert.Single(await scene.OrdersAsync(boleto)).State);
        Assert.Equal(BoletoStatus.Requested, boleto.Status);

        var remessa = await scene.MadeAsync();
        var order = Assert.Single(await scene.OrdersAsync(boleto));
        Assert.Equal((BankOrderState.Sent, (long?)remessa.Id, (int?)3), (order.State, order.RemessaId, order.RemessaLine));
        var sent = await scene.Boletos.ReloadAsync(boleto);
        Assert.Equal(BoletoStatus.Sent, sent.Status);
        var step = sent.Transitions.OrderBy(t => t.Id).Last();
        Assert.Equal((BoletoStatus.Sent, "remessa", (long?)remessa.Id, (int?)3), (step.Status, step.Source, step.RemessaId, step.FileLine));

        // What the slip is for its bank: its price for its day, payable until then, with nothing added later.
        var file = await scene.ReadAsync(remessa);
        var entry = Assert.IsType<RemessaInstruction.Entry>(Assert.Single(file.Instructions));
        Assert.Equal((boleto.NossoNumero, $"B{boleto.Id}", boleto.Amount, boleto.DueOn), (entry.NossoNumero, entry.OurId, entry.Amount, entry.DueOn));
        Assert.Equal((null, null, order.DocumentNumber), (entry.Fine, entry.Interest, entry.DocumentNumber));
        Assert.Equal(("RUA JOSE BONIFACIO, 1660, APTO 61", "13054693", "SP"), (entry.Payer.Address, entry.Payer.Cep?.Value, entry.Payer.Uf?.Value));
        Assert.Equal((remessa.Sequence, remessa.Lines, 1, boleto.Amount), (file.Sequence, file.Lines, remessa.Entries, remessa.EntryTotal));

        var bytes = await scene.BytesAsync(remessa);
        Assert.Equal(remessa.Sha256, SHA256.HashData(bytes));
        Assert.Contains(boleto.NossoNumero, Encoding.ASCII.GetString(bytes).Split("\r\n")[order.RemessaLine!.Value - 1], StringComparison.Ordinal);
        var api = await ApiScene.OfAsync(scene.Portal, scene.Portal.Aurora);
        Assert.Equal(Encoding.ASCII.GetString(bytes), (await api.GetAsync($"/api/v1/remessas/{remessa.PublicId}/file")).Text);
        Assert.Equal("sent", (await api.GetAsync($"/api/v1/remessas/{remessa.PublicId}/orders")).Json.GetProperty("items")[0].GetProperty("status").GetString());

        // However long its folder was away, it is still to be delivered.
        await SweepAfterAsync(TimeSpan.FromDays(6 * 366));
        Assert.Equal(bytes, await scene.BytesAsync(remessa));
        scene.Portal.Clock.Set(PortalFixture.Start);

        Assert.Equal(1, await scene.DeliverAsync());
        // Long after uploads and their like are gone it is as it was; then the bytes go and the row says that it was there.
        await SweepAfterAsync(TimeSpan.FromDays(400));
        Assert.Equal(bytes, await scene.BytesAsync(remessa));
        await SweepAfterAsync(TimeSpan.FromDays(6 * 366));
        Assert.Equal((404, 200), ((await api.GetAsync($"/api/v1/remessas/{remessa.PublicId}/file")).Status, (await api.GetAsync($"/api/v1/remessas/{remessa.PublicId}")).Status));
        scene.Portal.Clock.Set(PortalFixture.Start);
        Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync());
    }

    [Fact]
    public async Task When_the_answer_to_its_commit_is_lost_the_file_is_whole_all_the_same()
    {
        await scene.DrainAsync();
        await scene.RequestAsync();
        scene.LostAnswer.Lose();
        await Assert.ThrowsAsync<KilledException>(() => scene.GenerateAsync());
        var remessa = await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Remessas.AsNoTracking().OrderByDescending(r => r.Id).FirstAsync());
        Assert.Single((await scene.ReadAsync(remessa)).Instructions);
        Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync());
    }

    private async Task SweepAfterAsync(TimeSpan time)
    {
        scene.Portal.Clock.Set(PortalFixture.Start + time);
        await JobWorker.SweepAsync(scene.Portal.Services.GetRequiredService<IServiceScopeFactory>(), scene.Portal.Services.GetRequiredService<JobSettings>(), scene.Boletos.Clock, default);
    }

    [Fact]
    public async Task Eight_at_once_put_no_order_into_two_files_and_no_number_on_two()
    {
        await scene.DrainAsync();
        var boletos = new List<Boleto>();
        for (var one = 0; one < 4; one++) boletos.Add(await scene.RequestAsync());
        // Another carteira of the same account: files of its own, and the same numbers.
        var other = await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            var account = new BankAccount { CreditorId = scene.Portal.Aurora.Id, BankCode = "341", Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "112", Especie = "ME", IsActive = false };
            db.BankAccounts.Add(account);
            await db.SaveChangesAsync();
            return account;
        });
        foreach (var boleto in boletos.Take(2)) await scene.ChangeAsync((await scene.OrdersAsync(boleto)).Single(), order => order.BankAccountId = other.Id);
        // What a killed one left ends with its day.
        var (before, strays, first) = (await NumbersAsync(), await StraysAsync(), await scene.AccountAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => scene.GenerateAsync(n % 2 == 0 ? first : other))));

        var made = outcomes.OfType<GenerateRemessaOutcome.Made>().Select(m => m.Remessa).ToList();
        Assert.Equal(4, made.Sum(r => r.Instructions));
        Assert.Equal(8 - made.Count, outcomes.OfType<GenerateRemessaOutcome.Nothing>().Count());
        var sent = new List<string>();
        foreach (var remessa in made) sent.AddRange((await scene.ReadAsync(remessa)).Instructions.Select(i => i.OurId));
        Assert.Equal(boletos.Select(b => $"B{b.Id}").Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        // Numbers go on one by one; a lost race leaves no gap, no row and no bytes.
        var numbers = await NumbersAsync();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Equal(before.Count + made.Count, numbers.Count);
        Assert.Equal(strays, await StraysAsync());
    }

    private Task<int> StraysAsync() => scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.StoredFiles.CountAsync(f => f.Name.EndsWith(".rem") && !db.Remessas.Any(r => r.FileId == f.Id)));

    private Task<List<long>> NumbersAsync() => scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Remessas.OrderBy(r => r.Sequence).Select(r => r.Sequence).ToListAsync());

    [Fact]
    public async Task Killed_at_any_statement_there_is_a_whole_file_or_none()
    {
        await scene.DrainAsync();
        var boletos = new[] { await scene.RequestAsync(), await scene.RequestAsync() };
        await scene.ChangeAsync((await scene.OrdersAsync(boletos[1])).Single(), order => order.DocumentNumber = "ABCDEFGHIJKLM");
        var (at, survived) = (0, false);
        while (!survived)
        {
            scene.Trap.Set(++at);
            try { survived = await scene.GenerateAsync() is GenerateRemessaOutcome.Made; }
            catch (Exception failure) when (IsKill(failure)) { }
            Assert.Equal(survived, !scene.Trap.Release());
            var (good, bad) = ((await scene.OrdersAsync(boletos[0])).Single(), (await scene.OrdersAsync(boletos[1])).Single());
            var (slip, refused) = (await scene.Boletos.ReloadAsync(boletos[0]), await scene.Boletos.ReloadAsync(boletos[1]));
            // The slip, its order and the file say the same, whichever it is.
            Assert.Equal(good.State == BankOrderState.Sent, slip.Status == BoletoStatus.Sent);
            Assert.Equal(good.RemessaId is not null, good.State == BankOrderState.Sent);
            Assert.Equal(bad.State == BankOrderState.Unwritable, refused.Status == BoletoStatus.Rejected);
            if (good.State == BankOrderState.Sent) break;
            Assert.True(at < 200, "It never gets through.");
        }
        Assert.True(at > 10, $"Only {at} statements were broken.");
        // Whatever stayed of broken attempts ends within a day.
        scene.Portal.Clock.Advance(TimeSpan.FromHours(25));
        await JobWorker.SweepAsync(scene.Portal.Services.GetRequiredService<IServiceScopeFactory>(), scene.Portal.Services.GetRequiredService<JobSettings>(), scene.Boletos.Clock, default);
        Assert.Equal(0, await StraysAsync());
        scene.Portal.Clock.Advance(TimeSpan.FromHours(-25));
        Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync());
    }

    private static bool IsKill(Exception? failure) => failure is not null && (failure is KilledException || IsKill(failure.InnerException));

    [Fact]
    public async Task What_no_file_can_say_is_set_aside_by_name_and_the_rest_goes()
    {
        await scene.DrainAsync();
        // A payer without address is the bank's to refuse.
        var (good, homeless, oversized) = (await scene.RequestAsync(), await scene.RequestAsync(d => (d.Address, d.Cep) = (null, null)), await scene.RequestAsync());
        await scene.ChangeAsync((await scene.OrdersAsync(oversized)).Single(), order => order.DocumentNumber = "ABCDEFGHIJKLM");

        var made = Assert.IsType<GenerateRemessaOutcome.Made>(await scene.GenerateAsync());
        Assert.Equal((2, 1), (made.Remessa.Instructions, made.Unwritable));
        Assert.Equal([good.NossoNumero, homeless.NossoNumero], (await scene.ReadAsync(made.Remessa)).Instructions.Select(i => i.NossoNumero));
        foreach (var (boleto, field) in new[] { (oversized, "documento") })
        {
            var order = (await scene.OrdersAsync(boleto)).Single();
            Assert.Equal((BankOrderState.Unwritable, (long?)null), (order.State, order.RemessaId));
            Assert.Contains(field, order.Reason, StringComparison.OrdinalIgnoreCase);
            var refused = await scene.Boletos.ReloadAsync(boleto);
            Assert.Equal(BoletoStatus.Rejected, refused.Status);
            Assert.Contains(order.Reason!, refused.RejectionReason, StringComparison.Ordinal);
            Assert.Contains(EventTypes.BoletoRejected, await scene.Boletos.EventsAboutAsync(boleto.PublicId));
        }
    }

    [Fact]
    public async Task What_is_no_longer_wanted_is_taken_back_before_the_file_and_closed_at_the_bank_after_it()
    {
        await scene.DrainAsync();
        var (early, late) = (await scene.RequestAsync(), await scene.RequestAsync());
        await SettleAsync(early);
        Assert.Equal((BoletoStatus.Closed, BankOrderState.Withdrawn), ((await scene.Boletos.ReloadAsync(early)).Status, (await scene.OrdersAsync(early)).Single().State));
        var remessa = await scene.MadeAsync();
        Assert.Equal(late.NossoNumero, Assert.Single((await scene.ReadAsync(remessa)).Instructions).NossoNumero);

        // The bank has it; a retorno says so.
        await AnswerAsync(late, BankOrderKind.Entry);
        await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            var boleto = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.Id == late.Id);
            await db.HearAnswerAsync(boleto, new BankAnswer.Registered(), BoletoSource.Retorno, scene.Boletos.Now, default);
            return await db.SaveChangesAsync();
        });
        await SettleAsync(late);
        Assert.Equal(BoletoStatus.ClosureRequested, (await scene.Boletos.ReloadAsync(late)).Status);
        var closure = Assert.IsType<RemessaInstruction.Closure>(Assert.Single((await scene.ReadAsync(await scene.MadeAsync())).Instructions));
        Assert.Equal((late.NossoNumero, $"B{late.Id}", late.Amount, late.DueOn), (closure.NossoNumero, closure.OurId, closure.Amount, closure.DueOn));
        await AnswerAsync(late, BankOrderKind.Closure);
        scene.Portal.Clock.Advance(TimeSpan.FromHours(2));
        await scene.Boletos.TurnAsync();
        Assert.Equal(BoletoStatus.Closed, (await scene.Boletos.ReloadAsync(late)).Status);
        Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync());
        scene.Portal.Clock.Set(PortalFixture.Start);
    }

    private async Task SettleAsync(Boleto boleto)
    {
        await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            foreach (var item in await db.BoletoItems.Include(i => i.Receivable).Where(i => i.BoletoId == boleto.Id).ToListAsync()) item.Receivable!.Status = ReceivableStatus.Paid;
            return await db.SaveChangesAsync();
        });
        await BankWorker.SweepAsync(scene.Portal.Services.GetRequiredService<IServiceScopeFactory>(), scene.Boletos.Clock, default);
        for (var turn = 0; turn < 3; turn++)
        {
            scene.Portal.Clock.Advance(TimeSpan.FromSeconds(3));
            await scene.Boletos.TurnAsync();
        }
    }

    private async Task AnswerAsync(Boleto boleto, BankOrderKind kind) =>
        await scene.ChangeAsync((await scene.OrdersAsync(boleto)).Single(o => o.Kind == kind), order => (order.State, order.AnsweredAt) = (BankOrderState.Confirmed, scene.Boletos.Now));

    [Fact]
    public async Task Orders_gather_until_the_oldest_has_waited_long_enough_whoever_looks()
    {
        await scene.DrainAsync();
        var boleto = await scene.RequestAsync();
        Assert.Equal(0, await scene.TurnAsync());
        scene.Portal.Clock.Advance(TimeSpan.FromSeconds(3));
        // Two nodes that look at once: one file, delivered once.
        await Task.WhenAll(Task.Run(scene.TurnAsync), Task.Run(scene.TurnAsync));
        await scene.TurnAsync();
        var order = (await scene.OrdersAsync(boleto)).Single();
        var remessa = await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Remessas.AsNoTracking().SingleAsync(r => r.Id == order.RemessaId));
        Assert.Equal([Path.Combine(scene.Folder.Remessa, remessa.FileName)], Directory.GetFiles(scene.Folder.Remessa));
        Assert.Equal(await scene.BytesAsync(remessa), await File.ReadAllBytesAsync(Path.Combine(scene.Folder.Remessa, remessa.FileName)));
    }

    [Fact]
    public async Task A_payer_whom_a_file_cannot_name_goes_another_way_or_is_refused_by_name()
    {
        var account = await scene.AccountAsync();
        var letters = TaxId.Parse("12ABC34501DE35");
        var connections = scene.Portal.Services.GetRequiredService<BankConnections>();
        Assert.IsType<CnabBank>(connections.For(scene.Portal.Aurora, account));
        Assert.IsNotType<CnabBank>(connections.For(scene.Portal.Aurora, account, letters));
        Assert.Contains("letras", Assert.Single(FileCarriage.WhyNot(scene.Portal.Aurora.Cnpj, account, letters)).Text, StringComparison.Ordinal);
        // A creditor of that kind: nothing of the account goes by file, and where there is no other way no page offers a boleto.
        var alone = new BankConnections([connections.For(scene.Portal.Aurora, account)!]);
        Assert.Null(alone.For(scene.Portal.Vetor, account));
        Assert.NotNull(alone.For(scene.Portal.Aurora, account));
        Assert.IsNotType<CnabBank>(connections.For(scene.Portal.Vetor, account));
        var refused = await scene.Portal.InAsync(scene.Portal.Aurora, services => services.GetRequiredService<GenerateRemessa>().HandleAsync(scene.Portal.Vetor, account, "teste", default));
        Assert.NotEmpty(Assert.IsType<GenerateRemessaOutcome.Refused>(refused).Problems);
    }

    [Fact]
    public async Task A_slip_of_the_creditors_own_is_closed_by_file_and_a_closure_no_file_can_carry_is_told()
    {
        await scene.DrainAsync();
        var (boleto, account) = (await scene.RequestAsync(), await scene.AccountAsync());
        var debt = await scene.Boletos.AddDebtAsync(await scene.Portal.AddDebtorAsync(scene.Portal.Aurora), "812,40", change: r => (r.SlipBankCode, r.SlipNossoNumero) = ("341", "00000042"));
        var bank = scene.Portal.Services.GetServices<IBankConnection>().OfType<CnabBank>().Single();
        var own = new OwnSlip(new("341", account.NumberingKey, "00000042"), debt.Id);
        // Asked for twice, at once: one order.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bank.RequestClosureAsync(own, default))));
        Assert.IsType<BankAnswer.Waiting>(await bank.RequestClosureAsync(own, default));
        var closure = (await scene.ReadAsync(await scene.MadeAsync())).Instructions.OfType<RemessaInstruction.Closure>().Single();
        Assert.Equal(("00000042", $"R{debt.Id}", debt.Principal, debt.DueOn), (closure.NossoNumero, closure.OurId, closure.Amount, closure.DueOn));

        Assert.IsType<BankAnswer.Waiting>(await bank.RequestClosureAsync(new SlipNumber("341", account.NumberingKey, boleto.NossoNumero), default));
        await scene.ChangeAsync((await scene.OrdersAsync(boleto)).Single(o => o.Kind == BankOrderKind.Closure), order => order.DocumentNumber = "ABCDEFGHIJKLM");
        Assert.Equal(1, Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync()).Unwritable);
        Assert.Contains(EventTypes.BoletoSupersedeRequested, await scene.Boletos.EventsAboutAsync(boleto.PublicId));
        // A change no file can say is told as one the bank refused is.
        await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            var slip = await db.Boletos.SingleAsync(b => b.Id == boleto.Id);
            slip.Status = BoletoStatus.Registered;
            db.Add(new BankOrder
            {
                CreditorId = slip.CreditorId, BankAccountId = slip.BankAccountId, BankCode = slip.BankCode, NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, BoletoId = slip.Id,
                Kind = BankOrderKind.DueDateChange, Number = 1, Amount = slip.Amount, DueOn = slip.DueOn.AddDays(5), DocumentNumber = "ABCDEFGHIJKLM", RequestedBy = "teste", CreatedAt = scene.Boletos.Now,
            });
            return await db.SaveChangesAsync();
        });
        Assert.Equal(1, Assert.IsType<GenerateRemessaOutcome.Nothing>(await scene.GenerateAsync()).Unwritable);
        Assert.Contains(EventTypes.BoletoChangeRejected, await scene.Boletos.EventsAboutAsync(boleto.PublicId));
        // Nobody closed it: it may still be paid.
        Assert.Equal(BoletoStatus.Registered, (await scene.Boletos.ReloadAsync(boleto)).Status);
        Assert.IsType<BankAnswer.Waiting>(await bank.RequestClosureAsync(new SlipNumber("341", account.NumberingKey, boleto.NossoNumero), default));
    }

    [Theory]
    [InlineData("MENS-0001", "MENS-0001")]
    [InlineData("MAT-04101-09", "MAT0410109")]
    [InlineData("Fatura nº 2026/000123.4", "6000123" + "4")]
    [InlineData("MENS-0001 +2", "MENS-0001")]
    public void A_document_is_named_in_characters_every_bank_takes(string printed, string sent) => Assert.EndsWith(sent, CnabBank.DocumentNumber(printed), StringComparison.Ordinal);

    [Fact]
    public async Task Another_creditor_sees_no_file_and_makes_none_of_it()
    {
        await scene.DrainAsync();
        var boleto = await scene.RequestAsync();
        var vetor = await ApiScene.OfAsync(scene.Portal, scene.Portal.Vetor);
        Assert.Equal(409, (await vetor.PostAsync("/api/v1/remessas", """{"bank":"341"}""")).Status);
        var aurora = await ApiScene.OfAsync(scene.Portal, scene.Portal.Aurora);
        var made = (await aurora.PostAsync("/api/v1/remessas", """{"bank":"341"}""")).Json.GetProperty("remessas")[0];
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, made.GetProperty("deliveredAt").ValueKind);
        var id = made.GetProperty("id").GetString();
        foreach (var below in new[] { "", "/file", "/orders" }) Assert.Equal(404, (await vetor.GetAsync($"/api/v1/remessas/{id}{below}")).Status);
        foreach (var list in new[] { "remessas", "bank-orders" }) Assert.Equal(0, (await vetor.GetAsync($"/api/v1/{list}")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(boleto.PublicId, (await aurora.GetAsync("/api/v1/bank-orders?status=sent&limit=1")).Json.GetProperty("items")[0].GetProperty("boleto").GetString());
    }
}
