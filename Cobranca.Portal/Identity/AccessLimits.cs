namespace Cobranca.Portal.Identity;

/// <summary>At most <see cref="Count"/> in each window of <see cref="Per"/>. Windows are counted from the epoch, so all nodes agree on them.</summary>
public sealed class Limit
{
    public int Count { get; set; }
    public TimeSpan Per { get; set; }

    internal static Limit Of(int count, TimeSpan per) => new() { Count = count, Per = per };
}

/// <summary>
/// The <c>Access:Limits</c> section. Strict per person and per link, where a guess is worth something; wide per address, because a mobile
/// carrier puts thousands of people behind one.
/// </summary>
public sealed class AccessLimits
{
    public const string Section = "Access:Limits";

    /// <summary>How many first characters of the CPF or CNPJ a link asks for.</summary>
    public int DigitsAsked { get; set; } = 3;
    /// <summary>From the first answer to the session.</summary>
    public TimeSpan AttemptLifetime { get; set; } = TimeSpan.FromMinutes(30);

    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);
    public int TriesPerCode { get; set; } = 5;
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromMinutes(1);
    public int CodesPerAttempt { get; set; } = 4;

    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(20);
    public TimeSpan SessionAtMost { get; set; } = TimeSpan.FromHours(8);
    /// <summary>How long a confirmed step-up authorises what it was asked for.</summary>
    public TimeSpan StepUpLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Answers to a link's question: three digits are a thousand guesses, so ten a day leave one chance in a hundred, and then still no code.</summary>
    public Limit AnswersPerLink { get; set; } = Limit.Of(10, TimeSpan.FromDays(1));
    /// <summary>Over a link's life: ten a day for a month would be one chance in three. Somebody who comes back more often enters by CPF.</summary>
    public Limit AnswersPerLinkMonthly { get; set; } = Limit.Of(40, TimeSpan.FromDays(30));
    public Limit EntriesPerPerson { get; set; } = Limit.Of(12, TimeSpan.FromHours(1));
    public Limit EntriesPerAddress { get; set; } = Limit.Of(2_000, TimeSpan.FromMinutes(10));
    public Limit EntriesPerNetwork { get; set; } = Limit.Of(8_000, TimeSpan.FromMinutes(10));

    public Limit CodesPerPersonHourly { get; set; } = Limit.Of(5, TimeSpan.FromHours(1));
    public Limit CodesPerPersonDaily { get; set; } = Limit.Of(10, TimeSpan.FromDays(1));
    public Limit CodesPerAddress { get; set; } = Limit.Of(1_500, TimeSpan.FromMinutes(10));
    public Limit CodesPerNetwork { get; set; } = Limit.Of(6_000, TimeSpan.FromMinutes(10));

    /// <summary>A company's second answer (invoice, contract, representative): invoices are numbered in a row.</summary>
    public Limit ProofsPerPerson { get; set; } = Limit.Of(10, TimeSpan.FromDays(1));
    public Limit LettersPerPerson { get; set; } = Limit.Of(5, TimeSpan.FromDays(1));
    public Limit ContactRequestsPerPerson { get; set; } = Limit.Of(3, TimeSpan.FromDays(1));
    public Limit RefusalsPerContact { get; set; } = Limit.Of(5, TimeSpan.FromDays(1));

    /// <summary>Looks at <c>/verificar</c>: wide, as nothing personal is answered there.</summary>
    public Limit ChecksPerAddress { get; set; } = Limit.Of(300, TimeSpan.FromMinutes(10));
    public Limit ChecksPerNetwork { get; set; } = Limit.Of(1_200, TimeSpan.FromMinutes(10));
    /// <summary>Of one slip, whatever its amount and date: whoever knows its number must not find the amount by trying them all.</summary>
    public Limit ChecksPerSlip { get; set; } = Limit.Of(20, TimeSpan.FromDays(1));
    /// <summary>How long <c>/verificar</c> knows the code of a message; at least as long as the link in it.</summary>
    public TimeSpan MessageCodeLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Reads the section over the defaults.</summary>
    /// <exception cref="InvalidOperationException">A limit would lock everybody out or let everybody guess; the message names every one.</exception>
    public static AccessLimits From(IConfiguration configuration)
    {
        var limits = new AccessLimits();
        configuration.GetSection(Section).Bind(limits);
        var problems = limits.Problems().ToList();
        return problems.Count == 0 ? limits : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    private IEnumerable<string> Problems()
    {
        if (DigitsAsked is < 2 or > 8) yield return $"{Section}:{nameof(DigitsAsked)} is {DigitsAsked}: use 2 to 8.";
        if (TriesPerCode is < 1 or > 10) yield return $"{Section}:{nameof(TriesPerCode)} is {TriesPerCode}: use 1 to 10.";
        if (CodesPerAttempt < 1) yield return $"{Section}:{nameof(CodesPerAttempt)} is {CodesPerAttempt}: use 1 or more.";
        foreach (var property in typeof(AccessLimits).GetProperties())
        {
            if (property.GetValue(this) is Limit limit && (limit.Count < 1 || limit.Per <= TimeSpan.Zero))
                yield return $"{Section}:{property.Name} is {limit.Count} per {limit.Per:c}: both must be above zero.";
            if (property.GetValue(this) is TimeSpan time && time <= TimeSpan.Zero)
                yield return $"{Section}:{property.Name} is {time:c}: it must be above zero.";
        }
    }
}
