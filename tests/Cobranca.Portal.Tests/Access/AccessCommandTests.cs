using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary><c>link</c>, <c>letter</c> and <c>contact</c> as an operator types them.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class AccessCommandTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Link_create_prints_a_link_that_opens_and_stores_its_hash_only()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var made = await portal.CommandAsync("link", "create", "--creditor", "aurora", "--tax-id", debtor.TaxId.Formatted);
        Assert.Equal(0, made.ExitCode);
        var url = made.Output.Trim();
        Assert.StartsWith("http://localhost:5080/aurora/l/", url, StringComparison.Ordinal);
        var token = url[(url.LastIndexOf('/') + 1)..];
        Assert.True(System.Buffers.Text.Base64Url.DecodeFromChars(token).Length >= 16);
        Assert.Contains("23/12/2026", made.Error, StringComparison.Ordinal);

        var row = await portal.InDbAsync(portal.Aurora, db => db.AccessLinks.SingleAsync(l => l.DebtorId == debtor.Id));
        Assert.Equal(32, row.TokenHash.Length);
        Assert.NotEqual(System.Buffers.Text.Base64Url.DecodeFromChars(token), row.TokenHash);
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora/l/" + token), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        Assert.Equal("/aurora/entrar/contato", page.Path);

        var closed = await portal.CommandAsync("link", "revoke", url, "--creditor", "aurora");
        Assert.Contains("1 link cancelado", closed.Output, StringComparison.Ordinal);
        var again = portal.NewBrowser();
        Assert.NotNull((await again.SubmitAsync(await again.GetAsync("/aurora/l/" + token), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)))).ErrorOf("Form.Characters"));
        Assert.Contains("0 links", (await portal.CommandAsync("link", "revoke", "--creditor", "aurora", "--tax-id", debtor.TaxId.Value)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debtor_can_be_named_by_one_of_their_receivables()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await CompanyTests.AddInvoiceAsync(portal, debtor, "MENS-77");
        Assert.Equal(0, (await portal.CommandAsync("link", "create", "--creditor", "aurora", "--external-id", "MENS-77", "--days", "5")).ExitCode);
        Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddDays(5), (await portal.InDbAsync(portal.Aurora, db => db.AccessLinks.SingleAsync(l => l.DebtorId == debtor.Id))).ExpiresAt, TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("um dos dois", "link", "create", "--creditor", "aurora")]
    [InlineData("um dos dois", "link", "create", "--creditor", "aurora", "--tax-id", "52998224725", "--external-id", "X")]
    [InlineData("não tem devedor", "link", "create", "--creditor", "aurora", "--tax-id", "52998224725")]
    [InlineData("não tem o título", "link", "create", "--creditor", "aurora", "--external-id", "NADA")]
    [InlineData("verificador", "link", "create", "--creditor", "aurora", "--tax-id", "52998224724")]
    [InlineData("não há credor", "link", "create", "--creditor", "ninguem", "--tax-id", "52998224725")]
    [InlineData("1 a 365", "link", "create", "--creditor", "aurora", "--tax-id", "52998224725", "--days", "0")]
    [InlineData("não tem esse link", "link", "revoke", "abc", "--creditor", "aurora")]
    [InlineData("1 a 90", "letter", "create", "--creditor", "aurora", "--tax-id", "52998224725", "--days", "91")]
    [InlineData("8 letras", "contact", "approve", "x", "--by", "Rita")]
    [InlineData("não há pedido", "contact", "approve", "ACDE-FGHJ", "--by", "Rita")]
    public async Task A_command_that_cannot_be_carried_out_says_what_to_change(string says, params string[] arguments)
    {
        var answer = await portal.CommandAsync(arguments);
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_create_prints_a_code_that_opens_a_session()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var made = await portal.CommandAsync("letter", "create", "--creditor", "aurora", "--tax-id", debtor.TaxId.Value, "--by", "Rita");
        var code = made.Output.Trim();
        Assert.Matches("^[34679ACDEFGHJKMNPQRTUVWXY]{5}-[34679ACDEFGHJKMNPQRTUVWXY]{5}$", code);
        var browser = portal.NewBrowser();
        var entered = await browser.SubmitAsync(await browser.GetAsync("/aurora/carta"), "carta", ("Form.TaxId", debtor.TaxId.Value), ("Form.Code", code));
        Assert.EndsWith("/aurora/dividas", entered.Location, StringComparison.Ordinal);
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Action == "letter.create" && a.Actor == "Rita")));
    }

    [Fact]
    public async Task Contact_requests_are_listed_approved_and_taken_back()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.BirthDate = new(1980, 3, 7));
        var browser = portal.NewBrowser();
        var sent = await browser.SubmitAsync(await browser.GetAsync("/aurora/entrar/contato-mudou"), "contato-mudou",
            ("Form.TaxId", debtor.TaxId.Value), ("Form.Contact", "novo.da.marina@exemplo.com.br"), ("Form.Paper", "07/03/1980"));
        var protocol = sent.Location![^9..];

        var list = await portal.CommandAsync("contact", "list", "--creditor", "aurora", "--by", "Rita");
        Assert.Contains(protocol, list.Output, StringComparison.Ordinal);
        Assert.Contains("dado confere", list.Output, StringComparison.Ordinal);
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Action == "contact.list" && a.Actor == "Rita")));

        Assert.Contains("Vale a partir de 26/11/2026; contatos antigos avisados: 2", (await portal.CommandAsync("contact", "approve", protocol.ToLowerInvariant(), "--by", "Rita")).Output, StringComparison.Ordinal);
        Assert.Contains("nada mudou", (await portal.CommandAsync("contact", "approve", protocol, "--by", "Rita", "--creditor", "aurora")).Output, StringComparison.Ordinal);
        Assert.Contains("saiu de uso", (await portal.CommandAsync("contact", "refuse", protocol, "--by", "Rita", "--reason", "a mãe ligou")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(protocol, (await portal.CommandAsync("contact", "list", "--creditor", "aurora")).Output, StringComparison.Ordinal);
        Assert.Contains("recusado", (await portal.CommandAsync("contact", "list", "--creditor", "aurora", "--all")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await portal.CommandAsync("contact", "approve", protocol, "--by", "Rita")).ExitCode);
    }
}
