namespace Cobranca.Portal.Identity;

/// <summary>
/// The <c>Access:Retention</c> section: how long what sign-in leaves behind stays. Each period is as long as somebody can need the row
/// (docs/access.md gives the reasons) and no longer (LGPD arts. 6 III, 15 and 16).
/// </summary>
public sealed class AccessRetention
{
    public const string Section = "Access:Retention";

    /// <summary>Marco Civil art. 15: an application provider keeps records of access for six months.</summary>
    private static readonly TimeSpan SessionsAtLeast = TimeSpan.FromDays(183);

    /// <summary>Codes and attempts, so that whoever received a code by mistake can say so.</summary>
    public TimeSpan Codes { get; set; } = TimeSpan.FromDays(1);
    /// <summary>Sessions since last seen, with the step-ups used in them: who came in when, and by which contact or link.</summary>
    public TimeSpan Sessions { get; set; } = TimeSpan.FromDays(365);
    /// <summary>Links since they stopped opening, as long as the session they led to.</summary>
    public TimeSpan Links { get; set; } = TimeSpan.FromDays(365);
    /// <summary>Letter codes since they stopped opening.</summary>
    public TimeSpan Letters { get; set; } = TimeSpan.FromDays(365);
    /// <summary>«Meu contato mudou» that led to nothing: personal data of people who may not even be debtors (domain facts §6).</summary>
    public TimeSpan FailedRequests { get; set; } = TimeSpan.FromDays(365);
    /// <summary>Those that changed a contact: where it came from, while somebody may ask for damages (CDC art. 27).</summary>
    public TimeSpan ApprovedRequests { get; set; } = TimeSpan.FromDays(5 * 365 + 2);

    /// <summary>Reads the section over the defaults.</summary>
    /// <exception cref="InvalidOperationException">A period is shorter than the law or than its use; the message names every one.</exception>
    public static AccessRetention From(IConfiguration configuration)
    {
        var periods = Read(configuration);
        var problems = periods.Problems().ToList();
        return problems.Count == 0 ? periods : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>What is wrong with the section.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => Read(configuration).Problems();

    private static AccessRetention Read(IConfiguration configuration)
    {
        var periods = new AccessRetention();
        configuration.GetSection(Section).Bind(periods);
        return periods;
    }

    private IEnumerable<string> Problems()
    {
        if (Sessions < SessionsAtLeast) yield return $"{Section}:{nameof(Sessions)} is {Sessions:c}: records of access stay for six months at least (Marco Civil art. 15), {SessionsAtLeast:c}.";
        foreach (var property in typeof(AccessRetention).GetProperties())
            if (property.GetValue(this) is TimeSpan period && period < TimeSpan.FromDays(1))
                yield return $"{Section}:{property.Name} is {period:c}: use one day or more.";
    }
}
