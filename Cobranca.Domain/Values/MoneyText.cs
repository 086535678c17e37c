using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>What <c>1.234</c> and <c>1,234</c> mean in a file. (Separador decimal.)</summary>
public enum DecimalReading
{
    /// <summary>Not known: an amount that reads two ways is refused.</summary>
    Unambiguous,

    /// <summary>The comma is decimal and the point groups thousands, as in Brazil: <c>1.234</c> is R$ 1.234,00.</summary>
    Comma,

    /// <summary>The point is decimal and the comma groups thousands: <c>1,234</c> is R$ 1.234,00.</summary>
    Dot,
}

/// <summary>What an amount says, alone, about the decimal separator of its file. (Notação.)</summary>
public enum AmountNotation
{
    /// <summary>No amount at all.</summary>
    Invalid,

    /// <summary>No separator: <c>1234</c> reads one way and says nothing about the others.</summary>
    Whole,

    /// <summary>The comma is decimal or the point groups: <c>1.234,56</c>, <c>1234,5</c>, <c>1.234.567</c>.</summary>
    CommaDecimal,

    /// <summary>The point is decimal or the comma groups: <c>1,234.56</c>, <c>1234.5</c>, <c>1,234,567</c>.</summary>
    DotDecimal,

    /// <summary>Reads two ways: <c>1.234</c>, <c>1,234</c>.</summary>
    Ambiguous,
}

/// <summary>Amounts as portfolio files write them. (Valor escrito.)</summary>
public static class MoneyText
{
    /// <summary>The largest amount taken, what a boleto's barcode can carry with room to spare: R$ 9.999.999.999,99.</summary>
    public static Money Largest { get; } = new(999_999_999_999);

    private const int MaxLength = 40;

    /// <summary>
    /// What <paramref name="text"/> says about the decimal separator, so that an importer can learn a file's from the rows that read one
    /// way only. <see cref="AmountNotation.Invalid"/> is what <see cref="Money.TryParse"/> refuses under every reading.
    /// </summary>
    public static AmountNotation Classify(string? text)
    {
        var problem = Scan(text, out var amount);
        if (problem is not null)
            return AmountNotation.Invalid;
        if (amount.Notation != AmountNotation.Ambiguous)
            return TryConvert(amount, out _, out _) ? amount.Notation : AmountNotation.Invalid;
        return amount.Notation;
    }

    internal static bool TryParse(string? text, DecimalReading reading, out Money value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        problem = Scan(text, out var amount);
        if (problem is not null)
            return false;
        if (amount.Notation != AmountNotation.Ambiguous)
            return TryConvert(amount, out value, out problem);
        if (reading == DecimalReading.Unambiguous)
        {
            problem = $"Valor {amount.Whole}{amount.Separator}{amount.Fraction} pode ser lido de dois jeitos: "
                + "escreva com centavos, como 1.234,00, ou diga com --decimal qual é o separador decimal do arquivo.";
            return false;
        }
        var separatorIsDecimal = (amount.Separator == ',') == (reading == DecimalReading.Comma);
        return TryConvert(separatorIsDecimal ? amount : amount.AsGrouped(), out value, out problem);
    }

    /// <summary>An amount taken apart: digits before and after the separator that may be decimal.</summary>
    private readonly ref struct Amount
    {
        public AmountNotation Notation { get; init; }
        public string Whole { get; init; }
        public string Fraction { get; init; }
        public char Separator { get; init; }

        public Amount AsGrouped() => new() { Notation = Notation, Whole = Whole + Fraction, Fraction = "", Separator = Separator };
    }

    private static string? Scan(string? raw, out Amount amount)
    {
        amount = default;
        var text = Keyed.Trim(raw);
        if (text.IsEmpty)
            return "Valor vazio: informe o valor em reais, como 1.234,56.";
        if (text.Length > MaxLength)
            return "Valor longo demais: informe só o valor em reais, como 1.234,56.";
        if (text.StartsWith("R$", StringComparison.OrdinalIgnoreCase))
            text = Keyed.Trim(text[2..]);
        if (text.IsEmpty)
            return "Valor vazio: informe o valor em reais, como 1.234,56.";
        if (text[0] is '-' or '\u2212' or '(' || text[^1] is '-' or '\u2212')
            return "Valor negativo: informe um valor a partir de zero.";
        if (char.IsAsciiDigit(text[0]) && text.IndexOfAny('e', 'E') > 0 && !text.ContainsAnyExcept("0123456789.,eE+-"))
            return "Valor em notação científica, provavelmente alterado por uma planilha: formate a coluna como número com 2 casas.";
        if (text.ContainsAnyExcept("0123456789.,"))
            return "Valor com caractere que não é número: informe só o valor em reais, como 1.234,56.";
        if (!char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
            return "Valor com vírgula ou ponto sem número ao lado: informe como 0,50 ou 10,00.";

        var last = text.LastIndexOfAny('.', ',');
        if (last < 0)
        {
            amount = new() { Notation = AmountNotation.Whole, Whole = text.ToString(), Fraction = "" };
            return null;
        }
        var separator = text[last];
        var head = text[..last];
        var tail = text[(last + 1)..];
        var first = head.IndexOfAny('.', ',');
        if (first < 0)
        {
            amount = new()
            {
                Notation = tail.Length == 3 && head.Length <= 3 && head[0] != '0' ? AmountNotation.Ambiguous : Decimal(separator),
                Whole = head.ToString(),
                Fraction = tail.ToString(),
                Separator = separator,
            };
            return null;
        }
        if (head[first] == separator)
        {
            // The same sign twice groups thousands, all the way to the end.
            if (!IsGrouped(text, separator))
                return GroupingProblem;
            amount = new() { Notation = Decimal(Other(separator)), Whole = Without(text, separator), Fraction = "" };
            return null;
        }
        if (!IsGrouped(head, Other(separator)))
            return GroupingProblem;
        amount = new()
        {
            Notation = Decimal(separator),
            Whole = Without(head, Other(separator)),
            Fraction = tail.ToString(),
            Separator = separator,
        };
        return null;
    }

    private static bool TryConvert(Amount amount, out Money value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var whole = amount.Whole.AsSpan().TrimStart('0');
        problem = amount.Fraction.Length > 2 ? "Valor com mais de 2 casas decimais: informe reais e centavos, como 1.234,56."
            : whole.Length > 10 ? $"Valor acima de {Largest}: confira o número."
            : null;
        if (problem is not null)
            return false;
        var reais = whole.IsEmpty ? 0 : long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        var centavos = int.Parse(amount.Fraction.PadRight(2, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        value = new(reais * 100 + centavos);
        return true;
    }

    private const string GroupingProblem = "Valor com pontos e vírgulas fora do lugar: informe como 1.234,56 ou 1234,56.";

    /// <summary>1 to 3 digits not starting with zero, then groups of exactly 3.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text, char separator)
    {
        var first = text.IndexOf(separator);
        if (first is < 1 or > 3 || text[0] == '0' || (text.Length - first) % 4 != 0)
            return false;
        for (var i = first; i < text.Length; i++)
        {
            if ((i - first) % 4 == 0 ? text[i] != separator : !char.IsAsciiDigit(text[i]))
                return false;
        }
        return true;
    }

    private static string Without(ReadOnlySpan<char> text, char separator) =>
        text.ToString().Replace(separator.ToString(), "", StringComparison.Ordinal);

    private static char Other(char separator) => separator == ',' ? '.' : ',';

    private static AmountNotation Decimal(char separator) => separator == ',' ? AmountNotation.CommaDecimal : AmountNotation.DotDecimal;
}
