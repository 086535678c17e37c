using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

/// <summary>Boletos whose parts agree. The codes are put together here from the rules, not by the code under test.</summary>
internal static class BoletoSamples
{
    /// <summary>The reissued slip of domain facts §2.1: E03, 1.278,59 due on 2026-11-03.</summary>
    public static readonly BoletoDocument Reissued = new()
    {
        Beneficiary = new("Colégio Aurora Educação e Cultura Ltda.", "CNPJ 12.345.678/0001-95", ["Rua das Acácias, 1200, Jardim São José", "São Paulo/SP, 01310-100"]),
        Payer = new("José Conceição de Araújo Gonçalves", "CPF 529.982.247-25", ["Avenida Getúlio Vargas, 45", "Belo Horizonte/MG, 30112-020"]),
        BankName = "Itaú Unibanco",
        BankCode = "341-7",
        BeneficiaryCode = "0057/12345-7",
        NossoNumero = "109/00000043-8",
        DocumentNumber = "2026-000431",
        Especie = "ME",
        Carteira = "109",
        DocumentDate = new(2026, 10, 19),
        ProcessingDate = new(2026, 10, 20),
        DueDate = new(2026, 11, 3),
        PayableThrough = new(2026, 11, 4),
        Amount = new(1_278_59),
        Instructions = ["O valor já inclui correção, multa e juros até o vencimento.", "Depois do vencimento, gere um novo boleto no portal."],
        Charges = [new("Mensalidade de setembro de 2026, 7º ano", new(2026, 9, 17), new(1_234_56), Money.Zero, new(24_69), new(19_34))],
        LinhaDigitavel = "34191.09008 00004.380051 71234.570001 1 16190000127859",
        Barcode = "34191161900001278591090000004380057123457000",
        OriginalCreditor = "Crédito cedido por Escola Horizonte S.A., CNPJ 98.765.432/0001-98.",
        ContactLine = "Dúvidas: (11) 4002-8922. Confira este boleto em portal.aurora.example/verificar.",
        CreatedAt = new(2026, 10, 20, 17, 30, 0, DateTimeKind.Utc),
    };

    public static BoletoDocument WithCharges(int count, string? description = null)
    {
        var charges = Enumerable.Range(1, count).Select(i => new BoletoCharge(description ?? $"Parcela {i} de {count}",
            new DateOnly(2026, 1, 31).AddDays(i), new(350_00 + i * 111), new(i % 3 * 153), new(7_00 + i), new(9_33 + i * 7))).ToList();
        return WithCode(Reissued with { Charges = charges, Amount = charges.Sum(charge => charge.Total) }, "1090000004380057123457000");
    }

    /// <summary>The document with barcode and linha digitável made for its amount and this campo livre.</summary>
    public static BoletoDocument WithCode(BoletoDocument document, string freeField, string bank = "341")
    {
        const long tenDigits = 99_999_999_99;
        var dueAndAmount = document.Amount.Centavos > tenDigits ? $"{document.Amount.Centavos:D14}" : $"1619{document.Amount.Centavos:D10}";
        var rest = bank + "9" + dueAndAmount + freeField;
        var barcode = rest[..4] + Modulo11(rest) + rest[4..];
        var (a, b, c) = (Checked(barcode[..4] + barcode[19..24]), Checked(barcode[24..34]), Checked(barcode[34..]));
        return document with
        {
            Barcode = barcode,
            BankCode = bank + "-7",
            LinhaDigitavel = $"{a[..5]}.{a[5..]} {b[..5]}.{b[5..]} {c[..5]}.{c[5..]} {barcode[4]} {barcode[5..19]}",
        };
    }

    /// <summary>The document with a Pix of its amount. The longest key there is makes the largest code.</summary>
    public static BoletoDocument WithPix(BoletoDocument document, string key = "recebimentos.de.mensalidade.e.acordos@financeiro.aurora-ensino.example.com.br", string txid = "C123456N00000000000000043") =>
        document with { PixCode = ((BrCodeWriting.Written)BrCode.WriteStatic(key, document.Beneficiary.Name, "São José dos Campos", document.Amount, txid)).Payload };

    /// <summary>A year's slips of one plan, each a month after the other.</summary>
    public static List<BoletoDocument> Instalments(int count, bool pix) => [.. Enumerable.Range(1, count).Select(number =>
    {
        var slip = WithCode(Reissued with { Amount = new(350_00 + number), Charges = [], NossoNumero = $"109/{number:D8}-8", DocumentNumber = $"2026-000431/{number}" },
            $"109{number:D8}80057123457000");
        return pix ? WithPix(slip, "11.222.333/0001-81", $"C1N{number:D8}") : slip;
    })];

    private static int Modulo11(string digits)
    {
        var sum = digits.Reverse().Select((digit, i) => (digit - '0') * (2 + i % 8)).Sum();
        return 11 - sum % 11 is var result and not (0 or 1 or 10 or 11) ? result : 1;
    }

    private static string Checked(string digits)
    {
        var sum = digits.Reverse().Select((digit, i) => (digit - '0') * (2 - i % 2)).Sum(product => product / 10 + product % 10);
        return digits + (10 - sum % 10) % 10;
    }
}
