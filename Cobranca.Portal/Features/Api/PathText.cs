using System.Reflection;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Http.Features;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// One segment of the address as it was sent. Routing would do, but it leaves <c>%2F</c> undecoded and cannot tell it from <c>%252F</c>;
/// ids of other people's systems hold both.
/// </summary>
internal static class PathText
{
    /// <summary>A segment that stands for "see the query": for proxies that decode addresses on the way.</summary>
    private const string InQuery = "-";

    public static string Of(HttpContext context, string resource, string parameter)
    {
        var sent = (context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "").Split('?', 2)[0];
        var folder = $"{ApiEndpoints.Root}/{resource}/";
        var at = sent.IndexOf(folder, StringComparison.OrdinalIgnoreCase);
        string text;
        if (at < 0) text = context.GetRouteValue(parameter) as string ?? "";
        else
        {
            var rest = sent.AsSpan(at + folder.Length);
            var end = rest.IndexOf('/');
            text = Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        }
        return text == InQuery ? context.Request.Query[parameter].ToString() : text;
    }
}

/// <summary>The creditor's id of a receivable, from <c>/receivables/{externalId}</c> or <c>/receivables/-?externalId=</c>.</summary>
public sealed class ExternalIdInPath : IApiBody
{
    internal const int MaxLength = 80;

    private ExternalIdInPath(string value) => Value = value;

    public string Value { get; }

    public IResult? Refusal => Value.Length is > 0 and <= MaxLength && WholeText.Is(Value) ? null : ApiProblem.Invalid("externalId", $"informe o id do título, de 1 a {MaxLength} caracteres, codificado (/ é %2F), ou use /receivables/-?externalId=.");

    public static ValueTask<ExternalIdInPath> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(new ExternalIdInPath(PathText.Of(context, "receivables", "externalId")));
}

/// <summary>A CPF or CNPJ, from <c>/debtors/{taxId}</c>, with or without punctuation.</summary>
public sealed class TaxIdInPath : IApiBody
{
    private TaxIdInPath(TaxId value, IResult? refusal) => (Value, Refusal) = (value, refusal);

    public TaxId Value { get; }

    public IResult? Refusal { get; }

    public static ValueTask<TaxIdInPath> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(
        TaxId.TryParse(PathText.Of(context, "debtors", "taxId"), out var id, out var problem) ? new TaxIdInPath(id, null) : new TaxIdInPath(default, ApiProblem.Invalid("taxId", problem)));
}
