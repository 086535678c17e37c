using Cobranca.Domain.Boletos;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Bradesco, 237, in 400 positions. (Bradesco.)</summary>
/// <remarks>
/// Source: Bradesco, Layout de cobrança 400 posições, record type 1, as domain facts, laravel-boleto, BoletoNetCore and ACBr quote it
/// (read 22/11/2026): the fine is a percentage behind flag 2, interest an amount per day; instruction 09 takes nothing after the due
/// date, 18 closes after the days of the second instruction; a change of value is 20. The payer's city follows from the CEP; 315-326 and
/// 335-394 are messages, the second one also the guarantor's name.
/// </remarks>
internal sealed class Bradesco400() : Remessa400("237", "BRADESCO")
{
    private static readonly CnabField Convenio = Digits("Código da empresa", 27, 46);
    private static readonly CnabField SequencialDoArquivo = Number("Número da remessa", 111, 117);
    private static readonly CnabField Carteira = Digits("Carteira", 22, 24);
    private static readonly CnabField Agencia = Digits("Agência", 25, 29);
    private static readonly CnabField Conta = Digits("Conta", 30, 36);
    private static readonly CnabField ContaDv = Text("Dígito da conta", 37, 37);
    private static readonly CnabField MultaCodigo = Number("Campo de multa", 66, 66);
    private static readonly CnabField MultaTaxa = Percent("Percentual da multa", 67, 70, 2);
    private static readonly CnabField Numero = Digits("Nosso número", 71, 81);
    private static readonly CnabField NumeroDv = Text("Dígito do nosso número", 82, 82);
    private static readonly CnabField Avalista = Text("Avalista ou 2ª mensagem", 335, 394);

    protected override CnabRecordLayout Header { get; } = HeaderWith(Convenio, Literal("Identificação do sistema", 109, "MX"), SequencialDoArquivo);

    protected override CnabRecordLayout Title { get; } = CommonTitle.With(
        Literal("Zero", 21, "0"), Carteira, Agencia, Conta, ContaDv, Digits("Banco do débito automático", 63, 65), MultaCodigo, MultaTaxa, Numero, NumeroDv,
        Money("Desconto por dia", 83, 92), Literal("Emissão do boleto", 93, "2"), Literal("Boleto para débito automático", 94, "N"),
        Literal("Aviso de débito", 106, "2"), Digits("Banco e agência cobradores", 140, 147), Text("1ª mensagem", 315, 326), Avalista);

    protected override EspecieCodes Especies { get; } = new(
        others: "99", (BoletoEspecie.DM, "01"), (BoletoEspecie.NP, "02"), (BoletoEspecie.RC, "05"), (BoletoEspecie.DS, "12"), (BoletoEspecie.CC, "31"));

    protected override string? ValueChange => "20";

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        Convenio = AccountField.Digits(account.Convenio, 20, BoletoField.Convenio, "o convênio (código da empresa no Bradesco)", ref problems),
        ContaDv = AccountField.Optional(account.ContaDv, "PX", BoletoField.ContaDv, "o dígito da conta", ref problems) ?? Missing(ref problems),
    };

    protected override void PutHeader(CnabRecord record, RemessaJob job)
    {
        record.Put(Convenio, job.Account.Convenio);
        record.Put(SequencialDoArquivo, job.Request.Sequence);
    }

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        record.Put(Carteira, job.Account.Carteira);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(Conta, job.Account.Conta);
        record.Put(ContaDv, job.Account.ContaDv);
        record.Put(Numero, number);
        record.Put(NumeroDv, dv);
        record.Put(Aceite, "N");
    }

    protected override void PutEntry(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        PutCommon(record, entry);
        record.Put(Aceite, "N");
        if (entry.Fine is RemessaFine.Percent percent)
        {
            record.Put(MultaCodigo, 2);
            record.PutPercent(MultaTaxa, percent.Rate.PercentValue);
        }
        else if (entry.Fine is not null)
        {
            record.Refuse(MultaTaxa, "O Bradesco só recebe multa em percentual.");
        }
        var days = PayableDays(job, entry);
        record.Put(Instrucao1, days == 0 ? "09" : "18");
        if (days > 99)
            record.Refuse(Instrucao2, "O Bradesco encerra o boleto em até 99 dias depois do vencimento.");
        else if (days > 0)
            record.Put(Instrucao2, $"{days}");
        record.Put(Pagador, entry.Payer.Name);
        record.Put(Avalista, entry.Guarantor?.Name);
    }

    protected override long ReadSequence(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Number(line, SequencialDoArquivo);

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero);

    protected override RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var read = ReadCommon(line, draft, entry);
        var guarantor = Avalista.ReadText(line);
        var fine = draft.Number(line, MultaCodigo) == 2 ? draft.Rate(line, MultaTaxa) : default;
        var days = (int)draft.Number(line, Instrucao2Days);
        return read with
        {
            Fine = fine > Values.Rate.Zero ? new RemessaFine.Percent(fine) : null,
            PayableThrough = Instrucao1.ReadText(line) switch { "09" => entry.DueOn, "18" => entry.DueOn.AddDays(days), _ => null },
            Payer = ReadPayerTaxId(line, draft, PagadorTipo, PagadorInscricao) is { } taxId
                ? draft.Payer(line, Pagador, taxId, Endereco, null, Cep, null, null)
                : RemessaDraft.Unknown,
            Guarantor = guarantor.Length == 0 ? null : new(guarantor, null),
        };
    }

    private static readonly CnabField Instrucao2Days = Number("Segunda instrução", 159, 160);

    private static string? Missing(ref FieldProblems problems)
    {
        problems.Add(BoletoField.ContaDv, "Informe o dígito da conta.");
        return null;
    }
}
