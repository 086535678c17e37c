namespace Cobranca.Portal.Platform;

/// <summary>Who a command is written down as having been: the account of the machine it ran under.</summary>
public static class CommandActor
{
    public static string Name { get; } = $"comando ({(Environment.UserName is { Length: > 0 } user ? user.AtMost(100) : "?")})";
}
