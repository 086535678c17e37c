using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// The 44 digits under the bars of a bank slip, printed as ITF 2 of 5: bank (1-3), currency 9 (4), general digit (5), fator (6-9),
/// amount in centavos (10-19), and 25 digits the bank fills by its own rules (20-44). An instance is always whole and its digit
/// right. (Código de barras.)
/// </summary>
/// <remarks>Source: Itaú, Especificação de boleto; domain facts §2.1.</remarks>
public sealed record Barcode
{
    /// <summary>How many digits there are.</summary>
    public const int Length = 44;

    /// <summary>How many digits the bank fills by its own rules.</summary>
    public const int CampoLivreLength = 25;

    internal const char Reais = '9';
    internal const int CheckDigitAt = 4;

    private const int FatorAt = 5;
    private const int AmountAt = 9;
    private const int CampoLivreAt = 19;

    internal Barcode(string digits) => Digits = digits;

    /// <summary>R$ 99.999.999,99: the largest amount the ten digits can say.</summary>
    public static Money HighestAmount { get; } = new(9_999_999_999);

    /// <summary>The 44 digits.</summary>
    public string Digits { get; }

    /// <summary>The three-digit code of the bank: <c>341</c>.</summary>
    public string Bank => Digits[..3];

    /// <summary>The general check digit (position 5).</summary>
    public char CheckDigit => Digits[CheckDigitAt];

    /// <summary>The fator de vencimento; below 1000 it is not one, and its digits belong to <see cref="Amount"/>.</summary>
    public int Fator => int.Parse(Digits.AsSpan(FatorAt, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// The amount; zero when whoever pays fills it in. A slip without a fator writes amounts above
    /// <see cref="HighestAmount"/> into the fator's digits too, and is read so.
    /// </summary>
    public Money Amount
    {
        get
        {
            var start = Fator < FatorVencimento.Lowest ? FatorAt : AmountAt;
            return new(long.Parse(Digits.AsSpan(start, CampoLivreAt - start), NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The 25 digits that are the bank's own.</summary>
    public string CampoLivre => Digits[CampoLivreAt..];

    /// <summary>Puts a barcode together and computes its general digit.</summary>
    /// <param name="bank">Three digits.</param>
    /// <param name="fator">From <see cref="FatorVencimento.Encode"/>, or 0 for none.</param>
    /// <param name="amount">From zero (open) to <see cref="HighestAmount"/>.</param>
    /// <param name="campoLivre">25 digits.</param>
    /// <exception cref="ArgumentException">A part does not have the promised form.</exception>
    public static Barcode Create(string bank, int fator, Money amount, ReadOnlySpan<char> campoLivre)
    {
        ArgumentNullException.ThrowIfNull(bank);
        if (bank.Length != 3 || !AreDigits(bank))
            throw new ArgumentException("A bank has three digits.", nameof(bank));
        if (fator != 0 && fator is < FatorVencimento.Lowest or > FatorVencimento.Highest)
            throw new ArgumentOutOfRangeException(nameof(fator), fator, "A fator lies from 1000 to 9999; 0 stands for none.");
        if (amount.Centavos < 0 || amount > HighestAmount)
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "The amount does not fit the barcode.");
        if (campoLivre.Length != CampoLivreLength || !AreDigits(campoLivre))
            throw new ArgumentException("The campo livre has 25 digits.", nameof(campoLivre));

        Span<char> digits = stackalloc char[Length];
        bank.CopyTo(digits);
        digits[3] = Reais;
        Write(fator, digits[FatorAt..AmountAt]);
        Write(amount.Centavos, digits[AmountAt..CampoLivreAt]);
        campoLivre.CopyTo(digits[CampoLivreAt..]);
        digits[CheckDigitAt] = (char)('0' + CheckDigits.OfBarcode(digits));
        return new(new string(digits));
    }

    /// <summary>
    /// A bank slip's barcode from its 44 digits; false when anything is wrong with it. <see cref="BoletoCode.Read"/> also takes
    /// punctuation and says what is wrong.
    /// </summary>
    public static bool TryParse(string? digits, [NotNullWhen(true)] out Barcode? barcode)
    {
        barcode = digits is { Length: Length } && AreDigits(digits) && IsWhole(digits) ? new(digits) : null;
        return barcode is not null;
    }

    /// <summary>The same slip as people type it.</summary>
    public LinhaDigitavel ToLinhaDigitavel() => LinhaDigitavel.Of(this);

    /// <summary>The 44 digits.</summary>
    public override string ToString() => Digits;

    private static bool IsWhole(ReadOnlySpan<char> digits) =>
        digits[0] != Arrecadacao.Product && digits[3] == Reais && digits[CheckDigitAt] - '0' == CheckDigits.OfBarcode(digits);

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static void Write(long value, Span<char> into)
    {
        for (var i = into.Length - 1; i >= 0; i--, value /= 10)
            into[i] = (char)('0' + value % 10);
    }
}
