using System.Runtime.InteropServices;

namespace Cobranca.Domain.Boletos;

/// <summary>Numbers from first to last, both included. (Faixa de números.)</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SequenceRange(long First, long Last)
{
    /// <summary>From 1 to the largest number of so many digits.</summary>
    internal static SequenceRange OfDigits(int digits)
    {
        long last = 0;
        for (; digits > 0; digits--)
            last = last * 10 + 9;
        return new(1, last);
    }
}
