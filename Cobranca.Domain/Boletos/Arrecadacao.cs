using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// A bill of a utility, a town or a government office: 44 digits starting with 8 under the bars, 48 as people type them (four blocks
/// of eleven, each with its own digit). Recognised so that a person can be told what they hold; never issued here. It carries no due
/// date. (Guia de arrecadação.)
/// </summary>
/// <remarks>Source: FEBRABAN, Layout padrão de arrecadação com código de barras, version 4; domain facts §2.6.</remarks>
public sealed record Arrecadacao
{
    /// <summary>How many digits people type.</summary>
    public const int TypedLength = 48;

    internal const char Product = '8';
    internal const int CheckDigitAt = 3;

    private const int Block = 11;

    internal Arrecadacao(string barcode) => Barcode = barcode;

    /// <summary>The 44 digits under the bars.</summary>
    public string Barcode { get; }

    /// <summary>The kind of payee: 1 town, 2 water, 3 power and gas, 4 telephone, 5 government, 6 others, 7 traffic fines, 9 the bank's own use.</summary>
    public char Segment => Barcode[1];

    /// <summary>The kind of payee in words.</summary>
    public string SegmentName => Segment switch
    {
        '1' => "prefeitura",
        '2' => "água e saneamento",
        '3' => "energia elétrica ou gás",
        '4' => "telecomunicações",
        '5' => "órgão do governo",
        '6' => "carnê ou outra empresa",
        '7' => "multa de trânsito",
        _ => "uso do banco",
    };

    /// <summary>
    /// What the value digits hold and by which rule the check digits are made: 6 reais, 7 a quantity (mod 10); 8 reais, 9 a quantity
    /// (mod 11).
    /// </summary>
    public char ValueKind => Barcode[2];

    /// <summary>
    /// The amount to pay; null where the digits hold a quantity or a value still to be corrected (value kinds 7 and 9).
    /// </summary>
    public Money? Amount => ValueKind is '6' or '8'
        ? new Money(long.Parse(Barcode.AsSpan(4, Block), NumberStyles.None, CultureInfo.InvariantCulture))
        : null;

    /// <summary>Who receives: four digits given by FEBRABAN, or the first eight of the CNPJ in segment 6.</summary>
    public string Payee => Segment == '6' ? Barcode[15..23] : Barcode[15..19];

    /// <summary>As printed: <c>83620000001-3 23450048111-9 11111111111-3 11111111111-3</c>.</summary>
    public string Formatted => string.Join(' ', Enumerable.Range(0, 4).Select(block =>
    {
        var digits = Barcode.Substring(block * Block, Block);
        return $"{digits}-{(char)('0' + CheckDigit(Barcode[2], digits))}";
    }));

    /// <summary>As printed.</summary>
    public override string ToString() => Formatted;

    internal static bool SegmentExists(char segment) => segment is (>= '1' and <= '7') or '9';

    internal static bool ValueKindExists(char kind) => kind is >= '6' and <= '9';

    /// <summary>The digit of a block: mod 10 for value kinds 6 and 7; mod 11 for 8 and 9, where 10 and 11 are written 0 (not 1).</summary>
    internal static int CheckDigit(char valueKind, ReadOnlySpan<char> digits) =>
        valueKind is '6' or '7' ? CheckDigits.Mod10(digits) : Fold(CheckDigits.Mod11(digits));

    /// <summary>The general digit, at position 4, over the other 43.</summary>
    internal static int GeneralCheckDigit(ReadOnlySpan<char> barcode) => barcode[2] is '6' or '7'
        ? CheckDigits.Mod10Without(barcode, CheckDigitAt)
        : Fold(CheckDigits.Mod11Without(barcode, CheckDigitAt));

    private static int Fold(int complement) => complement > 9 ? 0 : complement;
}
