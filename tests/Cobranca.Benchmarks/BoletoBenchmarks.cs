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

    private static readonly DateOnly DueOn = new(2026, 11, 3);
    private static readonly Money Amount = new(127859);

    private BankRules rules = null!;
    private BoletoAccount account = null!;
    private long sequence;

    /// <summary>The bank whose rules make the whole slip.</summary>
    [Params("001", "033", "077", "104", "237", "341", "422", "748", "756")]
    public string Bank { get; set; } = "";

    /// <summary>Finds the bank, and an account that will do there.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Banks.TryFind(Bank, out rules!);
        account = new()
        {
            Agencia = "0057", AgenciaDv = "1", Conta = "12345", ContaDv = "7", ConvenioDv = Bank == "756" ? "7" : null, Posto = "02", Byte = "2", Variacao = "01",
            Convenio = Bank switch { "001" or "033" or "077" => "4879213", "748" => "02623", _ => "487521" },
            Carteira = Bank switch { "001" => "17", "033" => "101", "077" => "112", "104" => "SIG14", "237" => "09", "341" => "109", _ => "1" },
        };
    }

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
    public BoletoIssue Issue() => rules.Issue(account, sequence = sequence % 99_999 + 1, Amount, DueOn, DueOn);

    /// <summary>A typed linha, punctuation and all, to what it says.</summary>
    [Benchmark(Description = "read a typed linha")]
    public CodeReading Read() => BoletoCode.Read("34191.09008 00004.380051 71234.570001 1 16190000127859", DueOn);
}
