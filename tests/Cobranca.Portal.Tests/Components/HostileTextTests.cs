using System.Reflection;
using AngleSharp.Dom;
using Cobranca.Domain.Values;
using Cobranca.Portal.Client.Boletos;
using Cobranca.Portal.Client.Content;
using Cobranca.Portal.Client.Debts;
using Cobranca.Portal.Client.Forms;
using Cobranca.Portal.Client.Layout;
using Cobranca.Portal.Client.Office;
using Microsoft.AspNetCore.Components;

namespace Cobranca.Portal.Tests.Components;

/// <summary>Names, descriptions and addresses come from strangers' files; whatever they hold is text, in every component and parameter.</summary>
public class HostileTextTests
{
    private const string Script = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

    public static TheoryData<Type> Components => [.. typeof(Client._Imports).Assembly.GetExportedTypes()
        .Where(t => typeof(IComponent).IsAssignableFrom(t) && !t.IsAbstract && t != typeof(Client._Imports))
        .Select(t => t.IsGenericTypeDefinition ? t.MakeGenericType(typeof(string)) : t)];

    [Fact]
    public void There_are_components_to_try() => Assert.True(Components.Count > 35, $"only {Components.Count}");

    [Theory, MemberData(nameof(Components))]
    public void Script_in_any_parameter_stays_text(Type component)
    {
        var page = Rendered.Page(component, Filled(component, Script));
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/_content/'])"));
        Assert.Empty(page.QuerySelectorAll("[onerror], [style], style"));
        if (component != typeof(PortalHead))
            Assert.Contains("<script>alert(1)</script>", page.DocumentElement.TextContent + string.Concat(page.All.SelectMany(e => e.Attributes).Select(a => a.Value)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Components))]
    public void No_address_runs_a_script(Type component)
    {
        var page = Rendered.Page(component, Filled(component, "javascript:alert(1)"));
        Assert.DoesNotContain(page.QuerySelectorAll("a"), a => a.GetAttribute("href")?.StartsWith("javascript", StringComparison.OrdinalIgnoreCase) == true);
    }

    [Theory]
    [InlineData("/aurora/dividas", true)]
    [InlineData("#conteudo", true)]
    [InlineData("?dia=2026-11-03", true)]
    [InlineData("https://exemplo.com.br/nota.pdf", true)]
    [InlineData("mailto:ajuda@exemplo.com.br", true)]
    [InlineData("tel:+551133334444", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("JaVaScRiPt:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("java\nscript:alert(1)", false)]
    [InlineData("data:text/html,<script>", false)]
    [InlineData("vbscript:x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//outro.exemplo", false)]
    [InlineData("/\\outro.exemplo", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_harmless_addresses_become_links(string? href, bool safe) => Assert.Equal(safe ? href : null, Link.Safe(href));

    private static Dictionary<string, object?> Filled(Type component, string text)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in component.GetProperties().Where(p => p.GetCustomAttribute<ParameterAttribute>() is { CaptureUnmatchedValues: false }))
            if (Value(component, property, text) is { } value)
                parameters[property.Name] = value;
        return parameters;
    }

    private static object? Value(Type component, PropertyInfo property, string text) => property switch
    {
        { Name: "Digits" } => new string('1', 44),
        { Name: "Level" } => 2,
        { Name: "Current" } => 1,
        { Name: "Length" } => 6,
        { Name: "CreditorName" } => text,
        { Name: "Tone" or "Kind" or "Width" or "Style" } => null,
        { Name: "LogoUrl" or "Initial" } => null,
        { Name: "Label" } when component == typeof(BarcodeSvg) => text,
        { PropertyType: var type } when type == typeof(string) => text,
        { PropertyType: var type } when type == typeof(RenderFragment) => Rendered.Text(text),
        { PropertyType: var type } when type == typeof(RenderFragment<string>) => (RenderFragment<string>)(item => Rendered.Text(item)),
        { PropertyType: var type } when type == typeof(IReadOnlyList<string>) => new[] { text },
        { PropertyType: var type } when type == typeof(IReadOnlyList<Choice>) => new Choice[] { new(text, text, text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<Fact>) => new Fact[] { new(text, text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<Crumb>) => new Crumb[] { new(text, text), new(text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<FieldError>) => new FieldError[] { new(text, text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<ProofRow>) => new ProofRow[] { new(text, text, Money.Zero, text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<SentMessage>) => new SentMessage[] { new(text, text, text, text, text) },
        { PropertyType: var type } when type == typeof(IReadOnlyList<DateOnly>) => new[] { new DateOnly(2026, 11, 3) },
        _ => null,
    };
}
