namespace Cobranca.Domain.Cnab;

internal abstract partial class Remessa240
{
    private int WriteTitle(RemessaJob job, RemessaInstruction instruction, int records)
    {
        var p = Segment(job, SegmentP, ++records, instruction);
        PutTitle(p, job, instruction);
        p.Put(DocumentNumber, instruction.DocumentNumber);
        p.Put(Common.Vencimento, instruction.DueOn);
        p.Put(Common.Valor, instruction.Amount);
        p.Put(Common.UsoDaEmpresa, instruction.OurId);
        if (instruction is RemessaInstruction.AbatementGrant grant)
            p.Put(Common.Abatimento, grant.Abatement);
        if (instruction is not RemessaInstruction.Entry entry)
            return records;

        if (!CheckEntry(p, Common.Vencimento, entry))
            return records;
        PutEspecie(p, Common.Especie, entry.Especie);
        p.Put(Common.Aceite, entry.IsAccepted ? "A" : "N");
        p.Put(Common.Emissao, entry.IssuedOn);
        PutInterest(p, entry);
        if (entry.Discount is { } discount)
        {
            p.Put(Common.DescontoCodigo, DiscountCode);
            p.Put(Common.DescontoData, discount.Through);
            p.Put(Common.DescontoValor, discount.Amount);
        }
        p.Put(Common.Abatimento, entry.Abatement);
        PutTerms(p, job, entry);

        WritePayer(Segment(job, SegmentQ, ++records, entry), entry);
        if (entry.Fine is { } fine)
            PutFine(Segment(job, SegmentR, ++records, entry), fine, entry.DueOn);
        if (HasSegmentY53 && entry is { Fine: null, Interest: null, PayableThrough: not null })
            Segment(job, Common.SegmentY53, ++records, entry).Put(Common.TipoDePagamento, "03");
        return records;
    }

    /// <summary>1 for a fixed amount up to a date, which is all we send.</summary>
    protected virtual int DiscountCode => 1;

    private void PutInterest(CnabRecord record, RemessaInstruction.Entry entry)
    {
        var interest = entry.Interest is RemessaInterest.Monthly percent && InterestIsPerDay ? percent.OnePerDay(entry.Amount) : entry.Interest;
        if (interest is null or RemessaInterest.PerDay { Amount.Centavos: 0 })
        {
            record.Put(Common.JurosCodigo, NoInterest);
            return;
        }
        record.Put(Common.JurosData, entry.DueOn.AddDays(1));
        if (interest is RemessaInterest.PerDay day)
        {
            record.Put(Common.JurosCodigo, PerDayInterest);
            record.Put(Common.JurosValor, day.Amount);
        }
        else if (interest is RemessaInterest.Monthly monthly)
        {
            record.Put(Common.JurosCodigo, 2);
            record.PutPercent(InterestRate, monthly.Rate.PercentValue);
        }
    }

    private static void PutFine(CnabRecord record, RemessaFine fine, DateOnly dueOn)
    {
        record.Put(Common.MultaData, dueOn.AddDays(1));
        if (fine is RemessaFine.Percent percent)
        {
            record.Put(Common.MultaCodigo, 2);
            record.PutPercent(Common.MultaTaxa, percent.Rate.PercentValue);
        }
        else if (fine is RemessaFine.Fixed amount)
        {
            record.Put(Common.MultaCodigo, 1);
            record.Put(Common.MultaValor, amount.Amount);
        }
    }

    private void WritePayer(CnabRecord record, RemessaInstruction.Entry entry)
    {
        var payer = entry.Payer;
        PutTaxId(record, Common.InscricaoTipo, Common.InscricaoLote, payer.TaxId);
        record.Put(PayerName, payer.Name);
        record.Put(Common.Endereco, payer.Address);
        record.Put(Common.Bairro, payer.District);
        record.Put(Common.Cep, payer.Cep?.Value);
        record.Put(Common.Cidade, payer.City);
        record.Put(Common.Uf, payer.Uf?.Value);
        if (entry.Guarantor is { } guarantor)
        {
            if (guarantor.TaxId is { } taxId)
                PutTaxId(record, Common.AvalistaTipo, Common.AvalistaInscricao, taxId);
            record.Put(GuarantorName, guarantor.Name);
        }
    }

    private CnabRecord Segment(RemessaJob job, CnabRecordLayout layout, int number, RemessaInstruction instruction)
    {
        var record = job.Output.Next(layout);
        record.Put(Banco, BankCode);
        record.Put(Common.Lote, job.Batches);
        record.Put(Common.SequencialNoLote, number);
        PutMovement(record, Common.Movimento, instruction);
        return record;
    }
}
