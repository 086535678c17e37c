using System.ComponentModel;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>The codes of a slip, by its bank's rules. Nothing is numbered or registered.</summary>
internal static class BoletoPreview
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/boletos/preview", Handle).Answers<BoletoPreviewAnswer>(200)
        .WithName("previewBoleto").WithSummary("Monta código de barras e linha digitável pelas regras do banco.")
        .WithDescription($"""
            Os bancos são {string.Join(", ", Banks.All.Select(bank => $"{bank.Code} ({bank.Name})"))}. Campos que o código do banco não usa são ignorados, e os
            que faltam ou estão errados são recusados pelo nome. O boleto não é numerado nem registrado: sem registro ninguém consegue pagá-lo.
            """)
        .Refuses(400, 413, 415)
        .Example(200, request: """{"bank":"341","carteira":"109","agencia":"0057","conta":"12345","contaDv":"7","nossoNumero":"43","amount":1278.59,"dueDate":"2026-11-03"}""");

    private static IResult Handle(ApiBody<BoletoPreviewRequest> body)
    {
        var request = body.Value;
        if (!Banks.TryFind(request.Bank.Trim(), out var bank))
            return ApiProblem.Invalid("bank", $"este banco não é atendido. Os bancos são: {string.Join(", ", Banks.All.Select(b => $"{b.Code} ({b.Name})"))}.");
        var account = request.Account();
        return bank.Issue(account, request.NossoNumero, request.Amount, request.DueDate, request.IssuedOn) switch
        {
            BoletoIssue.Issued issued => Results.Ok(new BoletoPreviewAnswer
            {
                Barcode = issued.Barcode.Digits, LinhaDigitavel = issued.LinhaDigitavel.Digits, LinhaDigitavelFormatted = issued.LinhaDigitavel.Formatted,
                NossoNumero = issued.NossoNumero, NossoNumeroDv = issued.NossoNumeroDv, NossoNumeroFormatted = issued.NossoNumeroFormatted,
                CampoLivre = issued.CampoLivre, Fator = issued.Barcode.Fator, BankName = bank.Name,
                Warnings = [.. bank.Doubts(account).Select(doubt => new FieldError(doubt.Field, doubt.Text))],
            }),
            BoletoIssue.Refused refused => ApiProblem.Invalid([.. refused.Problems.Select(problem => new FieldError(problem.Field, problem.Text))]),
            _ => throw new InvalidOperationException("A slip is issued or refused."),
        };
    }
}

/// <summary>An account and a slip, each field as the bank's letter has it.</summary>
internal sealed record BoletoPreviewRequest
{
    [Description("Os três números do banco: 341.")]
    public required string Bank { get; init; }

    [Description("Carteira: 109 no Itaú, SIG14 na Caixa.")]
    public string? Carteira { get; init; }

    [Description("Agência, sem o dígito.")]
    public string? Agencia { get; init; }

    public string? AgenciaDv { get; init; }

    [Description("Conta, sem o dígito.")]
    public string? Conta { get; init; }

    public string? ContaDv { get; init; }

    [Description("Convênio, código do beneficiário ou do cliente, ou operação, sem o dígito.")]
    public string? Convenio { get; init; }

    [Description("Dígito do convênio (Caixa, Sicoob).")]
    public string? ConvenioDv { get; init; }

    [Description("Posto (Sicredi).")]
    public string? Posto { get; init; }

    [Description("Byte de geração do nosso número, de 2 a 9 (Sicredi).")]
    public string? Byte { get; init; }

    [Description("Variação da carteira (Banco do Brasil) ou modalidade (Sicoob).")]
    public string? Variacao { get; init; }

    [Description("Parcela, 001 quando falta (Sicoob).")]
    public string? Parcela { get; init; }

    [Description("IOS, um número; 0 quando falta e para quem não é seguradora (Santander).")]
    public string? Ios { get; init; }

    [Description("O número do boleto, com ou sem zeros à esquerda; também como impresso, com carteira e dígito, que então têm de estar certos.")]
    public required string NossoNumero { get; init; }

    [Description("Valor em reais, acima de zero e até 99999999.99.")]
    public required Money Amount { get; init; }

    [Description("Vencimento, de 2000-07-03 a 2049-10-13.")]
    public required DateOnly DueDate { get; init; }

    [Description("Emissão; o ano dela está no nosso número do Sicredi.")]
    public DateOnly? IssuedOn { get; init; }

    public BoletoAccount Account() => new()
    {
        Agencia = Agencia, AgenciaDv = AgenciaDv, Conta = Conta, ContaDv = ContaDv, Carteira = Carteira, Convenio = Convenio, ConvenioDv = ConvenioDv,
        Posto = Posto, Byte = Byte, Variacao = Variacao, Parcela = Parcela, Ios = Ios,
    };
}

/// <summary>What the slip would show.</summary>
internal sealed record BoletoPreviewAnswer
{
    [Description("Os 44 números sob as barras.")]
    public required string Barcode { get; init; }

    [Description("Os 47 números que se digitam.")]
    public required string LinhaDigitavel { get; init; }

    [Description("A linha digitável como impressa.")]
    public required string LinhaDigitavelFormatted { get; init; }

    [Description("O número completo, sem dígito verificador.")]
    public required string NossoNumero { get; init; }

    [Description("O dígito do nosso número; vazio quando o banco não tem.")]
    public required string NossoNumeroDv { get; init; }

    [Description("O nosso número como impresso.")]
    public required string NossoNumeroFormatted { get; init; }

    [Description("Os 25 números do banco.")]
    public required string CampoLivre { get; init; }

    [Description("Fator de vencimento.")]
    public required int Fator { get; init; }

    public required string BankName { get; init; }

    [Description("Dígitos de agência e conta diferentes dos que o banco calcula: confira com ele.")]
    public required IReadOnlyList<FieldError> Warnings { get; init; }
}
