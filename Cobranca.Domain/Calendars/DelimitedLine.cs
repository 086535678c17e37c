using System.Text;

namespace Cobranca.Domain.Calendars;

/// <summary>One line of a small CSV separated by semicolons. (Linha de CSV.)</summary>
internal static class DelimitedLine
{
    /// <summary>
    /// The fields of a line, trimmed; quotes around a field are dropped and doubled inside it. False when a quote is not closed: a field
    /// does not run over lines here.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<char> line, out List<string> fields)
    {
        fields = [];
        var field = new StringBuilder();
        var (quoted, blank) = (false, true);
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"' && (quoted || blank))
            {
                quoted = !quoted;
                blank = false;
            }
            else if (line[i] == ';' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
                blank = true;
            }
            else
            {
                field.Append(line[i]);
                blank &= char.IsWhiteSpace(line[i]);
            }
        }
        fields.Add(field.ToString().Trim());
        return !quoted;
    }
}
