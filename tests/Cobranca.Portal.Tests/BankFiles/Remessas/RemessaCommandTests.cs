using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Tests.BankFiles.Remessas;

/// <summary><c>remessa generate|list|file</c>: what an operator does by hand.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class RemessaCommandTests(RemessaScene scene) : IClassFixture<RemessaScene>
{
    [Fact]
    public async Task An_operator_makes_a_file_finds_it_in_its_folder_lists_it_and_fetches_it_again()
    {
        var (good, oversized) = (await scene.RequestAsync(), await scene.RequestAsync());
        await scene.ChangeAsync((await scene.OrdersAsync(oversized)).Single(), order => order.DocumentNumber = "ABCDEFGHIJKLM");
        Assert.Contains("2 à espera", (await scene.Portal.CommandAsync("remessa", "list", "--creditor", "aurora")).Output, StringComparison.Ordinal);
        foreach (var wrong in new[] { ("--bank", "260"), ("--bank", "237"), ("--account", "54321") })
        {
            var refused = await scene.Portal.CommandAsync("remessa", "generate", "--creditor", "aurora", "--bank", wrong.Item1 == "--bank" ? wrong.Item2 : "341", "--account", wrong.Item1 == "--account" ? wrong.Item2 : "12345");
            Assert.Equal(1, refused.ExitCode);
            Assert.StartsWith(wrong is ("--bank", "237") ? "--account" : wrong.Item1, refused.Error, StringComparison.Ordinal);
        }

        var made = await scene.Portal.CommandAsync("remessa", "generate", "--creditor", "aurora", "--bank", "341", "--account", "12345");
        Assert.Equal(2, made.ExitCode);
        Assert.Contains("341-005712345-000001.rem: 1 instrução(ões), 1 entrada(s)", made.Output, StringComparison.Ordinal);
        Assert.Contains("1 instrução(ões) não cabem", made.Output, StringComparison.Ordinal);
        var delivered = Path.Combine(scene.Portal.Database.Folder, "bancos", "aurora", "341", "remessa", "341-005712345-000001.rem");
        Assert.Contains(delivered, made.Output, StringComparison.Ordinal);
        await using (var file = File.OpenRead(delivered))
            Assert.Equal(good.NossoNumero, Assert.Single(Assert.IsType<RemessaReading.Read>(RemessaReader.Read(file)).File.Instructions).NossoNumero);

        var list = (await scene.Portal.CommandAsync("remessa", "list", "--creditor", "aurora")).Output;
        Assert.Contains("1 sem resposta  entregue em 23/11/2026", list, StringComparison.Ordinal);
        Assert.Contains($"nosso número {oversized.NossoNumero}", list, StringComparison.Ordinal);
        Assert.Contains("documento", list, StringComparison.OrdinalIgnoreCase);

        var copy = Path.Combine(scene.Root, "copia.rem");
        Assert.Equal(0, (await scene.Portal.CommandAsync("remessa", "file", "341-005712345-000001.rem", "--creditor", "aurora", "--output", copy)).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(delivered), await File.ReadAllBytesAsync(copy));
        // Neither over a file that is there, nor to another creditor.
        Assert.Equal(1, (await scene.Portal.CommandAsync("remessa", "file", "341-005712345-000001.rem", "--creditor", "aurora", "--output", copy)).ExitCode);
        Assert.Equal(1, (await scene.Portal.CommandAsync("remessa", "file", "341-005712345-000001.rem", "--creditor", "vetor", "--output", copy + "2")).ExitCode);
        Assert.Equal(BankOrderState.Sent, Assert.Single(await scene.OrdersAsync(good)).State);
    }
}
