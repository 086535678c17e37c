using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// One bank's remessa in one format: writes it and reads it back. What banks share is in <see cref="Remessa240"/> and
/// <see cref="Remessa400"/>; one file per bank has the rest. (Leiaute da remessa.)
/// </summary>
internal abstract class RemessaLayout(string bankCode, CnabFormat format)
{
    /// <summary>The bank's three digits.</summary>
    public string BankCode { get; } = bankCode;

    /// <summary>240 or 400.</summary>
    public CnabFormat Format { get; } = format;

    /// <summary>Positions of a record.</summary>
    public int Width => (int)Format;

    /// <summary>Fields the bank's files need beyond those its slips do; adds what is wrong with them.</summary>
    public virtual AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields;

    /// <summary>True when there is a code for what is asked.</summary>
    public bool Takes(RemessaInstruction instruction) => Movement(instruction) is not null;

    /// <summary>Writes every record.</summary>
    public abstract void Write(RemessaJob job);

    /// <summary>Reads the header; false after adding a problem.</summary>
    public abstract bool ReadHeader(ReadOnlySpan<byte> line, RemessaDraft draft);

    /// <summary>Reads any further line.</summary>
    public abstract void ReadLine(ReadOnlySpan<byte> line, RemessaDraft draft);

    /// <summary>The layout's code for what is asked; null where its layout has none that we can vouch for.</summary>
    protected virtual string? Movement(RemessaInstruction instruction) => instruction switch
    {
        RemessaInstruction.Entry => "01",
        RemessaInstruction.Closure => "02",
        RemessaInstruction.AbatementGrant => "04",
        RemessaInstruction.AbatementCancel => "05",
        RemessaInstruction.DueDateChange => "06",
        _ => ValueChange,
    };

    /// <summary>The code for a change of face value; null where we know none.</summary>
    protected virtual string? ValueChange => "47";

    /// <summary>The instruction of a code other than an entry's; null where the layout has none.</summary>
    protected RemessaInstruction? Change(string movement, string number, string document, string ourId, DateOnly dueOn, Money amount, Money abatement)
    {
        RemessaInstruction? change = movement switch
        {
            "02" => new RemessaInstruction.Closure { NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount },
            "04" => new RemessaInstruction.AbatementGrant
            {
                NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount, Abatement = abatement,
            },
            "05" => new RemessaInstruction.AbatementCancel { NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount },
            "06" => new RemessaInstruction.DueDateChange { NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount },
            _ => movement == ValueChange
                ? new RemessaInstruction.ValueChange { NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount }
                : null,
        };
        return change is not null && Movement(change) is not null ? change : null;
    }

    /// <summary>The codes of the espécies.</summary>
    protected abstract EspecieCodes Especies { get; }

    /// <summary>How many days past the due date the bank still takes the title.</summary>
    protected static int PayableDays(RemessaJob job, RemessaInstruction.Entry entry) =>
        entry.PayableThrough is { } last ? last.DayNumber - entry.DueOn.DayNumber : job.Request.ClosureAfterDays;

    /// <summary>Writes the code of the movement, or refuses it.</summary>
    protected void PutMovement(CnabRecord record, CnabField field, RemessaInstruction instruction)
    {
        if (Movement(instruction) is { } code)
            record.Put(field, code);
        else
            record.Refuse(field, "O banco não recebe esta instrução por arquivo: faça a alteração no sistema do banco, ou baixe o boleto e emita outro.");
    }

    /// <summary>Writes the code of the espécie, or refuses it.</summary>
    protected void PutEspecie(CnabRecord record, CnabField field, BoletoEspecie especie)
    {
        if (Especies.Of(especie) is { } code)
            record.Put(field, code);
        else
            record.Refuse(field, $"Este leiaute não tem código para a espécie {especie}: escolha outra espécie para a conta.");
    }

    /// <summary>Writes kind (1 CPF, 2 CNPJ) and number of a CPF or CNPJ; refuses letters.</summary>
    protected static void PutTaxId(CnabRecord record, CnabField kind, CnabField number, TaxId taxId)
    {
        record.Put(kind, taxId.IsCompany ? 2 : 1);
        if (taxId.Value.AsSpan().ContainsAnyExceptInRange('0', '9'))
            record.Refuse(number, "O CNPJ tem letras e este leiaute só aceita números: peça ao banco o leiaute novo ou registre por outro canal.");
        else
            record.Put(number, taxId.Value);
    }

    /// <summary>Reads a CPF or CNPJ by its kind; null after adding a problem, or for a kind of none.</summary>
    protected static TaxId? ReadTaxId(ReadOnlySpan<byte> line, RemessaDraft draft, CnabField kind, CnabField number)
    {
        var width = kind.TryReadNumber(line, out var code) ? code switch { 1 => Cpf.Length, 2 => Cnpj.Length, 0 => 0, _ => -1 } : -1;
        if (width == 0)
            return null;
        var digits = number.Of(line);
        if (width > 0 && digits.Length == number.Width && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !digits[..^width].ContainsAnyExcept((byte)'0') && TaxId.TryParse(System.Text.Encoding.ASCII.GetString(digits[^width..]), out var taxId, out _))
        {
            return taxId;
        }
        draft.Refuse(number, "Não é um CPF ou CNPJ válido.");
        return null;
    }

    /// <summary>False after refusing an entry whose dates and amounts contradict each other, or which names nobody.</summary>
    protected static bool CheckEntry(CnabRecord record, CnabField dueOn, RemessaInstruction.Entry entry)
    {
        var problem = entry.DueOn < FatorVencimento.FirstDay || entry.DueOn > FatorVencimento.LastDay
            ? $"O vencimento de um boleto vai de {FatorVencimento.FirstDay.ToPtBr()} a {FatorVencimento.LastDay.ToPtBr()}."
            : entry.PayableThrough < entry.DueOn ? "O último dia de pagamento vem antes do vencimento."
            : entry.Discount is { } discount && (discount.Through > entry.DueOn || discount.Amount >= entry.Amount)
                ? "O desconto vai até o vencimento e é menor que o valor do boleto."
            : entry.Abatement.Centavos < 0 || entry.Abatement >= entry.Amount ? "O abatimento é menor que o valor do boleto."
            : string.IsNullOrWhiteSpace(entry.Payer.Name) ? "Informe o nome do pagador."
            : null;
        if (problem is not null)
            record.Refuse(dueOn, problem);
        return problem is null;
    }
}
