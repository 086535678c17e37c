using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>What was read of a file so far. (Remessa em leitura.)</summary>
internal sealed class RemessaDraft(RemessaLayout layout)
{
    private readonly List<RemessaInstruction> instructions = [];
    private readonly CnabProblems problems = new();
    private string record = "";

    public RemessaLayout Layout { get; } = layout;

    public CnabProblems Problems => problems;

    public IReadOnlyList<RemessaInstruction> Instructions => instructions;

    public string BeneficiaryName { get; set; } = "";

    public TaxId? BeneficiaryTaxId { get; set; }

    public long Sequence { get; set; }

    public DateTime GeneratedAt { get; set; }

    /// <summary>The line being read, from 1.</summary>
    public int Line { get; set; }

    /// <summary>Records read, this one included.</summary>
    public int Records { get; set; }

    public int Batches { get; set; }

    /// <summary>Lines of the batch being read, its header included.</summary>
    public int BatchLines { get; set; }

    /// <summary>True between a batch's header and its trailer.</summary>
    public bool InBatch { get; set; }

    /// <summary>True once the file's trailer was read.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The entry whose further records may follow; null when there is none.</summary>
    public RemessaInstruction.Entry? Open { get; private set; }

    /// <summary>True when the open entry has its payer, or is no entry.</summary>
    public bool HasPayer { get; set; } = true;

    /// <summary>The record being read, by its manual's name.</summary>
    public void At(CnabRecordLayout kind) => record = kind.Name;

    public void Refuse(CnabField field, string text) => problems.Add(new(Line, record, field.Where, text));

    public void RefuseLine(string text) => problems.Add(new(Line, record, "", text));

    /// <summary>Adds an instruction; an entry stays open.</summary>
    public void Add(RemessaInstruction instruction)
    {
        Open = instruction as RemessaInstruction.Entry;
        instructions.Add(instruction);
    }

    /// <summary>Replaces the open entry by one that knows more.</summary>
    public void Know(RemessaInstruction.Entry entry)
    {
        instructions[^1] = entry;
        Open = entry;
    }

    /// <summary>No further record belongs to the last title.</summary>
    public void CloseTitle()
    {
        if (!HasPayer)
            RefuseLine("Falta o registro do pagador do título anterior.");
        Open = null;
        HasPayer = true;
    }

    public long Number(ReadOnlySpan<byte> line, CnabField field)
    {
        if (!field.TryReadNumber(line, out var value))
            Refuse(field, "Não é um número.");
        return value;
    }

    public Money Money(ReadOnlySpan<byte> line, CnabField field) => new(Number(line, field));

    public decimal Percent(ReadOnlySpan<byte> line, CnabField field)
    {
        if (!field.TryReadPercent(line, out var value))
            Refuse(field, "Não é um percentual.");
        return value;
    }

    /// <summary>Stands in for a payer until its record is read.</summary>
    public static RemessaPayer Unknown { get; } = new("", default, "", "", null, "", null);

    /// <summary>The payer from the fields of a layout; null fields read as empty.</summary>
    public RemessaPayer Payer(
        ReadOnlySpan<byte> line, CnabField name, TaxId taxId, CnabField address, CnabField? district, CnabField cep, CnabField? city, CnabField? uf)
    {
        Cep? postalCode = null;
        if (!cep.IsBlankOrZero(line))
        {
            if (Values.Cep.TryParse(cep.ReadText(line), out var read, out _))
                postalCode = read;
            else
                Refuse(cep, "Não é um CEP.");
        }
        Uf? state = null;
        if (uf is not null && !uf.IsBlank(line))
        {
            if (Values.Uf.TryParse(uf.ReadText(line), out var read, out _))
                state = read;
            else
                Refuse(uf, "Não é uma UF.");
        }
        return new(name.ReadText(line), taxId, address.ReadText(line), district?.ReadText(line) ?? "", postalCode, city?.ReadText(line) ?? "", state);
    }

    /// <summary>A percentage that <see cref="Rate"/> can hold.</summary>
    public Rate Rate(ReadOnlySpan<byte> line, CnabField field)
    {
        var percent = Percent(line, field);
        if (percent <= 1000)
            return Values.Rate.Percent(percent);
        Refuse(field, "O percentual passa de 1000%.");
        return default;
    }

    public DateOnly? Date(ReadOnlySpan<byte> line, CnabField field)
    {
        if (!field.TryReadDate(line, out var value))
            Refuse(field, "Não é uma data.");
        return value;
    }

    /// <summary>A date that must be there.</summary>
    public DateOnly Day(ReadOnlySpan<byte> line, CnabField field)
    {
        var count = problems.Count;
        var date = Date(line, field);
        if (date is null && problems.Count == count)
            Refuse(field, "Falta a data.");
        return date ?? default;
    }

    public string Digits(ReadOnlySpan<byte> line, CnabField field)
    {
        var bytes = field.Of(line);
        if (bytes.Length == field.Width && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return System.Text.Encoding.ASCII.GetString(bytes);
        Refuse(field, "Não são só números.");
        return "";
    }
}
