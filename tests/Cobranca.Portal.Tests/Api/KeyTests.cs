namespace Cobranca.Portal.Tests.Api;

public sealed class KeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_key_says_whose_it_is()
    {
        var answer = await (await ApiScene.OfAsync(portal, portal.Vetor, "calculators")).GetAsync("/api/v1/key");
        Assert.Equal(200, answer.Status);
        Assert.Equal("vetor", answer.Json.GetProperty("creditor").GetString());
    }

    [Fact]
    public async Task No_key_and_a_wrong_key_are_problems()
    {
        foreach (var key in new[] { null, "ck_nothing" })
        {
            var answer = await new ApiScene(portal.Http, key).GetAsync("/api/v1/key");
            Assert.Equal((401, "application/problem+json"), (answer.Status, answer.ContentType));
        }
    }
}
