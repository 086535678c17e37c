namespace Cobranca.Domain.Cnab;

/// <summary>
/// Words as banks take them: capital letters, digits and marks of plain ASCII. One character becomes exactly one, so that what stands
/// behind never moves; accents that are characters of their own are dropped, and what has no likeness becomes a blank. (Texto do registro.)
/// </summary>
public static class CnabText
{
    /// <summary>What U+00A0 to U+017F become: accented Latin letters and a few marks.</summary>
    private const string Latin =
        "          A\" -  O 23'U . 1O\"    " +
        "AAAAAAACEEEEIIIIDNOOOOOXOUUUUYTS" +
        "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTY" +
        "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGG" +
        "GGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL" +
        "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSS" +
        "SSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>Writes the words on the left and fills with blanks; what does not fit is cut.</summary>
    public static void Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var at = 0;
        foreach (var character in text)
        {
            if (at == destination.Length)
                return;
            if (character is < '\u0300' or > '\u036F')
                destination[at++] = (byte)Plain(character);
        }
        destination[at..].Fill((byte)' ');
    }

    /// <summary>The words as they come back from a record wide enough: capitals, no accents, no blanks around.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        Span<char> buffer = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        foreach (var character in text)
            if (character is < '\u0300' or > '\u036F')
                buffer[count++] = Plain(character);
        return buffer[..count].Trim(' ').ToString();
    }

    private static char Plain(char character) => character switch
    {
        >= 'a' and <= 'z' => (char)(character - 32),
        >= ' ' and <= '~' => character,
        >= '\u00A0' and <= '\u017F' => Latin[character - '\u00A0'],
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
        '\u2018' or '\u2019' or '\u201B' or '\u2032' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u2033' => '"',
        _ => ' ',
    };
}
