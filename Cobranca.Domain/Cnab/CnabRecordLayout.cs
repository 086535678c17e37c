using System.Collections.Immutable;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// One kind of record: its name, its width and its fields in order, none over another. What no field covers is blank. (Registro.)
/// </summary>
public sealed class CnabRecordLayout
{
    private readonly byte[] empty;

    /// <summary>A record of the given fields.</summary>
    /// <param name="name">As the manual calls it: <c>Segmento P</c>.</param>
    /// <param name="width">240 or 400.</param>
    /// <param name="fields">In the order of their positions.</param>
    /// <exception cref="ArgumentException">Two fields share a position, or one ends outside the record.</exception>
    public CnabRecordLayout(string name, int width, params ReadOnlySpan<CnabField> fields)
    {
        (Name, Width, Fields) = (name, width, [.. fields]);
        empty = new byte[width];
        empty.AsSpan().Fill((byte)' ');
        var last = 0;
        foreach (var field in fields)
        {
            if (field.From <= last || field.Through > width)
                throw new ArgumentException($"{name}: {field} begins inside the field before it or ends outside the record.", nameof(fields));
            last = field.Through;
            field.Clear(empty);
        }
    }

    /// <summary>As the manual calls it.</summary>
    public string Name { get; }

    /// <summary>Positions, without the end of line.</summary>
    public int Width { get; }

    /// <summary>Its fields, in order.</summary>
    public ImmutableArray<CnabField> Fields { get; }

    /// <summary>The same record with these fields in place of those they lie over.</summary>
    public CnabRecordLayout With(params ReadOnlySpan<CnabField> own)
    {
        var fields = own.ToArray();
        return new(Name, Width, [.. Fields.Where(field => !fields.Any(one => one.From <= field.Through && field.From <= one.Through))
            .Concat(fields).OrderBy(field => field.From)]);
    }

    /// <summary>The record with nothing in it: literals, zeros where it counts, blanks elsewhere.</summary>
    internal ReadOnlySpan<byte> Empty => empty;
}
