using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Caixa Econômica Federal, 104 (SIGCB), in 240 positions. (Caixa.)</summary>
/// <remarks>
/// Source: Caixa, Manual de leiaute de arquivo eletrônico CNAB 240 (versions 101 of the file and 060 of the batch, which have room for
/// codes of seven digits), as laravel-boleto quotes it (read 22/11/2026). Closure after 000 days is the day after the due date, so that
/// a re-issued slip ends exactly where it should.
/// </remarks>
internal sealed class Caixa240() : Remessa240("104", "CAIXA ECONOMICA FEDERAL")
{
    private static readonly CnabField Codigo = Digits("Código do beneficiário", 59, 65);
    private static readonly CnabField CodigoLote = Digits("Código do beneficiário", 34, 40);
    private static readonly CnabField CodigoCurto = Digits("Código do beneficiário de 6 números", 60, 65);
    private static readonly CnabField CodigoTitulo = Digits("Código do beneficiário", 24, 30);
    private static readonly CnabField Numero = Digits("Nosso número", 41, 57);
    private static readonly CnabField Documento = Code("Número do documento", 63, 73);

    protected override CnabRecordLayout FileHeader { get; } = Common.FileHeader.With(
        Digits("Uso exclusivo da Caixa", 33, 52), Codigo, Digits("Uso exclusivo da Caixa", 66, 72), Literal("Situação do arquivo", 192, "REMESSA-PRODUCAO"));

    protected override CnabRecordLayout BatchHeader { get; } = Common.BatchHeader.With(
        Literal("Forma de lançamento", 12, "00"), CodigoLote, Digits("Uso exclusivo da Caixa", 41, 53), CodigoCurto,
        Digits("Uso exclusivo da Caixa", 66, 73));

    protected override CnabRecordLayout SegmentP { get; } = Common.SegmentP.With(
        CodigoTitulo, Digits("Uso exclusivo da Caixa", 31, 40), Numero, Documento, Digits("Agência cobradora", 101, 106));

    protected override CnabRecordLayout SegmentR { get; } = Common.SegmentR.With(Text("Brancos", 200, 240));

    protected override CnabRecordLayout BatchTrailer { get; } = Common.BatchTrailer.With(
        Common.QuantidadeDeTitulos, Common.ValorTotal, Digits("Outras carteiras", 47, 92));

    protected override CnabField DocumentNumber => Documento;

    protected override bool HasSegmentY53 => true;

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        AgenciaDv = AccountField.Optional(account.AgenciaDv, "", BoletoField.AgenciaDv, "o dígito da agência", ref problems)
            ?? (CheckDigits.Mod11(fields.Agencia) is var digit and < 10 ? OneDigit.Text(digit) : "0"),
    };

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutCompany(record, job);
        record.Put(Common.Agencia, job.Account.Agencia);
        record.Put(Common.AgenciaDv, job.Account.AgenciaDv);
        record.Put(Codigo, job.Account.Convenio);
        record.Put(Common.Versao, "101");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "060");
        record.Put(CodigoLote, job.Account.Convenio);
        record.Put(Common.AgenciaLote, job.Account.Agencia);
        record.Put(Common.AgenciaDvLote, job.Account.AgenciaDv);
        if (job.Account.Convenio!.Length == 6)
            record.Put(CodigoCurto, job.Account.Convenio);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, _) = job.Number(record, Numero, title);
        record.Put(Common.AgenciaTitulo, job.Account.Agencia);
        record.Put(Common.AgenciaDvTitulo, job.Account.AgenciaDv);
        record.Put(CodigoTitulo, job.Account.Convenio);
        record.Put(Numero, number);
        record.Put(Common.Carteira, "1");
        record.Put(Common.Cadastramento, "1");
        record.Put(Common.TipoDeDocumento, "2");
        record.Put(Common.QuemEmite, "2");
        record.Put(Common.QuemDistribui, "0");
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        record.Put(Common.ProtestoCodigo, "3");
        PutClosure(record, Common.BaixaDias, job, entry, least: 0);
        record.Put(Common.Moeda, "09");
    }

    protected override void PutBatchTotals(CnabRecord record, int titles, Money total)
    {
        record.Put(Common.QuantidadeDeTitulos, titles);
        record.Put(Common.ValorTotal, total);
    }

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero);

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) =>
        ReadClosure(line, draft, Common.BaixaDias, dueOn);
}
