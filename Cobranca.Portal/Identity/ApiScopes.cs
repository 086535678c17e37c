namespace Cobranca.Portal.Identity;

/// <summary>What an API key may do. A route names one; a key holds some.</summary>
public static class ApiScopes
{
    public const string Calculators = "calculators";
    public const string ReceivablesRead = "receivables:read";
    public const string ReceivablesWrite = "receivables:write";
    public const string DebtorsRead = "debtors:read";
    public const string DebtorsWrite = "debtors:write";
    public const string LinksWrite = "links:write";
    public const string BoletosRead = "boletos:read";
    public const string BoletosWrite = "boletos:write";
    public const string PaymentsRead = "payments:read";
    public const string PaymentsWrite = "payments:write";
    public const string ImportsRead = "imports:read";
    public const string ImportsWrite = "imports:write";
    public const string RemessasRead = "remessas:read";
    public const string RemessasWrite = "remessas:write";
    public const string RetornosRead = "retornos:read";
    public const string RetornosWrite = "retornos:write";
    public const string EventsRead = "events:read";
    public const string WebhooksWrite = "webhooks:write";

    public static IReadOnlyList<string> All { get; } =
    [
        Calculators, ReceivablesRead, ReceivablesWrite, DebtorsRead, DebtorsWrite, LinksWrite, BoletosRead, BoletosWrite,
        PaymentsRead, PaymentsWrite, ImportsRead, ImportsWrite, RemessasRead, RemessasWrite, RetornosRead, RetornosWrite, EventsRead, WebhooksWrite,
    ];
}
