using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Itaú Unibanco, 341, in 240 positions. (Itaú.)</summary>
/// <remarks>
/// Source: Itaú, Cobrança CNAB 240, as laravel-boleto quotes it (read 22/11/2026): interest is an amount per day and its code always 0,
/// as is the discount's; a change of value is movement 31, since 47 waives interest at this bank; the payer's name has 30 positions.
/// The espécies are those of Itaú's 400 positions.
/// </remarks>
internal sealed class Itau240() : Remessa240("341", "BANCO ITAU SA")
{
    internal static readonly EspecieCodes ItauEspecies = new(
        others: "99", (BoletoEspecie.DM, "01"), (BoletoEspecie.NP, "02"), (BoletoEspecie.ME, "04"), (BoletoEspecie.RC, "05"), (BoletoEspecie.DS, "08"),
        (BoletoEspecie.DD, "15"), (BoletoEspecie.EC, "16"));

    private static readonly CnabField Agencia = Digits("Agência", 53, 57);
    private static readonly CnabField Conta = Digits("Conta", 59, 70);
    private static readonly CnabField Dac = Digits("DAC", 72, 72);
    private static readonly CnabField DacLote = Digits("DAC", 73, 73);
    private static readonly CnabField DacTitulo = Digits("DAC", 37, 37);
    private static readonly CnabField Carteira = Digits("Carteira", 38, 40);
    private static readonly CnabField Numero = Digits("Nosso número", 41, 48);
    private static readonly CnabField NumeroDac = Digits("DAC do nosso número", 49, 49);
    private static readonly CnabField Documento = Code("Número do documento", 63, 72);
    private static readonly CnabField Nome = Text("Nome do pagador", 34, 63);
    private static readonly CnabField NomeAvalista = Text("Nome do avalista", 170, 199);
    private static readonly CnabField Dias = Number("Dias para baixa", 225, 226);

    protected override CnabRecordLayout FileHeader { get; } = Common.FileHeader.With(
        Agencia, Text("Branco", 58, 58), Conta, Text("Branco", 71, 71), Dac, Digits("Zeros", 226, 228));

    protected override CnabRecordLayout BatchHeader { get; } = Common.BatchHeader.With(
        Literal("Forma de lançamento", 12, "00"), Text("Branco", 59, 59), Text("Branco", 72, 72), DacLote);

    protected override CnabRecordLayout SegmentP { get; } = Common.SegmentP.With(
        Text("Branco", 23, 23), Text("Branco", 36, 36), DacTitulo, Carteira, Numero, NumeroDac, Text("Brancos", 50, 57), Digits("Zeros", 58, 62), Documento,
        Digits("Agência cobradora", 101, 106), Dias, Digits("Zeros", 227, 239));

    protected override CnabRecordLayout SegmentQ { get; } = Common.SegmentQ.With(Nome, Text("Brancos", 64, 73), NomeAvalista, Text("Brancos", 200, 209));

    protected override CnabRecordLayout BatchTrailer { get; } = Common.BatchTrailer.With(
        Common.QuantidadeDeTitulos, Common.ValorTotal, Digits("Outras carteiras e aviso", 47, 123));

    protected override CnabRecordLayout FileTrailer { get; } = Common.FileTrailer.With(Digits("Zeros", 30, 35));

    protected override EspecieCodes Especies => ItauEspecies;

    protected override CnabField DocumentNumber => Documento;

    protected override CnabField PayerName => Nome;

    protected override CnabField GuarantorName => NomeAvalista;

    protected override bool InterestIsPerDay => true;

    protected override int PerDayInterest => 0;

    protected override int NoInterest => 0;

    protected override int DiscountCode => 0;

    protected override string? ValueChange => "31";

    protected override void PutFileHeader(CnabRecord record, RemessaJob job)
    {
        PutCompany(record, job);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(Conta, job.Account.Conta);
        record.Put(Dac, job.Account.ContaDv);
        record.Put(Common.Versao, "040");
    }

    protected override void PutBatchHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Common.VersaoDoLote, "030");
        record.Put(Common.AgenciaLote, job.Account.Agencia);
        record.Put(Common.ContaLote, job.Account.Conta);
        record.Put(DacLote, job.Account.ContaDv);
        record.Put(Common.DataDeCredito, DateOnly.FromDateTime(job.Request.GeneratedAt));
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        record.Put(Common.AgenciaTitulo, job.Account.Agencia);
        record.Put(Common.ContaTitulo, job.Account.Conta);
        record.Put(DacTitulo, job.Account.ContaDv);
        record.Put(Carteira, job.Account.Carteira);
        record.Put(Numero, number);
        record.Put(NumeroDac, dv);
    }

    protected override void PutTerms(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry) =>
        PutClosure(record, Dias, job, entry, least: 1);

    protected override void PutBatchTotals(CnabRecord record, int titles, Money total)
    {
        record.Put(Common.QuantidadeDeTitulos, titles);
        record.Put(Common.ValorTotal, total);
    }

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero);

    protected override DateOnly? ReadPayableThrough(ReadOnlySpan<byte> line, RemessaDraft draft, DateOnly dueOn) => ReadClosure(line, draft, Dias, dueOn);
}
