using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Boletos.BoletoDuties;
using static Cobranca.Domain.Boletos.BoletoStatus;

namespace Cobranca.Domain.Tests.Boletos;

public class BoletoLifecycleTests
{
    private const BoletoDuties OnPayment = AllocatePayment | CloseOtherSlips;

    private static readonly BoletoEvent Confirmed = new BoletoEvent.RegistrationConfirmed();
    private static readonly BoletoEvent Refused = new BoletoEvent.RegistrationRejected("CEP sem praça de cobrança");
    private static readonly BoletoEvent Replaced = new BoletoEvent.Replaced("109/00000043-8", Registered);
    private static readonly BoletoEvent ClosureAsked = new BoletoEvent.ClosureAsked("paga por Pix");
    private static readonly BoletoEvent ClosureConfirmed = new BoletoEvent.ClosureConfirmed();
    private static readonly BoletoEvent HandedOver = new BoletoEvent.HandedOver();
    private static readonly BoletoEvent Part = new BoletoEvent.PartialPaymentReceived(new DateOnly(2026, 11, 3), new Money(50000));
    private static readonly BoletoEvent ToNotary = new BoletoEvent.SentToNotary();
    private static readonly BoletoEvent FromNotary = new BoletoEvent.NotaryWithdrawn();
    private static readonly BoletoEvent Protest = new BoletoEvent.Protested();
    private static readonly BoletoEvent Payment = new BoletoEvent.PaymentReceived(new DateOnly(2026, 11, 3), new Money(127859));

    /// <summary>The whole machine, one row a status and event.</summary>
    public static TheoryData<BoletoStatus, string, BoletoStatus, BoletoDuties> Transitions { get; } = new()
    {
        { Requested, nameof(HandedOver), Sent, None },
        { Requested, nameof(Confirmed), Registered, SupersedeOlderSlips },
        { Requested, nameof(Refused), Rejected, None },
        { Requested, nameof(Replaced), Superseded, None },
        { Requested, nameof(ClosureAsked), ClosureRequested, None },
        { Requested, nameof(ClosureConfirmed), Closed, None },
        { Requested, nameof(Payment), Paid, OnPayment },
        { Requested, nameof(Part), Registered, OnPayment | SupersedeOlderSlips },
        { Requested, nameof(ToNotary), AtNotary, SupersedeOlderSlips },
        { Requested, nameof(FromNotary), Requested, None },
        { Requested, nameof(Protest), Protested, None },
        { Sent, nameof(HandedOver), Sent, None },
        { Sent, nameof(Confirmed), Registered, SupersedeOlderSlips },
        { Sent, nameof(Refused), Rejected, None },
        { Sent, nameof(Replaced), Superseded, None },
        { Sent, nameof(ClosureAsked), ClosureRequested, None },
        { Sent, nameof(ClosureConfirmed), Closed, None },
        { Sent, nameof(Payment), Paid, OnPayment },
        { Sent, nameof(Part), Registered, OnPayment | SupersedeOlderSlips },
        { Sent, nameof(ToNotary), AtNotary, SupersedeOlderSlips },
        { Sent, nameof(FromNotary), Sent, None },
        { Sent, nameof(Protest), Protested, None },
        { Registered, nameof(HandedOver), Registered, None },
        { Registered, nameof(Confirmed), Registered, None },
        { Registered, nameof(Replaced), Superseded, RequestClosure },
        { Registered, nameof(ClosureAsked), ClosureRequested, RequestClosure },
        { Registered, nameof(ClosureConfirmed), Closed, None },
        { Registered, nameof(Payment), Paid, OnPayment },
        { Registered, nameof(Part), Registered, OnPayment },
        { Registered, nameof(ToNotary), AtNotary, None },
        { Registered, nameof(FromNotary), Registered, None },
        { Registered, nameof(Protest), Protested, None },
        { Rejected, nameof(HandedOver), Rejected, None },
        { Rejected, nameof(Refused), Rejected, None },
        { Rejected, nameof(Replaced), Rejected, None },
        { Rejected, nameof(ClosureAsked), Rejected, None },
        { Rejected, nameof(ClosureConfirmed), Rejected, None },
        { Rejected, nameof(Payment), PaidAfterClosure, OnPayment | ReviewPayment },
        { Rejected, nameof(Part), PaidAfterClosure, OnPayment | ReviewPayment },
        { Rejected, nameof(FromNotary), Rejected, None },
        { Superseded, nameof(HandedOver), Superseded, None },
        { Superseded, nameof(Confirmed), Superseded, RequestClosure },
        { Superseded, nameof(Refused), Rejected, None },
        { Superseded, nameof(Replaced), Superseded, None },
        { Superseded, nameof(ClosureAsked), Superseded, None },
        { Superseded, nameof(ClosureConfirmed), Closed, None },
        { Superseded, nameof(Payment), Paid, OnPayment },
        { Superseded, nameof(Part), Superseded, OnPayment },
        { Superseded, nameof(ToNotary), AtNotary, None },
        { Superseded, nameof(FromNotary), Superseded, None },
        { Superseded, nameof(Protest), Protested, None },
        { ClosureRequested, nameof(HandedOver), ClosureRequested, None },
        { ClosureRequested, nameof(Confirmed), ClosureRequested, RequestClosure },
        { ClosureRequested, nameof(Refused), Rejected, None },
        { ClosureRequested, nameof(Replaced), ClosureRequested, None },
        { ClosureRequested, nameof(ClosureAsked), ClosureRequested, None },
        { ClosureRequested, nameof(ClosureConfirmed), Closed, None },
        { ClosureRequested, nameof(Payment), Paid, OnPayment },
        { ClosureRequested, nameof(Part), ClosureRequested, OnPayment },
        { ClosureRequested, nameof(ToNotary), AtNotary, None },
        { ClosureRequested, nameof(FromNotary), ClosureRequested, None },
        { ClosureRequested, nameof(Protest), Protested, None },
        { Closed, nameof(HandedOver), Closed, None },
        { Closed, nameof(Replaced), Closed, None },
        { Closed, nameof(ClosureAsked), Closed, None },
        { Closed, nameof(ClosureConfirmed), Closed, None },
        { Closed, nameof(Payment), PaidAfterClosure, OnPayment | ReviewPayment },
        { Closed, nameof(Part), PaidAfterClosure, OnPayment | ReviewPayment },
        { Closed, nameof(FromNotary), Closed, None },
        { AtNotary, nameof(HandedOver), AtNotary, None },
        { AtNotary, nameof(Confirmed), AtNotary, None },
        { AtNotary, nameof(Replaced), Superseded, RequestClosure },
        { AtNotary, nameof(ClosureAsked), ClosureRequested, RequestClosure },
        { AtNotary, nameof(ClosureConfirmed), Closed, None },
        { AtNotary, nameof(Payment), Paid, OnPayment },
        { AtNotary, nameof(Part), AtNotary, OnPayment },
        { AtNotary, nameof(ToNotary), AtNotary, None },
        { AtNotary, nameof(FromNotary), Registered, None },
        { AtNotary, nameof(Protest), Protested, None },
        { Protested, nameof(HandedOver), Protested, None },
        { Protested, nameof(Replaced), Protested, None },
        { Protested, nameof(ClosureAsked), Protested, None },
        { Protested, nameof(ClosureConfirmed), Protested, None },
        { Protested, nameof(Payment), PaidAfterClosure, OnPayment | ReviewPayment },
        { Protested, nameof(Part), PaidAfterClosure, OnPayment | ReviewPayment },
        { Protested, nameof(ToNotary), Protested, None },
        { Protested, nameof(FromNotary), Protested, None },
        { Protested, nameof(Protest), Protested, None },
        { Paid, nameof(HandedOver), Paid, None },
        { Paid, nameof(Confirmed), Paid, None },
        { Paid, nameof(Replaced), Paid, CloseOtherSlips },
        { Paid, nameof(ClosureConfirmed), Paid, None },
        { Paid, nameof(Payment), Paid, AllocatePayment | ReviewPayment },
        { Paid, nameof(Part), Paid, AllocatePayment | ReviewPayment },
        { Paid, nameof(FromNotary), Paid, None },
        { PaidAfterClosure, nameof(HandedOver), PaidAfterClosure, None },
        { PaidAfterClosure, nameof(Confirmed), PaidAfterClosure, None },
        { PaidAfterClosure, nameof(Replaced), PaidAfterClosure, CloseOtherSlips },
        { PaidAfterClosure, nameof(ClosureConfirmed), PaidAfterClosure, None },
        { PaidAfterClosure, nameof(Payment), PaidAfterClosure, AllocatePayment | ReviewPayment },
        { PaidAfterClosure, nameof(Part), PaidAfterClosure, AllocatePayment | ReviewPayment },
        { PaidAfterClosure, nameof(FromNotary), PaidAfterClosure, None },
    };

    /// <summary>What does not fit, and goes to a person.</summary>
    public static TheoryData<BoletoStatus, string, TransitionRefusal> Misfits { get; } = new()
    {
        { Registered, nameof(Refused), TransitionRefusal.AlreadyRegistered },
        { Rejected, nameof(Confirmed), TransitionRefusal.AlreadyRejected },
        { Rejected, nameof(ToNotary), TransitionRefusal.AlreadyRejected },
        { Rejected, nameof(Protest), TransitionRefusal.AlreadyRejected },
        { Closed, nameof(Confirmed), TransitionRefusal.AlreadyClosed },
        { Closed, nameof(Refused), TransitionRefusal.AlreadyClosed },
        { Closed, nameof(ToNotary), TransitionRefusal.AlreadyClosed },
        { Closed, nameof(Protest), TransitionRefusal.AlreadyClosed },
        { AtNotary, nameof(Refused), TransitionRefusal.AlreadyRegistered },
        { Protested, nameof(Confirmed), TransitionRefusal.AlreadyClosed },
        { Protested, nameof(Refused), TransitionRefusal.AlreadyClosed },
        { Paid, nameof(Refused), TransitionRefusal.AlreadyPaid },
        { Paid, nameof(ClosureAsked), TransitionRefusal.AlreadyPaid },
        { Paid, nameof(ToNotary), TransitionRefusal.AlreadyPaid },
        { Paid, nameof(Protest), TransitionRefusal.AlreadyPaid },
        { PaidAfterClosure, nameof(Refused), TransitionRefusal.AlreadyPaid },
        { PaidAfterClosure, nameof(ClosureAsked), TransitionRefusal.AlreadyPaid },
        { PaidAfterClosure, nameof(ToNotary), TransitionRefusal.AlreadyPaid },
        { PaidAfterClosure, nameof(Protest), TransitionRefusal.AlreadyPaid },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Every_event_has_its_outcome(BoletoStatus from, string happened, BoletoStatus to, BoletoDuties duties)
    {
        BoletoTransition expected = from == to ? new BoletoTransition.Unchanged(to, duties) : new BoletoTransition.Moved(from, to, duties);
        Assert.Equal(expected, BoletoLifecycle.Apply(from, Event(happened)));
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_changes_nothing(BoletoStatus from, string happened, TransitionRefusal why) =>
        Assert.Equal(new BoletoTransition.Refused(from, why), BoletoLifecycle.Apply(from, Event(happened)));

    [Fact]
    public void No_status_and_event_is_forgotten() => Assert.Equal(
        Enum.GetValues<BoletoStatus>().Length * typeof(BoletoEvent).GetNestedTypes().Length,
        Transitions.Count() + Misfits.Count());

    /// <summary>A second payment moves nothing either, but is money of its own: whoever hears of payments hears of each once.</summary>
    [Theory]
    [MemberData(nameof(Transitions))]
    public void Heard_twice_it_moves_once(BoletoStatus from, string happened, BoletoStatus to, BoletoDuties duties)
    {
        _ = (from, duties);
        Assert.IsNotType<BoletoTransition.Moved>(BoletoLifecycle.Apply(to, Event(happened)));
    }

    [Theory]
    [InlineData(Requested)]
    [InlineData(Sent)]
    [InlineData(AtNotary)]
    [InlineData(Protested)]
    [InlineData(Rejected)]
    [InlineData(Superseded)]
    [InlineData(ClosureRequested)]
    [InlineData(Closed)]
    public void Nothing_is_replaced_by_a_slip_that_cannot_be_paid(BoletoStatus replacement)
    {
        foreach (var status in Enum.GetValues<BoletoStatus>())
        {
            Assert.Equal(
                new BoletoTransition.Refused(status, TransitionRefusal.ReplacementNotRegistered),
                BoletoLifecycle.Apply(status, new BoletoEvent.Replaced("109/00000043-8", replacement)));
        }
    }

    [Fact]
    public void A_debtor_always_has_one_slip_to_pay_while_another_is_on_its_way()
    {
        var older = Registered;
        var newer = Requested;
        Assert.Equal(1, Payable(older, newer));

        newer = To(BoletoLifecycle.Apply(newer, Refused)); // the bank refuses the first attempt: the older one stays
        Assert.Equal((Registered, Rejected), (older, newer));

        newer = Requested;
        var confirmed = Assert.IsType<BoletoTransition.Moved>(BoletoLifecycle.Apply(newer, Confirmed));
        Assert.True(confirmed.Duties.HasFlag(SupersedeOlderSlips));
        newer = confirmed.To;
        older = To(BoletoLifecycle.Apply(older, new BoletoEvent.Replaced("109/00000043-8", newer)));
        Assert.Equal((Superseded, Registered), (older, newer));
        Assert.Equal(1, Payable(older, newer));
        Assert.True(older.MayStillBePaid());

        var paid = Assert.IsType<BoletoTransition.Moved>(BoletoLifecycle.Apply(older, Payment)); // before the bank closed it
        Assert.True(paid.Duties.HasFlag(CloseOtherSlips));
        Assert.Equal(ClosureRequested, To(BoletoLifecycle.Apply(newer, ClosureAsked)));
    }

    [Fact]
    public void Statuses_mean_what_they_say()
    {
        Assert.Equal([Registered], Enum.GetValues<BoletoStatus>().Where(BoletoStatusMeaning.IsPayable));
        Assert.Equal([Requested, Sent], Enum.GetValues<BoletoStatus>().Where(BoletoStatusMeaning.IsWaiting));
        Assert.Equal([Requested, Sent, Registered, Superseded, ClosureRequested, AtNotary], Enum.GetValues<BoletoStatus>().Where(BoletoStatusMeaning.MayStillBePaid));
        Assert.Equal([Paid, PaidAfterClosure], Enum.GetValues<BoletoStatus>().Where(BoletoStatusMeaning.IsPaid));
    }

    private static int Payable(params BoletoStatus[] slips) => slips.Count(BoletoStatusMeaning.IsPayable);

    private static BoletoStatus To(BoletoTransition transition) => Assert.IsType<BoletoTransition.Moved>(transition).To;

    private static BoletoEvent Event(string name) => name switch
    {
        nameof(Confirmed) => Confirmed,
        nameof(Refused) => Refused,
        nameof(Replaced) => Replaced,
        nameof(ClosureAsked) => ClosureAsked,
        nameof(ClosureConfirmed) => ClosureConfirmed,
        nameof(HandedOver) => HandedOver,
        nameof(Part) => Part,
        nameof(ToNotary) => ToNotary,
        nameof(FromNotary) => FromNotary,
        nameof(Protest) => Protest,
        nameof(Payment) => Payment,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such event."),
    };
}
