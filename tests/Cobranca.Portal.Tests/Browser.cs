using System.Globalization;
using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Cobranca.Portal.Tests;

/// <summary>One person's browser with scripts off: its own cookies and its own network address; follows nothing unless asked.</summary>
public sealed class Browser(HttpClient http, string address)
{
    /// <summary>The header by which a test says where a request comes from.</summary>
    public const string AddressHeader = "X-Test-Address";

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public string Address { get; set; } = address;

    public Task<Page> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Opens a page and whatever it sends the browser on to.</summary>
    public Task<Page> OpenAsync(string path) => FollowAsync(GetAsync(path));

    /// <summary>Fills in a form of the page and sends it, with everything hidden or chosen in it.</summary>
    /// <param name="form">The form's <c>@formname</c>.</param>
    public Task<Page> SubmitAsync(Page page, string form, params (string Name, string Value)[] fields) => SendAsync(Filled(page, form, fields));

    /// <summary>As <see cref="SubmitAsync"/>, and goes where the answer sends the browser.</summary>
    public Task<Page> SubmitAndFollowAsync(Page page, string form, params (string Name, string Value)[] fields) => FollowAsync(SubmitAsync(page, form, fields));

    /// <summary>The request a form makes, to be sent by hand: twice, late, or from somewhere else.</summary>
    public static HttpRequestMessage Filled(Page page, string form, params (string Name, string Value)[] fields)
    {
        var element = page.Form(form);
        var values = new List<KeyValuePair<string, string>>();
        foreach (var input in element.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>())
        {
            if (input.Type is "radio" or "checkbox" && !input.IsChecked) continue;
            values.Add(new(input.Name!, input.Value));
        }
        foreach (var (name, value) in fields)
        {
            values.RemoveAll(v => v.Key == name);
            values.Add(new(name, value));
        }
        var action = element.GetAttribute("action");
        return new(HttpMethod.Post, string.IsNullOrEmpty(action) ? page.Path : action[0] == '?' ? page.Path.Split('?')[0] + action : action) { Content = new FormUrlEncodedContent(values) };
    }

    public async Task<Page> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Add(AddressHeader, Address);
            if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
            var path = request.RequestUri!.OriginalString;
            using var response = await http.SendAsync(request);
            var set = response.Headers.TryGetValues("Set-Cookie", out var headers) ? headers.ToList() : [];
            foreach (var header in set) Keep(header);
            if (response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.RetryAfter?.Delta is not { Ticks: > 0 })
                throw new InvalidOperationException($"{path}: a 429 that does not say when to come back.");
            var body = await response.Content.ReadAsStringAsync();
            return new(path, response.StatusCode, response.Headers.Location?.OriginalString, body, set,
                response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    private async Task<Page> FollowAsync(Task<Page> first)
    {
        var page = await first;
        for (var hops = 0; page.Location is { } next; hops++)
        {
            if (hops == 5) throw new InvalidOperationException($"Sent round in circles, last to {next}.");
            // A bare path is an absolute file name on some machines.
            page = await GetAsync(next[0] != '/' && Uri.TryCreate(next, UriKind.Absolute, out var absolute) ? absolute.PathAndQuery : next);
        }
        return page;
    }

    private void Keep(string header)
    {
        var pair = header.Split(';')[0].Split('=', 2);
        if (pair[1].Length == 0 || header.Contains("1970", StringComparison.Ordinal)) Cookies.Remove(pair[0]);
        else Cookies[pair[0]] = pair[1];
    }
}

/// <summary>An answer, as a person or a script would read it.</summary>
public sealed record Page(string Path, HttpStatusCode Status, string? Location, string Body, IReadOnlyList<string> SetCookies, IReadOnlyDictionary<string, string> Headers)
{
    private IHtmlDocument? _document;

    public IHtmlDocument Document => _document ??= new HtmlParser(new(), BrowsingContext.New(Configuration.Default)).ParseDocument(Body);

    /// <summary>The words of the page, spaces folded.</summary>
    public string Text => string.Join(' ', (Document.QuerySelector("main") ?? Document.Body)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public IHtmlFormElement Form(string name) => FormOrNull(name)
        ?? throw new InvalidOperationException($"{Path} ({((int)Status).ToString(CultureInfo.InvariantCulture)}) has no form '{name}': {Text}");

    public IHtmlFormElement? FormOrNull(string name) =>
        Document.QuerySelectorAll("input[name=_handler]").OfType<IHtmlInputElement>().FirstOrDefault(input => input.Value == name)?.Form;

    /// <summary>The values a radio group offers.</summary>
    public IReadOnlyList<string> Choices(string name) => [.. Document.QuerySelectorAll($"input[type=radio][name='{name}']").OfType<IHtmlInputElement>().Select(input => input.Value)];

    /// <summary>The error tied to a field, by the ids a screen reader follows.</summary>
    public string? ErrorOf(string field)
    {
        var input = Document.QuerySelector($"[name='{field}']");
        if (input?.GetAttribute("type") == "radio") input = input.Closest("fieldset");
        return input?.GetAttribute("aria-describedby")?.Split(' ').Select(Document.GetElementById)
            .FirstOrDefault(note => note?.ClassList.Contains("error") == true)?.TextContent.Trim();
    }
}
