namespace Cobranca.Portal.Tests.Events;

[Collection(nameof(ConsoleCollection))]
public sealed class WebhookCommandTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Created_listed_and_disabled_from_the_command_line()
    {
        await using var receiver = await Receiver.StartAsync();
        var made = await portal.CommandAsync("webhook", "create", "--creditor", "aurora", "--url", receiver.Url, "--types", "boleto.paid, contact.refused");
        Assert.True(made.ExitCode == 0, made.Error);
        var id = made.Output.Split(' ')[1];
        Assert.Contains("whsec_", made.Output, StringComparison.Ordinal);

        var listed = (await portal.CommandAsync("webhook", "list", "--creditor", "aurora")).Output;
        Assert.StartsWith($"{id}  ativo  0 esperando, 0 desistidos  boleto.paid,contact.refused  {receiver.Url}", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", listed, StringComparison.Ordinal);
        Assert.Empty((await portal.CommandAsync("webhook", "list", "--creditor", "vetor")).Output);

        Assert.Equal(1, (await portal.CommandAsync("webhook", "disable", "--creditor", "vetor", "--id", id)).ExitCode);
        Assert.Equal(0, (await portal.CommandAsync("webhook", "disable", "--creditor", "aurora", "--id", id)).ExitCode);
        Assert.Contains("parado", (await portal.CommandAsync("webhook", "list", "--creditor", "aurora")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_option()
    {
        var refused = await portal.CommandAsync("webhook", "create", "--creditor", "aurora", "--url", "x", "--types", "boleto.lost");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--url:", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--types:", refused.Error, StringComparison.Ordinal);
    }
}
