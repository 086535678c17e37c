using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>
/// One receivable as a company's system sends it: the columns of the CSV by their English names. It describes; what is read is
/// <see cref="ReceivableItemJson"/>, column by column, so that both ways in know the same columns.
/// </summary>
/// <param name="ExternalId">Your id of the receivable, unique in your portfolio.</param>
/// <param name="TaxId">CPF or CNPJ of who owes.</param>
public sealed record ReceivableItem(string ExternalId, string TaxId, string Name, DateOnly DueDate, Money Amount)
{
    public DateOnly? BirthDate { get; init; }
    public string? RepresentativeTaxId { get; init; }
    public string? Email { get; init; }
    public string? Mobile { get; init; }
    public string? Phone { get; init; }
    public ContactOwnership? ContactKind { get; init; }
    /// <summary><c>contract</c>, <c>debtor</c> or <c>enrichment:PARTNER</c>.</summary>
    public string? ContactSource { get; init; }
    public bool? OptInEmail { get; init; }
    public bool? OptInSms { get; init; }
    public bool? OptInCall { get; init; }
    public bool? OptInWhatsApp { get; init; }
    public string? State { get; init; }
    public string? CityCode { get; init; }
    public string? Address { get; init; }
    public string? PostalCode { get; init; }
    public string? Description { get; init; }
    public string? Contract { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public PaymentMethod? PaymentMethod { get; init; }
    public bool? Consumer { get; init; }
    public string? Guarantor { get; init; }
    public ReceivableStatus? Status { get; init; }
    /// <summary>Everything received so far; with <see cref="PaidOn"/>, or neither.</summary>
    public Money? PaidAmount { get; init; }
    public DateOnly? PaidOn { get; init; }
    public string? SlipBank { get; init; }
    public string? SlipNossoNumero { get; init; }
    public string? SlipLinha { get; init; }
    public string? DocumentUrl { get; init; }
    public string? OriginalCreditor { get; init; }
    public DateOnly? AssignedOn { get; init; }
    public DateOnly? TimeBarredOn { get; init; }
    public decimal? FinePercent { get; init; }
    public decimal? InterestPercentPerMonth { get; init; }
    public string? Segment { get; init; }
}

/// <summary>Reads one item into the columns of a portfolio; a column is known by its Portuguese name too.</summary>
internal static class ReceivableItemJson
{
    private enum Shape { Text, Date, Money, Percent, YesNo }

    /// <summary>More would only repeat themselves; a thousand items of them make two megabytes.</summary>
    private const int MaxProblems = 20;

    private static readonly Shape[] Shapes = ShapesByColumn();

    public static PortfolioEntry Read(JsonElement item)
    {
        var cells = new string[PortfolioColumns.Count];
        Array.Fill(cells, "");
        if (item.ValueKind != JsonValueKind.Object) return new(cells, 0) { Problems = [new(0, "", "informe um objeto: { … }.")] };
        var (columns, problems) = (0UL, new List<RowProblem>());
        foreach (var field in item.EnumerateObject())
        {
            if (problems.Count >= MaxProblems) break;
            if (!WholeText.TryReadName(field, out var name) || !PortfolioColumns.TryFind(name, out var column))
            {
                problems.Add(new(0, WholeText.Shown(name, 80), "campo desconhecido: veja /api."));
                continue;
            }
            if ((columns >> (int)column & 1) != 0) problems.Add(new(0, column.AliasOf(), "campo repetido: deixe um só."));
            columns |= 1UL << (int)column;
            if (Cell(field.Value, Shapes[(int)column], out var text)) cells[(int)column] = text;
            else problems.Add(new(0, column.AliasOf(), text));
        }
        return new(cells, columns) { Problems = problems };
    }

    /// <summary>The text of a value as a file would have it; false with what is expected instead.</summary>
    private static bool Cell(JsonElement value, Shape shape, out string text)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            text = "";
            return true;
        }
        if (value.ValueKind == JsonValueKind.String && !WholeText.TryRead(value, out _)) return Wrong(WholeText.Problem, out text);
        switch (shape)
        {
            case Shape.Money when value.ValueKind == JsonValueKind.Number && ExactNumber.TryRead(JsonMarshal.GetRawUtf8Value(value), out var reais):
                text = reais.ToString("0.00", CultureInfo.InvariantCulture);
                return ApiJson.Problem(reais) is not { } problem || Wrong(problem, out text);
            case Shape.Money:
                return Wrong(value.ValueKind == JsonValueKind.Number ? ApiJson.TooExact : ApiJson.NotReais, out text);
            case Shape.Percent when value.ValueKind == JsonValueKind.Number && ExactNumber.TryRead(JsonMarshal.GetRawUtf8Value(value), out var percent):
                text = percent.ToString(CultureInfo.InvariantCulture);
                return true;
            case Shape.Percent:
                return Wrong(ApiJson.NotDecimal, out text);
            case Shape.YesNo when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                text = value.ValueKind == JsonValueKind.True ? "sim" : "nao";
                return true;
            case Shape.YesNo:
                return Wrong("informe true ou false.", out text);
            case Shape.Date when value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _):
            case Shape.Text when value.ValueKind == JsonValueKind.String:
                text = value.GetString()!;
                return true;
            case Shape.Date:
                return Wrong("informe a data entre aspas como ano-mês-dia: \"2026-11-21\".", out text);
            default:
                return Wrong("informe um texto entre aspas.", out text);
        }
    }

    private static bool Wrong(string expected, out string text)
    {
        text = expected;
        return false;
    }

    /// <summary>Of the description's own types, so that document and reader cannot differ.</summary>
    private static Shape[] ShapesByColumn()
    {
        var shapes = new Shape[PortfolioColumns.Count];
        var seen = 0UL;
        foreach (var property in typeof(ReceivableItem).GetProperties().Where(p => p.CanWrite))
        {
            if (!PortfolioColumns.TryFind(property.Name, out var column)) throw new InvalidOperationException($"{property.Name} is no column.");
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            shapes[(int)column] = type == typeof(DateOnly) ? Shape.Date : type == typeof(Money) ? Shape.Money : type == typeof(decimal) ? Shape.Percent : type == typeof(bool) ? Shape.YesNo : Shape.Text;
            seen |= 1UL << (int)column;
        }
        return BitOperations.PopCount(seen) == shapes.Length ? shapes : throw new InvalidOperationException("A column of the portfolio is missing from the API's item.");
    }
}
