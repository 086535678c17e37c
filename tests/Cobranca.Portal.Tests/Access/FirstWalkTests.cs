namespace Cobranca.Portal.Tests.Access;

public sealed class FirstWalkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_link_the_first_digits_and_the_code_open_the_debts()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await portal.SignInAsync(debtor);
    }
}
