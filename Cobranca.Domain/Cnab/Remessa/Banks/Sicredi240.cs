using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Sicredi, 748, in 240 positions. (Sicredi.)</summary>
/// <remarks>
/// Source: Sicredi, Manual CNAB 240 (August 2019), as laravel-boleto, BoletoNetCore and brcobranca quote it (read 22/11/2026): nosso
/// número of eight digits and its own on the left; closure always code 1 and 060 days, which the bank alone reads; the fine is a
/// percentage and nothing else; DM is sent as 03 (por indicação).
/// </remarks>
internal sealed class Sicredi240() : Remessa240("748", "SICREDI")
{
    private const int ClosureDays = 60;

    protected override CnabRecordLayout BatchTrailer { get; } = Common.BatchTrailer.With(Digits("Quantidades e valores", 24, 115));

    protected override CnabRecordLayout FileTrailer { get; } = Common.FileTrailer.With(Digits("Contas para conciliação", 30, 35));

    protected override EspecieCodes Especies { get; } = new(
        others: "99", (BoletoEspecie.DM, "03"), (BoletoEspecie.DS, "05"), (BoletoEspecie.NP, "12"), (BoletoEspecie.RC, "17"));

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        Conta = AccountField.Digits(account.Conta, 12, BoletoField.Conta, "a conta", ref problems),
        ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
    };

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutCompany(record, job);
        record.Put(Common.Agencia, job.Account.Agencia);
        record.Put(Common.Conta, job.Account.Conta);
        record.Put(Common.ContaDv, job.Account.ContaDv);
        record.Put(Common.Versao, "081");
        record.Put(Common.Densidade, "01600");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "040");
        record.Put(Common.AgenciaLote, job.Account.Agencia);
        record.Put(Common.ContaLote, job.Account.Conta);
        record.Put(Common.ContaDvLote, job.Account.ContaDv);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Common.NossoNumero, title);
        record.Put(Common.AgenciaTitulo, job.Account.Agencia);
        record.Put(Common.ContaTitulo, job.Account.Conta);
        record.Put(Common.ContaDvTitulo, job.Account.ContaDv);
        record.Put(Common.NossoNumero, number + dv);
        record.Put(Common.Carteira, job.Account.Carteira);
        record.Put(Common.Cadastramento, "1");
        record.Put(Common.TipoDeDocumento, "1");
        record.Put(Common.QuemEmite, "2");
        record.Put(Common.QuemDistribui, "2");
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        if (entry.Fine is RemessaFine.Fixed)
            record.Refuse(Common.MultaCodigo, "O Sicredi só recebe multa em percentual.");
        record.Put(Common.ProtestoCodigo, "3");
        record.Put(Common.BaixaCodigo, "1");
        record.Put(Common.BaixaDias, ClosureDays);
        record.Put(Common.Moeda, "09");
    }

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var text = Common.NossoNumero.ReadText(line);
        if (text.Length == 9 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return text[..8];
        draft.Refuse(Common.NossoNumero, "O nosso número tem 8 números e o dígito.");
        return null;
    }

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) =>
        ReadClosure(line, draft, Common.BaixaDias, dueOn);
}
