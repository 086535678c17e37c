using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>A PDF on disk for as long as a test asks tools nobody here wrote what they make of it.</summary>
internal sealed class PdfPeers : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cobranca-pdf-");
    private readonly string file;

    public PdfPeers(byte[] pdf)
    {
        file = Path.Combine(folder.FullName, "document.pdf");
        File.WriteAllBytes(file, pdf);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Fails with qpdf's findings unless the file is free of them.</summary>
    public void AssertSyntaxIsClean() => Assert.Contains("No syntax or stream encoding errors found", Run("qpdf", "--check", file), StringComparison.Ordinal);

    /// <summary>The file with its streams unpacked, readable as text.</summary>
    public string Unpacked() => Run("qpdf", "--qdf", "--object-streams=disable", file, "-");

    public string Information() => Run("pdfinfo", file);

    public string Fonts() => Run("pdffonts", file);

    /// <summary>The text as it stands on the page, runs of spaces reduced to one.</summary>
    public string Text() => string.Join('\n', Run("pdftotext", "-layout", file, "-").Split('\n')
        .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    /// <summary>Each word with its box.</summary>
    private string Words() => Run("pdftotext", "-bbox", file, "-");

    /// <summary>No word on top of another and none outside the sheet's margins. Boxes are as high as the type, so a fifth is left to touch.</summary>
    /// <param name="side">The margin at the left and the right, in points.</param>
    public void AssertNothingOverlaps(double side = 28)
    {
        foreach (var page in Words().Split("<page ")[1..])
        {
            var boxes = Regex.Matches(page, @"<word xMin=""(?<l>[-\d.]+)"" yMin=""(?<t>[-\d.]+)"" xMax=""(?<r>[-\d.]+)"" yMax=""(?<b>[-\d.]+)"">(?<word>[^<]*)<")
                .Select(match => (Left: Number(match, "l"), Top: Number(match, "t"), Right: Number(match, "r"), Bottom: Number(match, "b"), Word: match.Groups["word"].Value))
                .Where(box => box.Right - box.Left > 0.01).ToList();
            Assert.NotEmpty(boxes);
            Assert.All(boxes, box => Assert.True(box.Left > side && box.Right < 595.28 - side && box is { Top: > 14, Bottom: < 841.89 - 14 }, $"Outside the margins: {box}"));

            for (var i = 0; i < boxes.Count; i++)
            {
                var a = boxes[i];
                foreach (var b in boxes.Skip(i + 1))
                {
                    var across = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
                    var down = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
                    Assert.False(across > 0.5 && down > 0.2 * Math.Min(a.Bottom - a.Top, b.Bottom - b.Top), $"On top of each other: {a} and {b}");
                }
            }
        }
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>What a scanner reads from a page printed at this resolution, one code a line.</summary>
    public string Scan(int dotsPerInch, int page = 1)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        Run("pdftoppm", "-r", dotsPerInch.ToString(CultureInfo.InvariantCulture), "-f", number, "-l", number, "-singlefile", file, Path.Combine(folder.FullName, "scan")); // plain pixels: packing them takes longer than all the rest
        return Run("zbarimg", "--nodbus", "-q", Path.Combine(folder.FullName, "scan.ppm"));
    }

    /// <summary>What a scanner reads from a picture (PNM).</summary>
    public static string ScanPicture(byte[] picture)
    {
        var own = Directory.CreateTempSubdirectory("cobranca-picture-");
        try
        {
            var image = Path.Combine(own.FullName, "picture.pbm");
            File.WriteAllBytes(image, picture);
            return Run("zbarimg", "--nodbus", "-q", image);
        }
        finally { own.Delete(recursive: true); }
    }

    /// <summary>The first page in grey: rows of pixels from black (0) to white (255).</summary>
    public byte[][] Pixels(int dotsPerInch)
    {
        Run("pdftoppm", "-r", dotsPerInch.ToString(CultureInfo.InvariantCulture), "-f", "1", "-l", "1", "-singlefile", "-gray", file, Path.Combine(folder.FullName, "page"));
        var image = File.ReadAllBytes(Path.Combine(folder.FullName, "page.pgm"));
        var start = 0;
        string Token()
        {
            var end = Array.FindIndex(image, start, b => b is (byte)' ' or (byte)'\n');
            var token = Encoding.ASCII.GetString(image, start, end - start);
            start = end + 1;
            return token;
        }

        Assert.Equal("P5", Token());
        var (width, height) = (int.Parse(Token(), CultureInfo.InvariantCulture), int.Parse(Token(), CultureInfo.InvariantCulture));
        Assert.Equal("255", Token());
        return [.. Enumerable.Range(0, height).Select(row => image.AsSpan(start + row * width, width).ToArray())];
    }

    private static string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{tool} ended with {process.ExitCode}: {errors.Result}{output}");
            if (tool != "zbarimg") Assert.True(errors.Result.Length == 0, $"{tool} complains: {errors.Result}"); // zbar thinks aloud
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"'{tool}' is not installed. ./test installs what the tests need.");
            throw;
        }
    }
}
