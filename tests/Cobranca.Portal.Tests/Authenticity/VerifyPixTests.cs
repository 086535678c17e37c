using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Authenticity;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Authenticity;

/// <summary>A pasted Pix is answered as its boleto is, and only the very code that was written is ours.</summary>
public sealed class VerifyPixTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);

    public async Task InitializeAsync()
    {
        await _scene.PrepareAsync();
        await KeyAsync("11222333000181");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private Task<int> KeyAsync(string key) => portal.InDbAsync(portal.Aurora, async db =>
    {
        (await db.BankAccounts.SingleAsync()).PixKey = PixKey.Parse(key);
        return await db.SaveChangesAsync();
    });

    private async Task<(Debtor Debtor, Receivable Debt, Boleto Boleto, BoletoPix Pix)> IssuedAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var boleto = await _scene.IssueAsync(await portal.SignInAsync(debtor), BoletoScene.Today, debt);
        return (debtor, debt, boleto, await portal.InDbAsync(portal.Aurora, db => db.BoletoPixCodes.AsNoTracking().SingleAsync(p => p.BoletoId == boleto.Id)));
    }

    private async Task<Page> AskAsync(string typed)
    {
        var browser = portal.NewBrowser();
        return await browser.SubmitAsync(await browser.GetAsync("/verificar"), "verificar", ("Form.Code", typed));
    }

    /// <summary>Without the limits, for tests of thousands.</summary>
    private Task<Verdict> JudgeAsync(string typed) => portal.InAsync(portal.Vetor, services =>
    {
        var wide = new Limit { Count = 1_000_000, Per = TimeSpan.FromDays(1) };
        return PixCheck.JudgeAsync(typed, services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<RateLimits>(), new AccessLimits { ChecksPerSlip = wide }, BoletoScene.Today, default);
    });

    [Fact]
    public async Task Ours_names_the_company_and_neither_debtor_nor_amount()
    {
        var (debtor, _, _, pix) = await IssuedAsync();
        foreach (var typed in new[] { pix.Code, $"  {pix.Code}\n" })
        {
            var page = await AskAsync(typed);
            Assert.Contains("Este Pix é nosso", page.Text, StringComparison.Ordinal);
            Assert.Contains("O que o seu banco precisa mostrar", page.Text, StringComparison.Ordinal);
            Assert.Contains("Aurora Ensino Ltda", page.Text, StringComparison.Ordinal);
            page.Document.QuerySelector("textarea")!.Remove(); // what was pasted stands there for correction
            var said = page.Document.DocumentElement.OuterHtml;
            foreach (var secret in new[] { debtor.Name, debtor.TaxId.Value, "1.286,82", "1286.82" }) Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_is_ours_while_the_bank_still_registers_the_boleto()
    {
        var (_, _, boleto, pix) = await IssuedAsync();
        await StatusAsync(boleto, BoletoStatus.Requested);
        Assert.Equal(SlipState.Payable, Assert.IsType<Verdict.OurPix>(await JudgeAsync(pix.Code)).State);
    }

    [Theory]
    [InlineData(BoletoStatus.Superseded, "mas foi trocado por outro")]
    [InlineData(BoletoStatus.Paid, "já foi pago")]
    [InlineData(BoletoStatus.PaidAfterClosure, "já foi pago")]
    [InlineData(BoletoStatus.ClosureRequested, "mas não vale mais")]
    [InlineData(BoletoStatus.Closed, "mas não vale mais")]
    [InlineData(BoletoStatus.Rejected, "mas não vale mais")]
    public async Task What_should_not_be_paid_is_told_so(BoletoStatus status, string says)
    {
        var (_, _, boleto, pix) = await IssuedAsync();
        await StatusAsync(boleto, status);
        var page = await AskAsync(pix.Code);
        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("O que o seu banco precisa mostrar", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Past_its_last_day_with_its_debt_settled_or_its_key_gone_it_is_told_so()
    {
        var (_, _, boleto, pix) = await IssuedAsync();
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == boleto.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.PayableThrough, new DateOnly(2026, 11, 22))));
        Assert.Contains("mas venceu", (await AskAsync(pix.Code)).Text, StringComparison.Ordinal);

        var (_, debt, _, settled) = await IssuedAsync();
        await _scene.ChangeAsync(debt, r => r.Status = ReceivableStatus.Paid);
        Assert.Contains("mas não vale mais", (await AskAsync(settled.Code)).Text, StringComparison.Ordinal);

        var (_, _, _, orphan) = await IssuedAsync();
        await KeyAsync("outra@aurora.example.com.br");
        Assert.Contains("mas não vale mais", (await AskAsync(orphan.Code)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_change_of_one_character_is_refused()
    {
        var code = (await IssuedAsync()).Pix.Code;
        Assert.IsType<Verdict.OurPix>(await JudgeAsync(code));
        for (var at = 0; at < code.Length; at++)
        {
            foreach (var other in "0Az.")
            {
                if (code[at] != other) Assert.IsType<Verdict.Unreadable>(await JudgeAsync(code[..at] + other + code[(at + 1)..]));
            }
        }
    }

    /// <summary>The usual forgeries: everything of ours but one thing, with a check that holds.</summary>
    [Fact]
    public async Task A_whole_code_that_is_almost_ours_is_not()
    {
        var (_, _, _, pix) = await IssuedAsync();
        var ours = Assert.IsType<BrCodeReading.Read>(BrCode.Read(pix.Code)).Content;
        Assert.Equal(pix.Code, Written(ours.Key!.Value.Value, ours.Name, ours.City, ours.Amount, ours.Txid));
        string[] forged =
        [
            Written("golpista@example.com", ours.Name, ours.City, ours.Amount, ours.Txid),
            Written(ours.Key.Value.Value, ours.Name, ours.City, ours.Amount + new Money(1), ours.Txid),
            Written(ours.Key.Value.Value, ours.Name, ours.City, null, ours.Txid),
            Written(ours.Key.Value.Value, "Aurora Ensino SA", ours.City, ours.Amount, ours.Txid),
            Written(ours.Key.Value.Value, ours.Name, ours.City, ours.Amount, ours.Txid + "0"),
            Written(ours.Key.Value.Value, ours.Name, ours.City, ours.Amount, ours.Txid!.ToLowerInvariant()),
            Written(ours.Key.Value.Value, ours.Name, ours.City, ours.Amount, null),
        ];
        foreach (var code in forged) Assert.IsType<Verdict.NotOurPix>(await JudgeAsync(code));
        Assert.Contains("Não reconhecemos este Pix", (await AskAsync(forged[0])).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_amounts_on_a_known_txid_ends_after_twenty_a_day_from_anywhere()
    {
        var (_, _, _, pix) = await IssuedAsync();
        var ours = Assert.IsType<BrCodeReading.Read>(BrCode.Read(pix.Code)).Content;
        for (var cents = 1; cents <= 20; cents++)
            Assert.Contains("Não reconhecemos este Pix", (await AskAsync(Written(ours.Key!.Value.Value, ours.Name, ours.City, new(cents), ours.Txid))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Este Pix é nosso", (await AskAsync(pix.Code)).Text, StringComparison.Ordinal);
    }

    private static string Written(string key, string name, string city, Money? amount, string? txid) => Assert.IsType<BrCodeWriting.Written>(BrCode.WriteStatic(key, name, city, amount, txid)).Payload;

    private Task<int> StatusAsync(Boleto boleto, BoletoStatus status) =>
        portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == boleto.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.Status, status)));
}
