using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>Banco Inter, 077, in 400 positions. (Inter.)</summary>
/// <remarks>
/// Source: Inter, Manual CNAB 400 remessa, as laravel-boleto, BoletoNetCore and ACBr quote it (read 22/11/2026): fine, interest and
/// discount each with a code, an amount, a percentage and a date; interest takes a monthly percentage; the title is payable 0, 30 or 60
/// days past its due date; DM is the only espécie and entry the only occurrence. With carteira 112 Inter gives the number and the field is zero.
/// The address is one line and the city follows from the CEP.
/// </remarks>
internal sealed class Inter400() : Remessa400("077", "INTER")
{
    private static readonly CnabField SequencialDoArquivo = Number("Número da remessa", 111, 117);
    private static readonly CnabField Carteira = Digits("Carteira", 21, 23);
    private static readonly CnabField Agencia = Digits("Agência", 24, 27);
    private static readonly CnabField Conta = Digits("Conta", 28, 37);
    private static readonly CnabField MultaCodigo = Number("Código da multa", 66, 66);
    private static readonly CnabField MultaValor = Money("Valor da multa", 67, 79);
    private static readonly CnabField MultaTaxa = Percent("Percentual da multa", 80, 83, 2);
    private static readonly CnabField MultaData = Date6("Data da multa", 84);
    private static readonly CnabField Numero = Digits("Nosso número", 90, 100);
    private static readonly CnabField Prazo = Number("Dias para pagamento", 140, 141);
    private static readonly CnabField JurosCodigo = Number("Código dos juros", 160, 160);
    private static readonly CnabField JurosValor = Money("Juros por dia", 161, 173);
    private static readonly CnabField JurosTaxa = Percent("Taxa mensal de juros", 174, 177, 2);
    private static readonly CnabField JurosData = Date6("Data dos juros", 178);
    private static readonly CnabField DescontoCodigo = Number("Código do desconto", 184, 184);
    private static readonly CnabField Desconto = Money("Valor do desconto", 185, 197);
    private static readonly CnabField DescontoAte = Date6("Data do desconto", 202);
    private static readonly CnabField AbatimentoInter = Money("Valor do abatimento", 208, 220);
    private static readonly CnabField Tipo = Number("Tipo de inscrição do pagador", 221, 222);
    private static readonly CnabField Inscricao = Digits("Inscrição do pagador", 223, 236);
    private static readonly CnabField Nome = Text("Nome do pagador", 237, 276);
    private static readonly CnabField EnderecoInter = Text("Endereço do pagador", 277, 316);
    private static readonly CnabField CepInter = Digits("CEP do pagador", 317, 324);
    private static readonly CnabField QuantidadeDeTitulos = Number("Quantidade de boletos", 2, 7);

    protected override CnabRecordLayout Header { get; } = HeaderWith(SequencialDoArquivo);

    protected override CnabRecordLayout Title { get; } = CommonTitle.With(
        Carteira, Agencia, Conta, MultaCodigo, MultaValor, MultaTaxa, MultaData, Numero, Prazo, Text("Brancos", 142, 147), Text("Brancos", 157, 159),
        JurosCodigo, JurosValor, JurosTaxa, JurosData, DescontoCodigo, Desconto, Percent("Percentual do desconto", 198, 201, 2), DescontoAte, AbatimentoInter,
        Tipo, Inscricao, Nome, EnderecoInter, CepInter, Text("1ª mensagem", 325, 394));

    protected override CnabRecordLayout Trailer { get; } = TrailerWith(QuantidadeDeTitulos);

    protected override EspecieCodes Especies { get; } = new(others: null, (BoletoEspecie.DM, "01"));

    protected override string? Movement(RemessaInstruction instruction) => instruction is RemessaInstruction.Entry ? "01" : null;

    public override AccountFields Complete(BoletoAccount account, AccountFields fields, ref FieldProblems problems) => fields with
    {
        ContaDv = AccountField.Required(account.ContaDv, BoletoField.ContaDv, "o dígito da conta", ref problems),
    };

    protected override void PutHeader(CnabRecord record, RemessaJob job) => record.Put(SequencialDoArquivo, job.Request.Sequence);

    protected override void PutTitle(CnabRecord record, RemessaJob job, RemessaInstruction title)
    {
        var (number, dv) = job.Number(record, Numero, title);
        record.Put(Carteira, job.Account.Carteira);
        record.Put(Agencia, job.Account.Agencia);
        record.Put(Conta, job.Account.Conta + job.Account.ContaDv);
        if (job.Account.Carteira == "110")
            record.Put(Numero, number + dv);
        else if (title is not RemessaInstruction.Entry { OurId.Length: > 0 })
            record.Refuse(UsoDaEmpresa, "Na carteira 112 o Inter dá o nosso número: informe o código que liga o boleto a este registro.");
    }

    protected override void PutEntry(CnabRecord record, RemessaJob job, RemessaInstruction.Entry entry)
    {
        record.Put(Aceite, "N");
        record.Put(Prazo, PayableDays(job, entry) switch { < 30 => 0, < 60 => 30, _ => 60 });
        PutFine(record, entry);
        PutInterest(record, entry);
        if (entry.Discount is { } discount)
        {
            record.Put(DescontoCodigo, 1);
            record.Put(Desconto, discount.Amount);
            record.Put(DescontoAte, discount.Through);
        }
        record.Put(AbatimentoInter, entry.Abatement);
        PutTaxId(record, Tipo, Inscricao, entry.Payer.TaxId);
        record.Put(Nome, entry.Payer.Name);
        record.Put(EnderecoInter, entry.Payer.Address);
        record.Put(CepInter, entry.Payer.Cep?.Value);
    }

    private static void PutFine(CnabRecord record, RemessaInstruction.Entry entry)
    {
        if (entry.Fine is null)
            return;
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

    private static void PutInterest(CnabRecord record, RemessaInstruction.Entry entry)
    {
        if (entry.Interest is null or RemessaInterest.PerDay { Amount.Centavos: 0 })
            return;
        record.Put(JurosData, entry.DueOn.AddDays(1));
        if (entry.Interest is RemessaInterest.Monthly monthly)
        {
            record.Put(JurosCodigo, 2);
            record.PutPercent(JurosTaxa, monthly.Rate.PercentValue);
        }
        else if (entry.Interest is RemessaInterest.PerDay day)
        {
            record.Put(JurosCodigo, 1);
            record.Put(JurosValor, day.Amount);
        }
    }

    protected override void PutTotals(CnabRecord record, RemessaJob job, Money total) => record.Put(QuantidadeDeTitulos, job.Request.Instructions.Count);

    protected override long ReadSequence(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Number(line, SequencialDoArquivo);

    protected override string? ReadNumber(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Digits(line, Numero) is { Length: 11 } whole ? whole[..10] : null;

    protected override Money ReadAbatement(ReadOnlySpan<byte> line, RemessaDraft draft) => draft.Money(line, AbatimentoInter);

    protected override RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var discount = draft.Money(line, Desconto);
        var through = draft.Date(line, DescontoAte);
        if (draft.Number(line, DescontoCodigo) > 1)
            draft.Refuse(DescontoCodigo, "Só o desconto de valor fixo até uma data é atendido.");
        return entry with
        {
            Fine = draft.Number(line, MultaCodigo) switch
            {
                1 => new RemessaFine.Fixed(draft.Money(line, MultaValor)),
                2 => new RemessaFine.Percent(draft.Rate(line, MultaTaxa)),
                _ => null,
            },
            Interest = draft.Number(line, JurosCodigo) switch
            {
                1 => new RemessaInterest.PerDay(draft.Money(line, JurosValor)),
                2 => new RemessaInterest.Monthly(draft.Rate(line, JurosTaxa)),
                _ => null,
            },
            Discount = discount.IsPositive && through is { } day ? new(discount, day) : null,
            Abatement = ReadAbatement(line, draft),
            PayableThrough = entry.DueOn.AddDays((int)draft.Number(line, Prazo)),
            Payer = ReadPayerTaxId(line, draft, Tipo, Inscricao) is { } taxId
                ? draft.Payer(line, Nome, taxId, EnderecoInter, null, CepInter, null, null)
                : RemessaDraft.Unknown,
        };
    }
}
