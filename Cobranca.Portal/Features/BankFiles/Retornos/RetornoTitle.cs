using System.Globalization;
using System.Runtime.InteropServices;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>A title as the file's order gives it.</summary>
/// <param name="Repeat">How often the file had said exactly this before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadTitle(RetornoLine Line, int Repeat);

/// <summary>What names a word of a bank about a slip: it is acted on once, whichever file brings it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TitleKey(string Account, string NossoNumero, string Code, DateOnly On, Money Amount, int Repeat)
{
    private const int MaxReference = 120;

    /// <summary>What a payment or an entry of the books made of it is called.</summary>
    public string Reference(string bank)
    {
        var again = Repeat == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Repeat}");
        // Accounts of real banks leave room to spare; the number's end tells slips apart should one not.
        return string.Create(CultureInfo.InvariantCulture, $"{bank}/{Account}/{NossoNumero}/{Code}/{On:yyyyMMdd}/{Amount.Centavos}{again}") is { Length: <= MaxReference } whole
            ? whole
            : string.Create(CultureInfo.InvariantCulture, $"{bank}/{NossoNumero}/{Code}/{On:yyyyMMdd}/{Amount.Centavos}{again}");
    }
}

/// <summary>A title, what it is about, and what another file said of it.</summary>
internal sealed class RetornoTitle(RetornoLine line, Boleto? slip, TitleKey key, bool isAmbiguous)
{
    /// <summary>The calendar of banks, and with it the price of a debt, starts here.</summary>
    private static readonly DateOnly Earliest = new(1997, 1, 1);

    private readonly RetornoLine _line = line;

    public ref readonly RetornoLine Line => ref _line;
    /// <summary>As it was read before its debtor's turn, without its items: what it is called, not where it stands.</summary>
    public Boleto? Slip => slip;
    public TitleKey Key { get; set; } = key;

    /// <summary>Several accounts of the creditor have the number, and the file does not say which it means.</summary>
    public bool IsAmbiguous => isAmbiguous;

    /// <summary>Another file has told it.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Another file has told it, and what was booked by that was taken back since.</summary>
    public bool IsAfterReversal { get; set; }

    public bool IsReversal => Line.Occurrence.IsReversal();

    /// <summary>What reaches the account is neither what was paid nor that less the tariff: costs, or another amount of the bank's.</summary>
    public bool IsNetOdd => Line.BringsMoney && Line.Net is { IsPositive: true } net && net != Line.Paid && net != Line.Paid - Line.Tariff;

    /// <summary>Whether it is one slip paid in full, as far as the file alone says.</summary>
    public bool MayBeOrdinary(DateOnly today) => slip is not null && Key.Repeat == 0 && Line.BringsMoney && Line.Occurrence != RetornoOccurrence.PartiallySettled && !IsNetOdd && IsPlausibleOn(today);

    /// <summary>Whether it is one slip the bank registered, as far as the file alone says.</summary>
    public bool MayBeEntered => slip is not null && Key.Repeat == 0 && Line is { Occurrence: RetornoOccurrence.EntryConfirmed, BringsMoney: false, Paid.IsPositive: false };

    /// <summary>Whether its day can be the day somebody paid.</summary>
    public bool IsPlausibleOn(DateOnly today) => Line.OccurredOn is { } on && on >= Earliest && on <= today;
}

/// <summary>What was done with a title.</summary>
/// <param name="Received">What its payer paid, where that was booked.</param>
/// <param name="Tariffs">What the bank kept, where that was booked.</param>
internal sealed record TitleEnd(OccurrenceOutcome Outcome, ReviewReason Review = ReviewReason.None, string? Detail = null, Money Received = default, Money Tariffs = default)
{
    public static TitleEnd Applied { get; } = new(OccurrenceOutcome.Applied);
    public static TitleEnd Known { get; } = new(OccurrenceOutcome.Known);
    public static TitleEnd Noted(string? detail = null) => new(OccurrenceOutcome.Noted, Detail: detail);
    public static TitleEnd ForReview(ReviewReason reason, string detail) => new(OccurrenceOutcome.Review, reason, detail);

    public static TitleEnd Broken(Exception failure) =>
        ForReview(ReviewReason.Unexpected, $"Esta linha não pôde ser aplicada ({failure.GetType().Name}). Confira o título no banco e informe o suporte.");

    public BankOccurrence Row(Retorno retorno, RetornoTitle title) => new()
    {
        CreditorId = retorno.CreditorId, RetornoId = retorno.Id, Line = title.Line.FirstLine, Account = title.Key.Account, NossoNumero = title.Key.NossoNumero, Code = title.Key.Code,
        Meaning = title.Line.Occurrence, On = title.Key.On, Amount = title.Key.Amount, Repeat = title.Key.Repeat, BoletoId = title.Slip?.Id,
        Outcome = Outcome, Review = Review, Detail = Detail?.AtMost(300),
    };
}
