using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class DiscountTests
{
    private static readonly PricedDebt Late = Debt(1500m, "2026-07-06").PriceOn("2026-10-05");

    [Fact]
    public void E12_half_of_the_charges()
    {
        var offer = Discount.OnCharges(Rate.Percent(50m)).ApplyTo(Late);

        Assert.Equal((Reais(22.75m), Reais(15m), Money.Zero), (offer.Interest, offer.Fine, offer.Principal));
        Assert.Equal((Reais(37.75m), Reais(1537.75m)), (offer.Discount, offer.Total));
    }

    [Fact]
    public void E13_all_charges_and_a_tenth_of_the_principal()
    {
        var offer = new Discount(Rate.Percent(100m), Rate.Percent(100m), Rate.Percent(10m)).ApplyTo(Late);

        Assert.Equal((Reais(75.50m), Reais(150m)), (offer.Interest + offer.Fine, offer.Principal));
        Assert.Equal((Reais(225.50m), Reais(1350m), 14.3129m), (offer.Discount, offer.Total, offer.PercentOfPrice));
    }

    [Fact]
    public void E14_honorarios_only_where_lawful()
    {
        var fees = Honorarios.On(Late.Total, Rate.Percent(10m), isConsumer: false);

        Assert.Equal((Reais(157.55m), Reais(1733.05m)), (fees, Late.Total + fees));
        Assert.Equal(Money.Zero, Honorarios.On(Late.Total, Rate.Percent(10m), isConsumer: true));
    }

    [Fact]
    public void A_discount_on_the_principal_is_on_its_corrected_value()
    {
        var terms = new PriceTerms { InterestPerMonth = Rate.Zero, Correction = IndexSeries.Ipca };
        var price = Debt(1000m, "2026-08-03", terms).PriceOn("2026-09-03", Index(IndexSeries.Ipca, 2026, 8, 10m));

        Assert.Equal(Reais(110m), new Discount(Rate.Zero, Rate.Zero, Rate.Percent(10m)).ApplyTo(price).Discount);
    }

    [Fact]
    public void Everything_off_leaves_nothing_and_never_less()
    {
        var all = Rate.Percent(100m);

        Assert.Equal(Money.Zero, new Discount(all, all, all).ApplyTo(Late).Total);
        Assert.Throws<InvalidOperationException>(() => new Discount(Rate.Percent(100.01m), all, all).ApplyTo(Late));
    }

    [Fact]
    public void A_settled_debt_has_no_discount()
    {
        var settled = Debt(100m, "2026-10-05", payments: [Paid("2026-10-05", 100m)]).PriceOn("2026-11-03");

        Assert.Equal(0m, Discount.OnCharges(Rate.Percent(50m)).ApplyTo(settled).PercentOfPrice);
    }
}
