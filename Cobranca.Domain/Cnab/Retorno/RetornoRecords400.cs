using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>A file of 400 positions: header, one line per title, perhaps its Pix line, trailer. (Registros de 400.)</summary>
internal sealed class RetornoRecords400(RetornoLayout layout, CnabProblems problems, CnabProblems warnings) : RetornoRecords(layout, problems, warnings)
{
    private long last = 1;
    private Money faceValues;
    private bool isLastUnread;

    public override bool Take(ReadOnlySpan<byte> record, int number, out RetornoLine whole)
    {
        whole = default;
        CheckSequence(record, number);
        var kind = (char)record[0];
        if (kind == Layout.Detail)
            return TakeDetail(record, number, out whole);
        if (kind == '9')
        {
            CheckTrailer(record, number);
            IsComplete = true;
            return Flush(out whole);
        }
        if (Layout.Pix is { } pix && kind == pix.Kind)
        {
            TakePix(pix, record, number);
            return false;
        }
        if (kind == '0')
            Refusal = new(number, "Header", "", "Há um segundo header: são dois arquivos em um. Envie cada retorno em um arquivo.");
        else if (Layout.OtherLines.Contains(kind))
            Warnings.Add(new(number, $"Registro {kind}", "", "Este tipo de linha não traz pagamentos e não foi lido."));
        else
            Problems.Add(new(number, "", "Tipo de registro (1)",
                "O tipo de registro não é deste layout: a linha não foi lida. Confira com o banco o layout do arquivo."));
        return false;
    }

    public override void Skip(int number, string text)
    {
        isLastUnread = true;
        last++;
        Problems.Add(new(number, "", "", text));
    }

    private bool TakeDetail(ReadOnlySpan<byte> record, int number, out RetornoLine whole)
    {
        var had = Flush(out whole);
        isLastUnread = !Detail.TryRead(record, number, record, number, "", out var title);
        if (isLastUnread)
            return had;
        faceValues += title.FaceValue;
        Await(in title);
        return had;
    }

    private void TakePix(PixFields pix, ReadOnlySpan<byte> record, int number)
    {
        if (HasPending && !isLastUnread)
            Pending = Detail.WithPix(in Pending, pix, record, number);
        else if (!isLastUnread)
            Problems.Add(new(number, $"Registro {pix.Kind}", "",
                "O registro do Pix vem antes do título a que pertence: não foi lido. Peça o arquivo de novo ao banco."));
    }

    /// <summary>Trimmed lines have none; six digits start over after 999.999.</summary>
    private void CheckSequence(ReadOnlySpan<byte> record, int number)
    {
        last++;
        if (RetornoRecordLayouts.Sequence.IsBlankOrZero(record) || !RetornoRecordLayouts.Sequence.TryReadNumber(record, out var given))
            return;
        if (given != last % 1_000_000)
            Warnings.Add(new(number, "", RetornoRecordLayouts.Sequence.Where,
                "A numeração das linhas pula: pode faltar uma parte do arquivo. Confira com o banco."));
        last = given;
    }

    private void CheckTrailer(ReadOnlySpan<byte> record, int number)
    {
        if (Differs(Layout.Trailer.Titles, record, Titles))
            Warnings.Add(new(number, "Trailer", Layout.Trailer.Titles!.Where,
                $"O banco conta outra quantidade de títulos; aqui foram lidos {Titles}. Confira com o banco."));
        if (Problems.Any)
            return;
        if (Differs(Layout.Trailer.FaceValues, record, faceValues.Centavos))
            Warnings.Add(new(number, "Trailer", Layout.Trailer.FaceValues!.Where,
                "A soma dos títulos não é a que o banco informa. Confira com o banco."));
    }

    private static bool Differs(CnabField? field, ReadOnlySpan<byte> record, long count) =>
        field is not null && !field.IsBlankOrZero(record) && (!field.TryReadNumber(record, out var given) || given != count);
}
