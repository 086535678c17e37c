using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// One field of a record as bank manuals print it: a name, the first and the last position counted from 1, both included, and how it is
/// filled. The same field writes and reads. Records are bytes of Latin-1; one trimmed of its blanks at the end reads as if they were
/// there. Reading a number, an amount or a date allocates nothing. (Campo.)
/// </summary>
public sealed class CnabField
{
    /// <summary>
    /// The first year a date of six digits may mean; the last is <see cref="LastYear"/>. 80 is 1980 and 79 is 2079: boletos exist since
    /// 1993 and are due within fifty years.
    /// </summary>
    public const int FirstYear = 1980;

    /// <summary>The last year a date of six digits may mean.</summary>
    public const int LastYear = FirstYear + 99;

    /// <summary>The most digits a number may have: what a <see cref="long"/> always holds.</summary>
    private const int MostDigits = 18;

    private CnabField(string name, int from, int through, CnabKind kind, int decimals = 0, string literal = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(through, from);
        if (kind is CnabKind.Number or CnabKind.Money or CnabKind.Percent && through - from + 1 > MostDigits)
            throw new ArgumentOutOfRangeException(nameof(through), through, "A number has at most 18 digits.");
        (Name, From, Through, Kind, Decimals, LiteralText) = (name, from, through, kind, decimals, literal);
        Where = from == through ? $"{name} ({from})" : $"{name} ({from}-{through})";
    }

    /// <summary>The name, in Portuguese: <c>Nosso número</c>.</summary>
    public string Name { get; }

    /// <summary>The first position, from 1.</summary>
    public int From { get; }

    /// <summary>The last position, included.</summary>
    public int Through { get; }

    /// <summary>How many positions.</summary>
    public int Width => Through - From + 1;

    /// <summary>How it is filled.</summary>
    public CnabKind Kind { get; }

    /// <summary>Decimal places of an amount (2) or a percentage; 0 otherwise.</summary>
    public int Decimals { get; }

    /// <summary>What a literal always holds; empty for the others.</summary>
    public string LiteralText { get; }

    /// <summary>The name with the positions, as problems show it: <c>Nosso número (38-57)</c>.</summary>
    public string Where { get; }

    /// <summary>A count or a number of at most 18 digits.</summary>
    public static CnabField Number(string name, int from, int through) => new(name, from, through, CnabKind.Number);

    /// <summary>Digits that name something.</summary>
    public static CnabField Digits(string name, int from, int through) => new(name, from, through, CnabKind.Digits);

    /// <summary>Words, which are cut where they do not fit.</summary>
    public static CnabField Text(string name, int from, int through) => new(name, from, through, CnabKind.Text);

    /// <summary>Characters that must come back as sent.</summary>
    public static CnabField Code(string name, int from, int through) => new(name, from, through, CnabKind.Code);

    /// <summary>Reais with two decimal places.</summary>
    public static CnabField Money(string name, int from, int through) => new(name, from, through, CnabKind.Money, 2);

    /// <summary>A percentage with so many decimal places.</summary>
    public static CnabField Percent(string name, int from, int through, int decimals) => new(name, from, through, CnabKind.Percent, decimals);

    /// <summary>A date of eight digits.</summary>
    public static CnabField Date8(string name, int from) => new(name, from, from + 7, CnabKind.Date8);

    /// <summary>A date of six digits.</summary>
    public static CnabField Date6(string name, int from) => new(name, from, from + 5, CnabKind.Date6);

    /// <summary>The same ASCII characters in every record.</summary>
    public static CnabField Literal(string name, int from, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new(name, from, from + text.Length - 1, CnabKind.Literal, literal: text);
    }

    /// <summary>The field's bytes; fewer than <see cref="Width"/>, down to none, where the record is trimmed.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> record) =>
        record.Length >= Through ? record[(From - 1)..Through] : record.Length < From ? default : record[(From - 1)..];

    /// <summary>True when the field has nothing but blanks.</summary>
    public bool IsBlank(ReadOnlySpan<byte> record) => !Of(record).ContainsAnyExcept((byte)' ');

    /// <summary>True when the field has nothing but blanks or zeros.</summary>
    public bool IsBlankOrZero(ReadOnlySpan<byte> record) => !Of(record).ContainsAnyExcept((byte)' ', (byte)'0');

    /// <summary>True when the field reads exactly so, blanks behind left out.</summary>
    public bool Holds(ReadOnlySpan<byte> record, ReadOnlySpan<byte> text) => Of(record).TrimEnd((byte)' ').SequenceEqual(text.TrimEnd((byte)' '));

    /// <summary>The words, as Latin-1, without the blanks around them.</summary>
    public string ReadText(ReadOnlySpan<byte> record)
    {
        var bytes = Of(record).Trim((byte)' ');
        return bytes.IsEmpty ? "" : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>
    /// Reads a number; blanks in front of the digits count as zeros, and a field of blanks is 0. False for anything else, blanks behind
    /// digits included: they would have moved the number.
    /// </summary>
    public bool TryReadNumber(ReadOnlySpan<byte> record, out long value)
    {
        value = 0;
        var bytes = Of(record);
        var blanks = 0;
        while (blanks < bytes.Length && bytes[blanks] == ' ')
            blanks++;
        if (blanks == bytes.Length)
            return true;
        if (bytes.Length < Width || Width > MostDigits)
            return false;
        for (var i = blanks; i < bytes.Length; i++)
        {
            var digit = bytes[i] - '0';
            if ((uint)digit > 9)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }

    /// <summary>Reads an amount, as <see cref="TryReadNumber"/> reads its centavos.</summary>
    public bool TryReadMoney(ReadOnlySpan<byte> record, out Money value)
    {
        var read = TryReadNumber(record, out var centavos);
        value = new(centavos);
        return read;
    }

    /// <summary>Reads a percentage: 2,00 from <c>00200</c> with two places.</summary>
    public bool TryReadPercent(ReadOnlySpan<byte> record, out decimal value)
    {
        var read = TryReadNumber(record, out var units);
        value = new((int)units, (int)(units >> 32), 0, false, (byte)Decimals);
        return read;
    }

    /// <summary>Reads a date; null for zeros or blanks. False for anything else that is no day of the calendar.</summary>
    public bool TryReadDate(ReadOnlySpan<byte> record, out DateOnly? value)
    {
        value = null;
        var bytes = Of(record);
        if (!bytes.ContainsAnyExcept((byte)'0', (byte)' '))
            return true;
        if (bytes.Length < Width || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        var day = Two(bytes, 0);
        var month = Two(bytes, 2);
        var year = Kind == CnabKind.Date8 ? Two(bytes, 4) * 100 + Two(bytes, 6) : Century(Two(bytes, 4));
        if (year is < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        value = new(year, month, day);
        return true;
    }

    /// <summary>What to call it in an error: <see cref="Where"/>.</summary>
    public override string ToString() => Where;

    /// <summary>Fills it with what stands there when nothing is given: the literal, zeros for what counts, blanks for words.</summary>
    internal void Clear(Span<byte> record)
    {
        var bytes = record[(From - 1)..Through];
        if (Kind == CnabKind.Literal)
            Encoding.ASCII.GetBytes(LiteralText, bytes);
        else
            bytes.Fill((byte)(Kind is CnabKind.Text or CnabKind.Code ? ' ' : '0'));
    }

    /// <summary>Writes a number; the reason in Portuguese when it does not fit, and then nothing is written.</summary>
    internal string? Write(Span<byte> record, long value)
    {
        if (value < 0)
            return "O valor não pode ser negativo.";
        var bytes = record[(From - 1)..Through];
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        if (count > bytes.Length)
            return $"O valor tem {count} números e o campo, {bytes.Length}: confira o valor ou envie-o de outra forma ao banco.";
        bytes[..^count].Fill((byte)'0');
        digits[..count].CopyTo(bytes[^count..]);
        return null;
    }

    /// <summary>Writes a date, zeros for none; the reason when the field cannot hold its year.</summary>
    internal string? Write(Span<byte> record, DateOnly? date)
    {
        var bytes = record[(From - 1)..Through];
        if (date is not { } day)
        {
            bytes.Fill((byte)'0');
            return null;
        }
        if (Kind == CnabKind.Date6 && day.Year is < FirstYear or > LastYear)
            return $"A data vai de {FirstYear} a {LastYear}: o campo tem só os dois últimos números do ano.";
        Two(bytes, 0, day.Day);
        Two(bytes, 2, day.Month);
        if (Kind == CnabKind.Date8)
            Two(bytes, 4, day.Year / 100);
        Two(bytes, Width - 2, day.Year % 100);
        return null;
    }

    /// <summary>Writes a percentage; the reason when it has more decimal places than the field.</summary>
    internal string? WritePercent(Span<byte> record, decimal percent)
    {
        var units = percent;
        for (var i = 0; i < Decimals; i++)
            units *= 10;
        return decimal.Truncate(units) != units ? $"O percentual tem mais de {Decimals} casas decimais: arredonde-o antes."
            : units > long.MaxValue ? "O percentual não cabe no campo: confira o valor."
            : Write(record, (long)units);
    }

    /// <summary>Writes words, digits or a code; the reason when digits or a code do not fit.</summary>
    internal string? Write(Span<byte> record, ReadOnlySpan<char> text)
    {
        var bytes = record[(From - 1)..Through];
        if (Kind == CnabKind.Text)
        {
            CnabText.Write(text, bytes);
            return null;
        }
        if (text.Length > bytes.Length)
            return $"São {text.Length} caracteres e o campo tem {bytes.Length}: use um código mais curto.";
        if (Kind == CnabKind.Code)
        {
            if (text.ContainsAnyExceptInRange(' ', '~') || text is [' ', ..] or [.., ' '])
                return "O código tem acento, espaço nas pontas ou outro caractere que o banco não devolve igual: use letras sem acento e números.";
            Encoding.ASCII.GetBytes(text, bytes);
            bytes[text.Length..].Fill((byte)' ');
            return null;
        }
        if (text.ContainsAnyExceptInRange('0', '9'))
            return "O campo aceita só números.";
        bytes[..^text.Length].Fill((byte)'0');
        Encoding.ASCII.GetBytes(text, bytes[^text.Length..]);
        return null;
    }

    private static int Century(int year) => year + (year < FirstYear % 100 ? 2000 : 1900);

    private static int Two(ReadOnlySpan<byte> bytes, int at) => (bytes[at] - '0') * 10 + bytes[at + 1] - '0';

    private static void Two(Span<byte> bytes, int at, int value)
    {
        bytes[at] = (byte)('0' + value / 10);
        bytes[at + 1] = (byte)('0' + value % 10);
    }
}
