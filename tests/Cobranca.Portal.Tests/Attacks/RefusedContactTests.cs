using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>What was on its way to a contact when somebody there said «não sou eu» does not arrive any more.</summary>
public sealed class RefusedContactTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_message_that_waits_is_dropped_when_its_contact_goes_out_of_use()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (mobile, email) = (debtor.Contacts[0], debtor.Contacts[1]);
        var queued = await QueueAsync(debtor, mobile, MessageChannel.Sms);
        var other = await QueueAsync(debtor, email, MessageChannel.Email);

        var browser = portal.NewBrowser();
        await browser.SubmitAsync(await browser.GetAsync(await portal.LinkAsync(debtor, contactId: mobile.Id)), "nao-sou-eu");
        Assert.Empty(await portal.MessagesToAsync(mobile.Value));
        Assert.Single(await portal.MessagesToAsync(email.Value));

        var dropped = await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Id == queued));
        Assert.NotNull(dropped.ParkedAt);
        Assert.Null(dropped.Sealed);
        Assert.Null(dropped.SentAt);
        Assert.DoesNotContain(mobile.Value, dropped.LastError, StringComparison.Ordinal);
        Assert.NotNull((await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Id == other))).SentAt);
    }

    [Fact]
    public async Task The_number_of_one_person_who_is_not_another_still_gets_its_own_messages()
    {
        var wrong = await portal.AddDebtorAsync(portal.Aurora);
        var right = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts[0].Value = wrong.Contacts[0].Value);
        await portal.InDbAsync(portal.Aurora, db => db.Contacts.Where(c => c.Id == wrong.Contacts[0].Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.FlaggedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        await QueueAsync(right, right.Contacts[0], MessageChannel.Sms);
        Assert.Single(await portal.MessagesToAsync(right.Contacts[0].Value));
    }

    private Task<long> QueueAsync(Debtor debtor, Contact contact, MessageChannel channel) => portal.InAsync(portal.Aurora, async services =>
    {
        var message = services.GetRequiredService<MessageOutbox>().Add(debtor.CreditorId, debtor.Id, channel, "boleto", "requested-answer", new(contact.Value, Subject: null, "Olá"));
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return message.Id;
    });
}
