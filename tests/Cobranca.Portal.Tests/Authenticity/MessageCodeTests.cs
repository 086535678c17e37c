using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Authenticity;

/// <summary>The code printed in messages: readable, and a slip of the pen always shows.</summary>
public sealed class MessageCodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Alphabet = "34679ACDEFGHJKMNPQRTUVWXY";

    /// <summary>The check is linear, so that every position, every pair of characters and one rest stand for all codes; a hundred rests are tried.</summary>
    [Fact]
    public void Every_wrong_character_and_every_swap_of_neighbours_shows()
    {
        for (var sample = 0; sample < 100; sample++)
        {
            var code = AuthenticityCodes.Draw();
            Assert.True(AuthenticityCodes.TryRead(code, out _, out _), code);
            for (var at = 0; at < code.Length; at++)
            {
                foreach (var other in Alphabet)
                    if (other != code[at]) Assert.False(AuthenticityCodes.TryRead(code[..at] + other + code[(at + 1)..], out _, out _));
                if (at > 0 && code[at] != code[at - 1]) Assert.False(AuthenticityCodes.TryRead(code[..(at - 1)] + code[at] + code[at - 1] + code[(at + 1)..], out _, out _));
            }
        }
    }

    [Fact]
    public void It_is_read_however_it_was_spaced()
    {
        var code = AuthenticityCodes.Draw();
        var printed = AuthenticityCodes.Formatted(code);
        Assert.Matches("^[34679A-Y]{4}-[34679A-Y]{4}-[34679A-Y]{4}$", printed);
        foreach (var typed in new[] { code, printed, printed.ToLowerInvariant(), " " + printed.Replace('-', ' ') + "\n", string.Join('.', code.AsEnumerable()) })
        {
            Assert.True(AuthenticityCodes.TryRead(typed, out var read, out _));
            Assert.Equal(code, read);
        }
    }

    [Theory]
    [InlineData("ACDE-FGHJ-KMN", "aqui há 11")]
    [InlineData("ACDE-FGHJ-KMNO", "não usa “O”")]
    [InlineData("acde fghj kmn1", "não usa “1”")]
    public void What_it_cannot_be_is_told(string typed, string says)
    {
        Assert.False(AuthenticityCodes.TryRead(typed, out _, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_has_one_that_lives_as_long()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        foreach (var (days, alive) in new[] { (30, 180), (300, 300) })
        {
            var link = await portal.InAsync(portal.Aurora, async services =>
            {
                var made = services.GetRequiredService<AccessLinks>().Create(portal.Aurora, debtor.Id, days);
                await services.GetRequiredService<Persistence.CobrancaDb>().SaveChangesAsync();
                return made;
            });
            var row = await portal.InDbAsync(portal.Aurora, db => db.AuthenticityCodes.AsNoTracking().SingleAsync(c => c.LinkId == link.Row.Id));
            Assert.Equal(link.Code, AuthenticityCodes.Formatted(row.Code));
            Assert.Equal(portal.Clock.GetUtcNow().UtcDateTime.AddDays(alive), row.ExpiresAt);
        }
    }

    [Fact]
    public async Task An_email_carries_a_genuine_one_and_a_decoy_writes_one_too()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var known = await AskAsync(debtor.TaxId.Value);
        var text = (await portal.MessagesToAsync(debtor.Contacts[1].Value))[0].Text;
        var code = Assert.Single(known);
        Assert.Contains($"/verificar com o código {AuthenticityCodes.Formatted(code.Code)}", text, StringComparison.Ordinal);
        Assert.Single(await AskAsync(TestTaxIds.Cpf(987_654).Value));
    }

    [Fact]
    public async Task Old_ones_are_swept()
    {
        var code = AuthenticityCodes.Draw();
        await portal.InAsync(portal.Aurora, async services =>
        {
            services.GetRequiredService<AuthenticityCodes>().Keep(code, portal.Aurora.Id);
            return await services.GetRequiredService<Persistence.CobrancaDb>().SaveChangesAsync();
        });
        await SweepAsync(days: 179);
        Assert.True(await ExistsAsync());
        await SweepAsync(days: 181);
        Assert.False(await ExistsAsync());

        Task<bool> ExistsAsync() => portal.InDbAsync(portal.Aurora, db => db.AuthenticityCodes.AnyAsync(c => c.Code == code));
        Task SweepAsync(int days) => portal.InDbAsync(portal.Aurora, async db =>
        {
            await AccessSweep.RunAsync(db, portal.Clock.GetUtcNow().UtcDateTime.AddDays(days), default);
            return 0;
        });
    }

    /// <summary>Asks for a code by e-mail as a person of this number; the message codes written meanwhile.</summary>
    private async Task<List<AuthenticityCode>> AskAsync(string taxId)
    {
        var before = await portal.InDbAsync(portal.Aurora, db => db.AuthenticityCodes.Select(c => c.Id).ToListAsync());
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", taxId));
        await browser.SubmitAndFollowAsync(page, "contato", ("Form.Channel", "email"));
        return await portal.InDbAsync(portal.Aurora, db => db.AuthenticityCodes.AsNoTracking().Where(c => !before.Contains(c.Id)).ToListAsync());
    }
}
