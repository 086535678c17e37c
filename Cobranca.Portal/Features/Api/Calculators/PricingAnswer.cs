using System.ComponentModel;
using System.Globalization;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>What a debt costs on a day; principal + correction + fine + interest + fees - discount = total.</summary>
internal sealed record PricingAnswer
{
    public required Money Principal { get; init; }

    [Description("Correção monetária; abaixo de zero depois de deflação.")]
    public required Money Correction { get; init; }

    public required Money Fine { get; init; }

    public required Money Interest { get; init; }

    [Description("O que o desconto pedido tira do total.")]
    public required Money Discount { get; init; }

    [Description("Honorários pedidos.")]
    public required Money Fees { get; init; }

    [Description("Valor que quita a dívida em payDate.")]
    public required Money Total { get; init; }

    [Description("Dias de atraso, contados como os juros; zero até o último dia sem acréscimo.")]
    public required int DaysLate { get; init; }

    public required DateOnly PayDate { get; init; }

    [Description("Último dia para pagar sem acréscimo.")]
    public required DateOnly ChargeFreeThrough { get; init; }

    [Description("O cálculo na ordem em que se faz; a soma de todos menos o último, o total, é o total.")]
    public required IReadOnlyList<PricingStep> Steps { get; init; }

    public static PricingAnswer Of(PriceProof proof, in DiscountedPrice discounted, Rate feesRate, bool consumer)
    {
        var price = proof.Price;
        var fees = Honorarios.On(price.Total, feesRate, consumer);
        var steps = proof.Steps.SkipLast(1).Select(PricingStep.Of).ToList();
        AddDiscount(steps, "nos juros", discounted.Interest);
        AddDiscount(steps, "na multa", discounted.Fine);
        AddDiscount(steps, "no valor original", discounted.Principal);
        if (feesRate != Rate.Zero)
        {
            steps.Add(new()
            {
                Kind = PricingStepKind.Fees, Label = "Honorários", Amount = fees, Rule = "fees/1", Base = price.Total, RatePercent = feesRate.PercentValue,
                Detail = consumer ? "Não se cobram de consumidor." : $"{feesRate} de {price.Total}.",
                Source = consumer ? "STJ, REsp 1.274.629" : "Condições informadas no pedido",
            });
        }
        var total = discounted.Total + fees;
        steps.Add(PricingStep.Of(proof.Steps[^1]) with { Amount = total });
        return new()
        {
            Principal = price.Principal, Correction = price.Correction, Fine = price.Fine, Interest = price.Interest, Discount = discounted.Discount, Fees = fees,
            Total = total, DaysLate = price.DaysLate, PayDate = price.PayOn, ChargeFreeThrough = price.ChargeFreeThrough, Steps = steps,
        };
    }

    private static void AddDiscount(List<PricingStep> steps, string where, Money amount)
    {
        if (amount != Money.Zero)
            steps.Add(new() { Kind = PricingStepKind.Discount, Label = $"Desconto {where}", Detail = "", Amount = -amount, Rule = "discount/1", Source = "Condições informadas no pedido" });
    }
}

internal enum PricingStepKind
{
    Principal,
    Correction,
    Fine,
    Interest,
    Discount,
    Fees,
    Total,
}

/// <summary>One line of a price.</summary>
internal sealed record PricingStep
{
    public required PricingStepKind Kind { get; init; }

    [Description("O que é, como o devedor lê.")]
    public required string Label { get; init; }

    [Description("Como foi feito, como o devedor lê.")]
    public required string Detail { get; init; }

    [Description("O que soma ao total; abaixo de zero quando tira.")]
    public required Money Amount { get; init; }

    [Description("A regra e sua versão.")]
    public required string Rule { get; init; }

    [Description("Valor sobre o qual se calculou.")]
    public Money? Base { get; init; }

    public decimal? RatePercent { get; init; }

    [Description("Dias cobrados.")]
    public int? Days { get; init; }

    [Description("Valor antes do arredondamento, que é um só, para o centavo mais próximo; meio centavo sobe.")]
    public decimal? Unrounded { get; init; }

    [Description("Contrato, lei ou decisão, e o limite que vale.")]
    public string? Source { get; init; }

    [Description("Os meses de índice usados.")]
    public IReadOnlyList<PricingIndex> Indices { get; init; } = [];

    public static PricingStep Of(ProofStep step) => new()
    {
        Kind = step.Kind switch
        {
            ProofKind.Principal => PricingStepKind.Principal,
            ProofKind.Correction => PricingStepKind.Correction,
            ProofKind.Fine => PricingStepKind.Fine,
            ProofKind.Interest => PricingStepKind.Interest,
            ProofKind.Total => PricingStepKind.Total,
            _ => throw new InvalidOperationException($"A debt without payments has no step {step.Kind}."),
        },
        Label = step.Label, Detail = step.Detail, Amount = step.Amount, Rule = step.RuleId, Base = step.Base, RatePercent = Shortest(step.RatePercent), Days = step.Days,
        Unrounded = Shortest(step.Unrounded), Source = step.Source,
        Indices = [.. step.Indices.Select(use => new PricingIndex
        {
            Month = string.Create(CultureInfo.InvariantCulture, $"{use.Year:0000}-{use.Month:00}"), Percent = use.Percent, Days = use.Days, DaysInMonth = use.DaysInMonth,
            Origin = use.Origin, PublishedMonth = string.Create(CultureInfo.InvariantCulture, $"{use.PublishedYear:0000}-{use.PublishedMonth:00}"), Source = use.Source,
        })],
    };

    /// <summary>Without zeros at the end.</summary>
    private static decimal? Shortest(decimal? value) => value / 1.0000000000000000000000000000m;
}

/// <summary>One month of an index as the price used it.</summary>
internal sealed record PricingIndex
{
    [Description("O mês, como 2026-08.")]
    public required string Month { get; init; }

    public required decimal Percent { get; init; }

    public required int Days { get; init; }

    public required int DaysInMonth { get; init; }

    [Description("published: o valor do mês. lastPublished: o do último mês publicado. missing: não há valor, contou zero.")]
    public required IndexOrigin Origin { get; init; }

    public required string PublishedMonth { get; init; }

    public string? Source { get; init; }
}
