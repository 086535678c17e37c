using System.Globalization;

namespace Cobranca.Domain.Debts;

/// <summary>Percentages, factors and counts as the proof writes them, whatever the server's culture. (Texto da demonstração.)</summary>
internal static class ProofText
{
    /// <summary><c>08/2026</c>.</summary>
    public static string Month(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{month:00}/{year}");

    /// <summary><c>0,62%</c>, at most six decimal places, rounded as the Banco Central does (NBR 5891).</summary>
    public static string Percent(decimal percent) =>
        decimal.Round(percent, 6, MidpointRounding.ToEven).ToString("0.######", CultureInfo.InvariantCulture).Replace('.', ',') + "%";

    /// <summary><c>1,011640679424</c>, at most twelve decimal places.</summary>
    public static string Factor(decimal factor) => factor.ToString("0.############", CultureInfo.InvariantCulture).Replace('.', ',');

    /// <summary><c>1 dia</c>, <c>47 dias</c>.</summary>
    public static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {(days == 1 ? "dia" : "dias")}");

    /// <summary><c>1 mês</c>, <c>3 meses</c>.</summary>
    public static string Months(int months) => string.Create(CultureInfo.InvariantCulture, $"{months} {(months == 1 ? "mês" : "meses")}");
}
