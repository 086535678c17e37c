namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>Examples of the document, on 23/11/2026. The contract test sends the requests and holds the answers to their schemas.</summary>
internal static class ReceivableExamples
{
    public const string Put = """
        { "items": [
          { "externalId": "MENS-2026-10", "taxId": "52998224725", "name": "Marina Conceição", "dueDate": "2026-10-05", "amount": 890.00,
            "description": "Mensalidade de outubro", "mobile": "11987654321", "email": "marina@exemplo.com.br", "optInSms": true, "finePercent": 2, "interestPercentPerMonth": 1 },
          { "externalId": "MENS-2026-11", "taxId": "52998224724", "name": "Marina Conceição", "dueDate": "2026-11-05", "amount": 890.00 }
        ] }
        """;

    public const string PutAnswer = """
        { "results": [
          { "externalId": "MENS-2026-10", "outcome": "created", "errors": [], "warnings": null },
          { "externalId": "MENS-2026-11", "outcome": "refused", "errors": [{ "field": "taxId", "message": "Os dígitos verificadores deste CPF não conferem. Confira se algum número foi trocado." }], "warnings": null }
        ] }
        """;

    public const string PutNothing = """{ "items": [] }""";

    public const string PutNothingAnswer = """
        { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "Pedido inválido", "status": 400,
          "detail": "items: envie de 1 a 1000 títulos por pedido; este tem 0.", "errors": [{ "field": "items", "message": "envie de 1 a 1000 títulos por pedido; este tem 0." }] }
        """;

    public const string List = """
        { "items": [{ "externalId": "MENS-2026-09", "taxId": "52998224725", "status": "open", "dueDate": "2026-09-17", "amount": 1234.56, "paidAmount": 0.00,
          "createdAt": "2026-11-23T13:00:00Z", "updatedAt": "2026-11-23T13:00:00Z" }], "nextCursor": "q83vEgjcB1x1gAAAAAAAAAAAAAE" }
        """;

    public const string Priced = """
        { "externalId": "MENS-2026-09", "status": "open", "principal": 1234.56, "correction": 0.00, "fine": 24.69, "interest": 27.57, "discount": 0.00, "total": 1286.82, "daysLate": 67,
          "payDate": "2026-11-23", "steps": [
            { "kind": "principal", "label": "Valor original", "detail": "", "amount": 1234.56, "base": null, "ratePercent": null, "days": null, "rule": "principal/1", "source": null },
            { "kind": "fine", "label": "Multa", "detail": "2% sobre R$ 1.234,56", "amount": 24.69, "base": 1234.56, "ratePercent": 2, "days": null, "rule": "fine/1", "source": null },
            { "kind": "interest", "label": "Juros de mora", "detail": "1% ao mês, 67 dias", "amount": 27.57, "base": 1234.56, "ratePercent": 1, "days": 67, "rule": "interest/1", "source": null },
            { "kind": "total", "label": "Total", "detail": "", "amount": 1286.82, "base": null, "ratePercent": null, "days": null, "rule": "total/1", "source": null }
          ],
          "taxId": "52998224725", "name": "Marina Conceição", "dueDate": "2026-09-17", "movedTo": null, "amount": 1234.56, "paidAmount": 0.00, "description": "Mensalidade de setembro",
          "contract": null, "statusReason": null, "statusChangedAt": null, "timeBarred": false, "collectableThrough": "2031-09-17", "updatedAt": "2026-11-23T13:00:00Z" }
        """;

    public const string Unknown = """{ "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5", "title": "Não encontrado", "status": 404, "detail": "Não há título com este externalId." }""";

    public const string Reason = """{ "reason": "A pessoa diz que pagou em dinheiro" }""";

    public const string Payment = """{ "amount": 500.00, "paidOn": "2026-11-23", "method": "counter", "reference": "CAIXA-7781" }""";

    public const string PaymentOther = """{ "amount": 600.00, "paidOn": "2026-11-23", "method": "counter", "reference": "CAIXA-7781" }""";

    private const string Paid = """
        { "id": "1", "amount": 500.00, "paidOn": "2026-11-23", "method": "counter", "reference": "CAIXA-7781", "surplus": 0.00, "shortfall": 0.00, "boleto": null,
          "recordedAt": "2026-11-23T13:00:00Z", "tariff": null, "net": null, "creditedOn": null, "reversedAt": null, "receivables": [
            { "externalId": "MENS-2026-09", "interest": 27.57, "fine": 24.69, "correction": 0.00, "principal": 447.74, "amount": 500.00, "receivableStatus": "open" }
          ] }
        """;

    public const string PaymentAnswer = Paid;

    public const string Payments = $$"""{ "items": [{{Paid}}], "nextCursor": null }""";

    public const string PaymentConflict = """
        { "type": "https://tools.ietf.org/html/rfc9110#section-15.5.10", "title": "Em conflito com o estado atual", "status": 409,
          "detail": "A referência 'CAIXA-7781' já é de outro pagamento, de 23/11/2026. Confira e use outra referência." }
        """;

    /// <summary>Each verb on a receivable it may be said of, whatever was said before.</summary>
    public static string IdOf(ReceivableVerb verb) => verb switch { ReceivableVerb.Settle => "MENS-2026-07", ReceivableVerb.Cancel => "MENS-2026-06", _ => "MENS-2026-08" };

    public static string AnswerOf(ReceivableVerb verb)
    {
        var (status, total) = verb switch
        {
            ReceivableVerb.Hold => ("suspended", "890.00"), ReceivableVerb.Release => ("open", "890.00"), ReceivableVerb.Dispute => ("disputed", "890.00"),
            ReceivableVerb.Settle => ("paid", "0.00"), _ => ("cancelled", "0.00"),
        };
        return $$"""
            { "externalId": "{{IdOf(verb)}}", "status": "{{status}}", "principal": {{total}}, "correction": 0.00, "fine": 0.00, "interest": 0.00, "discount": 0.00, "total": {{total}},
              "daysLate": 0, "payDate": "2026-11-23", "steps": [], "taxId": "52998224725", "name": "Marina Conceição", "dueDate": "2026-12-05", "movedTo": null, "amount": 890.00,
              "paidAmount": 0.00, "description": null, "contract": null, "statusReason": "A pessoa diz que pagou em dinheiro", "statusChangedAt": "2026-11-23T13:00:00Z",
              "timeBarred": false, "collectableThrough": "2031-12-05", "updatedAt": "2026-11-23T13:00:00Z" }
            """;
    }
}
