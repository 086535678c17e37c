using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Sicoob, 756, in 240 positions. (Sicoob.)</summary>
/// <remarks>
/// Source: Sicoob, Layout CNAB 240 cobrança, as laravel-boleto and BoletoNetCore quote it (read 22/11/2026): nosso número with its digit
/// in ten positions, then parcela, modalidade and 4 for plain A4; no interest is code 0; the layout has no closure after days and, as
/// far as we could read, no movement for a change of value (47 is listed as waiving interest), which is therefore refused.
/// </remarks>
internal sealed class Sicoob240() : Remessa240("756", "SICOOB")
{
    private static readonly CnabField Numero = Digits("Nosso número", 38, 47);
    private static readonly CnabField Parcela = Digits("Parcela", 48, 49);
    private static readonly CnabField Modalidade = Digits("Modalidade", 50, 51);
    private static readonly CnabField Formulario = Literal("Tipo de formulário", 52, "4");

    protected override CnabRecordLayout FileHeader { get; } = Common.FileHeader.With(Digits("Dígito da agência e conta", 72, 72));

    protected override CnabRecordLayout SegmentP { get; } = Common.SegmentP.With(
        Numero, Parcela, Modalidade, Formulario, Text("Brancos", 53, 57), Text("Brancos", 225, 227));

    protected override CnabRecordLayout BatchTrailer { get; } = Common.BatchTrailer.With(
        Common.QuantidadeDeTitulos, Common.ValorTotal, Digits("Outras carteiras", 47, 115));

    protected override CnabRecordLayout FileTrailer { get; } = Common.FileTrailer.With(Digits("Contas para conciliação", 30, 35));

    protected override int NoInterest => 0;

    protected override string? ValueChange => null;

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        AgenciaDv = AccountField.Required(account.AgenciaDv, BoletoField.AgenciaDv, "o dígito da agência (cooperativa)", ref problems),
        Conta = AccountField.Digits(account.Conta, 12, BoletoField.Conta, "a conta", ref problems),
        ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
    };

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutCompany(record, job);
        record.Put(Common.Agencia, job.Account.Agencia);
        record.Put(Common.AgenciaDv, job.Account.AgenciaDv);
        record.Put(Common.Conta, job.Account.Conta);
        record.Put(Common.ContaDv, job.Account.ContaDv);
        record.Put(Common.Versao, "081");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "040");
        record.Put(Common.AgenciaLote, job.Account.Agencia);
        record.Put(Common.AgenciaDvLote, job.Account.AgenciaDv);
        record.Put(Common.ContaLote, job.Account.Conta);
        record.Put(Common.ContaDvLote, job.Account.ContaDv);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        record.Put(Common.AgenciaTitulo, job.Account.Agencia);
        record.Put(Common.AgenciaDvTitulo, job.Account.AgenciaDv);
        record.Put(Common.ContaTitulo, job.Account.Conta);
        record.Put(Common.ContaDvTitulo, job.Account.ContaDv);
        record.Put(Numero, number + dv);
        record.Put(Parcela, job.Account.Parcela!.TrimStart('0'));
        record.Put(Modalidade, job.Account.Variacao);
        record.Put(Common.Carteira, job.Account.Carteira);
        record.Put(Common.QuemEmite, "2");
        record.Put(Common.QuemDistribui, "2");
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        record.Put(Common.ProtestoCodigo, "3");
        record.Put(Common.Moeda, "09");
    }

    protected override void PutBatchTotals(CnabRecord record, int titles, Money total)
    {
        record.Put(Common.QuantidadeDeTitulos, titles);
        record.Put(Common.ValorTotal, total);
    }

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var whole = draft.Digits(line, Numero);
        if (whole.Length < 10)
            return null;
        if (whole.StartsWith("00", StringComparison.Ordinal))
            return whole[2..9];
        draft.Refuse(Numero, "O nosso número do Sicoob tem até 7 números e o dígito.");
        return null;
    }

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) => null;
}
