using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cobranca.Portal.Platform;

/// <summary>
/// What the portal counts and traces of its own work (docs/operator.md lists it). Tags come from closed sets: never a person, an amount,
/// a creditor or a text from outside.
/// </summary>
public static class CobrancaTelemetry
{
    public const string Name = "Cobranca";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> SignInCount = Meter.CreateCounter<long>("cobranca.sign_ins", "{session}", "Sessions opened, by the way in.");
    private static readonly Counter<long> CodeCount = Meter.CreateCounter<long>("cobranca.codes", "{code}", "Codes put into the outbox, decoys included, by channel.");
    private static readonly Counter<long> BoletoCount = Meter.CreateCounter<long>("cobranca.boletos", "{boleto}", "Boletos, by what became of them.");
    private static readonly Counter<long> PaymentCount = Meter.CreateCounter<long>("cobranca.payments", "{payment}", "Payments recorded, by source.");
    private static readonly Counter<long> OutboxCount = Meter.CreateCounter<long>("cobranca.outbox.messages", "{message}", "Messages that left the outbox, by channel and outcome.");
    private static readonly Histogram<double> OutboxWait = Meter.CreateHistogram<double>("cobranca.outbox.wait", "s", "From writing a message to handing it over.");
    private static readonly Gauge<double> OutboxLag = Meter.CreateGauge<double>("cobranca.outbox.lag", "s", "How long the oldest due message has been waiting; 0 when none is.");
    private static readonly Gauge<long> OutboxParked = Meter.CreateGauge<long>("cobranca.outbox.parked", "{message}", "Messages given up in the last 24 hours, over all creditors.");
    private static readonly Counter<long> WebhookCount = Meter.CreateCounter<long>("cobranca.webhook.deliveries", "{delivery}", "Tries to deliver an event, by outcome.");
    private static readonly Gauge<long> WebhookParked = Meter.CreateGauge<long>("cobranca.webhook.parked", "{delivery}", "Deliveries given up and not replayed, over all creditors.");
    private static readonly Counter<long> ImportCount = Meter.CreateCounter<long>("cobranca.import.rows", "{row}", "Rows of imported portfolios, by outcome.");

    public static void SignedIn(string entry) => SignInCount.Add(1, Tag("entry", entry));
    public static void CodeSent(string channel) => CodeCount.Add(1, Tag("channel", channel));
    public static void Boleto(string outcome) => BoletoCount.Add(1, Tag("outcome", outcome));
    public static void PaymentRecorded(string source) => PaymentCount.Add(1, Tag("source", source));
    public static void PaymentsRecorded(string source, int payments) => PaymentCount.Add(payments, Tag("source", source));
    public static void ImportRows(string outcome, long rows) => ImportCount.Add(rows, Tag("outcome", outcome));
    public static void WebhookTried(string outcome) => WebhookCount.Add(1, Tag("outcome", outcome));
    public static void Parked(long messages, long deliveries)
    {
        OutboxParked.Record(messages);
        WebhookParked.Record(deliveries);
    }

    public static void OutboxLagging(TimeSpan by) => OutboxLag.Record(Math.Max(0, by.TotalSeconds));

    public static void OutboxHandled(string channel, string outcome, TimeSpan waited)
    {
        OutboxCount.Add(1, Tag("channel", channel), Tag("outcome", outcome));
        if (outcome == "sent") OutboxWait.Record(Math.Max(0, waited.TotalSeconds), Tag("channel", channel));
    }

    /// <summary>A span of background work; null when nobody listens.</summary>
    public static Activity? Span(string name, ActivityKind kind = ActivityKind.Internal) => Source.StartActivity(name, kind);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new("cobranca." + name, value.ToLowerInvariant());
}
