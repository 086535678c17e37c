using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// FEBRABAN's 240 positions as far as banks agree: a file of batches, each title a segment P and, when it enters, a Q for the payer and
/// an R for the fine. A bank replaces the fields it has elsewhere. (CNAB 240.)
/// </summary>
/// <remarks>
/// Source: FEBRABAN, Layout padrão de arquivos CNAB 240, version 10.6 (2020), segments P, Q, R and Y-53, as docs/cnab.md lists them.
/// Segments R and Y follow their title only where there is something in them. The file's own counters have six digits, the record's
/// number in a batch five: whoever has more titles than fit starts another batch, then another file.
/// </remarks>
internal abstract partial class Remessa240(string bankCode, string bankName) : RemessaLayout(bankCode, CnabFormat.Cnab240)
{
    private const int MostRecordsInBatch = 99_999;
    private const int MostLines = 999_999;
    private const int MostRecordsOfTitle = 4;

    private string BankName { get; } = bankName;

    protected virtual CnabRecordLayout FileHeader => Common.FileHeader;
    protected virtual CnabRecordLayout BatchHeader => Common.BatchHeader;
    protected virtual CnabRecordLayout SegmentP => Common.SegmentP;
    protected virtual CnabRecordLayout SegmentQ => Common.SegmentQ;
    protected virtual CnabRecordLayout SegmentR => Common.SegmentR;
    protected virtual CnabRecordLayout BatchTrailer => Common.BatchTrailer;
    protected virtual CnabRecordLayout FileTrailer => Common.FileTrailer;

    /// <summary>How the interest code says that there is none: 3 for most.</summary>
    protected virtual int NoInterest => 3;

    /// <summary>True where interest is sent as an amount per day and nothing else.</summary>
    protected virtual bool InterestIsPerDay => false;

    /// <summary>How the interest code says that it is an amount per day: 1 for most.</summary>
    protected virtual int PerDayInterest => 1;

    /// <summary>The monthly rate where the interest's amount would stand.</summary>
    protected virtual CnabField InterestRate => Common.JurosTaxa;

    /// <summary>True where the bank reads segment Y-53: with it a re-issued title takes its exact value alone.</summary>
    protected virtual bool HasSegmentY53 => false;

    protected override EspecieCodes Especies => FebrabanEspecies;

    /// <summary>The bank's own fields of the file header: agreement, account, versions.</summary>
    protected abstract void PutFileHeader(CnabRecord record, RemessaJob job);

    /// <summary>The bank's own fields of the batch header.</summary>
    protected abstract void PutBatchHeader(CnabRecord record, RemessaJob job);

    /// <summary>Account, number and carteira of a title: positions 18 to 62.</summary>
    protected abstract void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title);

    /// <summary>Protest, closure and currency of an entry: positions 221 to 240.</summary>
    protected abstract void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry);

    /// <summary>The document number where the bank has it; the common field is 63-77.</summary>
    protected virtual CnabField DocumentNumber => Common.SeuNumero;

    /// <summary>The payer's name where the bank has less room than 34-73.</summary>
    protected virtual CnabField PayerName => Common.Pagador;

    /// <summary>The guarantor's name where the bank has less room than 170-209.</summary>
    protected virtual CnabField GuarantorName => Common.Avalista;

    /// <summary>Writes the totals the bank asks for in the batch's trailer.</summary>
    protected virtual void PutBatchTotals(CnabRecord record, int titles, Money total)
    {
    }

    /// <summary>The title's number without digit, from what the bank's field holds; null after a problem.</summary>
    protected abstract string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft);

    /// <summary>The last day the bank takes an entry; null where the layout does not say.</summary>
    protected abstract DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn);

    /// <summary>Writes code 1 and the days past the due date; a bank that cannot close on the day itself closes one day later.</summary>
    protected static void PutClosure(CnabRecord record, CnabField days, RemessaJob job, RemessaInstruction.Entry entry, int least)
    {
        record.Put(Common.BaixaCodigo, "1");
        record.Put(days, Math.Max(least, PayableDays(job, entry)));
    }

    /// <summary>The due date and so many days, where the code is 1.</summary>
    protected static DateOnly? ReadClosure(ReadOnlySpan<byte> line, RemessaDraft draft, CnabField days, DateOnly dueOn) =>
        Common.BaixaCodigo.Holds(line, "1"u8) && draft.Number(line, days) is var count && count < DateOnly.MaxValue.DayNumber - dueOn.DayNumber
            ? dueOn.AddDays((int)count)
            : null;

    public override void Write(RemessaJob job)
    {
        WriteFileHeader(job);
        var instructions = job.Request.Instructions;
        var index = 0;
        var lines = 1;
        while (index < instructions.Count)
        {
            job.Batches++;
            var record = job.Output.Next(BatchHeader);
            WriteBatchHeader(record, job);
            var records = 0;
            var titles = 0;
            var total = Money.Zero;
            for (; index < instructions.Count && titles < job.Request.TitlesPerBatch && records + MostRecordsOfTitle <= MostRecordsInBatch; index++)
            {
                var instruction = job.Begin(index);
                records = WriteTitle(job, instruction, records);
                titles++;
                total += Money.Min(instruction.Amount, Boletos.Barcode.HighestAmount);
            }
            job.End();
            lines += records + 2;
            WriteBatchTrailer(job, records + 2, titles, total);
            if (lines + 1 > MostLines || job.Batches > 9998)
            {
                job.Output.Problems.Add(new(0, "", "", "O arquivo passaria de 999.999 linhas: divida os boletos em mais arquivos."));
                return;
            }
        }
        WriteFileTrailer(job, lines + 1);
    }

    private void WriteFileHeader(RemessaJob job)
    {
        var request = job.Request;
        var record = job.Output.Next(FileHeader);
        record.Put(Banco, BankCode);
        record.Put(Common.Empresa, request.BeneficiaryName);
        record.Put(Common.NomeDoBanco, BankName);
        record.Put(RemessaOuRetorno, 1);
        record.Put(Common.DataDeGeracao, DateOnly.FromDateTime(request.GeneratedAt));
        record.Put(Common.SequencialDoArquivo, request.Sequence);
        PutFileHeader(record, job);
    }

    /// <summary>CPF or CNPJ at 18 and 19-32, as all but Santander have it, and the time.</summary>
    protected static void PutCompany(CnabRecord record, RemessaJob job)
    {
        PutTaxId(record, Common.InscricaoTipo, Common.Inscricao, job.Request.BeneficiaryTaxId);
        record.Put(Common.HoraDeGeracao, job.Request.GeneratedAt.ToString("HHmmss", CultureInfo.InvariantCulture));
    }

    private void WriteBatchHeader(CnabRecord record, RemessaJob job)
    {
        var request = job.Request;
        record.Put(Banco, BankCode);
        record.Put(Common.Lote, job.Batches);
        PutTaxId(record, Common.InscricaoTipo, Common.InscricaoLote, request.BeneficiaryTaxId);
        record.Put(Common.EmpresaLote, request.BeneficiaryName);
        record.Put(Common.NumeroDaRemessa, request.Sequence);
        record.Put(Common.DataDeGravacao, DateOnly.FromDateTime(request.GeneratedAt));
        PutBatchHeader(record, job);
    }

    private void WriteBatchTrailer(RemessaJob job, int records, int titles, Money total)
    {
        var record = job.Output.Next(BatchTrailer);
        record.Put(Banco, BankCode);
        record.Put(Common.Lote, job.Batches);
        record.Put(Common.QuantidadeDeRegistros, records);
        PutBatchTotals(record, titles, total);
    }

    private void WriteFileTrailer(RemessaJob job, int lines)
    {
        var record = job.Output.Next(FileTrailer);
        record.Put(Banco, BankCode);
        record.Put(Common.QuantidadeDeLotes, job.Batches);
        record.Put(Common.QuantidadeNoArquivo, lines);
    }
}
