using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

internal abstract partial class Remessa400
{
    public override bool ReadHeader(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        draft.At(Header);
        draft.BeneficiaryName = Empresa.ReadText(line);
        draft.Sequence = ReadSequence(line, draft);
        draft.GeneratedAt = draft.Day(line, DataDeGeracao).ToDateTime(default);
        Expect(line, draft);
        return !draft.Problems.Any;
    }

    public override void ReadLine(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        draft.At(line is [(byte)'9', ..] ? Trailer : Title);
        Expect(line, draft);
        switch (line)
        {
            case [(byte)'1', ..]:
                ReadTitle(line, draft);
                break;
            case [(byte)'9', ..]:
                draft.HasEnded = true;
                break;
            default:
                if (!ReadMore(line, draft))
                    draft.RefuseLine("O tipo do registro não existe neste leiaute.");
                break;
        }
    }

    private void ReadTitle(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        draft.BeneficiaryTaxId ??= ReadCompany(line, draft);
        var number = ReadNumber(line, draft) ?? "";
        var document = SeuNumero.ReadText(line);
        var ourId = UsoDaEmpresa.ReadText(line);
        var dueOn = draft.Day(line, Vencimento);
        var amount = draft.Money(line, Valor);
        if (!amount.IsPositive || amount > Barcode.HighestAmount)
            draft.Refuse(Valor, $"O valor de um boleto vai de um centavo a {Barcode.HighestAmount}.");
        var movement = Ocorrencia.ReadText(line);
        if (movement == "01")
        {
            var entry = new RemessaInstruction.Entry
            {
                NossoNumero = number, DocumentNumber = document, OurId = ourId, DueOn = dueOn, Amount = amount, IssuedOn = draft.Day(line, Emissao),
                Especie = Especies.Read(Especie.Of(line)), IsAccepted = Aceite.Holds(line, "A"u8), Payer = RemessaDraft.Unknown,
            };
            draft.Add(ReadEntry(line, draft, entry));
        }
        else if (Change(movement, number, document, ourId, dueOn, amount, ReadAbatement(line, draft)) is { } change)
        {
            draft.Add(change);
        }
        else
        {
            draft.Refuse(Ocorrencia, "O código de ocorrência não existe ou não é atendido.");
        }
    }

    /// <summary>Interest, discount and abatement where three of four banks have them.</summary>
    protected RemessaInstruction.Entry ReadCommon(ReadOnlySpan<byte> line, RemessaDraft draft, RemessaInstruction.Entry entry)
    {
        var perDay = draft.Money(line, JurosPorDia);
        var discount = draft.Money(line, DescontoValor);
        var through = draft.Date(line, DescontoData);
        return entry with
        {
            Interest = perDay.IsPositive ? new RemessaInterest.PerDay(perDay) : null,
            Discount = discount.IsPositive && through is { } day ? new(discount, day) : null,
            Abatement = ReadAbatement(line, draft),
        };
    }

    /// <summary>The payer's CPF or CNPJ, which must be there; null after a problem.</summary>
    protected static TaxId? ReadPayerTaxId(ReadOnlySpan<byte> line, RemessaDraft draft, CnabField kind, CnabField number)
    {
        var count = draft.Problems.Count;
        var taxId = ReadTaxId(line, draft, kind, number);
        if (taxId is null && draft.Problems.Count == count)
            draft.Refuse(kind, "Informe o CPF ou CNPJ do pagador.");
        return taxId;
    }

    private static void Expect(ReadOnlySpan<byte> line, RemessaDraft draft)
    {
        var count = draft.Problems.Count;
        if (draft.Number(line, Sequencia) != draft.Records && draft.Problems.Count == count)
            draft.Refuse(Sequencia, $"O arquivo diz outro número; pelas linhas seria {draft.Records}.");
    }
}
