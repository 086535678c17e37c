using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Santander, 033, in 240 positions. (Santander.)</summary>
/// <remarks>
/// Source: Santander, H7815 Layout Cobrança CNAB 240 (Multibanco), as laravel-boleto and BoletoNetCore quote it (read 22/11/2026). The
/// company stands one position earlier in the file header; the código de transmissão is agência, 0000 and convênio, which the bank's
/// letter may contradict: then the creditor asks the bank. The account is written twice, where it is kept and where it is collected.
/// Interest is sent as an amount per day: public implementations disagree whether the monthly rate at 127-141 has two decimal places or
/// five, and a rate misread a thousandfold is worse than half a centavo a day. A rate in somebody else's file is read with five, as the
/// newest of them writes it.
/// </remarks>
internal sealed class Santander240() : Remessa240("033", "BANCO SANTANDER")
{
    private static readonly CnabField EmpresaTipo = Number("Tipo de inscrição", 17, 17);
    private static readonly CnabField EmpresaInscricao = Digits("Número de inscrição", 18, 32);
    private static readonly CnabField Transmissao = Digits("Código de transmissão", 33, 47);
    private static readonly CnabField TransmissaoLote = Digits("Código de transmissão", 54, 68);
    private static readonly CnabField Agencia = Digits("Agência", 18, 21);
    private static readonly CnabField AgenciaDv = Digits("Dígito da agência", 22, 22);
    private static readonly CnabField Conta = Digits("Conta", 23, 31);
    private static readonly CnabField ContaDv = Digits("Dígito da conta", 32, 32);
    private static readonly CnabField ContaCobranca = Digits("Conta cobrança", 33, 41);
    private static readonly CnabField ContaCobrancaDv = Digits("Dígito da conta cobrança", 42, 42);
    private static readonly CnabField Numero = Digits("Nosso número", 45, 57);
    private static readonly CnabField Dias = Number("Dias para baixa", 226, 227);

    protected override CnabRecordLayout FileHeader { get; } = Common.FileHeader.With(
        EmpresaTipo, EmpresaInscricao, Transmissao, Text("Brancos", 48, 72), Text("Brancos", 152, 157), Text("Brancos", 167, 240));

    protected override CnabRecordLayout BatchHeader { get; } = Common.BatchHeader.With(
        Text("Brancos", 34, 53), TransmissaoLote, Text("Brancos", 69, 73), Text("Brancos", 200, 240));

    protected override CnabRecordLayout SegmentP { get; } = Common.SegmentP.With(
        Agencia, AgenciaDv, Conta, ContaDv, ContaCobranca, ContaCobrancaDv, Text("Brancos", 43, 44), Numero, Digits("Agência cobradora", 101, 105),
        Digits("Zero", 225, 225), Dias, Text("Brancos", 230, 240));

    protected override CnabRecordLayout SegmentQ { get; } = Common.SegmentQ.With(Digits("Carnê", 210, 221));

    protected override CnabRecordLayout SegmentR { get; } = Common.SegmentR.With(Text("Brancos", 42, 65), Text("Brancos", 180, 240));

    protected override bool HasSegmentY53 => true;

    protected override bool InterestIsPerDay => true;

    protected override CnabField InterestRate { get; } = Percent("Taxa mensal de juros de mora", 127, 141, 5);

    protected override EspecieCodes Especies { get; } = new(
        others: "99", (BoletoEspecie.DM, "02"), (BoletoEspecie.DS, "04"), (BoletoEspecie.NP, "12"), (BoletoEspecie.RC, "17"), (BoletoEspecie.CC, "31"));

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        Conta = AccountField.Digits(account.Conta, 9, BoletoField.Conta, "a conta", ref problems),
        ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
    };

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutTaxId(record, EmpresaTipo, EmpresaInscricao, job.Request.BeneficiaryTaxId);
        record.Put(Transmissao, TransmissionCode(job));
        record.Put(Common.Versao, "040");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "030");
        record.Put(TransmissaoLote, TransmissionCode(job));
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(AgenciaDv, job.Account.AgenciaDv);
        record.Put(Conta, job.Account.Conta);
        record.Put(ContaDv, job.Account.ContaDv);
        record.Put(ContaCobranca, job.Account.Conta);
        record.Put(ContaCobrancaDv, job.Account.ContaDv);
        record.Put(Numero, number + dv);
        record.Put(Common.Carteira, job.Account.Carteira == "201" ? "1" : "5");
        record.Put(Common.Cadastramento, "1");
        record.Put(Common.TipoDeDocumento, "1");
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        record.Put(Common.ProtestoCodigo, "0");
        PutClosure(record, Dias, job, entry, least: 1);
        record.Put(Common.Moeda, "00");
    }

    protected override TaxId? ReadCompany(ReadOnlySpan<byte> line, RemessaDraft draft) => ReadTaxId(line, draft, EmpresaTipo, EmpresaInscricao);

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero) is { Length: 13 } whole ? whole[..12] : null;

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) => ReadClosure(line, draft, Dias, dueOn);

    private static string TransmissionCode(RemessaJob job) => $"{job.Account.Agencia}0000{job.Account.Convenio}";
}
