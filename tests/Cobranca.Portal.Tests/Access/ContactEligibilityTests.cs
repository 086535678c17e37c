using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>Which contacts may receive a code (domain facts §4.1), seen where it matters: what a link offers and where the CPF path sends.</summary>
public sealed class ContactEligibilityTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    public static TheoryData<string, bool> Cases() => new()
    {
        { "own, contract", true },
        { "own, debtor", true },
        { "own, debtor, past its cool-off", true },
        { "own, contract, opted out of everything", true },
        { "own, debtor, still cooling off", false },
        { "own, enriched", false },
        { "work", false },
        { "third party", false },
        { "flagged", false },
        { "landline", false },
        { "shared with another debtor", false },
        { "shared with another debtor who flagged it", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Codes_go_to_own_contacts_of_the_contract_or_the_debtor_only(string contact, bool mayHaveCodes)
    {
        var now = portal.Clock.GetUtcNow().UtcDateTime;
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d =>
        {
            d.Contacts.RemoveAt(1);
            Change(d.Contacts[0], contact, now);
        });
        if (contact.StartsWith("shared", StringComparison.Ordinal))
        {
            await portal.AddDebtorAsync(portal.Aurora, change: other =>
            {
                other.Contacts.Clear();
                var same = portal.Contact(portal.Aurora, ContactChannel.Mobile, debtor.Contacts[0].Value);
                if (contact.EndsWith("flagged it", StringComparison.Ordinal)) same.FlaggedAt = now;
                other.Contacts.Add(same);
            });
        }

        var browser = portal.NewBrowser();
        var offered = await browser.SubmitAndFollowAsync(await browser.GetAsync(await portal.LinkAsync(debtor)), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        Assert.Equal(mayHaveCodes ? 1 : 0, offered.Choices("Form.Contact").Count);

        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Equal(mayHaveCodes ? 1 : 0, (await portal.MessagesToAsync(debtor.Contacts[0].Value)).Count);
    }

    [Fact]
    public async Task The_same_contact_at_another_creditor_is_nobodys_business()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await portal.AddDebtorAsync(portal.Vetor, change: other =>
        {
            other.Contacts.Clear();
            other.Contacts.Add(portal.Contact(portal.Vetor, ContactChannel.Mobile, debtor.Contacts[0].Value));
        });
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value));
    }

    [Fact]
    public async Task Of_several_contacts_of_a_channel_the_newest_usable_one_is_written_to()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d =>
        {
            foreach (var (value, age, flagged) in new[] { ("+5511970000001", 9, false), ("+5511970000002", 5, false), ("+5511970000003", 1, true) })
            {
                var contact = portal.Contact(portal.Aurora, ContactChannel.Mobile, value);
                contact.CreatedAt -= TimeSpan.FromDays(age);
                contact.FlaggedAt = flagged ? contact.CreatedAt : null;
                d.Contacts.Add(contact);
            }
            d.Contacts.RemoveAt(0);
        });
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Single(await portal.MessagesToAsync("+5511970000002"));
        Assert.Empty(await portal.MessagesToAsync("+5511970000001"));
        Assert.Empty(await portal.MessagesToAsync("+5511970000003"));
    }

    [Fact]
    public async Task At_three_in_the_morning_on_a_holiday_a_code_still_goes()
    {
        portal.Clock.Set(new(2026, 12, 25, 3, 0, 0, TimeSpan.FromHours(-3)));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value));
    }

    [Fact]
    public async Task Without_any_such_contact_the_link_says_what_to_do_instead()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts.Clear());
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync(await portal.LinkAsync(debtor)), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        Assert.NotNull(page.Document.QuerySelector("a[href='/aurora/carta']"));
        Assert.NotNull(page.Document.QuerySelector("a[href='/aurora/entrar/contato-mudou']"));
    }

    private static void Change(Contact contact, string how, DateTime now)
    {
        switch (how)
        {
            case "own, debtor": contact.Source = ContactSource.Debtor; break;
            case "own, debtor, past its cool-off": contact.Source = ContactSource.Debtor; contact.UsableFrom = now; break;
            case "own, debtor, still cooling off": contact.Source = ContactSource.Debtor; contact.UsableFrom = now.AddSeconds(1); break;
            case "own, contract, opted out of everything": contact.OptInSms = contact.OptInEmail = contact.OptInCall = contact.OptInWhatsApp = false; break;
            case "own, enriched": contact.Source = ContactSource.Enrichment; break;
            case "work": contact.Ownership = ContactOwnership.Work; break;
            case "third party": contact.Ownership = ContactOwnership.ThirdParty; break;
            case "flagged": contact.FlaggedAt = now; contact.FlagReason = "bounced"; break;
            case "landline": contact.Channel = ContactChannel.Landline; contact.Value = "+551932345678"; break;
        }
    }
}
