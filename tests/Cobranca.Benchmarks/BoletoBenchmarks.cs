using BenchmarkDotNet.Attributes;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks;

/// <summary>
/// Barcode and linha digitável of one slip. The floor writes strings of the same lengths without computing anything, so the ratio
/// tells what the check digits cost.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class BoletoBenchmarks
{
    private const string CampoLivre = "1090000004380057123457000";

    private static readonly BoletoAccount Account = new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" };
    private static readonly DateOnly DueOn = new(2026, 11, 3);
    private static readonly Money Amount = new(127859);

    private BankRules itau = null!;
    private long sequence;

    /// <summary>Finds the bank.</summary>
    [GlobalSetup]
    public void Setup() => Banks.TryFind("341", out itau!);

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

    /// <summary>Account checked, number and its digit, 25 digits of the bank, barcode, linha.</summary>
    [Benchmark(Description = "whole slip by the bank's rules")]
    public BoletoIssue Issue() => itau.Issue(Account, sequence = sequence % 99_999_999 + 1, Amount, DueOn);

    /// <summary>A typed linha, punctuation and all, to what it says.</summary>
    [Benchmark(Description = "read a typed linha")]
    public CodeReading Read() => BoletoCode.Read("34191.09008 00004.380051 71234.570001 1 16190000127859", DueOn);
}
