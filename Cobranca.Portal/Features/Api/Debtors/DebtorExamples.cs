namespace Cobranca.Portal.Features.Api.Debtors;

/// <summary>Examples of the document; see <see cref="Receivables.ReceivableExamples"/>.</summary>
internal static class DebtorExamples
{
    private const string Mobile = """
        { "channel": "mobile", "value": "+5511987654321", "kind": "own", "source": "contract", "sourceDetail": "API", "optIn": { "email": null, "sms": true, "call": null, "whatsApp": null },
          "usableFrom": null, "refusedAt": null, "refusedReason": null, "createdAt": "2026-11-23T13:00:00Z" }
        """;

    private const string Person = """ "taxId": "52998224725", "name": "Marina Conceição", "birthDate": null, "address": null, "state": "SP", "postalCode": null, "cityCode": null """;

    private const string Receivables = """[{ "externalId": "MENS-2026-09", "status": "open", "dueDate": "2026-09-17", "amount": 1234.56 }]""";

    public const string Shown = $$"""{ {{Person}}, "contacts": [{{Mobile}}], "receivables": {{Receivables}} }""";

    public const string Contacts = """
        { "contacts": [
          { "value": "marina.nova@exemplo.com.br", "kind": "own", "source": "debtor", "optIn": { "email": true } },
          { "value": "11912345678", "kind": "thirdParty", "source": "enrichment", "partner": "Busca Boa" },
          { "value": "1932345678", "refused": "wrongPerson" }
        ] }
        """;

    public const string Changed = $$"""
        { {{Person}}, "contacts": [{{Mobile}},
          { "channel": "email", "value": "marina.nova@exemplo.com.br", "kind": "own", "source": "debtor", "sourceDetail": "api (key_acdefghjkm)",
            "optIn": { "email": true, "sms": null, "call": null, "whatsApp": null }, "usableFrom": "2026-11-26T13:00:00Z", "refusedAt": null, "refusedReason": null, "createdAt": "2026-11-23T13:00:00Z" }
        ], "receivables": {{Receivables}} }
        """;
}
