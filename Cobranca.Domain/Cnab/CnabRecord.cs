using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// A record being written. What does not fit becomes a problem with the record's and the field's name; the file is then refused as a
/// whole, so what stands in the field no longer matters. (Registro em escrita.)
/// </summary>
public readonly ref struct CnabRecord
{
    private readonly CnabRecordLayout layout;
    private readonly Span<byte> bytes;
    private readonly int line;
    private readonly CnabProblems problems;

    /// <summary>Begins an empty record over the bytes, which are exactly as wide as it is.</summary>
    public CnabRecord(CnabRecordLayout layout, Span<byte> bytes, int line, CnabProblems problems)
    {
        this.layout = layout;
        this.bytes = bytes;
        this.line = line;
        this.problems = problems;
        layout.Empty.CopyTo(bytes);
    }

    /// <summary>Writes a number.</summary>
    public void Put(CnabField field, long value) => Check(field, Demand(field, CnabKind.Number).Write(bytes, value));

    /// <summary>Writes an amount.</summary>
    public void Put(CnabField field, Money value) => Check(field, Demand(field, CnabKind.Money).Write(bytes, value.Centavos));

    /// <summary>Writes a date; zeros for none.</summary>
    public void Put(CnabField field, DateOnly? value) => Check(field, Demand(field, CnabKind.Date8, CnabKind.Date6).Write(bytes, value));

    /// <summary>Writes words (cut), or digits or a code (refused where they do not fit). Missing text leaves the field as it is.</summary>
    public void Put(CnabField field, string? text)
    {
        if (text is not null)
            Check(field, Demand(field, CnabKind.Text, CnabKind.Code, CnabKind.Digits).Write(bytes, text.AsSpan()));
    }

    /// <summary>Writes a percentage.</summary>
    public void PutPercent(CnabField field, decimal percent) => Check(field, Demand(field, CnabKind.Percent).WritePercent(bytes, percent));

    /// <summary>Refuses the field for a reason of the layout.</summary>
    public void Refuse(CnabField field, string text) => Check(field, text);

    private void Check(CnabField field, string? problem)
    {
        if (problem is not null)
            problems.Add(new(line, layout.Name, field.Where, problem));
    }

    private static CnabField Demand(CnabField field, CnabKind kind, CnabKind other = default, CnabKind third = default) =>
        field.Kind == kind || other != default && field.Kind == other || third != default && field.Kind == third
            ? field
            : throw new ArgumentException($"{field} is a {field.Kind}.", nameof(field));
}
