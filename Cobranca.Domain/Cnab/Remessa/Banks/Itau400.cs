using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Itaú Unibanco, 341, in 400 positions. (Itaú.)</summary>
/// <remarks>
/// Source: Itaú, Cobrança 400 bytes CNAB (July 2021), record types 1 and 2, as domain facts, laravel-boleto and BoletoNetCore quote it
/// (read 22/11/2026): interest is an amount per day and nothing else; the fine has a record of its own, dates of eight digits in it;
/// instruction 39 takes nothing after the due date, 92 gives the title back after the days at 392-393; a change of value is 31, sent
/// alone, since 47 waives interest at this bank. The header has no number of the file.
/// </remarks>
internal sealed class Itau400() : Remessa400("341", "BANCO ITAU SA")
{
    private static readonly CnabField AgenciaHeader = Digits("Agência", 27, 30);
    private static readonly CnabField ContaHeader = Digits("Conta", 33, 37);
    private static readonly CnabField DacHeader = Digits("DAC", 38, 38);
    private static readonly CnabField EmpresaTipo = Number("Tipo de inscrição da empresa", 2, 3);
    private static readonly CnabField EmpresaInscricao = Digits("Inscrição da empresa", 4, 17);
    private static readonly CnabField Agencia = Digits("Agência", 18, 21);
    private static readonly CnabField Conta = Digits("Conta", 24, 28);
    private static readonly CnabField Dac = Digits("DAC", 29, 29);
    private static readonly CnabField Numero = Digits("Nosso número", 63, 70);
    private static readonly CnabField Carteira = Digits("Carteira", 84, 86);
    private static readonly CnabField BancoCobrador = Digits("Banco cobrador", 140, 142);
    private static readonly CnabField Nome = Text("Nome do pagador", 235, 264);
    private static readonly CnabField Bairro = Text("Bairro do pagador", 315, 326);
    private static readonly CnabField Cidade = Text("Cidade do pagador", 335, 349);
    private static readonly CnabField Uf = Text("UF do pagador", 350, 351);
    private static readonly CnabField Avalista = Text("Nome do avalista", 352, 381);
    private static readonly CnabField DataDeMora = Date6("Data de mora", 386);
    private static readonly CnabField Prazo = Number("Prazo da instrução", 392, 393);
    private static readonly CnabField MultaCodigo = Number("Código da multa", 2, 2);
    private static readonly CnabField MultaData = Date8("Data da multa", 3);
    private static readonly CnabField MultaValor = Money("Valor da multa", 11, 23);
    private static readonly CnabField MultaTaxa = Percent("Percentual da multa", 11, 23, 2);

    private static readonly CnabRecordLayout Fine = new(
        "Registro tipo 2", 400, Literal("Tipo de registro", 1, "2"), MultaCodigo, MultaData, MultaValor, Sequencia);

    protected override CnabRecordLayout Header { get; } = HeaderWith(AgenciaHeader, Digits("Zeros", 31, 32), ContaHeader, DacHeader);

    protected override CnabRecordLayout Title { get; } = CommonTitle.With(
        EmpresaTipo, EmpresaInscricao, Agencia, Digits("Zeros", 22, 23), Conta, Dac, Digits("Instrução a cancelar", 34, 37), Numero,
        Number("Quantidade de moeda", 71, 83), Carteira, Literal("Código da carteira", 108, "I"), BancoCobrador, Digits("Agência cobradora", 143, 147), Nome,
        Text("Brancos", 265, 274), Bairro, Cidade, Uf, Avalista, DataDeMora, Prazo);

    protected override EspecieCodes Especies => Itau240.ItauEspecies;

    protected override string? ValueChange => "31";

    protected override void PutHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(AgenciaHeader, job.Account.Agencia);
        record.Put(ContaHeader, job.Account.Conta);
        record.Put(DacHeader, job.Account.ContaDv);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, _) = job.Number(record, Numero, title);
        PutTaxId(record, EmpresaTipo, EmpresaInscricao, job.Request.BeneficiaryTaxId);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(Conta, job.Account.Conta);
        record.Put(Dac, job.Account.ContaDv);
        record.Put(Numero, number);
        record.Put(Carteira, job.Account.Carteira);
        record.Put(BancoCobrador, BankCode);
    }

    protected override void PutEntry(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        PutCommon(record, entry);
        var days = PayableDays(job, entry);
        record.Put(Instrucao1, days == 0 ? "39" : "92");
        record.Put(Prazo, days);
        record.Put(Nome, entry.Payer.Name);
        record.Put(Bairro, entry.Payer.District);
        record.Put(Cidade, entry.Payer.City);
        record.Put(Uf, entry.Payer.Uf?.Value);
        record.Put(Avalista, entry.Guarantor?.Name);
        if (PerDay(entry).IsPositive)
            record.Put(DataDeMora, entry.DueOn.AddDays(1));
    }

    protected override void WriteMore(RemessaJob job, RemessaInstruction.Entry entry)
    {
        if (entry.Fine is null)
            return;
        var record = Next(job, Fine);
        record.Put(MultaData, entry.DueOn.AddDays(1));
        if (entry.Fine is RemessaFine.Percent percent)
        {
            record.Put(MultaCodigo, 2);
            record.PutPercent(MultaTaxa, percent.Rate.PercentValue);
        }
        else if (entry.Fine is RemessaFine.Fixed amount)
        {
            record.Put(MultaCodigo, 1);
            record.Put(MultaValor, amount.Amount);
        }
    }

    protected override long ReadSequence(ReadOnlySpan<byte> line, RemessaDraft draft) => 0;

    protected override TaxId? ReadCompany(ReadOnlySpan<byte> line, RemessaDraft draft) => ReadTaxId(line, draft, EmpresaTipo, EmpresaInscricao);

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero);

    protected override RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var read = ReadCommon(line, draft, entry);
        var guarantor = Avalista.ReadText(line);
        var days = (int)draft.Number(line, Prazo);
        return read with
        {
            PayableThrough = Instrucao1.ReadText(line) switch { "39" => entry.DueOn, "92" => entry.DueOn.AddDays(days), _ => null },
            Payer = ReadPayerTaxId(line, draft, PagadorTipo, PagadorInscricao) is { } taxId
                ? draft.Payer(line, Nome, taxId, Endereco, Bairro, Cep, Cidade, Uf)
                : RemessaDraft.Unknown,
            Guarantor = guarantor.Length == 0 ? null : new(guarantor, null),
        };
    }

    protected override bool ReadMore(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        if (line is not [(byte)'2', ..] || draft.Open is not { Fine: null } entry)
            return line is [(byte)'3' or (byte)'4' or (byte)'5' or (byte)'6', ..];
        draft.At(Fine);
        var amount = draft.Money(line, MultaValor);
        switch (draft.Number(line, MultaCodigo))
        {
            case 0:
                break;
            case 1 when amount.IsPositive:
                draft.Know(entry with { Fine = new RemessaFine.Fixed(amount) });
                break;
            case 2 when amount.IsPositive:
                draft.Know(entry with { Fine = new RemessaFine.Percent(draft.Rate(line, MultaTaxa)) });
                break;
            case > 2:
                draft.Refuse(MultaCodigo, "O código da multa é 1 (valor) ou 2 (percentual).");
                break;
        }
        return true;
    }
}
