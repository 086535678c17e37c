using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>A fresh code for one purpose in one session, good for ten minutes and one use.</summary>
public sealed class StepUpTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Purpose = "sign:42";

    [Fact]
    public async Task Confirmed_it_authorises_its_purpose_in_its_session_and_nothing_else()
    {
        var (debtor, session) = await SignedInAsync();
        var sent = Assert.IsType<StepUpStart.Sent>(await InAsync(session, step => step.StartAsync(Purpose, default)));
        Assert.Contains("*****", sent.MaskedContact, StringComparison.Ordinal);
        var message = (await portal.MessagesToAsync(debtor.Contacts[0].Value))[0];
        Assert.Equal(("step-up-code", "signing-code"), (message.Template, message.Purpose));
        Assert.False(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));

        var code = await portal.ReadCodeAsync(debtor.Contacts[0].Value);
        var other = await SecondSessionAsync(debtor);
        Assert.Equal(CodeVerdict.Expired, await InAsync(other, step => step.ConfirmAsync(Purpose, code, default)));
        Assert.Equal(CodeVerdict.Expired, await InAsync(session, step => step.ConfirmAsync("sign:43", code, default)));
        Assert.Equal(CodeVerdict.Right, await InAsync(session, step => step.ConfirmAsync(Purpose, code, default)));
        Assert.True(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));
        Assert.False(await InAsync(session, step => step.IsConfirmedAsync("sign:43", default)));
        Assert.False(await InAsync(other, step => step.IsConfirmedAsync(Purpose, default)));
    }

    [Fact]
    public async Task It_is_used_once_with_the_change_it_authorised()
    {
        var (debtor, session) = await ConfirmedAsync();
        // The change was not saved: nothing was used up.
        Assert.True(await InAsync(session, step => step.ConsumeAsync(Purpose, default)));
        Assert.True(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));

        Assert.True(await ConsumeAndSaveAsync(session));
        Assert.False(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));
        Assert.False(await ConsumeAndSaveAsync(session));
        // Nor does typing the code again bring it back.
        Assert.Equal(CodeVerdict.Expired, await InAsync(session, async step => await step.ConfirmAsync(Purpose, await portal.ReadCodeAsync(debtor.Contacts[0].Value), default)));
    }

    [Fact]
    public async Task Of_changes_that_want_it_at_one_moment_one_is_saved()
    {
        var (_, session) = await ConfirmedAsync();
        await using var first = Scope(session);
        await using var second = Scope(session);
        Assert.True(await first.ServiceProvider.GetRequiredService<StepUp>().ConsumeAsync(Purpose, default));
        Assert.True(await second.ServiceProvider.GetRequiredService<StepUp>().ConsumeAsync(Purpose, default));
        await first.ServiceProvider.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.ServiceProvider.GetRequiredService<CobrancaDb>().SaveChangesAsync());
    }

    [Fact]
    public async Task Ten_minutes_after_it_was_confirmed_it_authorises_nothing()
    {
        var (_, session) = await ConfirmedAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.True(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));
        Assert.False(await InAsync(session, step => step.ConsumeAsync(Purpose, default)));
    }

    [Fact]
    public async Task Five_wrong_codes_and_the_right_one_is_too_late()
    {
        var (debtor, session) = await SignedInAsync();
        await InAsync(session, step => step.StartAsync(Purpose, default));
        var code = await portal.ReadCodeAsync(debtor.Contacts[0].Value);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++) Assert.Equal(CodeVerdict.Wrong, await InAsync(session, step => step.ConfirmAsync(Purpose, wrong, default)));
        Assert.Equal(CodeVerdict.Spent, await InAsync(session, step => step.ConfirmAsync(Purpose, code, default)));
        Assert.False(await InAsync(session, step => step.IsConfirmedAsync(Purpose, default)));
    }

    [Fact]
    public async Task A_minute_between_codes_and_five_an_hour()
    {
        var (_, session) = await SignedInAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<StepUpStart.Sent>(await InAsync(session, step => step.StartAsync(Purpose, default)));
            portal.Clock.Advance(TimeSpan.FromSeconds(6));
            Assert.IsType<StepUpStart.Wait>(await InAsync(session, step => step.StartAsync(Purpose, default)));
            portal.Clock.Advance(TimeSpan.FromSeconds(54));
        }
        Assert.IsType<StepUpStart.Wait>(await InAsync(session, step => step.StartAsync(Purpose, default)));
    }

    [Fact]
    public async Task Of_many_taps_at_one_moment_one_code_is_sent_and_every_tap_is_told_so()
    {
        var (debtor, session) = await SignedInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => InAsync(session, step => step.StartAsync(Purpose, default)))));
        Assert.Equal(CodeContacts.Masked(debtor.Contacts[0]), Assert.Single(answers.Select(answer => Assert.IsType<StepUpStart.Sent>(answer).MaskedContact).Distinct()));
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value), message => message.Template == "step-up-code");
    }

    [Fact]
    public async Task A_debtor_without_a_contact_is_told_so()
    {
        var (debtor, session) = await SignedInAsync();
        await portal.InDbAsync(portal.Aurora, db => db.Contacts.Where(c => c.DebtorId == debtor.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.FlaggedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        Assert.IsType<StepUpStart.NoContact>(await InAsync(session, step => step.StartAsync(Purpose, default)));
    }

    [Fact]
    public async Task A_code_for_signing_in_is_no_step_up()
    {
        var (_, session) = await SignedInAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => InAsync(session, step => step.StartAsync(LoginCodes.Login, default)));
    }

    private async Task<(Debtor Debtor, DebtorSession Session)> SignedInAsync()
    {
        // Windows of an hour: each test starts in one of its own.
        portal.Clock.Advance(TimeSpan.FromHours(1));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await portal.SignInAsync(debtor);
        return (debtor, await NewestSessionAsync(debtor));
    }

    private async Task<DebtorSession> SecondSessionAsync(Debtor debtor)
    {
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await portal.SignInAsync(debtor);
        return await NewestSessionAsync(debtor);
    }

    private async Task<(Debtor Debtor, DebtorSession Session)> ConfirmedAsync()
    {
        var (debtor, session) = await SignedInAsync();
        await InAsync(session, step => step.StartAsync(Purpose, default));
        Assert.Equal(CodeVerdict.Right, await InAsync(session, async step => await step.ConfirmAsync(Purpose, await portal.ReadCodeAsync(debtor.Contacts[0].Value), default)));
        return (debtor, session);
    }

    private Task<DebtorSession> NewestSessionAsync(Debtor debtor) =>
        portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).OrderByDescending(s => s.Id).FirstAsync());

    private AsyncServiceScope Scope(DebtorSession session)
    {
        var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(session.CreditorId);
        scope.ServiceProvider.GetRequiredService<CurrentCreditor>().Set(portal.Aurora, new(portal.Aurora.Version, ReferenceChanges: 0, Session: null));
        scope.ServiceProvider.GetRequiredService<CurrentDebtor>().Set(session.DebtorId, session.Id);
        return scope;
    }

    private async Task<T> InAsync<T>(DebtorSession session, Func<StepUp, Task<T>> act)
    {
        await using var scope = Scope(session);
        return await act(scope.ServiceProvider.GetRequiredService<StepUp>());
    }

    private async Task<bool> ConsumeAndSaveAsync(DebtorSession session)
    {
        await using var scope = Scope(session);
        var consumed = await scope.ServiceProvider.GetRequiredService<StepUp>().ConsumeAsync(Purpose, default);
        await scope.ServiceProvider.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return consumed;
    }
}
