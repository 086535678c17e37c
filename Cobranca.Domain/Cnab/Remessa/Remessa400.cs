using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// 400 positions as far as banks agree: a header, one record of type 1 per title, a trailer, all numbered at 395-400. No standard body
/// ever owned it; a bank replaces the fields it has elsewhere. Dates have six digits. (CNAB 400.)
/// </summary>
/// <remarks>Source: the manuals named in each bank's file; what three of four have in common is here.</remarks>
internal abstract partial class Remessa400(string bankCode, string bankName) : RemessaLayout(bankCode, CnabFormat.Cnab400)
{
    /// <summary>The bank, in the header.</summary>
    public static readonly CnabField Banco = Digits("Banco", 77, 79);

    protected static readonly CnabField Empresa = Text("Nome da empresa", 47, 76);
    protected static readonly CnabField NomeDoBanco = Text("Nome do banco", 80, 94);
    protected static readonly CnabField DataDeGeracao = Date6("Data de geração", 95);
    protected static readonly CnabField Sequencia = Number("Sequência do registro", 395, 400);

    protected static readonly CnabField UsoDaEmpresa = Code("Uso da empresa", 38, 62);
    protected static readonly CnabField Ocorrencia = Digits("Código de ocorrência", 109, 110);
    protected static readonly CnabField SeuNumero = Code("Número do documento", 111, 120);
    protected static readonly CnabField Vencimento = Date6("Vencimento", 121);
    protected static readonly CnabField Valor = Money("Valor do título", 127, 139);
    protected static readonly CnabField Especie = Digits("Espécie do título", 148, 149);
    protected static readonly CnabField Aceite = Text("Aceite", 150, 150);
    protected static readonly CnabField Emissao = Date6("Data de emissão", 151);
    protected static readonly CnabField Instrucao1 = Digits("Primeira instrução", 157, 158);
    protected static readonly CnabField Instrucao2 = Digits("Segunda instrução", 159, 160);
    protected static readonly CnabField JurosPorDia = Money("Juros de mora por dia", 161, 173);
    protected static readonly CnabField DescontoData = Date6("Data do desconto", 174);
    protected static readonly CnabField DescontoValor = Money("Valor do desconto", 180, 192);
    protected static readonly CnabField Iof = Money("Valor do IOF", 193, 205);
    protected static readonly CnabField Abatimento = Money("Valor do abatimento", 206, 218);
    protected static readonly CnabField PagadorTipo = Number("Tipo de inscrição do pagador", 219, 220);
    protected static readonly CnabField PagadorInscricao = Digits("Inscrição do pagador", 221, 234);
    protected static readonly CnabField Pagador = Text("Nome do pagador", 235, 274);
    protected static readonly CnabField Endereco = Text("Endereço do pagador", 275, 314);
    protected static readonly CnabField Cep = Digits("CEP do pagador", 327, 334);

    private static readonly CnabRecordLayout CommonHeader = new(
        "Header", 400, Literal("Tipo de registro", 1, "0"), Literal("Operação", 2, "1REMESSA"), Literal("Serviço", 10, "01COBRANCA"), Empresa, Banco,
        NomeDoBanco, DataDeGeracao, Sequencia);

    private static readonly CnabRecordLayout CommonTrailer = new("Trailer", 400, Literal("Tipo de registro", 1, "9"), Sequencia);

    private string BankName { get; } = bankName;

    /// <summary>What three of four banks have in a title's record.</summary>
    protected static CnabRecordLayout CommonTitle { get; } = new(
        "Registro tipo 1", 400, Literal("Tipo de registro", 1, "1"), UsoDaEmpresa, Ocorrencia, SeuNumero, Vencimento, Valor, Especie, Aceite, Emissao,
        Instrucao1, Instrucao2, JurosPorDia, DescontoData, DescontoValor, Iof, Abatimento, PagadorTipo, PagadorInscricao, Pagador, Endereco, Cep,
        Sequencia);

    protected static CnabRecordLayout HeaderWith(params ReadOnlySpan<CnabField> own) => CommonHeader.With(own);

    protected static CnabRecordLayout TrailerWith(params ReadOnlySpan<CnabField> own) => CommonTrailer.With(own);

    protected abstract CnabRecordLayout Header { get; }
    protected abstract CnabRecordLayout Title { get; }
    protected virtual CnabRecordLayout Trailer => CommonTrailer;

    /// <summary>The bank's own fields of the header.</summary>
    protected abstract void PutHeader(CnabRecord record, RemessaJob job);

    /// <summary>Account, number and carteira of a title.</summary>
    protected abstract void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title);

    /// <summary>Terms and payer of an entry, where the bank has them.</summary>
    protected abstract void PutEntry(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry);

    /// <summary>Writes the records that follow an entry's own.</summary>
    protected virtual void WriteMore(RemessaJob job, RemessaInstruction.Entry entry)
    {
    }

    /// <summary>Writes the totals the bank asks for in the trailer.</summary>
    protected virtual void PutTotals(CnabRecord record, RemessaJob job, Money total)
    {
    }

    /// <summary>The file's number, from the header.</summary>
    protected abstract long ReadSequence(ReadOnlySpan<byte> line, RemessaDraft draft);

    /// <summary>The company's CPF or CNPJ, where a title has it; null where none does.</summary>
    protected virtual TaxId? ReadCompany(ReadOnlySpan<byte> line, RemessaDraft draft) => null;

    /// <summary>The title's number without digit; null after a problem.</summary>
    protected abstract string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft);

    /// <summary>What the bank's record says of an entry beyond what all say.</summary>
    protected abstract RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry);

    /// <summary>The abatement of any instruction.</summary>
    protected virtual Money ReadAbatement(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Money(line, Abatimento);

    /// <summary>Reads a record of another type than 0, 1 and 9; false when the layout has none such.</summary>
    protected virtual bool ReadMore(ReadOnlySpan<byte> line, RemessaDraft draft) => false;

    public override void Write(RemessaJob job)
    {
        var request = job.Request;
        var header = Next(job, Header);
        header.Put(Empresa, request.BeneficiaryName);
        header.Put(Banco, BankCode);
        header.Put(NomeDoBanco, BankName);
        header.Put(DataDeGeracao, DateOnly.FromDateTime(request.GeneratedAt));
        PutHeader(header, job);

        var total = Values.Money.Zero;
        for (var index = 0; index < request.Instructions.Count; index++)
        {
            var instruction = job.Begin(index);
            WriteTitle(job, instruction);
            total += Values.Money.Min(instruction.Amount, Boletos.Barcode.HighestAmount);
        }
        job.End();
        PutTotals(Next(job, Trailer), job, total);
    }

    /// <summary>Begins the next record and numbers it; one beyond 999,999 does not fit its own number and is refused.</summary>
    protected static CnabRecord Next(RemessaJob job, CnabRecordLayout layout)
    {
        var record = job.Output.Next(layout);
        record.Put(Sequencia, job.Output.Lines);
        return record;
    }

    private void WriteTitle(RemessaJob job, RemessaInstruction instruction)
    {
        var record = Next(job, Title);
        PutTitle(record, job, instruction);
        record.Put(UsoDaEmpresa, instruction.OurId);
        PutMovement(record, Ocorrencia, instruction);
        record.Put(SeuNumero, instruction.DocumentNumber);
        record.Put(Vencimento, instruction.DueOn);
        record.Put(Valor, instruction.Amount);
        if (instruction is RemessaInstruction.AbatementGrant grant)
            record.Put(Abatimento, grant.Abatement);
        if (instruction is not RemessaInstruction.Entry entry)
            return;
        if (!CheckEntry(record, Vencimento, entry))
            return;
        PutEspecie(record, Especie, entry.Especie);
        record.Put(Aceite, entry.IsAccepted ? "A" : "N");
        record.Put(Emissao, entry.IssuedOn);
        PutEntry(record, job, entry);
        WriteMore(job, entry);
    }

    /// <summary>Interest, discount, abatement and payer where three of four banks have them.</summary>
    protected static void PutCommon(CnabRecord record, RemessaInstruction.Entry entry)
    {
        record.Put(JurosPorDia, PerDay(entry));
        if (entry.Discount is { } discount)
        {
            record.Put(DescontoData, discount.Through);
            record.Put(DescontoValor, discount.Amount);
        }
        if (entry.Abatement.IsPositive)
            record.Put(Abatimento, entry.Abatement);
        PutTaxId(record, PagadorTipo, PagadorInscricao, entry.Payer.TaxId);
        record.Put(Endereco, entry.Payer.Address);
        record.Put(Cep, entry.Payer.Cep?.Value);
    }

    /// <summary>Interest as an amount per day; zero for none.</summary>
    protected static Money PerDay(RemessaInstruction.Entry entry) => entry.Interest switch
    {
        RemessaInterest.Monthly monthly => monthly.OnePerDay(entry.Amount).Amount,
        RemessaInterest.PerDay day => day.Amount,
        _ => default,
    };
}
