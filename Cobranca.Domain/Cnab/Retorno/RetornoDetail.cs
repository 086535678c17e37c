using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// Makes a <see cref="RetornoLine"/> of its records. A field that says when, how much or which slip and cannot be read refuses the line;
/// any other is left out with a warning. (Leitura do título.)
/// </summary>
internal sealed class RetornoDetail(RetornoLayout layout, CnabProblems problems, CnabProblems warnings)
{
    private const string Garbled = "O conteúdo não é o que o layout pede: a linha não foi lida. Peça o arquivo de novo ao banco.";

    private readonly LatinCache texts = new();
    private readonly string titleName = layout.Format == CnabFormat.Cnab240 ? "Segmento T" : $"Registro {layout.Detail}";
    private readonly string amountsName = layout.Format == CnabFormat.Cnab240 ? "Segmento U" : $"Registro {layout.Detail}";

    /// <summary>Reads a title with its amounts, which at 400 are the same record; false after adding a problem.</summary>
    /// <param name="title">Segment T, or the whole line.</param>
    /// <param name="titleLine">Its line.</param>
    /// <param name="amounts">Segment U, or the same line.</param>
    /// <param name="amountsLine">Its line.</param>
    /// <param name="company">Whose batch it is, at 240.</param>
    /// <param name="line">The line read.</param>
    public bool TryRead(ReadOnlySpan<byte> title, int titleLine, ReadOnlySpan<byte> amounts, int amountsLine, string company, out RetornoLine line)
    {
        line = default;
        var fields = layout.Title;
        var money = layout.Amounts;
        var code = fields.Occurrence.Of(title).Trim((byte)' ');
        if (code.Length != 2)
            return Refuse(titleLine, titleName, fields.Occurrence,
                "Falta o código da ocorrência: a linha não foi lida. Peça o arquivo de novo ao banco.");
        if (!TryReadNumber(title, titleLine, out var number, out var dv)
            || !TryReadMoney(fields.FaceValue, title, titleLine, titleName, out var faceValue)
            || !TryReadMoney(fields.Tariff, title, titleLine, titleName, out var tariff)
            || !TryReadMoney(money.Paid, amounts, amountsLine, amountsName, out var paid)
            || !TryReadMoney(money.Net, amounts, amountsLine, amountsName, out var net)
            || !TryReadMoney(money.Charges, amounts, amountsLine, amountsName, out var charges)
            || !TryReadMoney(money.Fine, amounts, amountsLine, amountsName, out var fine)
            || !TryReadMoney(money.Discount, amounts, amountsLine, amountsName, out var discount)
            || !TryReadMoney(money.Abatement, amounts, amountsLine, amountsName, out var abatement)
            || !TryReadMoney(money.Iof, amounts, amountsLine, amountsName, out var iof)
            || !TryReadMoney(money.OtherExpenses, amounts, amountsLine, amountsName, out var expenses)
            || !TryReadMoney(money.OtherCredits, amounts, amountsLine, amountsName, out var credits)
            || !TryReadDate(money.OccurredOn, amounts, amountsLine, amountsName, out var occurredOn)
            || !TryReadDate(money.CreditOn, amounts, amountsLine, amountsName, out var creditOn))
            return false;
        var meaning = layout.Occurrences.Find(code);
        if (occurredOn is null && meaning.Occurrence.IsSettlement())
            return Refuse(amountsLine, amountsName, money.OccurredOn,
                "Falta o dia do pagamento: a linha não foi lida. Confira o pagamento com o banco.");
        if (!fields.DueOn.TryReadDate(title, out var dueOn))
            warnings.Add(new(titleLine, titleName, fields.DueOn.Where,
                "O vencimento não é uma data e ficou de fora; o resto da linha foi lido."));
        if (meaning.Occurrence == RetornoOccurrence.Unknown)
            warnings.Add(new(titleLine, titleName, fields.Occurrence.Where,
                "O código da ocorrência não está na tabela deste banco: confira com o banco o que significa."));
        var reasons = ReadReasons(title);
        line = new()
        {
            FirstLine = titleLine, LastLine = amountsLine, OccurrenceCode = texts.Get(code), Occurrence = meaning.Occurrence,
            Closure = layout.CauseOf(meaning, reasons),
            Reasons = reasons, NossoNumero = number, NossoNumeroDv = dv,
            OurId = fields.OurId.ReadText(title), DocumentNumber = fields.Document.ReadText(title),
            Carteira = Cached(fields.Carteira, title), DueOn = dueOn, FaceValue = faceValue,
            Paid = layout.IsNetOfTariff && paid.IsPositive ? paid + tariff : paid,
            Net = layout.IsNetOfTariff ? paid : money.Net is null ? null : net,
            Charges = charges + fine, Discount = discount, Abatement = abatement, Iof = iof, Tariff = tariff, OtherExpenses = expenses,
            OtherCredits = credits, OccurredOn = occurredOn, CreditOn = creditOn, ReceivingBank = NotZeros(fields.Bank, title),
            ReceivingAgency = NotZeros(fields.Agencia, title), Channel = ChannelOf(title, meaning.Occurrence, reasons),
            CompanyTaxId = fields.TaxId is null ? company : ReadTaxId(fields.TaxIdKind!, fields.TaxId, title),
        };
        if (line.Occurrence.IsSettlement() && !line.Paid.IsPositive)
            warnings.Add(new(amountsLine, amountsName, money.Paid.Where,
                "O banco diz que foi pago, mas o valor é zero: confira com o banco."));
        return true;
    }

    /// <summary>The line with the Pix charge of the record behind it.</summary>
    public RetornoLine WithPix(in RetornoLine line, PixFields pix, ReadOnlySpan<byte> record, int number) => line with
    {
        LastLine = number, PixLocation = pix.Location.ReadText(record), PixTxid = pix.Txid?.ReadText(record) ?? "",
    };

    /// <summary>A CPF or CNPJ by its kind (1 or 2), without the zeros in front of a CPF; empty for anything else.</summary>
    public string ReadTaxId(CnabField kind, CnabField field, ReadOnlySpan<byte> record)
    {
        var which = kind.Of(record).Trim((byte)' ');
        var digits = field.Of(record).Trim((byte)' ');
        var width = which is [.., (byte)'1'] ? 11 : which is [.., (byte)'2'] ? 14 : int.MaxValue;
        return digits.Length < width || !digits.ContainsAnyExcept((byte)'0') ? "" : texts.Get(digits[^width..]);
    }

    private bool TryReadNumber(ReadOnlySpan<byte> title, int line, out string number, out string dv)
    {
        (number, dv) = ("", "");
        var (field, check, width) = layout.Number;
        var bytes = field.Of(title).Trim((byte)' ');
        if (!bytes.ContainsAnyExcept((byte)'0'))
            return true;
        if (width == 0)
        {
            foreach (var value in bytes)
                if (!char.IsAsciiLetterOrDigit((char)value) && value != '-')
                    return Refuse(line, titleName, field, Garbled);
            var digits = bytes.Length == layout.Number.WidthWithDv ? bytes[..^1] : bytes;
            number = Encoding.Latin1.GetString(digits);
            dv = texts.Get(bytes[digits.Length..]);
            return true;
        }
        if (bytes.Length != field.Width || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return Refuse(line, titleName, field, Garbled);
        if (bytes.Length > width)
        {
            if (bytes[..^width].ContainsAnyExcept((byte)'0'))
                return Refuse(line, titleName, field,
                    "O nosso número é mais longo do que os deste banco: a linha não foi lida. Confira o arquivo com o banco.");
            bytes = bytes[^width..];
        }
        Span<byte> padded = stackalloc byte[width];
        padded.Fill((byte)'0');
        bytes.CopyTo(padded[^bytes.Length..]);
        number = Encoding.Latin1.GetString(padded);
        dv = Cached(check, title);
        return true;
    }

    private string ReadReasons(ReadOnlySpan<byte> title)
    {
        if (layout.Title.Reasons is not { } field)
            return "";
        var bytes = field.Of(title).Trim((byte)' ');
        if (bytes.IsEmpty || field.Kind == CnabKind.Text)
            return texts.Get(bytes);
        Span<byte> codes = stackalloc byte[bytes.Length];
        var count = 0;
        for (var i = 0; i < bytes.Length; i += layout.ReasonWidth)
        {
            var code = bytes[i..Math.Min(bytes.Length, i + layout.ReasonWidth)];
            if (!code.ContainsAnyExcept((byte)'0', (byte)' '))
                continue;
            code.CopyTo(codes[count..]);
            count += code.Length;
        }
        return texts.Get(codes[..count]);
    }

    private string ChannelOf(ReadOnlySpan<byte> title, RetornoOccurrence occurrence, string reasons) =>
        !layout.IsChannelFirstReason ? NotZeros(layout.Title.Channel, title)
        : occurrence.IsSettlement() && reasons.Length >= 2 ? RetornoReasons.First(reasons)
        : "";

    private string Cached(CnabField? field, ReadOnlySpan<byte> record) => field is null ? "" : texts.Get(field.Of(record).Trim((byte)' '));

    private string NotZeros(CnabField? field, ReadOnlySpan<byte> record) =>
        field is null || field.IsBlankOrZero(record) ? "" : Cached(field, record);

    private bool TryReadMoney(CnabField? field, ReadOnlySpan<byte> record, int line, string name, out Money value)
    {
        value = default;
        return field is null || field.TryReadMoney(record, out value) || Refuse(line, name, field, Garbled);
    }

    private bool TryReadDate(CnabField field, ReadOnlySpan<byte> record, int line, string name, out DateOnly? value) =>
        field.TryReadDate(record, out value) || Refuse(line, name, field, Garbled);

    private bool Refuse(int line, string name, CnabField field, string text)
    {
        problems.Add(new(line, name, field.Where, text));
        return false;
    }
}
