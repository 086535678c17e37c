using System.Collections.Frozen;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>
/// Examples of routes whose files do not carry them, by method and path. A path in braces is filled by the contract test with what the
/// creating example was answered; what needs a worker, a file or another party is shown and not sent.
/// </summary>
internal static class ApiExamples
{
    private const string Boleto = """
        { "id": "veYUuWDwlB8t9ZQ_gfVz0g", "status": "registered", "payable": true, "bank": "341", "nossoNumero": "00100000", "nossoNumeroFormatted": "109/00100000-7",
          "linhaDigitavel": "34191090081000007005171234570001116460000128970", "barcode": "34191164600001289701090010000070057123457000",
          "pixCopyPaste": "00020126360014br.gov.bcb.pix01141122233300018152040000530398654071289.705802BR5918Aurora Ensino Ltda6008Campinas62150511C1N001000006304DD5B", "pixTxid": "C1N00100000", "amount": 1289.70, "abatement": 0.00,
          "dueDate": "2026-11-30", "payableThrough": "2026-11-30", "pdfUrl": "https://acordo.example.com.br/api/v1/boletos/veYUuWDwlB8t9ZQ_gfVz0g/pdf",
          "receivables": [{ "externalId": "MENS-2026-09", "principal": 1234.56, "correction": 0.00, "fine": 24.69, "interest": 30.45, "total": 1289.70 }],
          "requestedAt": "2026-11-23T13:01:18Z", "registeredAt": "2026-11-23T13:01:26Z", "closedAt": null, "rejectionReason": null, "orders": null, "history": null }
        """;

    private const string Whole = """
        { "id": "veYUuWDwlB8t9ZQ_gfVz0g", "status": "registered", "payable": true, "bank": "341", "nossoNumero": "00100000", "nossoNumeroFormatted": "109/00100000-7",
          "linhaDigitavel": "34191090081000007005171234570001116460000128970", "barcode": "34191164600001289701090010000070057123457000", "pixCopyPaste": null, "pixTxid": null,
          "amount": 1289.70, "abatement": 0.00, "dueDate": "2026-11-30", "payableThrough": "2026-11-30", "pdfUrl": "https://acordo.example.com.br/api/v1/boletos/veYUuWDwlB8t9ZQ_gfVz0g/pdf",
          "receivables": [{ "externalId": "MENS-2026-09", "principal": 1234.56, "correction": 0.00, "fine": 24.69, "interest": 30.45, "total": 1289.70 }],
          "requestedAt": "2026-11-23T13:01:18Z", "registeredAt": "2026-11-24T11:02:10Z", "closedAt": null, "rejectionReason": null,
          "orders": [
            { "kind": "entry", "status": "confirmed", "amount": 1289.70, "dueDate": "2026-11-30", "abatement": 0.00, "requestedAt": "2026-11-23T13:01:19Z",
              "sentAt": "2026-11-23T21:00:00Z", "sentIn": "341-0057123457-000001.rem", "sentLine": 2, "answeredAt": "2026-11-24T11:02:10Z", "answeredIn": "RET2411.TXT", "answeredLine": 2, "rejectionReason": null },
            { "kind": "dueDateChange", "status": "queued", "amount": 1289.70, "dueDate": "2026-12-10", "abatement": 0.00, "requestedAt": "2026-11-24T14:00:00Z",
              "sentAt": null, "sentIn": null, "sentLine": null, "answeredAt": null, "answeredIn": null, "answeredLine": null, "rejectionReason": null }],
          "history": [
            { "status": "requested", "at": "2026-11-23T13:01:18Z", "by": "devedor", "detail": null, "inFile": null, "inLine": null },
            { "status": "sent", "at": "2026-11-23T21:00:00Z", "by": "remessa", "detail": null, "inFile": "341-0057123457-000001.rem", "inLine": 2 },
            { "status": "registered", "at": "2026-11-24T11:02:10Z", "by": "retorno", "detail": null, "inFile": "RET2411.TXT", "inLine": 2 }] }
        """;

    private const string NewBoleto = """
        { "id": "veYUuWDwlB8t9ZQ_gfVz0g", "status": "requested", "payable": false, "bank": "341", "nossoNumero": "00100000", "nossoNumeroFormatted": "109/00100000-7",
          "linhaDigitavel": null, "barcode": null, "pixCopyPaste": "00020126360014br.gov.bcb.pix01141122233300018152040000530398654071289.705802BR5918Aurora Ensino Ltda6008Campinas62150511C1N001000006304DD5B", "pixTxid": "C1N00100000",
          "amount": 1289.70, "abatement": 0.00, "dueDate": "2026-11-30", "payableThrough": "2026-11-30", "pdfUrl": null,
          "receivables": [{ "externalId": "MENS-2026-09", "principal": 1234.56, "correction": 0.00, "fine": 24.69, "interest": 30.45, "total": 1289.70 }],
          "requestedAt": "2026-11-23T13:01:18Z", "registeredAt": null, "closedAt": null, "rejectionReason": null, "orders": [],
          "history": [{ "status": "requested", "at": "2026-11-23T13:01:18Z", "by": "chave (erp)", "detail": null, "inFile": null, "inLine": null }] }
        """;

    private const string BoletoOrder = """{ "receivables": ["MENS-2026-09"], "dueDate": "2026-11-30" }""";

    private const string Import = """
        { "id": "job_2674e556dfa2ecc4d8d3665e8b5d", "status": "finished", "fileName": "carteira.csv", "dryRun": false, "progress": { "done": 1, "total": 1, "percent": 100 },
          "counts": { "rows": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "padded": 0 },
          "warnings": [{ "line": null, "column": null, "message": "0 de 1 contatos podem receber SMS (o arquivo não tem a coluna optin_sms)" }], "errorFileUrl": null, "error": null,
          "attempts": 1, "createdAt": "2026-11-23T13:01:20Z", "startedAt": "2026-11-23T13:01:21Z", "finishedAt": "2026-11-23T13:01:21Z" }
        """;

    private const string NewImport = """
        { "id": "job_2674e556dfa2ecc4d8d3665e8b5d", "status": "queued", "fileName": "carteira.csv", "dryRun": false, "progress": { "done": 0, "total": 0, "percent": 0 }, "counts": null,
          "warnings": [], "errorFileUrl": null, "error": null, "attempts": 0, "createdAt": "2026-11-23T13:01:20Z", "startedAt": null, "finishedAt": null }
        """;

    private const string Batch = """
        { "id": "job_6b145494ea6ada030b47fa93a28d", "status": "queued", "progress": { "done": 0, "total": 2, "percent": 0 }, "counts": null, "refusals": [], "fileUrl": null,
          "errorFileUrl": null, "error": null, "attempts": 0, "createdAt": "2026-11-23T13:01:16Z", "startedAt": null, "finishedAt": null }
        """;

    private const string DoneBatch = """
        { "id": "job_6b145494ea6ada030b47fa93a28d", "status": "finished", "progress": { "done": 2, "total": 2, "percent": 100 },
          "counts": { "items": 2, "links": 1, "withoutContact": 0, "refused": 1 }, "refusals": [{ "item": 1, "reason": "não há devedor com este taxId." }],
          "fileUrl": "https://acordo.example.com.br/api/v1/links/batch/job_6b145494ea6ada030b47fa93a28d/file.csv",
          "errorFileUrl": "https://acordo.example.com.br/api/v1/links/batch/job_6b145494ea6ada030b47fa93a28d/errors.csv", "error": null, "attempts": 1,
          "createdAt": "2026-11-23T13:01:16Z", "startedAt": "2026-11-23T13:01:17Z", "finishedAt": "2026-11-23T13:01:19Z" }
        """;

    private const string NewWebhook = """{ "url": "https://erp.example.com.br/eventos", "types": ["payment.settled", "boleto.registered"] }""";

    private const string Webhook = """
        { "id": "wh_9c0088abbe2cf1401607", "url": "https://erp.example.com.br/eventos", "types": ["payment.settled", "boleto.registered"], "status": "enabled",
          "createdAt": "2026-11-23T13:01:25Z", "disabledAt": null, "previousSecretUntil": null, "plannedThrough": 12, "pending": 0, "parked": 0 }
        """;

    private static readonly FrozenDictionary<string, ApiExample[]> ByRoute = new Dictionary<string, ApiExample[]>(StringComparer.Ordinal)
    {
        ["post /api/v1/pricing/preview"] = [Shown(200, """
            { "principal": 1234.56, "correction": 0.00, "fine": 24.69, "interest": 19.34, "discount": 0.00, "fees": 0.00, "total": 1278.59, "daysLate": 47, "payDate": "2026-11-03",
              "chargeFreeThrough": "2026-09-17", "steps": [
                { "kind": "fine", "label": "Multa de 2%, cobrada uma vez", "detail": "2% de R$ 1.234,56.", "amount": 24.69, "rule": "late-fee-once/1", "base": 1234.56, "ratePercent": 2,
                  "days": null, "unrounded": 24.6912, "source": "Condições informadas no pedido; limite do CDC, art. 52 §1º", "indices": [] }
              ] }
            """)],
        ["post /api/v1/boletos/preview"] = [Shown(200, """
            { "barcode": "34191161900001278591090000004380057123457000", "linhaDigitavel": "34191090080000438005171234570001116190000127859",
              "linhaDigitavelFormatted": "34191.09008 00004.380051 71234.570001 1 16190000127859", "nossoNumero": "00000043", "nossoNumeroDv": "8", "nossoNumeroFormatted": "109/00000043-8",
              "campoLivre": "1090000004380057123457000", "fator": 1619, "bankName": "Itaú Unibanco", "warnings": [] }
            """)],
        ["post /api/v1/boletos/read"] = [Shown(200, """
            { "valid": true, "kind": "boleto", "bank": "341", "bankName": "Itaú Unibanco", "amount": 1278.59, "dueDate": "2026-11-03", "possibleDueDates": ["2002-03-14", "2026-11-03"],
              "fator": 1619, "campoLivre": "1090000004380057123457000", "segment": null, "segmentName": null, "valueKind": null, "company": null,
              "barcode": "34191161900001278591090000004380057123457000", "linhaDigitavel": "34191090080000438005171234570001116190000127859",
              "linhaDigitavelFormatted": "34191.09008 00004.380051 71234.570001 1 16190000127859", "notes": [], "problems": [] }
            """)],
        ["post /api/v1/pix/preview"] = [Shown(200, """
            { "payload": "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-42665544000052040000530398654071278.595802BR5913Fulano de Tal6008BRASILIA62130509ACORDO1P1630434CB" }
            """)],
        ["post /api/v1/pix/read"] = [Shown(200, """
            { "valid": true, "kind": "static", "key": "123e4567-e12b-12d1-a456-426655440000", "keyKind": "random", "url": null, "recurrenceUrl": null, "name": "Fulano de Tal",
              "city": "BRASILIA", "postalCode": null, "amount": null, "txid": null, "description": null, "singleUse": false, "problems": [], "remarks": [] }
            """)],
        ["post /api/v1/imports"] = [Shown(202, NewImport)],
        ["get /api/v1/imports"] = [new(200, "/imports?limit=1", null, $$"""{ "items": [{{Import}}], "nextCursor": null }""")],
        ["get /api/v1/imports/{id}"] = [Shown(200, Import), new(404, "/imports/job_nada", null, null)],
        ["post /api/v1/links"] = [new(201, null, """{ "externalId": "MENS-2026-09", "validDays": 15 }""", """
            { "url": "https://acordo.example.com.br/aurora/l/sexTKhQSdi9mlb9d8pm0CAOxmImJ1ZMXzevWcKSrPk4", "code": "UPUR-CMRF-3WYK", "expiresAt": "2026-12-08T13:01:15Z" }
            """)],
        ["post /api/v1/links/batch"] = [new(202, null, """{ "items": [{ "externalId": "MENS-2026-09" }, { "taxId": "39053344705" }], "validDays": 15 }""", Batch)],
        ["get /api/v1/links/batch/{id}"] = [new(200, null, null, DoneBatch)],
        ["post /api/v1/boletos"] = [new(201, null, BoletoOrder, NewBoleto), new(200, null, BoletoOrder, NewBoleto)],
        ["get /api/v1/boletos"] = [new(200, "/boletos?limit=1", null, $$"""{ "items": [{{Boleto}}], "nextCursor": null }""")],
        ["get /api/v1/boletos/{id}"] = [new(200, null, null, Whole)],
        ["post /api/v1/boletos/{id}/due-date"] = Instructed("""{ "dueDate": "2026-12-10" }"""),
        ["post /api/v1/boletos/{id}/value"] = Instructed("""{ "amount": 1200.00 }"""),
        ["post /api/v1/boletos/{id}/abatement"] = Instructed("""{ "amount": 50.00 }"""),
        ["post /api/v1/boletos/{id}/cancel"] = Instructed("""{ "reason": "venda desfeita" }"""),
        ["get /api/v1/events"] = [new(200, "/events?after=0&types=boleto.registered", null, """
            { "events": [{ "id": "evt_aurora_1", "number": 1, "type": "boleto.registered", "at": "2026-11-23T13:01:26Z",
              "data": { "id": "veYUuWDwlB8t9ZQ_gfVz0g", "status": "registered", "bank": "341", "nossoNumero": "00100000", "amount": 1289.70, "dueDate": "2026-11-30", "receivables": ["MENS-2026-09"] } }], "last": 1 }
            """)],
        ["post /api/v1/webhooks"] = [new(201, null, NewWebhook, """
            { "id": "wh_9c0088abbe2cf1401607", "url": "https://erp.example.com.br/eventos", "types": ["payment.settled", "boleto.registered"], "status": "enabled",
              "createdAt": "2026-11-23T13:01:25Z", "plannedThrough": 12, "secret": "whsec_FZOdLDFGGzw54ADvFiobTPlohhsQmaOrjGHG-GNUccQ" }
            """)],
        ["get /api/v1/webhooks"] = [new(200, null, null, $$"""{ "items": [{{Webhook}}] }""")],
        ["get /api/v1/webhooks/{id}"] = [new(200, null, null, Webhook)],
        ["post /api/v1/webhooks/{id}/enable"] = [new(200, null, null, Webhook)],
        ["post /api/v1/webhooks/{id}/disable"] = [new(200, null, null, Webhook)],
        ["post /api/v1/webhooks/{id}/rotate-secret"] = [new(200, null, """{ "keepPreviousDays": 7 }""", """
            { "id": "wh_9c0088abbe2cf1401607", "secret": "whsec_vJYpWt5Gix59MdqPq9OU42WsXYGudZA6ehX0lqMBpeE", "previousSecretUntil": "2026-11-30T13:01:27Z" }
            """)],
        ["post /api/v1/webhooks/{id}/test"] = [Shown(200, """{ "delivered": true, "status": 204, "error": null }""")],
        ["post /api/v1/webhooks/{id}/replay"] = [new(200, null, """{ "after": 0 }""", """{ "after": 0, "through": 12, "events": 12 }""")],
        ["get /api/v1/webhooks/{id}/deliveries"] = [new(200, null, null, """
            { "items": [{ "eventId": "evt_aurora_12", "number": 12, "type": "payment.settled", "status": "delivered", "tries": 1,
              "nextTryAt": null, "deliveredAt": "2026-11-23T13:02:01Z", "parkedAt": null, "lastStatus": 204, "lastError": null }], "nextCursor": null }
            """)],
        ["delete /api/v1/webhooks/{id}"] = [new(204, null, null, null)],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All examples of a route: its own and those here.</summary>
    public static IReadOnlyList<ApiExample> Of(string method, string path, Endpoint endpoint) =>
        [.. endpoint.Metadata.GetOrderedMetadata<ApiExample>(), .. ByRoute.GetValueOrDefault($"{method} {path}", [])];

    /// <summary>Not sent: Development's bank takes changes by files alone, and what the example changes others read.</summary>
    private static ApiExample[] Instructed(string request) => [new(202, null, request, Whole) { IsSent = false }, new(200, null, request, Whole) { IsSent = false }];

    private static ApiExample Shown(int status, string answer) => new(status, null, null, answer) { IsSent = false };
}
