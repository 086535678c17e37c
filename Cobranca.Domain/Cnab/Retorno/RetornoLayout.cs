using System.Collections.Frozen;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// Where one bank's retorno keeps what. A layout of 240 has its fields in two records, <see cref="Title"/> in segment T and
/// <see cref="Amounts"/> in segment U; one of 400 has them all in one line. What a bank does not send is null. (Layout do retorno.)
/// </summary>
internal sealed record RetornoLayout
{
    public required string Bank { get; init; }

    public required CnabFormat Format { get; init; }

    public required OccurrenceTable Occurrences { get; init; }

    public required HeaderFields Header { get; init; }

    public required NumberFields Number { get; init; }

    public required TitleFields Title { get; init; }

    public required AmountFields Amounts { get; init; }

    /// <summary>The kind of line of 400 that is about a slip.</summary>
    public char Detail { get; init; } = '1';

    /// <summary>The line of 400 that carries the Pix charge of the slip before it.</summary>
    public PixFields? Pix { get; init; }

    /// <summary>Other kinds of lines of 400 the bank may send, which say nothing about payments.</summary>
    public string OtherLines { get; init; } = "";

    /// <summary>How many of the last line's counts can be checked.</summary>
    public TrailerFields Trailer { get; init; } = new();

    /// <summary>How many characters one reason has.</summary>
    public int ReasonWidth { get; init; } = 2;

    /// <summary>True where the amount credited has the bank's fee taken off, which the payer paid too (domain facts §8.2).</summary>
    public bool IsNetOfTariff { get; init; }

    /// <summary>True where the first reason of a settlement says how it was paid (FEBRABAN C047, list C).</summary>
    public bool IsChannelFirstReason { get; init; }

    /// <summary>Why a slip was closed, by the first reason.</summary>
    public FrozenDictionary<string, ClosureCause> Causes { get; init; } = FrozenDictionary<string, ClosureCause>.Empty;

    /// <summary>Positions of a record.</summary>
    public int Width => (int)Format;

    /// <summary>Why a slip was closed: what the code says, or the first reason where the code leaves it open.</summary>
    public ClosureCause CauseOf(OccurrenceTable.Meaning meaning, string reasons) =>
        meaning is { Occurrence: RetornoOccurrence.Closed, Cause: ClosureCause.Unstated or ClosureCause.Bank } && reasons.Length >= 2
            && Causes.TryGetValue(RetornoReasons.First(reasons), out var cause) ? cause : meaning.Cause;
}

/// <summary>Fields of the first line. (Header.)</summary>
internal sealed record HeaderFields
{
    public required CnabField CompanyName { get; init; }

    public required CnabField GeneratedOn { get; init; }

    public CnabField? Sequence { get; init; }

    public CnabField? TaxIdKind { get; init; }

    public CnabField? TaxId { get; init; }

    public CnabField? Convenio { get; init; }

    public CnabField? Agencia { get; init; }

    public CnabField? AgenciaDv { get; init; }

    public CnabField? Conta { get; init; }

    public CnabField? ContaDv { get; init; }
}

/// <summary>Where the slip's number stands and how wide it is with us. (Nosso número.)</summary>
/// <param name="Digits">The number.</param>
/// <param name="Dv">Its check digit; null where none is sent, or where it stands behind the number in the same field.</param>
/// <param name="Width">
/// How many digits it has with us: more than the field where the bank leaves zeros out, fewer where it puts some in front. 0 where the
/// field is filled from the left with as many as there are.
/// </param>
internal sealed record NumberFields(CnabField Digits, CnabField? Dv, int Width)
{
    /// <summary>For numbers filled from the left: how many digits make the last one a check digit; 0 for never.</summary>
    public int WidthWithDv { get; init; }
}

/// <summary>What identifies the slip and says what happened. (Dados do título.)</summary>
internal sealed record TitleFields
{
    public required CnabField Occurrence { get; init; }

    public required CnabField FaceValue { get; init; }

    public required CnabField DueOn { get; init; }

    public required CnabField Document { get; init; }

    public required CnabField OurId { get; init; }

    public CnabField? Tariff { get; init; }

    public CnabField? Carteira { get; init; }

    public CnabField? Bank { get; init; }

    public CnabField? Agencia { get; init; }

    public CnabField? Reasons { get; init; }

    public CnabField? Channel { get; init; }

    public CnabField? TaxIdKind { get; init; }

    public CnabField? TaxId { get; init; }
}

/// <summary>Money and days of what happened. (Valores e datas.)</summary>
internal sealed record AmountFields
{
    public required CnabField OccurredOn { get; init; }

    public required CnabField CreditOn { get; init; }

    /// <summary>What was paid; what was credited where <see cref="RetornoLayout.IsNetOfTariff"/>.</summary>
    public required CnabField Paid { get; init; }

    public CnabField? Net { get; init; }

    public CnabField? Charges { get; init; }

    /// <summary>The fine, where it does not stand with the interest.</summary>
    public CnabField? Fine { get; init; }

    public CnabField? Discount { get; init; }

    public CnabField? Abatement { get; init; }

    public CnabField? Iof { get; init; }

    public CnabField? OtherExpenses { get; init; }

    public CnabField? OtherCredits { get; init; }
}

/// <summary>The Pix charge of the slip before. (Registro Pix.)</summary>
internal sealed record PixFields(char Kind, CnabField Location, CnabField? Txid);

/// <summary>What the last line of 400 counts of this file. (Trailer.)</summary>
internal sealed record TrailerFields
{
    public CnabField? Titles { get; init; }

    public CnabField? FaceValues { get; init; }
}
