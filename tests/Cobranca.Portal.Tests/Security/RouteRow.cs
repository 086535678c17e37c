namespace Cobranca.Portal.Tests.Security;

/// <summary>Who asks.</summary>
public enum Viewer
{
    Stranger,
    /// <summary>Debtor A of aurora, whose ids are in the address.</summary>
    Owner,
    /// <summary>Debtor B of aurora.</summary>
    OtherDebtor,
    /// <summary>A debtor of vetor, at aurora's address.</summary>
    OtherCreditor,
    /// <summary>The same debtor, with A's ids at vetor's address.</summary>
    OtherCreditorAtHome,
    NoKey,
    OwnKey,
    OtherKey,
}

/// <summary>What somebody gets to see.</summary>
public enum Sees
{
    /// <summary>The page, with nothing of A in it.</summary>
    Page,
    /// <summary>What is A's own.</summary>
    Own,
    /// <summary>Sent to the door of that creditor.</summary>
    Door,
    /// <summary>Sent on within that creditor's pages.</summary>
    Redirect,
    Missing,
    /// <summary>A 400.</summary>
    Refused,
    /// <summary>401: no key, or one we do not know.</summary>
    Unauthorized,
    /// <summary>The call is heard (whatever it thinks of an empty body), with nothing of A in the answer.</summary>
    Heard,
    /// <summary>Development's own pages, which show everything to whoever sits at the machine.</summary>
    Everything,
}

/// <summary>
/// One route of the portal: pattern, methods, and what each viewer sees by GET. Patterns are written as the framework prints them. Made by
/// one of the methods below, so that adding a route is one line here.
/// </summary>
public sealed record RouteRow(string Pattern, string Methods, Func<Viewer, Sees?> Sight)
{
    /// <summary>The address with A's real ids; <c>{name}</c> as in <see cref="MatrixScene.Ids"/>.</summary>
    public string Address { get; init; } = Pattern;
    /// <summary>The <c>@formname</c> a wrong person sends, with fields that name A's things.</summary>
    public string? Form { get; init; }
    public (string Name, string Value)[] Fields { get; init; } = [];
    public string? Body { get; init; }
    /// <summary>Of the body of an API call.</summary>
    public string ContentType { get; init; } = "application/json";
    public bool DevelopmentOnly { get; init; }

    public string Key => $"{Methods} {Pattern}";
    public bool TakesForms => Methods == PageMethods;
    public bool IsApi => Sight(Viewer.NoKey) is not null;

    private const string PageMethods = "GET,POST";

    /// <summary>A page anybody may open: it says the same to everybody.</summary>
    public static RouteRow Open(string pattern, string methods = PageMethods, Sees sees = Sees.Page) => new(pattern, methods, viewer => viewer < Viewer.NoKey ? sees : null);

    /// <summary>A page of a signed-in debtor.</summary>
    /// <param name="another">What another debtor sees at an address with A's ids.</param>
    public static RouteRow Debtor(string pattern, Sees another, string methods = PageMethods, Sees own = Sees.Own) => new(pattern, methods, viewer => viewer switch
    {
        Viewer.Stranger or Viewer.OtherCreditor => Sees.Door,
        Viewer.Owner => own,
        Viewer.OtherDebtor or Viewer.OtherCreditorAtHome => another,
        _ => null,
    });

    /// <summary>An API route about one thing of the creditor's: another creditor's key finds nothing.</summary>
    public static RouteRow ApiThing(string methods, string pattern) => Api(methods, pattern, Sees.Missing);

    /// <summary>An API route about no particular thing (a list, a calculation, a batch): another creditor's key works on its own data.</summary>
    public static RouteRow ApiCall(string methods, string pattern) => Api(methods, pattern, Sees.Heard);

    private static RouteRow Api(string methods, string pattern, Sees otherKey) => new(pattern, methods, viewer => viewer switch
    {
        Viewer.NoKey => Sees.Unauthorized,
        Viewer.OwnKey => Sees.Own,
        Viewer.OtherKey => otherKey,
        _ => null,
    });
}
