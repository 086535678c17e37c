using Cobranca.Domain.Values;

namespace Cobranca.Domain.Pix;

/// <summary>What a text turned out to be: exactly one of the nested records. (Leitura do BR Code.)</summary>
public abstract record BrCodeReading
{
    private BrCodeReading()
    {
    }

    /// <summary>A Pix code, whole and unchanged since it was written.</summary>
    /// <param name="Content">What it says.</param>
    public sealed record Read(BrCodeContent Content) : BrCodeReading;

    /// <summary>Not payable as it stands.</summary>
    /// <param name="Reasons">Everything found wrong, at least one, in the order of the code.</param>
    public sealed record Refused(IReadOnlyList<BrCodeRefusal> Reasons) : BrCodeReading;
}

/// <summary>A code asked for: exactly one of the nested records. (Escrita do BR Code.)</summary>
public abstract record BrCodeWriting
{
    private BrCodeWriting()
    {
    }

    /// <summary>The code, as it is copied and as the QR code holds it.</summary>
    /// <param name="Payload">ASCII, ending in the check characters.</param>
    public sealed record Written(string Payload) : BrCodeWriting;

    /// <summary>Something asked for fits in no code.</summary>
    /// <param name="Reasons">Everything found wrong, at least one; positions are zero.</param>
    public sealed record Refused(IReadOnlyList<BrCodeRefusal> Reasons) : BrCodeWriting;
}

/// <summary>Where the money goes and who decides how much. (Tipo de BR Code.)</summary>
public enum BrCodeKind
{
    /// <summary>The code itself holds the key, and the amount when there is one. Whoever has it can pay it any number of times.</summary>
    Static,

    /// <summary>The code holds an address, where the payee's institution serves the charge: amount, due date and txid are there.</summary>
    Dynamic,

    /// <summary>The code holds only the address of a recurrence to authorise (Pix Automático); there is nothing to pay now.</summary>
    Recurrence,
}

/// <summary>
/// What a Pix code says. Everything in it was written by whoever made the code: the name and city are a claim, and only the payer's bank
/// shows who the key or the address really belongs to. (Conteúdo do BR Code.)
/// </summary>
public sealed record BrCodeContent
{
    /// <summary>Static, dynamic or a recurrence alone.</summary>
    public required BrCodeKind Kind { get; init; }

    /// <summary>The key (26-01); null unless static.</summary>
    public PixKey? Key { get; init; }

    /// <summary>The address without its scheme (26-25); null unless dynamic.</summary>
    public string? Url { get; init; }

    /// <summary>The address of a recurrence to authorise (80-25), alone or along with a payment; null for none.</summary>
    public string? RecurrenceUrl { get; init; }

    /// <summary>Free text for the payer (26-02); null for none.</summary>
    public string? Description { get; init; }

    /// <summary>The receiver's name as the code claims it (59).</summary>
    public required string Name { get; init; }

    /// <summary>The receiver's city as the code claims it (60).</summary>
    public required string City { get; init; }

    /// <summary>The receiver's postal code (61); null for none.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The amount (54); null when the payer types it or the address serves it. A dynamic code's amount is served, not this one.</summary>
    public Money? Amount { get; init; }

    /// <summary>The identification of a static charge (62-05); null for none, which is written <c>***</c>.</summary>
    public string? Txid { get; init; }

    /// <summary>True when the code says it is to be paid once (01 = 12).</summary>
    public bool SingleUse { get; init; }

    /// <summary>The merchant category code (52): four digits, <c>0000</c> when not given.</summary>
    public required string MerchantCategory { get; init; }

    /// <summary>The currency (53): <c>986</c>, the real. No other is read.</summary>
    public required string Currency { get; init; }

    /// <summary>The country (58): <c>BR</c>. No other is read.</summary>
    public required string Country { get; init; }

    /// <summary>What the standard does not allow and banks take all the same: a name too long, a txid with hyphens. Empty for a clean code.</summary>
    public required IReadOnlyList<BrCodeRefusal> Remarks { get; init; }
}

/// <summary>A field of the code, for whoever has to point at it. (Campo do BR Code.)</summary>
public enum BrCodeField
{
    /// <summary>The text as a whole: empty, too long, cut.</summary>
    Whole,

    /// <summary>00, the version of the standard, always <c>01</c>.</summary>
    PayloadFormat,

    /// <summary>01, whether the code may be paid more than once.</summary>
    PointOfInitiation,

    /// <summary>The template of the Pix arrangement, from 26 to 51.</summary>
    Account,

    /// <summary>26-01, the key.</summary>
    Key,

    /// <summary>26-02, the free text.</summary>
    Description,

    /// <summary>26-25, the address of the charge.</summary>
    Url,

    /// <summary>52, the merchant category.</summary>
    MerchantCategory,

    /// <summary>53, the currency.</summary>
    Currency,

    /// <summary>54, the amount.</summary>
    Amount,

    /// <summary>58, the country.</summary>
    Country,

    /// <summary>59, the receiver's name.</summary>
    Name,

    /// <summary>60, the receiver's city.</summary>
    City,

    /// <summary>62, additional data.</summary>
    AdditionalData,

    /// <summary>62-05, the identification.</summary>
    Txid,

    /// <summary>80-25, the address of a recurrence.</summary>
    RecurrenceUrl,

    /// <summary>63, the check characters.</summary>
    Crc,

    /// <summary>Any field the reader does not interpret.</summary>
    Other,
}

/// <summary>What is wrong with a code, and where. (Recusa do BR Code.)</summary>
/// <param name="Field">The field.</param>
/// <param name="Id">The field as the standard numbers it, <c>54</c> or <c>26-01</c>; empty for the whole.</param>
/// <param name="Position">Where its value, or the fault, stands in the code, counting characters from 1; zero when nothing was read.</param>
/// <param name="Text">One sentence in Portuguese saying what is wrong. It never repeats a key.</param>
public sealed record BrCodeRefusal(BrCodeField Field, string Id, int Position, string Text);
