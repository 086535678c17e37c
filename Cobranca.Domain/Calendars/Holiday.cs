namespace Cobranca.Domain.Calendars;

/// <summary>What makes a day a holiday. (Tipo de feriado.)</summary>
public enum HolidayKind
{
    /// <summary>By federal law, for everybody.</summary>
    National,

    /// <summary>A day on which banks do not operate though the law names no holiday: Carnival, Good Friday, Corpus Christi.</summary>
    Banking,

    /// <summary>By the law of a state or a city.</summary>
    Local,
}

/// <summary>One day on which banks do not operate, with the rule that says so. (Feriado.)</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">Its name in Portuguese.</param>
/// <param name="Source">The law or resolution behind it, or where a local one was found.</param>
/// <param name="Kind">Who decided it.</param>
public sealed record Holiday(DateOnly Date, string Name, string Source, HolidayKind Kind);
