using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>The records of one layout as they are written: the fields that are read, and what frames them. (Registros do retorno.)</summary>
internal sealed class RetornoRecordLayouts
{
    public static readonly CnabField BatchTaxIdKind = Digits("Tipo de inscrição", 18, 18);
    public static readonly CnabField BatchTaxId = Digits("Inscrição da empresa", 19, 33);
    public static readonly CnabField BatchCount = Number("Quantidade de registros do lote", 18, 23);
    public static readonly CnabField BatchesCount = Number("Quantidade de lotes", 18, 23);
    public static readonly CnabField FileCount = Number("Quantidade de registros do arquivo", 24, 29);
    public static readonly CnabField DetailSequence = Number("Sequencial do registro no lote", 9, 13);
    public static readonly CnabField Sequence = Number("Sequencial do registro", 395, 400);

    public RetornoRecordLayouts(RetornoLayout layout)
    {
        var (header, title, amounts, bank) = (layout.Header, layout.Title, layout.Amounts, layout.Bank);
        CnabField?[] headerFields =
        [
            header.CompanyName, header.GeneratedOn, header.Sequence, header.TaxIdKind, header.TaxId, header.Convenio, header.Agencia,
            header.AgenciaDv, header.Conta, header.ContaDv,
        ];
        CnabField?[] titleFields =
        [
            title.Occurrence, title.FaceValue, title.DueOn, title.Document, title.OurId, title.Tariff, title.Carteira, title.Bank, title.Agencia,
            title.Reasons, title.Channel, title.TaxIdKind, title.TaxId, layout.Number.Digits, layout.Number.Dv,
        ];
        CnabField?[] amountFields =
        [
            amounts.OccurredOn, amounts.CreditOn, amounts.Paid, amounts.Net, amounts.Charges, amounts.Fine, amounts.Discount, amounts.Abatement,
            amounts.Iof, amounts.OtherExpenses, amounts.OtherCredits,
        ];
        if (layout.Format == CnabFormat.Cnab240)
        {
            var detail = Literal("Controle", 1, bank + "00013");
            Header = Make("Header do arquivo", 240, [Literal("Controle", 1, bank + "00000"), .. headerFields, Literal("Retorno", 143, "2")]);
            BatchHeader = Make("Header do lote", 240, [Literal("Controle", 1, bank + "00011T01"), BatchTaxIdKind, BatchTaxId]);
            Title = Make("Segmento T", 240, [detail, DetailSequence, Literal("Segmento", 14, "T"), .. titleFields]);
            Amounts = Make("Segmento U", 240, [detail, DetailSequence, Literal("Segmento", 14, "U"), title.Occurrence, .. amountFields]);
            BatchTrailer = Make("Trailer do lote", 240, [Literal("Controle", 1, bank + "00015"), BatchCount]);
            Trailer = Make("Trailer do arquivo", 240, [Literal("Controle", 1, bank + "99999"), BatchesCount, FileCount]);
        }
        else
        {
            Header = Make("Header", 400,
                [Literal("Retorno", 1, "02RETORNO01COBRANCA"), .. headerFields, Literal("Banco", 77, bank), Sequence]);
            Title = Make($"Registro {layout.Detail}", 400, [Literal("Tipo", 1, $"{layout.Detail}"), .. titleFields, .. amountFields, Sequence]);
            Amounts = BatchHeader = BatchTrailer = Title;
            if (layout.Pix is { } pix)
                Pix = Make($"Registro {pix.Kind}", 400, [Literal("Tipo", 1, $"{pix.Kind}"), pix.Location, pix.Txid, Sequence]);
            Trailer = Make("Trailer", 400, [Literal("Tipo", 1, "9201" + bank), layout.Trailer.Titles, layout.Trailer.FaceValues, Sequence]);
        }
    }

    public CnabRecordLayout Header { get; }

    public CnabRecordLayout BatchHeader { get; }

    public CnabRecordLayout Title { get; }

    public CnabRecordLayout Amounts { get; }

    public CnabRecordLayout? Pix { get; }

    public CnabRecordLayout BatchTrailer { get; }

    public CnabRecordLayout Trailer { get; }

    private static CnabRecordLayout Make(string name, int width, params IEnumerable<CnabField?> fields) =>
        new(name, width, [.. fields.OfType<CnabField>().OrderBy(field => field.From)]);
}
