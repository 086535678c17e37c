namespace Cobranca.Domain.Cnab;

/// <summary>A file of 240 positions: header, batches of segments T, U and Y, trailer. (Registros de 240.)</summary>
internal sealed class RetornoRecords240(RetornoLayout layout, RetornoHeader header, CnabProblems problems, CnabProblems warnings)
    : RetornoRecords(layout, problems, warnings)
{
    private static readonly byte[] Collection = "T01"u8.ToArray();

    private readonly byte[] heldBytes = new byte[240];
    private int heldLength;
    private int heldLine;
    private bool isLastUnread;
    private bool isOtherService;
    private string company = header.CompanyTaxId;
    private long records = 1;
    private long batches;
    private long details;
    private long last;

    public override bool Take(ReadOnlySpan<byte> record, int number, out RetornoLine whole)
    {
        whole = default;
        records++;
        if (record.Length < 8)
            return Drop(number, "", "A linha está cortada e não foi lida. Peça o arquivo de novo ao banco.");
        for (var i = 0; i < 3; i++)
            if (record[i] != Layout.Bank[i])
                return Drop(number, "Código do banco (1-3)",
                    "O banco da linha não é o do arquivo: a linha não foi lida. Confira o arquivo com o banco.");
        switch (record[7])
        {
            case (byte)'3':
                return TakeDetail(record, number, out whole);
            case (byte)'1':
                BeginBatch(record, number);
                return false;
            case (byte)'5':
                EndTitle();
                CheckBatch(record, number);
                return false;
            case (byte)'9':
                EndTitle();
                Check(number, "Trailer do arquivo", RetornoRecordLayouts.BatchesCount, record, batches, batches);
                Check(number, "Trailer do arquivo", RetornoRecordLayouts.FileCount, record, records, records);
                IsComplete = true;
                return Flush(out whole);
            case (byte)'2' or (byte)'4':
                Warnings.Add(new(number, $"Registro {(char)record[7]}", "", "Este tipo de linha não traz pagamentos e não foi lido."));
                return false;
            case (byte)'0':
                Refusal = new(number, "Header", "", "Há um segundo header: são dois arquivos em um. Envie cada retorno em um arquivo.");
                return false;
            default:
                return Drop(number, "Tipo de registro (8)",
                    "O tipo de registro não existe: a linha não foi lida. Peça o arquivo de novo ao banco.");
        }
    }

    public override void Skip(int number, string text)
    {
        records++;
        details++;
        last++;
        heldLength = 0;
        isLastUnread = true;
        Problems.Add(new(number, "", "", text));
    }

    private bool TakeDetail(ReadOnlySpan<byte> record, int number, out RetornoLine whole)
    {
        whole = default;
        details++;
        if (isOtherService)
            return false;
        CheckSequence(record, number);
        switch (record.Length > 13 ? (char)record[13] : ' ')
        {
            case 'T':
                EndTitle();
                record.CopyTo(heldBytes);
                (heldLength, heldLine, isLastUnread) = (record.Length, number, false);
                return Flush(out whole);
            case 'U':
                TakeAmounts(record, number);
                return false;
            case 'Y':
                if (HasPending && heldLength == 0 && !isLastUnread)
                    Pending = Pending with { LastLine = number };
                else if (!isLastUnread)
                    Drop(number, "Segmento (14)",
                        "O segmento Y vem sem os segmentos T e U: não foi lido. Peça o arquivo de novo ao banco.");
                return false;
            case 'P' or 'Q' or 'R' or 'S':
                return Drop(number, "Segmento (14)",
                    "O segmento é de remessa, não de retorno: a linha não foi lida. Confira o arquivo com o banco.");
            default:
                return Drop(number, "Segmento (14)", "O segmento não é de cobrança: a linha não foi lida. Confira o arquivo com o banco.");
        }
    }

    private void TakeAmounts(ReadOnlySpan<byte> record, int number)
    {
        var title = heldBytes.AsSpan(0, heldLength);
        heldLength = 0;
        if (title.IsEmpty)
        {
            if (!isLastUnread)
                Drop(number, "Segmento (14)", "O segmento U vem sem o segmento T antes: não foi lido. Peça o arquivo de novo ao banco.");
        }
        else if (!record[3..7].SequenceEqual(title[3..7]) || !Layout.Title.Occurrence.Of(record).SequenceEqual(Layout.Title.Occurrence.Of(title)))
        {
            Drop(number, "Código de movimento (16-17)",
                "O segmento U não é do mesmo título que o segmento T: os dois não foram lidos. Peça o arquivo de novo ao banco.");
        }
        else if (Detail.TryRead(title, heldLine, record, number, company, out var line))
        {
            Await(in line);
        }
        else
        {
            isLastUnread = true;
        }
    }

    /// <summary>A segment T that nothing followed.</summary>
    private void EndTitle()
    {
        if (heldLength == 0)
            return;
        heldLength = 0;
        Problems.Add(new(heldLine, "Segmento T", "",
            "Falta o segmento U deste título, com os valores: o título não foi lido. Peça o arquivo de novo ao banco."));
    }

    private void BeginBatch(ReadOnlySpan<byte> record, int number)
    {
        EndTitle();
        batches++;
        (details, last) = (0, 0);
        isOtherService = record.Length < 11 || !record[8..11].SequenceEqual(Collection);
        if (isOtherService)
            Warnings.Add(new(number, "Header do lote", "Operação e serviço (9-11)", "O lote não é de retorno de cobrança e não foi lido."));
        if (Detail.ReadTaxId(RetornoRecordLayouts.BatchTaxIdKind, RetornoRecordLayouts.BatchTaxId, record) is { Length: > 0 } given)
            company = given;
    }

    /// <summary>Some banks count the batch's header and trailer, as FEBRABAN asks; some do not.</summary>
    private void CheckBatch(ReadOnlySpan<byte> record, int number)
    {
        Check(number, "Trailer do lote", RetornoRecordLayouts.BatchCount, record, details + 2, details);
        details = 0;
    }

    private void Check(int number, string name, CnabField field, ReadOnlySpan<byte> record, long count, long orCount)
    {
        if (!field.IsBlankOrZero(record) && (!field.TryReadNumber(record, out var given) || given != count % 1_000_000 && given != orCount % 1_000_000))
            Warnings.Add(new(number, name, field.Where,
                $"O banco informa outra quantidade; aqui foram contados {count}. Pode faltar uma parte do arquivo: confira com o banco."));
    }

    /// <summary>Five digits start over after 99.999.</summary>
    private void CheckSequence(ReadOnlySpan<byte> record, int number)
    {
        last++;
        if (RetornoRecordLayouts.DetailSequence.IsBlankOrZero(record) || !RetornoRecordLayouts.DetailSequence.TryReadNumber(record, out var given))
            return;
        if (given != last % 100_000)
            Warnings.Add(new(number, "", RetornoRecordLayouts.DetailSequence.Where,
                "A numeração das linhas pula: pode faltar uma parte do arquivo. Confira com o banco."));
        last = given;
    }

    private bool Drop(int number, string field, string text)
    {
        heldLength = 0;
        isLastUnread = true;
        Problems.Add(new(number, "", field, text));
        return false;
    }
}
