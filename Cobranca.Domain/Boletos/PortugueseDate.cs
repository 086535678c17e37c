using System.Globalization;

namespace Cobranca.Domain.Boletos;

/// <summary>Dates inside texts people read, whatever the server's culture. (Data por extenso curto.)</summary>
internal static class PortugueseDate
{
    /// <summary><c>21/11/2026</c>.</summary>
    public static string AsText(this DateOnly date) => date.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);
}
