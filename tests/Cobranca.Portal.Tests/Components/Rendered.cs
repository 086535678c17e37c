using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cobranca.Portal.Tests.Components;

/// <summary>A component's markup as a browser would read it.</summary>
internal static class Rendered
{
    public static IHtmlDocument Page<T>(params (string Name, object? Value)[] parameters) where T : IComponent =>
        Page(typeof(T), parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    public static IHtmlDocument Page(Type component, IDictionary<string, object?> parameters) => new HtmlParser().ParseDocument(Html(component, parameters));

    public static RenderFragment Text(string text) => builder => builder.AddContent(0, text);

    /// <summary>One element, or the test fails saying how many there were.</summary>
    public static IElement One(this IParentNode page, string selector) => Assert.Single(page.QuerySelectorAll(selector));

    private static string Html(Type component, IDictionary<string, object?> parameters)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString()).GetAwaiter().GetResult();
    }
}
