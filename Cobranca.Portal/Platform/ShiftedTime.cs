using System.Globalization;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Development's clock when <c>Clock:StartAt</c> is set: begins at that instant and runs on from there, so that a demonstration or a
/// browser test always happens on the same day. Refused outside Development.
/// </summary>
public sealed class ShiftedTime(DateTimeOffset startAt, TimeProvider real) : TimeProvider
{
    private readonly TimeSpan _shift = startAt - real.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + _shift;

    /// <summary>The machine's clock, or the shifted one when configuration asks for it.</summary>
    public static TimeProvider From(IConfiguration configuration, TimeProvider real) => configuration["Clock:StartAt"] is { Length: > 0 } text
        ? new ShiftedTime(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), real)
        : real;
}
