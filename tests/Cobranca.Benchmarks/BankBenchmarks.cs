using BenchmarkDotNet.Attributes;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks;

/// <summary>A whole slip of each bank, beside the part no bank's rules can avoid: barcode and linha from 25 digits at hand.</summary>
[MemoryDiagnoser]
public class BankBenchmarks
{
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
    [Benchmark(Baseline = true, Description = "floor: barcode + linha digitável")]
    public LinhaDigitavel BarcodeAndLinha() =>
        Barcode.Create(Bank, FatorVencimento.Encode(DueOn), Amount, "1090000004380057123457000").ToLinhaDigitavel();

    /// <summary>Account checked, number and its digit, 25 digits of the bank, barcode, linha.</summary>
    [Benchmark(Description = "whole slip by the bank's rules")]
    public BoletoIssue Issue() => rules.Issue(account, sequence = sequence % 99_999 + 1, Amount, DueOn, DueOn);
}
