namespace Cobranca.Domain.Cnab;

/// <summary>Reads a file's first line. (Header do retorno.)</summary>
internal static class RetornoHeaders
{
    public static RetornoHeader Read(RetornoLayout layout, ReadOnlySpan<byte> record, int line, CnabProblems warnings)
    {
        var fields = layout.Header;
        if (!fields.GeneratedOn.TryReadDate(record, out var generatedOn))
            warnings.Add(new(line, "Header", fields.GeneratedOn.Where,
                "A data em que o banco gerou o arquivo não é uma data e ficou de fora."));
        long number = 0;
        if (fields.Sequence is { } sequence && !sequence.TryReadNumber(record, out number))
            warnings.Add(new(line, "Header", sequence.Where, "O número do arquivo não é um número e ficou de fora."));
        return new()
        {
            Bank = layout.Bank, Format = layout.Format, CompanyName = fields.CompanyName.ReadText(record), GeneratedOn = generatedOn,
            Sequence = number == 0 ? null : number, Convenio = Text(fields.Convenio, record), Agencia = Text(fields.Agencia, record),
            AgenciaDv = Text(fields.AgenciaDv, record), Conta = Text(fields.Conta, record), ContaDv = Text(fields.ContaDv, record),
            CompanyTaxId = fields.TaxId is null ? "" : new RetornoDetail(layout, warnings, warnings).ReadTaxId(fields.TaxIdKind!, fields.TaxId, record),
        };
    }

    /// <summary>A field of zeros is an empty one; a check digit may be a zero.</summary>
    private static string Text(CnabField? field, ReadOnlySpan<byte> record) =>
        field is null || field.Width > 1 && field.IsBlankOrZero(record) ? "" : field.ReadText(record);
}
