using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

internal abstract partial class Remessa240
{
    public override bool ReadHeader(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        draft.At(FileHeader);
        draft.BeneficiaryName = Common.Empresa.ReadText(line);
        draft.BeneficiaryTaxId = ReadCompany(line, draft);
        draft.Sequence = draft.Number(line, Common.SequencialDoArquivo);
        draft.GeneratedAt = draft.Day(line, Common.DataDeGeracao).ToDateTime(ReadTime(line, draft));
        return !draft.Problems.Any;
    }

    /// <summary>The company of the file header.</summary>
    protected virtual TaxId? ReadCompany(ReadOnlySpan<byte> line, RemessaDraft draft) =>
        ReadTaxId(line, draft, Common.InscricaoTipo, Common.Inscricao);

    public override void ReadLine(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        if (!Banco.Of(line).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(BankCode)))
        {
            draft.At(Common.SegmentP);
            draft.Refuse(Banco, "O banco não é o do header.");
            return;
        }
        switch (TipoDeRegistro.Of(line))
        {
            case [(byte)'1'] when !draft.InBatch:
                draft.At(BatchHeader);
                (draft.InBatch, draft.BatchLines) = (true, 1);
                draft.Batches++;
                break;
            case [(byte)'3'] when draft.InBatch:
                ReadDetail(line, draft);
                break;
            case [(byte)'5'] when draft.InBatch:
                draft.At(BatchTrailer);
                draft.CloseTitle();
                draft.InBatch = false;
                Expect(line, draft, Common.QuantidadeDeRegistros, draft.BatchLines + 1);
                break;
            case [(byte)'9'] when !draft.InBatch:
                draft.At(FileTrailer);
                draft.HasEnded = true;
                Expect(line, draft, Common.QuantidadeDeLotes, draft.Batches);
                Expect(line, draft, Common.QuantidadeNoArquivo, draft.Records);
                break;
            default:
                draft.At(Common.SegmentP);
                draft.Refuse(TipoDeRegistro, "O registro não cabe aqui: um lote tem header, títulos e trailer, nesta ordem.");
                break;
        }
    }

    private void ReadDetail(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var segment = Segmento.Of(line);
        draft.At(segment switch { [(byte)'Q'] => SegmentQ, [(byte)'R'] => SegmentR, _ => SegmentP });
        Expect(line, draft, Common.SequencialNoLote, draft.BatchLines);
        draft.BatchLines++;
        switch (segment)
        {
            case [(byte)'P']:
                draft.CloseTitle();
                ReadTitle(line, draft);
                break;
            case [(byte)'Q']:
                if (draft.Open is { } entry)
                    ReadPayer(line, draft, entry);
                break;
            case [(byte)'R']:
                if (draft.Open is { } fined)
                    ReadFine(line, draft, fined);
                break;
            case [(byte)'S'] or [(byte)'Y']:
                break;
            default:
                draft.Refuse(Segmento, "O segmento não existe na remessa de cobrança.");
                break;
        }
    }

    private void ReadTitle(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var number = ReadNumber(line, draft) ?? "";
        var document = DocumentNumber.ReadText(line);
        var ourId = Common.UsoDaEmpresa.ReadText(line);
        var dueOn = draft.Day(line, Common.Vencimento);
        var amount = draft.Money(line, Common.Valor);
        var abatement = draft.Money(line, Common.Abatimento);
        var movement = Common.Movimento.ReadText(line);
        if (!amount.IsPositive || amount > Barcode.HighestAmount)
            draft.Refuse(Common.Valor, $"O valor de um boleto vai de um centavo a {Barcode.HighestAmount}.");
        if (movement == "01")
        {
            draft.Add(ReadEntry(line, draft, new()
            {
                NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount, Abatement = abatement,
                IssuedOn = draft.Day(line, Common.Emissao), Especie = Especies.Read(Common.Especie.Of(line)),
                IsAccepted = Common.Aceite.Holds(line, "A"u8), Payer = RemessaDraft.Unknown,
            }));
            draft.HasPayer = false;
            return;
        }
        if (Change(movement, number, document, ourId, dueOn, amount, abatement) is { } change)
            draft.Add(change);
        else
            draft.Refuse(Common.Movimento, "O código de movimento não existe ou não é atendido.");
    }

    private RemessaInstruction.Entry ReadEntry(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var discount = draft.Money(line, Common.DescontoValor);
        var discountThrough = draft.Date(line, Common.DescontoData);
        var discountCode = draft.Number(line, Common.DescontoCodigo);
        if (discountCode > 1)
            draft.Refuse(Common.DescontoCodigo, "Só o desconto de valor fixo até uma data é atendido.");
        return entry with
        {
            Interest = ReadInterest(line, draft),
            Discount = discount.IsPositive && discountThrough is { } through ? new(discount, through) : null,
            PayableThrough = ReadPayableThrough(line, draft, entry.DueOn),
        };
    }

    private RemessaInterest? ReadInterest(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var code = draft.Number(line, Common.JurosCodigo);
        var perDay = draft.Money(line, Common.JurosValor);
        switch (code)
        {
            case 0 when PerDayInterest == 0 && perDay.IsPositive:
            case 1 when perDay.IsPositive:
                return new RemessaInterest.PerDay(perDay);
            case 0 or 1 or 3:
                return null;
            case 2:
                return new RemessaInterest.Monthly(draft.Rate(line, InterestRate));
            default:
                draft.Refuse(Common.JurosCodigo, "O código é 1 (valor por dia), 2 (taxa mensal) ou 3 (isento).");
                return null;
        }
    }

    private void ReadPayer(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var guarantor = GuarantorName.ReadText(line);
        draft.HasPayer = true;
        if (ReadTaxId(line, draft, Common.InscricaoTipo, Common.InscricaoLote) is not { } taxId)
        {
            draft.Refuse(Common.InscricaoTipo, "Informe o CPF ou CNPJ do pagador.");
            return;
        }
        draft.Know(entry with
        {
            Payer = draft.Payer(line, PayerName, taxId, Common.Endereco, Common.Bairro, Common.Cep, Common.Cidade, Common.Uf),
            Guarantor = guarantor.Length == 0 ? null : new(guarantor, ReadTaxId(line, draft, Common.AvalistaTipo, Common.AvalistaInscricao)),
        });
    }

    private static void ReadFine(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var amount = draft.Money(line, Common.MultaValor);
        switch (draft.Number(line, Common.MultaCodigo))
        {
            case 0:
                break;
            case 1 when amount.IsPositive:
                draft.Know(entry with { Fine = new RemessaFine.Fixed(amount) });
                break;
            case 2 when amount.IsPositive:
                draft.Know(entry with { Fine = new RemessaFine.Percent(draft.Rate(line, Common.MultaTaxa)) });
                break;
            case 1 or 2:
                break;
            default:
                draft.Refuse(Common.MultaCodigo, "O código da multa é 1 (valor) ou 2 (percentual).");
                break;
        }
    }

    private static TimeOnly ReadTime(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var digits = draft.Number(line, Common.HoraDeGeracao);
        var (hour, minute, second) = (digits / 10000, digits / 100 % 100, digits % 100);
        if (hour < 24 && minute < 60 && second < 60)
            return new((int)hour, (int)minute, (int)second);
        draft.Refuse(Common.HoraDeGeracao, "Não é uma hora.");
        return default;
    }

    private static void Expect(ReadOnlySpan<byte> line, RemessaDraft draft, CnabField field, int expected)
    {
        var count = draft.Problems.Count;
        if (draft.Number(line, field) != expected && draft.Problems.Count == count)
            draft.Refuse(field, $"O arquivo diz outro número; pelas linhas seria {expected}.");
    }
}
