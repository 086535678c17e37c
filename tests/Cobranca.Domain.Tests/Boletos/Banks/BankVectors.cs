using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

/// <summary>One bank's part of the shared vectors, checked against its rules.</summary>
internal static class BankVectors
{
    /// <summary>The unanimous vectors of a bank; how many there were.</summary>
    public static int CheckUnanimous(string bank)
    {
        var count = 0;
        foreach (var vector in SharedVectors.Read("vectors/boleto.json").GetProperty("vectors").EnumerateArray().Where(vector => BankOf(vector) == bank))
        {
            var expected = vector.GetProperty("expected");
            var issued = Issue(vector.GetProperty("input"));
            Assert.Equal(Text(expected, "barcode"), issued.Barcode.Digits);
            Assert.Equal(Text(expected, "linha"), issued.LinhaDigitavel.Digits);
            Assert.Equal(Text(expected, "linhaFormatada"), issued.LinhaDigitavel.Formatted);
            Assert.Equal(Text(expected, "campoLivre"), issued.CampoLivre);
            Assert.Equal(Text(expected, "nossoNumero"), issued.NossoNumero);
            Assert.Equal(Text(expected, "nossoNumeroDV"), issued.NossoNumeroDv);
            Assert.Equal(Unpadded(Text(expected, "nossoNumeroFormatado")), Unpadded(issued.NossoNumeroFormatted));
            count++;
        }
        return count;
    }

    /// <summary>The published vectors of a bank that come with their input; how many there were.</summary>
    public static int CheckPublished(string bank)
    {
        var count = 0;
        foreach (var vector in Published(bank).Where(static vector => vector.TryGetProperty("input", out _)))
        {
            var issued = Issue(vector.GetProperty("input"));
            Assert.Equal(Text(vector, "barcode"), issued.Barcode.Digits);
            Assert.Equal(Text(vector, "linha"), issued.LinhaDigitavel.Digits);
            // Three slips of a plan have "6-1/3" there, which is their document number.
            if (vector.TryGetProperty("nossoNumeroFormatado", out var formatted) && formatted.GetString()![^2] == '-')
                Assert.Equal(Unpadded(formatted.GetString()!), Unpadded(issued.NossoNumeroFormatted));
            count++;
        }
        return count;
    }

    /// <summary>
    /// The published codes of a bank without input: each is taken apart by <paramref name="account"/>, issued again and must come out
    /// the same. Returns those that did not, or that no account of ours can hold (null).
    /// </summary>
    public static IReadOnlyList<string> Differing(string bank, Func<string, (BoletoAccount Account, string NossoNumero)?> account)
    {
        var rules = Rules(bank);
        return [.. Published(bank).Select(static vector => Text(vector, "barcode")).Where(digits =>
        {
            Assert.True(Barcode.TryParse(digits, out var barcode));
            if (barcode.Fator < FatorVencimento.Lowest || !barcode.Amount.IsPositive || account(barcode.CampoLivre) is not var (held, number))
                return true;
            var dueOn = new DateOnly(1997, 10, 7).AddDays(barcode.Fator);
            return rules.Issue(held, number, barcode.Amount, dueOn, dueOn) is not BoletoIssue.Issued issued || issued.Barcode != barcode;
        }).Order(StringComparer.Ordinal)];
    }

    public static BankRules Rules(string bank)
    {
        Assert.True(Cobranca.Domain.Boletos.Banks.TryFind(bank, out var rules));
        return rules;
    }

    private static BoletoIssue.Issued Issue(JsonElement input)
    {
        var account = new BoletoAccount
        {
            Agencia = Text(input, "agencia"),
            AgenciaDv = Text(input, "agenciaDV"),
            Conta = Text(input, "conta"),
            ContaDv = Text(input, "contaDV"),
            Carteira = Text(input, "carteira"),
            Convenio = Text(input, "convenio"),
            ConvenioDv = Text(input, "convenioDV"),
            Variacao = Text(input, "variacao"),
            Posto = Text(input, "posto"),
            Byte = Text(input, "byte"),
            Ios = Text(input, "ios"),
        };
        var amount = Money.FromReais(decimal.Parse(Text(input, "valor")!, CultureInfo.InvariantCulture));
        var issuedOn = Text(input, "emissao") is { Length: > 0 } emissao ? Day(emissao) : (DateOnly?)null;
        return Assert.IsType<BoletoIssue.Issued>(
            Rules(Text(input, "banco")).Issue(account, Text(input, "nossoNumero"), amount, Day(Text(input, "vencimento")), issuedOn));
    }

    /// <summary>A good account at each bank.</summary>
    public static BoletoAccount Account(string bank)
    {
        var account = new BoletoAccount { Agencia = "0057", AgenciaDv = "1", Conta = "12345", ContaDv = "7" };
        return bank switch
        {
            "001" => account with { Carteira = "17", Convenio = "1234567" },
            "033" => account with { Carteira = "101", Convenio = "5260965" },
            "077" => account with { Carteira = "112", Convenio = "4879213" },
            "104" => account with { Carteira = "SIG14", Convenio = "487521" },
            "237" => account with { Carteira = "09" },
            "341" => account with { Carteira = "109" },
            "422" => account with { Carteira = "1" },
            "748" => account with { Carteira = "1", Convenio = "02623", Posto = "02", Byte = "2" },
            "756" => account with { Carteira = "1", Variacao = "01", Convenio = "229385", ConvenioDv = "7" },
            _ => throw new ArgumentOutOfRangeException(nameof(bank), bank, "No such bank."),
        };
    }

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a slip is refused for.</summary>
    public static IReadOnlyList<FieldProblem> Problems(BoletoIssue issue) => Assert.IsType<BoletoIssue.Refused>(issue).Problems;

    /// <summary>The fields a slip is refused for.</summary>
    public static IEnumerable<string> Fields(BoletoIssue issue) => Problems(issue).Select(static problem => problem.Field);

    private static IEnumerable<JsonElement> Published(string bank) =>
        SharedVectors.Read("vectors/boleto-published.json").EnumerateArray().Where(vector => BankOf(vector) == bank);

    private static string BankOf(JsonElement vector) => Text(vector, "banco");

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>The implementations print Bradesco's carteira with two digits or three, as 09/ or 009/; its manual has two.</summary>
    private static string Unpadded(string formatted) => formatted.TrimStart('0');
}
