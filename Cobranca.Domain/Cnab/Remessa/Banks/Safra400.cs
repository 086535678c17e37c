using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Banco Safra, 422, in 400 positions. (Safra.)</summary>
/// <remarks>
/// Source: Safra, Layout de cobrança 400, as BoletoNetCore and ACBr quote it (read 22/11/2026): interest is an amount per day, its first
/// day at 86-91; the fine is instruction 16 with date and percentage written over the abatement at 206-218, so that a title has one or
/// the other; a change of value is 31; the file's number has three digits and starts over. Closure follows the contract.
/// </remarks>
internal sealed class Safra400() : Remessa400("422", "BANCO SAFRA")
{
    private const int SequenceWraps = 1000;

    private static readonly CnabField AgenciaHeader = Digits("Agência", 27, 30);
    private static readonly CnabField AgenciaDvHeader = Digits("Dígito da agência", 31, 31);
    private static readonly CnabField ContaHeader = Digits("Conta", 32, 39);
    private static readonly CnabField ContaDvHeader = Digits("Dígito da conta", 40, 40);
    private static readonly CnabField SequencialDoArquivo = Number("Número da remessa", 392, 394);
    private static readonly CnabField EmpresaTipo = Number("Tipo de inscrição da empresa", 2, 3);
    private static readonly CnabField EmpresaInscricao = Digits("Inscrição da empresa", 4, 17);
    private static readonly CnabField Agencia = Digits("Agência", 18, 21);
    private static readonly CnabField AgenciaDv = Digits("Dígito da agência", 22, 22);
    private static readonly CnabField Conta = Digits("Conta", 23, 30);
    private static readonly CnabField ContaDv = Digits("Dígito da conta", 31, 31);
    private static readonly CnabField Numero = Digits("Nosso número", 63, 71);
    private static readonly CnabField DataDeMora = Date6("Data dos juros de mora", 86);
    private static readonly CnabField Carteira = Digits("Tipo de carteira", 108, 108);
    private static readonly CnabField BancoCobrador = Digits("Banco cobrador", 140, 142);
    private static readonly CnabField MultaData = Date6("Data da multa", 206);
    private static readonly CnabField MultaTaxa = Percent("Percentual da multa", 212, 215, 2);
    private static readonly CnabField MultaZeros = Digits("Zeros da multa", 216, 218);
    private static readonly CnabField Bairro = Text("Bairro do pagador", 315, 324);
    private static readonly CnabField Cidade = Text("Cidade do pagador", 335, 349);
    private static readonly CnabField Uf = Text("UF do pagador", 350, 351);
    private static readonly CnabField Avalista = Text("Nome do avalista", 352, 381);
    private static readonly CnabField BancoEmitente = Digits("Banco emitente", 389, 391);
    private static readonly CnabField QuantidadeDeTitulos = Number("Quantidade de títulos", 369, 376);
    private static readonly CnabField ValorTotal = Money("Valor total dos títulos", 377, 391);

    protected override CnabRecordLayout Header { get; } = HeaderWith(AgenciaHeader, AgenciaDvHeader, ContaHeader, ContaDvHeader, SequencialDoArquivo);

    protected override CnabRecordLayout Title { get; } = CommonTitle.With(
        EmpresaTipo, EmpresaInscricao, Agencia, AgenciaDv, Conta, ContaDv, Numero, DataDeMora, Digits("IOF e moeda", 102, 104),
        Digits("Terceira instrução", 106, 107), Carteira, BancoCobrador, Digits("Agência cobradora", 143, 147), Bairro, Cidade, Uf, Avalista, BancoEmitente,
        SequencialDoArquivo);

    protected override CnabRecordLayout Trailer { get; } = TrailerWith(QuantidadeDeTitulos, ValorTotal, SequencialDoArquivo);

    protected override EspecieCodes Especies { get; } = new(
        others: null, (BoletoEspecie.DM, "01"), (BoletoEspecie.NP, "02"), (BoletoEspecie.RC, "05"), (BoletoEspecie.DS, "09"));

    protected override string? ValueChange => "31";

    protected override void PutHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(AgenciaHeader, job.Account.Agencia);
        record.Put(AgenciaDvHeader, job.Account.AgenciaDv);
        record.Put(ContaHeader, job.Account.Conta);
        record.Put(ContaDvHeader, job.Account.ContaDv);
        record.Put(SequencialDoArquivo, job.Request.Sequence % SequenceWraps);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        PutTaxId(record, EmpresaTipo, EmpresaInscricao, job.Request.BeneficiaryTaxId);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(AgenciaDv, job.Account.AgenciaDv);
        record.Put(Conta, job.Account.Conta);
        record.Put(ContaDv, job.Account.ContaDv);
        record.Put(Numero, number + dv);
        record.Put(Carteira, job.Account.Carteira!.TrimStart('0'));
        record.Put(BancoCobrador, BankCode);
        record.Put(BancoEmitente, BankCode);
        record.Put(SequencialDoArquivo, job.Request.Sequence % SequenceWraps);
    }

    protected override void PutEntry(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        PutCommon(record, entry);
        if (entry.Fine is RemessaFine.Percent percent)
        {
            if (entry.Abatement.IsPositive)
                record.Refuse(MultaTaxa, "O Safra não recebe multa e abatimento no mesmo boleto: conceda o abatimento depois do registro.");
            record.Put(Instrucao1, "16");
            record.Put(MultaData, entry.DueOn.AddDays(1));
            record.PutPercent(MultaTaxa, percent.Rate.PercentValue);
        }
        else if (entry.Fine is not null)
        {
            record.Refuse(MultaTaxa, "O Safra só recebe multa em percentual.");
        }
        if (PerDay(entry).IsPositive)
            record.Put(DataDeMora, entry.DueOn.AddDays(1));
        record.Put(Pagador, entry.Payer.Name);
        record.Put(Bairro, entry.Payer.District);
        record.Put(Cidade, entry.Payer.City);
        record.Put(Uf, entry.Payer.Uf?.Value);
        record.Put(Avalista, entry.Guarantor?.Name);
    }

    protected override void PutTotals(CnabRecord record, RemessaJob job, Money total)
    {
        record.Put(QuantidadeDeTitulos, job.Request.Instructions.Count);
        record.Put(ValorTotal, total);
        record.Put(SequencialDoArquivo, job.Request.Sequence % SequenceWraps);
    }

    protected override long ReadSequence(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Number(line, SequencialDoArquivo);

    protected override TaxId? ReadCompany(ReadOnlySpan<byte> line, RemessaDraft draft) => ReadTaxId(line, draft, EmpresaTipo, EmpresaInscricao);

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero) is { Length: 9 } whole ? whole[..8] : null;

    protected override Money ReadAbatement(ReadOnlySpan<byte> line, RemessaDraft draft) =>
        Instrucao1.Holds(line, "16"u8) ? Values.Money.Zero : base.ReadAbatement(line, draft);

    protected override RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var guarantor = Avalista.ReadText(line);
        return ReadCommon(line, draft, entry) with
        {
            Fine = ReadFine(line, draft),
            Payer = ReadPayerTaxId(line, draft, PagadorTipo, PagadorInscricao) is { } taxId
                ? draft.Payer(line, Pagador, taxId, Endereco, Bairro, Cep, Cidade, Uf)
                : RemessaDraft.Unknown,
            Guarantor = guarantor.Length == 0 ? null : new(guarantor, null),
        };
    }

    private static RemessaFine? ReadFine(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        if (!Instrucao1.Holds(line, "16"u8))
            return null;
        if (!MultaZeros.IsBlankOrZero(line))
            draft.Refuse(MultaZeros, "Com a instrução 16, a multa ocupa o lugar do abatimento.");
        draft.Day(line, MultaData);
        return draft.Rate(line, MultaTaxa) is var rate && rate > Values.Rate.Zero ? new RemessaFine.Percent(rate) : null;
    }
}
