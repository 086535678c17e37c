using System.Buffers;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>Made-up files of every layout, the same for the same random source. Also compiled into the benchmarks.</summary>
internal static class RetornoSamples
{
    /// <summary>Every layout there is, and a bank that has none of its own.</summary>
    public static IReadOnlyList<(string Bank, CnabFormat Format)> Layouts { get; } =
    [
        .. new[] { "001", "033", "085", "104", "341", "748", "756" }.Select(bank => (bank, CnabFormat.Cnab240)),
        .. new[] { "001", "033", "077", "104", "237", "341", "422" }.Select(bank => (bank, CnabFormat.Cnab400)),
    ];

    public static RetornoHeader Header(string bank, CnabFormat format) => new()
    {
        Bank = bank, Format = format, CompanyName = "ESCOLA MODELO LTDA", GeneratedOn = new(2026, 11, 5),
        CompanyTaxId = format == CnabFormat.Cnab240 ? "11222333000181" : "",
    };

    /// <summary>A line as the layout can say it, with anything it may hold.</summary>
    public static RetornoLine Line(RetornoHeader header, Random random)
    {
        var occurrence = Pick(random, Enum.GetValues<RetornoOccurrence>());
        var code = RetornoWriter.CodeOf(header.Bank, header.Format, occurrence)
            ?? (random.Next(9) == 0 ? "ZZ" : RetornoWriter.CodeOf(header.Bank, header.Format, RetornoOccurrence.Settled)!);
        var tariff = new Money(random.Next(3) == 0 ? 0 : random.Next(1, 99_999));
        var (number, dv) = Number(header, random);
        return RetornoWriter.Fit(header, new RetornoLine
        {
            OccurrenceCode = code, NossoNumero = number, NossoNumeroDv = dv, Reasons = Reasons(header, random),
            OurId =
                Maybe(random, () => Word(random, 25)), DocumentNumber = Maybe(random, () => Word(random, 10)), Carteira = Digits(random, 1),
            DueOn = random.Next(4) == 0 ? null : Day(random), OccurredOn = Day(random), CreditOn = random.Next(3) == 0 ? null : Day(random),
            FaceValue = Amount(random), Tariff = tariff,
            Paid = random.Next(4) == 0 ? default : tariff + new Money(1) + Amount(random), Charges = Amount(random),
            Discount = Amount(random), Abatement = Amount(random), Iof = Amount(random), OtherExpenses = Amount(random), OtherCredits = Amount(random),
            ReceivingBank = Maybe(random, () => Digits(random, 3)), ReceivingAgency = Maybe(random, () => Digits(random, 4)),
            Channel =
                Maybe(random, () => header is { Bank: "104", Format: CnabFormat.Cnab400 } ? Digits(random, 3) : "B" + Digits(random, 1)),
            CompanyTaxId = random.Next(2) == 0 ? "11222333000181" : "52998224725",
            PixLocation = random.Next(3) == 0 ? "pix.example.com/qr/" + Digits(random, 9) : "",
        });
    }

    /// <summary>So many titles of one layout, as a file.</summary>
    public static byte[] File(string bank, CnabFormat format, int titles, Random random)
    {
        var header = Header(bank, format);
        var output = new ArrayBufferWriter<byte>();
        var problems = RetornoWriter.Write(header, Enumerable.Range(0, titles).Select(_ => Line(header, random)), output);
        return problems.Any ? throw new InvalidOperationException(problems.Kept[0].ToString()) : output.WrittenSpan.ToArray();
    }

    private static (string Number, string Dv) Number(RetornoHeader header, Random random) => (header.Bank, header.Format) switch
    {
        ("001", CnabFormat.Cnab240) => random.Next(2) == 0 ? (Digits(random, 17), "") : (Digits(random, 11), "X"),
        ("085", _) => (Digits(random, 13), ""),
        ("033", CnabFormat.Cnab400) => ("00000" + Digits(random, 7), Digits(random, 1)),
        ("001" or "104", _) => (Digits(random, 17), Digits(random, 1)),
        ("033", _) => (Digits(random, 12), Digits(random, 1)),
        ("077", _) => (Digits(random, 10), Digits(random, 1)),
        ("237", _) => (Digits(random, 11), "P"),
        ("756", _) => (Digits(random, 7), Digits(random, 1)),
        _ => (Digits(random, 8), Digits(random, 1)),
    };

    private static string Reasons(RetornoHeader header, Random random) => (header.Bank, header.Format) switch
    {
        ("077", _) => Maybe(random, () => "VENCIMENTO ANTERIOR A EMISSAO " + Digits(random, 4)),
        ("001", CnabFormat.Cnab400) => Maybe(random, () => Digits(random, 2)),
        ("033", CnabFormat.Cnab400) => Many(random, 3, 3),
        ("104" or "422", CnabFormat.Cnab400) => Many(random, 1, 3),
        _ => Many(random, 4, 2),
    };

    private static string Many(Random random, int most, int width) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => Digits(random, width)));

    private static string Maybe(Random random, Func<string> text) => random.Next(3) == 0 ? "" : text();

    /// <summary>The first one is not zero.</summary>
    private static string Digits(Random random, int width)
    {
        var digits = random.Next(1, 10).ToString(CultureInfo.InvariantCulture);
        while (digits.Length < width)
            digits += random.Next(10).ToString(CultureInfo.InvariantCulture);
        return digits;
    }

    private static string Word(Random random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => "ABCDEFGHIJ-/0123456789"[random.Next(22)]));

    private static Money Amount(Random random) =>
        new(random.Next(3) switch { 0 => 0, 1 => random.Next(1, 100_000), _ => random.NextInt64(1, 9_999_999_000) });

    private static DateOnly Day(Random random) => new DateOnly(2000, 1, 1).AddDays(random.Next(25_000));

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
