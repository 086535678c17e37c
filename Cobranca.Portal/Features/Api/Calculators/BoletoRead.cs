using System.ComponentModel;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>Says what a typed or scanned code is, or what is wrong with it and where.</summary>
internal static class BoletoRead
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/boletos/read", Handle).Answers<BoletoReadAnswer>(200)
        .WithName("readBoleto").WithSummary("Lê uma linha digitável ou um código de barras, de boleto ou de arrecadação.")
        .WithDescription("""
            Aceita 47 números (boleto), 48 (contas de consumo e tributos) ou 44 (código de barras), com qualquer pontuação. A resposta é 200 também
            para um código errado: `valid` diz se ele é bom e `problems` diz o que está errado e onde. O fator de vencimento se repete a cada 9.000 dias:
            `dueDate` é a data que ele tem perto de hoje, e `possibleDueDates` todas as que pode ter.
            """)
        .Refuses(400, 413, 415)
        .Example(200, request: """{"code":"34191.09008 00004.380051 71234.570001 1 16190000127859"}""");

    private static IResult Handle(ApiBody<CodeRequest> body, BusinessClock clock)
    {
        var code = body.Value.Code;
        if (CodeText.Check("code", code) is { } wrong) return ApiProblem.Invalid([wrong]);
        return Results.Ok(BoletoCode.Read(code, clock.Today) switch
        {
            CodeReading.BankSlip slip => Slip(slip),
            CodeReading.Bill bill => Bill(bill.Arrecadacao),
            CodeReading.Refused refused => new BoletoReadAnswer { Valid = false, Kind = Likely(code), Problems = [.. refused.Reasons.Select(Problem)] },
            _ => throw new InvalidOperationException("A code is a slip, a bill or refused."),
        });
    }

    private static BoletoReadAnswer Slip(CodeReading.BankSlip slip)
    {
        var (barcode, linha) = (slip.Barcode, slip.LinhaDigitavel);
        var notes = new List<string>();
        if (barcode.Amount == Money.Zero) notes.Add("O código não traz valor: quem paga o informa, ou o banco o mostra.");
        if (slip.DueDateIsUnreadable) notes.Add("O fator de vencimento não corresponde a nenhuma data próxima de hoje.");
        else if (slip.DueOn is null) notes.Add("O código não traz vencimento (contra-apresentação).");
        return new()
        {
            Valid = true, Kind = CodeKind.Boleto, Bank = barcode.Bank, BankName = Banks.TryFind(barcode.Bank, out var bank) ? bank.Name : null,
            Amount = barcode.Amount, DueDate = slip.DueOn, Fator = barcode.Fator < FatorVencimento.Lowest ? null : barcode.Fator,
            PossibleDueDates = FatorVencimento.Dates(barcode.Fator), CampoLivre = barcode.CampoLivre, Barcode = barcode.Digits,
            LinhaDigitavel = linha.Digits, LinhaDigitavelFormatted = linha.Formatted, Notes = notes,
        };
    }

    private static BoletoReadAnswer Bill(Arrecadacao bill) => new()
    {
        Valid = true, Kind = CodeKind.Arrecadacao, Amount = bill.Amount, Segment = bill.Segment.ToString(), SegmentName = bill.SegmentName,
        ValueKind = bill.ValueKind.ToString(), Company = bill.Payee, Barcode = bill.Barcode,
        LinhaDigitavel = string.Concat(bill.Formatted.Where(char.IsAsciiDigit)), LinhaDigitavelFormatted = bill.Formatted,
        Notes = bill.Amount is null ? ["O código não traz valor em reais, e sim quantidade ou valor de referência."] : [],
    };

    /// <summary>What a refused code would be by its first digit and length.</summary>
    private static CodeKind? Likely(string code)
    {
        var digits = code.Where(char.IsAsciiDigit).Take(Arrecadacao.TypedLength + 1).ToArray();
        return digits.Length switch
        {
            > 0 when digits[0] == '8' => CodeKind.Arrecadacao,
            LinhaDigitavel.Length or Barcode.Length => CodeKind.Boleto,
            _ => null,
        };
    }

    private static CodeProblem Problem(CodeRefusal reason)
    {
        var (field, position) = reason switch
        {
            CodeRefusal.WrongCheckDigit wrong => (wrong.Part switch
            {
                CodePart.Field1 => "field1",
                CodePart.Field2 => "field2",
                CodePart.Field3 => "field3",
                CodePart.DueDateAndAmount => "dueDateAndAmount",
                CodePart.Block1 => "block1",
                CodePart.Block2 => "block2",
                CodePart.Block3 => "block3",
                CodePart.Block4 => "block4",
                _ => "barcode",
            }, (int?)wrong.Position),
            CodeRefusal.NotInReais currency => ("currency", currency.Position),
            CodeRefusal.UnknownSegment => ("segment", 2),
            CodeRefusal.UnknownValueKind => ("valueKind", 3),
            CodeRefusal.UnexpectedCharacter unexpected => ("code", unexpected.AfterDigits + 1),
            CodeRefusal.StartAndLengthDisagree => ("length", 1),
            CodeRefusal.WrongLength => ("length", null),
            _ => ("code", null),
        };
        return new() { Field = field, Position = position, Message = reason.Text };
    }
}

/// <summary>A code to be read.</summary>
internal sealed record CodeRequest
{
    [Description("Linha digitável ou código de barras, com qualquer pontuação.")]
    public required string Code { get; init; }
}

internal enum CodeKind
{
    Boleto,
    Arrecadacao,
}

/// <summary>What a code is. The fields of the other kind are null.</summary>
internal sealed record BoletoReadAnswer
{
    [Description("true quando todos os dígitos conferem.")]
    public required bool Valid { get; init; }

    [Description("boleto ou arrecadacao; de um código errado, o que ele parece ser, ou null.")]
    public required CodeKind? Kind { get; init; }

    [Description("Os três números do banco (boleto).")]
    public string? Bank { get; init; }

    [Description("O nome do banco, quando o portal o conhece.")]
    public string? BankName { get; init; }

    [Description("Valor em reais; zero quando o boleto não o traz, null quando a arrecadação não traz valor em reais.")]
    public Money? Amount { get; init; }

    [Description("Vencimento; null sem fator, ou quando ele não dá data perto de hoje.")]
    public DateOnly? DueDate { get; init; }

    [Description("Todas as datas que o fator pode ter.")]
    public IReadOnlyList<DateOnly> PossibleDueDates { get; init; } = [];

    [Description("Fator de vencimento; null quando não há.")]
    public int? Fator { get; init; }

    [Description("Os 25 números do banco (boleto).")]
    public string? CampoLivre { get; init; }

    [Description("Segmento, de 1 a 7 ou 9 (arrecadação).")]
    public string? Segment { get; init; }

    public string? SegmentName { get; init; }

    [Description("6 e 8: valor em reais. 7 e 9: quantidade ou referência (arrecadação).")]
    public string? ValueKind { get; init; }

    [Description("Empresa ou órgão: 4 números da FEBRABAN, ou os 8 primeiros do CNPJ no segmento 6 (arrecadação).")]
    public string? Company { get; init; }

    [Description("Os 44 números sob as barras.")]
    public string? Barcode { get; init; }

    [Description("A linha digitável, só números: 47 ou 48.")]
    public string? LinhaDigitavel { get; init; }

    [Description("A linha digitável como impressa.")]
    public string? LinhaDigitavelFormatted { get; init; }

    [Description("O que convém saber de um código bom.")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    [Description("O que está errado e onde; vazio em um código bom.")]
    public IReadOnlyList<CodeProblem> Problems { get; init; } = [];
}
