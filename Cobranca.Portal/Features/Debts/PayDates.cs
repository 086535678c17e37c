using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Debts;

/// <summary>The days offered as a tap, and the reading of one that was typed.</summary>
public static class PayDates
{
    /// <summary>Today, then a few days ahead, then the last allowed one: at most five, none twice.</summary>
    public static IReadOnlyList<DateOnly> Offered(DateOnly today, DateOnly latest) =>
        [.. new[] { 0, 3, 5, 7 }.Select(today.AddDays).Append(latest).Where(day => day <= latest).Distinct().Order()];

    /// <summary>The day asked for, from a chip or from the free field; null when none was sent or it cannot be read.</summary>
    public static DateOnly? Read(string? chip, string? other, out string? problem)
    {
        problem = null;
        var text = chip == Client.Debts.DateChips.OtherValue ? other : chip;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (chip == Client.Debts.DateChips.OtherValue) problem = "Diga a data em que você quer pagar.";
            return null;
        }
        return DateText.TryParse(text, out var day, out problem) ? day : null;
    }

    /// <summary>As a date goes into a query string or a native date field.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
