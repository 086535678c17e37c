using System.Diagnostics;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>The paper as somebody else's tools see it.</summary>
public static class Pdf
{
    /// <summary>Follows the page's own link with the page's own cookies.</summary>
    public static async Task<byte[]> DownloadAsync(IPage page)
    {
        var href = await page.Locator("a[href$='.pdf']").First.GetAttributeAsync("href");
        var response = await page.Context.APIRequest.GetAsync(href!);
        Assert.Equal(200, response.Status);
        Assert.Equal("application/pdf", response.Headers["content-type"]);
        return await response.BodyAsync();
    }

    /// <summary>The 44 digits behind the linha digitável the page shows, worked out here and not by the portal.</summary>
    public static async Task<string> BarcodeOnAsync(IPage page)
    {
        var linha = string.Concat((await page.Locator(".copybox .value").First.InnerTextAsync()).Where(char.IsAsciiDigit));
        Assert.Equal(47, linha.Length);
        return BarcodeOf(linha);
    }

    private static string BarcodeOf(string linha) => linha[..4] + linha[32] + linha[33..47] + linha[4..9] + linha[10..20] + linha[21..31];

    /// <summary>qpdf must have nothing to say; zbarimg reads the codes at 150 dpi: the bars, then the Pix where there is one.</summary>
    public static async Task<string[]> ReadCodesAsync(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("cobranca-pdf-");
        try
        {
            var file = Path.Combine(folder.FullName, "boleto.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            await RunAsync("qpdf", "--check", file);
            await RunAsync("pdftoppm", "-r", "150", "-f", "1", "-l", "1", file, Path.Combine(folder.FullName, "page"));
            return [.. (await ScanAsync(Directory.GetFiles(folder.FullName, "page*.ppm").Single())).OrderByDescending(code => code.Length == 44)];
        }
        finally { folder.Delete(recursive: true); }
    }

    /// <summary>What a telephone's camera would read from what the browser painted.</summary>
    public static async Task<string> ReadPictureAsync(ILocator picture)
    {
        var folder = Directory.CreateTempSubdirectory("cobranca-picture-");
        try
        {
            var file = Path.Combine(folder.FullName, "picture.png");
            await picture.ScreenshotAsync(new() { Path = file });
            return (await ScanAsync(file)).Single();
        }
        finally { folder.Delete(recursive: true); }
    }

    private static async Task<string[]> ScanAsync(string file) => (await RunAsync("zbarimg", "--nodbus", "--quiet", "--raw", file)).Trim().Split('\n');

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{await error}");
        return output;
    }
}
