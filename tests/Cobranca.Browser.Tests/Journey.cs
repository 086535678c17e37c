using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>The walk of a debtor, as a person does it: by what is written on the page.</summary>
public sealed class Journey(PortalProcess portal, IPage page)
{
    /// <summary>From the link in the message to the list of debts.</summary>
    /// <param name="paper">A company's invoice number; null for a person.</param>
    public async Task SignInAsync(string link, string taxId, string? paper = null, Func<string, Task>? look = null)
    {
        look ??= _ => Task.CompletedTask;
        await page.GotoAsync(link);
        await look("link");
        await page.GetByLabel("primeiros números do seu CPF ou CNPJ").FillAsync(taxId[..3]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continuar" }).ClickAsync();
        if (paper is not null)
        {
            await look("papel");
            await page.GetByLabel("Número de uma nota, boleto ou contrato").FillAsync(paper);
            await page.GetByRole(AriaRole.Button, new() { Name = "Continuar" }).ClickAsync();
        }
        await look("contato");
        await page.Locator("input[name='Form.Contact']").First.CheckAsync();
        var before = (await portal.MessagesAsync()).Count;
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar código" }).ClickAsync();
        await look("codigo");
        await page.GetByLabel("Código de 6 números").FillAsync(await portal.CodeAsync(before));
        await page.GetByRole(AriaRole.Button, new() { Name = "Entrar" }).ClickAsync();
        await page.WaitForURLAsync("**/dividas");
        await look("dividas");
    }

    /// <summary>From a registered boleto's page to what anybody is told about it, and about one with a digit changed.</summary>
    public async Task VerifyBoletoAsync(Func<string, Task> look)
    {
        var linha = await page.Locator(".copybox .value").First.InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Conferir cobrança ou mensagem" }).ClickAsync();
        await page.GetByLabel("Código do boleto, do Pix ou da mensagem").FillAsync(linha);
        await page.GetByRole(AriaRole.Button, new() { Name = "Conferir" }).ClickAsync();
        await Assertions.Expect(page.GetByText("O que o seu banco precisa mostrar")).ToBeVisibleAsync();
        Assert.EndsWith("/verificar", page.Url, StringComparison.Ordinal);
        await look("verificar: nosso");
        await page.GetByLabel("Código do boleto, do Pix ou da mensagem").FillAsync((linha[0] == '9' ? '8' : '9') + linha[1..]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Conferir" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Há um número errado").First).ToBeVisibleAsync();
        await look("verificar: errado");
    }

    /// <summary>On the page where anybody asks: the Pix as it was copied, and with one character changed.</summary>
    public async Task VerifyPixAsync(string code, Func<string, Task> look)
    {
        await page.GetByLabel("Código do boleto, do Pix ou da mensagem").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Conferir" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Este Pix é nosso")).ToBeVisibleAsync();
        await look("verificar: nosso Pix");
        await page.GetByLabel("Código do boleto, do Pix ou da mensagem").FillAsync(code[..^1] + (code[^1] == '0' ? '1' : '0'));
        await page.GetByRole(AriaRole.Button, new() { Name = "Conferir" }).ClickAsync();
        await Assertions.Expect(page.GetByText("algum caractere do código foi mudado").First).ToBeVisibleAsync();
    }

    /// <summary>From the list of debts to a registered boleto's page.</summary>
    public async Task IssueBoletoAsync(Func<string, Task>? look = null)
    {
        look ??= _ => Task.CompletedTask;
        await page.GetByRole(AriaRole.Button, new() { Name = "Gerar boleto" }).ClickAsync();
        await page.WaitForURLAsync("**/boleto/novo**");
        await look("novo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gerar boleto" }).ClickAsync();
        // The waiting page looks again by itself, with or without scripts.
        await Assertions.Expect(page.GetByText("Linha digitável").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await look("boleto");
    }
}
