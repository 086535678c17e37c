using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using QRCoder;

namespace Cobranca.Portal.Documents;

/// <summary>Dark modules next to each other in a row, counted from the upper left one of the whole, quiet zone included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QrRun(int X, int Y, int Length);

/// <summary>
/// A QR code as rows of dark modules (ISO/IEC 18004; error correction M, which half a thumb on the paper does not hurt and which the Pix
/// manual's examples use). The quiet zone of four modules is part of it, so that nobody forgets it.
/// </summary>
internal sealed class QrCode
{
    public const int Quiet = 4;

    private QrCode(int size, IReadOnlyList<QrRun> runs) => (Size, Runs) = (size, runs);

    /// <summary>Modules of a side, quiet zone included.</summary>
    public int Size { get; }

    public IReadOnlyList<QrRun> Runs { get; }

    /// <param name="text">ASCII; a Pix code has at most 512 characters, of the 2331 that fit.</param>
    public static QrCode Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix; // with its quiet zone
        var runs = new List<QrRun>();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x]) continue;
                var start = x;
                while (rows[y][x]) x++; // ends in the quiet zone at the latest
                runs.Add(new(start, y, x - start));
            }
        }
        return new(rows.Count, runs);
    }

    /// <summary>As a path of horizontal strokes one module high: a fifth of the size of rectangles.</summary>
    public string ToPath()
    {
        var path = new StringBuilder();
        var (x, y) = (0, -1);
        foreach (var run in Runs)
        {
            if (run.Y == y) path.Append(CultureInfo.InvariantCulture, $"m{run.X - x} 0h{run.Length}");
            else path.Append(CultureInfo.InvariantCulture, $"M{run.X} {run.Y}.5h{run.Length}");
            (x, y) = (run.X + run.Length, run.Y);
        }
        return path.ToString();
    }

    /// <summary>The dark modules within a square, of which the quiet zone is the outer part.</summary>
    public PdfBox[] Boxes(double x, double y, double side)
    {
        var module = side / Size;
        const double overlap = 0.01; // no white hairline between two rows on a screen
        return [.. Runs.Select(run => new PdfBox(x + run.X * module, y + run.Y * module, run.Length * module, module + overlap))];
    }
}
