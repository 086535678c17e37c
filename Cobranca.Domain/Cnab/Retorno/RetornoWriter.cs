using System.Buffers;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// Writes retornos as banks do, for the simulated bank and for tests: what is written reads back equal. One batch per file. A value the
/// layout has no place for is a problem, never dropped; <see cref="Fit"/> drops it beforehand. (Escritor de retorno.)
/// </summary>
public static class RetornoWriter
{
    private const string NoPlace = "O layout não tem este campo.";

    /// <summary>The bank's first code for an occurrence; null when it has none, or when the layout is not known.</summary>
    public static string? CodeOf(string bank, CnabFormat format, RetornoOccurrence occurrence) =>
        RetornoLayouts.TryFind(bank, format, out var layout, out _) ? layout.Occurrences.CodesOf(occurrence).FirstOrDefault() : null;

    /// <summary>
    /// The line as this layout can say it: without what has no place, with the net amount and the channel it would state, and the bank's
    /// code where only the occurrence is given.
    /// </summary>
    /// <exception cref="ArgumentException">No layout of this bank and width, or the bank has no code for the occurrence.</exception>
    public static RetornoLine Fit(RetornoHeader header, in RetornoLine line)
    {
        var layout = Demand(header);
        var (title, money) = (layout.Title, layout.Amounts);
        var code = line.OccurrenceCode.Length > 0 ? line.OccurrenceCode : layout.Occurrences.CodesOf(line.Occurrence).FirstOrDefault()
            ?? throw new ArgumentException($"Bank {layout.Bank} has no code for {line.Occurrence}.", nameof(line));
        var meaning = layout.Occurrences.Find([(byte)code[0], (byte)code[1]]);
        var reasons = title.Reasons is null ? "" : line.Reasons;
        var tariff = title.Tariff is null ? default : line.Tariff;
        return line with
        {
            OccurrenceCode = code, Occurrence = meaning.Occurrence, Reasons = reasons, Tariff = tariff,
            Closure = layout.CauseOf(meaning, reasons),
            NossoNumeroDv = layout.Number is { Dv: null, WidthWithDv: 0 } ? "" : line.NossoNumeroDv,
            Carteira = title.Carteira is null ? "" : line.Carteira,
            Charges = money.Charges is null ? default : line.Charges, Discount = money.Discount is null ? default : line.Discount,
            Abatement = money.Abatement is null ? default : line.Abatement, Iof = money.Iof is null ? default : line.Iof,
            OtherExpenses = money.OtherExpenses is null ? default : line.OtherExpenses,
            OtherCredits = money.OtherCredits is null ? default : line.OtherCredits,
            Net = layout.IsNetOfTariff ? line.Paid.IsPositive ? line.Paid - tariff : default
                : money.Net is null ? null : line.Net ?? Money.Max(default, line.Paid - tariff),
            Channel = layout.IsChannelFirstReason ? meaning.Occurrence.IsSettlement() && reasons.Length >= 2 ? reasons[..2] : ""
                : title.Channel is null ? "" : line.Channel,
            CompanyTaxId = title.TaxId is null ? header.CompanyTaxId : line.CompanyTaxId,
            PixLocation = layout.Pix is null ? "" : line.PixLocation, PixTxid = layout.Pix?.Txid is null ? "" : line.PixTxid,
        };
    }

    /// <summary>Writes the whole file. When problems come back, what was written is to be thrown away.</summary>
    /// <exception cref="ArgumentException">No layout of this bank and width.</exception>
    public static CnabProblems Write(RetornoHeader header, IEnumerable<RetornoLine> lines, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(output);
        var layout = Demand(header);
        var problems = new CnabProblems();
        var file = new CnabFileWriter(output, layout.Width, problems);
        var records = new RetornoRecordLayouts(layout);
        PutHeader(file.Next(records.Header), layout, header);
        if (layout.Format == CnabFormat.Cnab240)
            Write240(file, records, layout, header, lines);
        else
            Write400(file, records, layout, lines);
        return problems;
    }

    private static void Write240(
        CnabFileWriter file, RetornoRecordLayouts records, RetornoLayout layout, RetornoHeader header, IEnumerable<RetornoLine> lines)
    {
        var batch = file.Next(records.BatchHeader);
        PutTaxId(batch, RetornoRecordLayouts.BatchTaxIdKind, RetornoRecordLayouts.BatchTaxId, header.CompanyTaxId);
        var details = 0;
        foreach (var line in lines)
        {
            var title = file.Next(records.Title);
            title.Put(RetornoRecordLayouts.DetailSequence, ++details % 100_000);
            PutTitle(title, layout, in line);
            if (line.CompanyTaxId != header.CompanyTaxId || line.PixLocation.Length + line.PixTxid.Length > 0)
                title.Refuse(layout.Title.OurId, NoPlace);
            var amounts = file.Next(records.Amounts);
            amounts.Put(RetornoRecordLayouts.DetailSequence, ++details % 100_000);
            amounts.Put(layout.Title.Occurrence, line.OccurrenceCode);
            PutAmounts(amounts, layout, in line);
        }
        file.Next(records.BatchTrailer).Put(RetornoRecordLayouts.BatchCount, (details + 2) % 1_000_000);
        var trailer = file.Next(records.Trailer);
        trailer.Put(RetornoRecordLayouts.BatchesCount, 1);
        trailer.Put(RetornoRecordLayouts.FileCount, file.Lines % 1_000_000);
    }

    private static void Write400(CnabFileWriter file, RetornoRecordLayouts records, RetornoLayout layout, IEnumerable<RetornoLine> lines)
    {
        var titles = 0;
        var faceValues = Money.Zero;
        foreach (var line in lines)
        {
            titles++;
            faceValues += line.FaceValue;
            var record = file.Next(records.Title);
            record.Put(RetornoRecordLayouts.Sequence, file.Lines % 1_000_000);
            PutTitle(record, layout, in line);
            PutAmounts(record, layout, in line);
            PutTaxId(record, layout.Title.TaxIdKind!, layout.Title.TaxId!, line.CompanyTaxId);
            if (line.PixLocation.Length + line.PixTxid.Length == 0)
                continue;
            if (layout.Pix is not { } pix || pix.Txid is null && line.PixTxid.Length > 0)
            {
                record.Refuse(layout.Title.OurId, NoPlace);
                continue;
            }
            var charge = file.Next(records.Pix!);
            charge.Put(RetornoRecordLayouts.Sequence, file.Lines % 1_000_000);
            charge.Put(pix.Location, line.PixLocation);
            if (pix.Txid is { } txid)
                charge.Put(txid, line.PixTxid);
        }
        var trailer = file.Next(records.Trailer);
        trailer.Put(RetornoRecordLayouts.Sequence, file.Lines % 1_000_000);
        if (layout.Trailer.Titles is { } count)
            trailer.Put(count, titles);
        if (layout.Trailer.FaceValues is { } sum)
            trailer.Put(sum, faceValues);
    }

    private static void PutHeader(CnabRecord record, RetornoLayout layout, RetornoHeader header)
    {
        var fields = layout.Header;
        if (layout.Format == CnabFormat.Cnab400)
            record.Put(RetornoRecordLayouts.Sequence, 1);
        record.Put(fields.CompanyName, header.CompanyName);
        record.Put(fields.GeneratedOn, header.GeneratedOn);
        if (fields.Sequence is { } sequence)
            record.Put(sequence, header.Sequence ?? 0);
        if (fields.TaxId is not null)
            PutTaxId(record, fields.TaxIdKind!, fields.TaxId, header.CompanyTaxId);
        PutOptional(record, fields.Convenio, header.Convenio);
        PutOptional(record, fields.Agencia, header.Agencia);
        PutOptional(record, fields.AgenciaDv, header.AgenciaDv);
        PutOptional(record, fields.Conta, header.Conta);
        PutOptional(record, fields.ContaDv, header.ContaDv);
    }

    private static void PutOptional(CnabRecord record, CnabField? field, string text)
    {
        if (field is not null)
            record.Put(field, text);
    }

    private static void PutTitle(CnabRecord record, RetornoLayout layout, in RetornoLine line)
    {
        var fields = layout.Title;
        record.Put(fields.Occurrence, line.OccurrenceCode);
        if (line.OccurrenceCode.Length != 2
            || layout.Occurrences.Find([(byte)line.OccurrenceCode[0], (byte)line.OccurrenceCode[1]]).Occurrence != line.Occurrence)
            record.Refuse(fields.Occurrence, "O código não significa isto neste banco.");
        PutNumber(record, layout.Number, in line);
        record.Put(fields.FaceValue, line.FaceValue);
        record.Put(fields.DueOn, line.DueOn);
        record.Put(fields.Document, line.DocumentNumber);
        record.Put(fields.OurId, line.OurId);
        Put(record, fields.Tariff, fields, line.Tariff);
        Put(record, fields.Carteira, fields, line.Carteira);
        Put(record, fields.Bank, fields, line.ReceivingBank);
        Put(record, fields.Agencia, fields, line.ReceivingAgency);
        Put(record, fields.Reasons, fields, line.Reasons);
        if (!layout.IsChannelFirstReason)
            Put(record, fields.Channel, fields, line.Channel);
        else if (line.Channel != (line.Occurrence.IsSettlement() && line.Reasons.Length >= 2 ? line.Reasons[..2] : ""))
            record.Refuse(fields.Reasons!, "Neste layout o canal do pagamento é o primeiro motivo.");
    }

    private static void PutNumber(CnabRecord record, NumberFields fields, in RetornoLine line)
    {
        if (fields.Width == 0)
        {
            record.Put(fields.Digits, line.NossoNumero + line.NossoNumeroDv);
            return;
        }
        var left = fields.Width - fields.Digits.Width;
        if (left > 0 && line.NossoNumero.Length > left && line.NossoNumero[..left].Trim('0').Length > 0)
            record.Refuse(fields.Digits, "O nosso número não cabe neste layout.");
        else
            record.Put(fields.Digits, left > 0 && line.NossoNumero.Length > left ? line.NossoNumero[left..] : line.NossoNumero);
        if (fields.Dv is { } dv)
            record.Put(dv, line.NossoNumeroDv);
        else if (line.NossoNumeroDv.Length > 0)
            record.Refuse(fields.Digits, NoPlace);
    }

    private static void PutAmounts(CnabRecord record, RetornoLayout layout, in RetornoLine line)
    {
        var fields = layout.Amounts;
        record.Put(fields.OccurredOn, line.OccurredOn);
        record.Put(fields.CreditOn, line.CreditOn);
        if (!layout.IsNetOfTariff)
            record.Put(fields.Paid, line.Paid);
        else if (line.Paid.IsPositive && line.Paid <= line.Tariff)
            record.Refuse(fields.Paid, "A tarifa toma o pagamento inteiro: este layout não pode dizer quanto foi pago.");
        else
            record.Put(fields.Paid, line.Paid.IsPositive ? line.Paid - line.Tariff : default);
        if (fields.Net is { } net && line.Net is { } amount)
            record.Put(net, amount);
        else if (!layout.IsNetOfTariff && (fields.Net is null) != (line.Net is null))
            record.Refuse(fields.Paid, fields.Net is null ? NoPlace : "Falta o valor líquido.");
        Put(record, fields.Charges, fields, line.Charges);
        Put(record, fields.Discount, fields, line.Discount);
        Put(record, fields.Abatement, fields, line.Abatement);
        Put(record, fields.Iof, fields, line.Iof);
        Put(record, fields.OtherExpenses, fields, line.OtherExpenses);
        Put(record, fields.OtherCredits, fields, line.OtherCredits);
    }

    private static void PutTaxId(CnabRecord record, CnabField kind, CnabField field, string taxId)
    {
        record.Put(kind, taxId.Length switch { 11 => "1", 14 => "2", _ => "0" });
        record.Put(field, taxId);
    }

    private static void Put(CnabRecord record, CnabField? field, AmountFields fields, Money value)
    {
        if (field is not null)
            record.Put(field, value);
        else if (value != default)
            record.Refuse(fields.Paid, NoPlace);
    }

    private static void Put(CnabRecord record, CnabField? field, TitleFields fields, Money value)
    {
        if (field is not null)
            record.Put(field, value);
        else if (value != default)
            record.Refuse(fields.FaceValue, NoPlace);
    }

    private static void Put(CnabRecord record, CnabField? field, TitleFields fields, string text)
    {
        if (field is not null)
            record.Put(field, text);
        else if (text.Length > 0)
            record.Refuse(fields.OurId, NoPlace);
    }

    private static RetornoLayout Demand(RetornoHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return RetornoLayouts.TryFind(header.Bank, header.Format, out var layout, out _)
            ? layout
            : throw new ArgumentException($"No retorno of bank {header.Bank} in {header.Format}.", nameof(header));
    }
}
