using System.Text;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// Reads what a person typed or a scanner saw: the linha digitável (47) or barcode (44) of a bank slip, or those of an arrecadação
/// (48 and 44). Punctuation and spaces are left out wherever they stand. (Código do boleto.)
/// </summary>
public static class BoletoCode
{
    /// <summary>Says what the digits are, or everything that is wrong with them.</summary>
    /// <param name="typed">Any text.</param>
    /// <param name="asOf">The day of reading: a fator means a date only near a known day.</param>
    public static CodeReading Read(string? typed, DateOnly asOf)
    {
        Span<char> buffer = stackalloc char[Arrecadacao.TypedLength];
        var count = 0;
        foreach (var rune in typed.AsSpan().EnumerateRunes())
        {
            if (rune.Value is >= '0' and <= '9')
            {
                if (count < buffer.Length)
                    buffer[count] = (char)rune.Value;
                count++;
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                return Refuse(new CodeRefusal.UnexpectedCharacter(rune.ToString(), count));
            }
        }

        ReadOnlySpan<char> digits = buffer[..Math.Min(count, buffer.Length)];
        return count switch
        {
            0 => Refuse(new CodeRefusal.Empty()),
            LinhaDigitavel.Length when digits[0] == Arrecadacao.Product => Refuse(new CodeRefusal.StartAndLengthDisagree(digits[0], count)),
            LinhaDigitavel.Length => ReadLinha(digits, asOf),
            Barcode.Length => digits[0] == Arrecadacao.Product ? ReadBill(digits) : ReadBarcode(digits, asOf),
            Arrecadacao.TypedLength => ReadTypedBill(digits),
            _ => Refuse(new CodeRefusal.WrongLength(count)),
        };
    }

    private static CodeReading ReadLinha(ReadOnlySpan<char> digits, DateOnly asOf)
    {
        var reasons = new List<CodeRefusal>();
        if (digits[3] != Barcode.Reais)
            reasons.Add(new CodeRefusal.NotInReais(4, digits[3]));
        for (var field = 1; field <= 3; field++)
        {
            var (start, check) = LinhaDigitavel.Field(field);
            AddUnlessRight(CodePart.Field1 + (field - 1), check, CheckDigits.Mod10(digits[start..check]), digits[check], reasons);
        }
        if (reasons.Count > 0)
            return new CodeReading.Refused(reasons); // the general digit would only repeat that something is wrong

        var barcode = LinhaDigitavel.BarcodeDigits(digits);
        AddUnlessRight(CodePart.DueDateAndAmount, LinhaDigitavel.CheckDigitAt, CheckDigits.OfBarcode(barcode), barcode[Barcode.CheckDigitAt], reasons);
        return reasons.Count > 0 ? new CodeReading.Refused(reasons) : Slip(barcode, asOf);
    }

    private static CodeReading ReadBarcode(ReadOnlySpan<char> digits, DateOnly asOf)
    {
        var reasons = new List<CodeRefusal>();
        if (digits[3] != Barcode.Reais)
            reasons.Add(new CodeRefusal.NotInReais(4, digits[3]));
        AddUnlessRight(CodePart.Whole, Barcode.CheckDigitAt, CheckDigits.OfBarcode(digits), digits[Barcode.CheckDigitAt], reasons);
        return reasons.Count > 0 ? new CodeReading.Refused(reasons) : Slip(new(digits), asOf);
    }

    private static CodeReading ReadTypedBill(ReadOnlySpan<char> digits)
    {
        if (digits[0] != Arrecadacao.Product)
            return Refuse(new CodeRefusal.StartAndLengthDisagree(digits[0], digits.Length));
        if (UnknownKind(digits) is { } unknown)
            return Refuse(unknown);

        var reasons = new List<CodeRefusal>();
        Span<char> barcode = stackalloc char[Barcode.Length];
        for (var block = 0; block < 4; block++)
        {
            var guarded = digits.Slice(block * 12, 11);
            var check = block * 12 + 11;
            AddUnlessRight(CodePart.Block1 + block, check, Arrecadacao.CheckDigit(digits[2], guarded), digits[check], reasons);
            guarded.CopyTo(barcode[(block * 11)..]);
        }
        return reasons.Count > 0 ? new CodeReading.Refused(reasons) : ReadBill(barcode);
    }

    private static CodeReading ReadBill(ReadOnlySpan<char> barcode)
    {
        if (UnknownKind(barcode) is { } unknown)
            return Refuse(unknown);
        var reasons = new List<CodeRefusal>();
        AddUnlessRight(CodePart.Whole, Arrecadacao.CheckDigitAt, Arrecadacao.GeneralCheckDigit(barcode), barcode[Arrecadacao.CheckDigitAt], reasons);
        return reasons.Count > 0 ? new CodeReading.Refused(reasons) : new CodeReading.Bill(new(new string(barcode)));
    }

    private static CodeRefusal? UnknownKind(ReadOnlySpan<char> digits) =>
        !Arrecadacao.SegmentExists(digits[1]) ? new CodeRefusal.UnknownSegment(digits[1])
        : !Arrecadacao.ValueKindExists(digits[2]) ? new CodeRefusal.UnknownValueKind(digits[2])
        : null;

    private static CodeReading.BankSlip Slip(string digits, DateOnly asOf)
    {
        var barcode = new Barcode(digits);
        return new(barcode, FatorVencimento.Decode(barcode.Fator, asOf));
    }

    private static void AddUnlessRight(CodePart part, int index, int expected, char found, List<CodeRefusal> reasons)
    {
        if (found - '0' != expected)
            reasons.Add(new CodeRefusal.WrongCheckDigit(part, index + 1, expected, found - '0'));
    }

    private static CodeReading.Refused Refuse(CodeRefusal reason) => new([reason]);
}
