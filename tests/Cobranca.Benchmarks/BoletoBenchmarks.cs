using BenchmarkDotNet.Attributes;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks;

/// <summary>
/// Barcode and linha digitável of one slip. The floor writes strings of the same lengths without computing anything, so the ratio
/// tells what the check digits cost.
/// </summary>
[MemoryDiagnoser]
public class BoletoBenchmarks
{
    private const string CampoLivre = "1090000004380057123457000";

    private static readonly DateOnly DueOn = new(2026, 11, 3);
    private static readonly Money Amount = new(127859);

    /// <summary>The floor.</summary>
    [Benchmark(Baseline = true, Description = "floor: two strings of 44 and 47")]
    public int Floor()
    {
        Span<char> digits = stackalloc char[LinhaDigitavel.Length];
        digits.Fill('0');
        CampoLivre.CopyTo(digits);
        return new string(digits[..Barcode.Length]).Length + new string(digits).Length;
    }

    /// <summary>Four parts to 44 and 47 digits.</summary>
    [Benchmark(Description = "barcode + linha digitável")]
    public LinhaDigitavel BarcodeAndLinha() =>
        Barcode.Create("341", FatorVencimento.Encode(DueOn), Amount, CampoLivre).ToLinhaDigitavel();

    /// <summary>A typed linha, punctuation and all, to what it says.</summary>
    [Benchmark(Description = "read a typed linha")]
    public CodeReading Read() => BoletoCode.Read("34191.09008 00004.380051 71234.570001 1 16190000127859", DueOn);
}
