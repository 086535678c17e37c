using Cobranca.Domain.Boletos;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Banco do Brasil, 001, in 240 positions. (Banco do Brasil.)</summary>
/// <remarks>
/// Source: Banco do Brasil, CNAB 240 Cobrança (August 2017), as laravel-boleto and BoletoNetCore quote it (read 22/11/2026): convênio
/// with product 0014, carteira and variação; nosso número of 17 digits, or of 11 with its digit; carteira 17 is sent as code 7. The
/// versions are not checked by the bank.
/// </remarks>
internal sealed class BancoDoBrasil240() : Remessa240("001", "BANCO DO BRASIL S.A.")
{
    private static readonly CnabField Convenio = Digits("Convênio", 33, 41);
    private static readonly CnabField Produto = Literal("Produto", 42, "0014");
    private static readonly CnabField Carteira = Digits("Carteira", 46, 47);
    private static readonly CnabField Variacao = Digits("Variação da carteira", 48, 50);
    private static readonly CnabField ConvenioLote = Digits("Convênio", 34, 42);
    private static readonly CnabField ProdutoLote = Literal("Produto", 43, "0014");
    private static readonly CnabField CarteiraLote = Digits("Carteira", 47, 48);
    private static readonly CnabField VariacaoLote = Digits("Variação da carteira", 49, 51);

    protected override CnabRecordLayout FileHeader { get; } = Common.FileHeader.With(Convenio, Produto, Carteira, Variacao);
    protected override CnabRecordLayout BatchHeader { get; } = Common.BatchHeader.With(ConvenioLote, ProdutoLote, CarteiraLote, VariacaoLote);
    protected override CnabRecordLayout FileTrailer { get; } = Common.FileTrailer.With(Digits("Contas para conciliação", 30, 35));

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutCompany(record, job);
        record.Put(Convenio, job.Account.Convenio);
        record.Put(Carteira, job.Account.Carteira);
        record.Put(Variacao, job.Account.Variacao);
        record.Put(Common.Agencia, job.Account.Agencia);
        record.Put(Common.AgenciaDv, job.Account.AgenciaDv);
        record.Put(Common.Conta, job.Account.Conta);
        record.Put(Common.ContaDv, job.Account.ContaDv);
        record.Put(Common.Versao, "084");
        record.Put(Common.Densidade, "01600");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "043");
        record.Put(ConvenioLote, job.Account.Convenio);
        record.Put(CarteiraLote, job.Account.Carteira);
        record.Put(VariacaoLote, job.Account.Variacao);
        record.Put(Common.AgenciaLote, job.Account.Agencia);
        record.Put(Common.AgenciaDvLote, job.Account.AgenciaDv);
        record.Put(Common.ContaLote, job.Account.Conta);
        record.Put(Common.ContaDvLote, job.Account.ContaDv);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Common.NossoNumero, title);
        record.Put(Common.AgenciaTitulo, job.Account.Agencia);
        record.Put(Common.AgenciaDvTitulo, job.Account.AgenciaDv);
        record.Put(Common.ContaTitulo, job.Account.Conta);
        record.Put(Common.ContaDvTitulo, job.Account.ContaDv);
        record.Put(Common.NossoNumero, number + dv);
        record.Put(Common.Carteira, job.Account.Carteira switch { "17" => "7", "31" => "2", "51" => "4", _ => "1" });
        record.Put(Common.Cadastramento, "1");
        record.Put(Common.TipoDeDocumento, "2");
        record.Put(Common.QuemEmite, "2");
        record.Put(Common.QuemDistribui, "2");
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        record.Put(Common.ProtestoCodigo, "3");
        PutClosure(record, Common.BaixaDias, job, entry, least: 1);
        record.Put(Common.Moeda, "09");
    }

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var text = Common.NossoNumero.ReadText(line);
        if (text.Length is 17 or 12 && !text.AsSpan(0, text.Length == 17 ? 17 : 11).ContainsAnyExceptInRange('0', '9'))
            return text.Length == 17 ? text : text[..11];
        draft.Refuse(Common.NossoNumero, "O nosso número tem 17 números, ou 11 e o dígito.");
        return null;
    }

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) =>
        ReadClosure(line, draft, Common.BaixaDias, dueOn);
}
