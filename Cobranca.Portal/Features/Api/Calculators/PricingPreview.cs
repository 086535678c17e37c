using System.ComponentModel;
using System.Globalization;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>What a debt costs on a day, by the same function as every page, boleto and PDF.</summary>
internal static class PricingPreview
{
    /// <summary>Past it the bank calendar, which must still have a business day to roll to, would end.</summary>
    private static readonly DateOnly LastDay = new(Holidays.LastYear - 1, 12, 31);
    private static readonly DateOnly FirstDay = new(Holidays.FirstYear, 1, 1);

    public static void Map(RouteGroupBuilder group) => group.MapPost("/pricing/preview", HandleAsync).Answers<PricingAnswer>(200)
        .WithName("previewPricing").WithSummary("Calcula quanto custa uma dívida em um dia, passo a passo.")
        .WithDescription("""
            É a mesma função das telas, dos boletos e dos PDFs. O calendário é o dos bancos, com os feriados nacionais; com `uf` ou `cityCode` entram
            também os feriados locais importados nesta instalação. Vencida em dia sem banco, a dívida pode ser paga sem acréscimo até o dia útil seguinte.
            Multa e juros acima do limite da lei são recusados com o nome do campo, nunca reduzidos em silêncio: para consumidor, 2% e 1% ao mês; para os
            demais, 10% e 2% ao mês. O limite que vale aparece em `steps`.
            """)
        .Refuses(400, 413, 415)
        .Example(200, request: """{"principal":1234.56,"dueDate":"2026-09-17","payDate":"2026-11-03","terms":{"finePercent":2,"interestPercentPerMonth":1,"dayCount":"actual30","moraStart":"rolledDate","consumer":true}}""");

    private static async Task<IResult> HandleAsync(ApiBody<PricingRequest> body, PricingRules rules, CancellationToken cancellation)
    {
        var (request, errors) = (body.Value, new List<FieldError>());
        CheckDay(request.DueDate, "dueDate", errors);
        CheckDay(request.PayDate, "payDate", errors);
        if (!request.Principal.IsPositive || request.Principal > DebtPosition.HighestPrincipal)
            errors.Add(new("principal", $"informe um valor acima de zero e de até {DebtPosition.HighestPrincipal}."));
        var (uf, city) = ReadPlace(request, errors);
        var terms = ReadTerms(request, errors);
        var discount = ReadDiscount(request.Discount, errors);
        var fees = ReadRate(request.FeesPercent ?? 0m, "feesPercent", 100m, errors);
        if (errors.Count > 0) return ApiProblem.Invalid(errors);

        var (indices, calendar) = await rules.AtAsync(uf, city, cancellation);
        var debt = new DebtPosition(request.Principal, request.DueDate, terms, request.Terms.Consumer);
        var proof = Pricing.Explain(in debt, request.PayDate, indices, calendar);
        return Results.Ok(PricingAnswer.Of(proof, discount.ApplyTo(proof.Price), fees, request.Terms.Consumer));
    }

    private static void CheckDay(DateOnly day, string field, List<FieldError> errors)
    {
        if (day < FirstDay || day > LastDay) errors.Add(new(field, $"informe uma data de {FirstDay.ToPtBr()} a {LastDay.ToPtBr()}."));
    }

    private static (Uf? Uf, CityCode? City) ReadPlace(PricingRequest request, List<FieldError> errors)
    {
        Uf? uf = null;
        CityCode? city = null;
        if (request.Uf is not null)
        {
            if (Uf.TryParse(request.Uf, out var state, out var problem)) uf = state;
            else errors.Add(new("uf", problem));
        }
        if (request.CityCode is not null)
        {
            if (!CityCode.TryParse(request.CityCode, out var code, out var problem)) errors.Add(new("cityCode", problem));
            else if (uf is { } state && code.Uf != state) errors.Add(new("cityCode", $"este município fica em {code.Uf}, e a UF informada é {state}."));
            else (uf, city) = (code.Uf, code);
        }
        return (uf, city);
    }

    private static PriceTerms ReadTerms(PricingRequest request, List<FieldError> errors)
    {
        var (given, before) = (request.Terms, errors.Count);
        var terms = new PriceTerms
        {
            Fine = ReadRate(given.FinePercent, "terms.finePercent", 1000m, errors),
            InterestPerMonth = given.InterestPercentPerMonth is { } percent ? ReadRate(percent, "terms.interestPercentPerMonth", 1000m, errors) : null,
            DayCount = given.DayCount, MoraStart = given.MoraStart,
            Correction = given.Correction switch
            {
                CorrectionIndex.Ipca => IndexSeries.Ipca,
                CorrectionIndex.Inpc => IndexSeries.Inpc,
                CorrectionIndex.Igpm => IndexSeries.IgpM,
                _ => null,
            },
            FineOnCorrectedValue = given.FineOnCorrected, CorrectionNeverNegative = given.CorrectionNeverNegative,
            Source = "Condições informadas no pedido",
        };
        if (errors.Count == before)
            errors.AddRange(terms.Validate(given.Consumer, request.DueDate, request.DueDate).Select(p => new FieldError($"terms.{CreditorTermsPricing.EnglishName(p.Field)}", p.Message)));
        return terms;
    }

    private static Discount ReadDiscount(PricingDiscount? given, List<FieldError> errors) => given is null ? default : new(
        ReadRate(given.InterestPercent, "discount.interestPercent", 100m, errors),
        ReadRate(given.FinePercent, "discount.finePercent", 100m, errors),
        ReadRate(given.PrincipalPercent, "discount.principalPercent", 100m, errors));

    private static Rate ReadRate(decimal percent, string field, decimal atMost, List<FieldError> errors)
    {
        if (!Rate.TryParse(percent.ToString(CultureInfo.InvariantCulture), out var rate, out var problem)) errors.Add(new(field, problem));
        else if (percent > atMost) errors.Add(new(field, string.Create(CultureInfo.InvariantCulture, $"vai de 0 a {atMost}.")));
        return rate;
    }
}

/// <summary>A debt, its terms and the day it is to be paid.</summary>
internal sealed record PricingRequest
{
    [Description("Valor original, em reais com até duas casas.")]
    public required Money Principal { get; init; }

    [Description("Vencimento impresso na dívida, dia útil ou não.")]
    public required DateOnly DueDate { get; init; }

    [Description("Dia do pagamento.")]
    public required DateOnly PayDate { get; init; }

    public required PricingTerms Terms { get; init; }

    [Description("Estado cujos feriados também contam, como SP.")]
    public string? Uf { get; init; }

    [Description("Município (IBGE, 7 números) cujos feriados também contam.")]
    public string? CityCode { get; init; }

    [Description("Desconto por componente, se houver.")]
    public PricingDiscount? Discount { get; init; }

    [Description("Honorários, em % do total sem desconto. Zero para consumidor, qualquer que seja o percentual.")]
    public decimal? FeesPercent { get; init; }
}

/// <summary>Late-payment terms, as in the creditor file (docs/creditor.md).</summary>
internal sealed record PricingTerms
{
    [Description("Multa, em %, cobrada uma vez.")]
    public required decimal FinePercent { get; init; }

    [Description("Juros simples, em % ao mês; null quando nenhum foi combinado: vale a taxa legal (a Selic, antes de 30/08/2024).")]
    public required decimal? InterestPercentPerMonth { get; init; }

    [Description("actual30: dias corridos sobre 30 (padrão). thirty360: meses de 30 dias. actual365: dias corridos, 12 vezes a taxa sobre 365.")]
    public DayCount DayCount { get; init; }

    [Description("De que dia correm os juros: rolledDate, do último dia sem acréscimo (padrão); originalDate, do vencimento impresso.")]
    public MoraStart MoraStart { get; init; }

    [Description("true (padrão) quando quem deve é consumidor: os limites são menores.")]
    public bool Consumer { get; init; } = true;

    [Description("Correção monetária pelo índice importado nesta instalação; sem este campo não há.")]
    public CorrectionIndex? Correction { get; init; }

    [Description("true quando a multa incide sobre o valor corrigido.")]
    public bool FineOnCorrected { get; init; }

    [Description("true quando a deflação não reduz o valor original.")]
    public bool CorrectionNeverNegative { get; init; }
}

internal enum CorrectionIndex
{
    Ipca,
    Inpc,
    Igpm,
}

/// <summary>What the creditor lets go of, by component.</summary>
internal sealed record PricingDiscount
{
    [Description("Desconto nos juros, de 0 a 100%.")]
    public decimal InterestPercent { get; init; }

    [Description("Desconto na multa, de 0 a 100%.")]
    public decimal FinePercent { get; init; }

    [Description("Desconto no valor original com a correção, de 0 a 100%.")]
    public decimal PrincipalPercent { get; init; }
}
