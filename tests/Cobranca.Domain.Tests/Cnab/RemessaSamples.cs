using System.Buffers;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>The titles of <c>../shared/vectors/remessa</c>, inline, and what turns requests into lines and back.</summary>
internal static class RemessaSamples
{
    public static readonly DateTime GeneratedAt = new(2026, 11, 21, 21, 38, 4, DateTimeKind.Unspecified);

    public static readonly TaxId Company = TaxId.Parse("86875666000109");

    private static readonly RemessaPayer Maria = new(
        "Maria de Souza Teste", TaxId.Parse("44331610128"), "Rua das Flores 123 Apto 4", "Centro", Cep.Parse("01013020"), "São Paulo", Uf.Parse("SP"));

    private static readonly RemessaPayer Comercio = new(
        "Comércio Teste Ltda", TaxId.Parse("71738978000101"), "Av Brasil 4567", "Jardim América", Cep.Parse("80010000"), "Curitiba", Uf.Parse("PR"));

    private static readonly RemessaPayer Jose = new(
        "José Antônio da Conceição e Silva Pereira dos Santos", TaxId.Parse("44331610128"), "Travessa Conceição 9 Fundos", "Vila Nova",
        Cep.Parse("30110000"), "Belo Horizonte", Uf.Parse("MG"));

    /// <summary>Three entries: with fine and interest, with a discount too, and with neither.</summary>
    public static RemessaInstruction.Entry[] Entries(Func<int, string> nossoNumero) =>
    [
        Entry(nossoNumero(1001), 1, Maria, 15000, new(2026, 12, 10)),
        Entry(nossoNumero(1002), 2, Comercio, 123456, new(2027, 1, 31)) with { Discount = new(new(3456), new(2027, 1, 20)) },
        Entry(nossoNumero(1003), 3, Jose, 99, new(2027, 2, 28)) with { Fine = null, Interest = null },
    ];

    /// <summary>A negotiated value: charges inside it, payable until its due date and no longer.</summary>
    public static RemessaInstruction.Entry Reissued(string nossoNumero) =>
        Entry(nossoNumero, 4, Maria, 127859, new(2026, 12, 1)) with { Fine = null, Interest = null, PayableThrough = new(2026, 12, 1) };

    public static RemessaInstruction.ValueChange ValueChange(string nossoNumero) => new()
    {
        NossoNumero = nossoNumero, OurId = "ACORDO000005", DocumentNumber = "ACD005", Amount = new(20000), DueOn = new(2026, 12, 1),
    };

    public static IReadOnlyList<RemessaProblem> Problems(RemessaRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        var refused = Assert.IsType<RemessaOutcome.Refused>(RemessaWriter.Write(request, output));
        Assert.Equal(0, output.WrittenCount);
        return refused.Problems;
    }

    public static RemessaRequest Request(string bank, CnabFormat format, BoletoAccount account, params IReadOnlyList<RemessaInstruction> instructions) => new()
    {
        BankCode = bank, Format = format, BeneficiaryName = "Portal Acordos Teste Ltda", BeneficiaryTaxId = Company, Account = account, Sequence = 1,
        GeneratedAt = GeneratedAt, Instructions = instructions,
    };

    public static string[] Write(RemessaRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        var outcome = RemessaWriter.Write(request, output);
        Assert.True(outcome is RemessaOutcome.Written, outcome is RemessaOutcome.Refused refused ? string.Join('\n', refused.Problems) : "");
        return Lines(output.WrittenSpan);
    }

    public static byte[] Bytes(RemessaRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.IsType<RemessaOutcome.Written>(RemessaWriter.Write(request, output));
        return output.WrittenSpan.ToArray();
    }

    public static RemessaReading Read(IEnumerable<string> lines) => Read(Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))));

    public static RemessaReading Read(byte[] bytes) => RemessaReader.Read(new MemoryStream(bytes));

    public static IReadOnlyList<CnabProblem> Refusal(RemessaReading reading) => Assert.IsType<RemessaReading.Refused>(reading).Problems;

    public static RemessaFile File(RemessaReading reading)
    {
        Assert.True(reading is RemessaReading.Read, reading is RemessaReading.Refused refused ? string.Join('\n', refused.Problems) : "");
        return ((RemessaReading.Read)reading).File;
    }

    private static string[] Lines(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        return text[..^2].Split("\r\n");
    }

    private static RemessaInstruction.Entry Entry(string nossoNumero, int number, RemessaPayer payer, long centavos, DateOnly dueOn) => new()
    {
        NossoNumero = nossoNumero, OurId = $"ACORDO00000{number}", DocumentNumber = $"ACD00{number}", Amount = new(centavos), DueOn = dueOn,
        IssuedOn = new(2026, 11, 21), Especie = BoletoEspecie.DM, Payer = payer, Fine = new RemessaFine.Percent(Rate.Percent(2)),
        Interest = new RemessaInterest.Monthly(Rate.Percent(1)),
    };
}
