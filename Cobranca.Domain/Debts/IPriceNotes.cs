using System.Runtime.InteropServices;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// Who listens while a price is made. The price and its proof come from one computation: the price alone is asked for with
/// <see cref="NoNotes"/>, whose empty methods the compiler removes. A listener says only what it wants to hear. (Anotações do cálculo.)
/// </summary>
internal interface IPriceNotes
{
    /// <summary>The computation begins.</summary>
    void Opened(in DebtPosition debt, in LateWindow window)
    {
    }

    /// <summary>An index was looked up for the step that follows.</summary>
    void IndexUsed(in IndexUse use)
    {
    }

    /// <summary>The value was corrected from <paramref name="before"/> by <paramref name="amount"/>.</summary>
    void Corrected(Money before, decimal factor, Money amount)
    {
    }

    /// <summary>The fine was charged.</summary>
    void Fined(Money onValue, Money amount)
    {
    }

    /// <summary>Agreed interest was charged for the days after <paramref name="after"/>.</summary>
    void AgreedInterest(Money onValue, DateOnly after, int days, Money amount)
    {
    }

    /// <summary>Interest by law was charged for the days after <paramref name="after"/>.</summary>
    void LegalInterest(IndexSeries series, Money onValue, DateOnly after, int days, Money amount)
    {
    }

    /// <summary>A payment came in.</summary>
    void Received(in Imputation imputation)
    {
    }
}

/// <summary>
/// Nobody listens. It repeats every method because a struct that inherits one from its interface is boxed to call it. (Sem anotações.)
/// </summary>
internal readonly struct NoNotes : IPriceNotes
{
    public void Opened(in DebtPosition debt, in LateWindow window)
    {
    }

    public void IndexUsed(in IndexUse use)
    {
    }

    public void Corrected(Money before, decimal factor, Money amount)
    {
    }

    public void Fined(Money onValue, Money amount)
    {
    }

    public void AgreedInterest(Money onValue, DateOnly after, int days, Money amount)
    {
    }

    public void LegalInterest(IndexSeries series, Money onValue, DateOnly after, int days, Money amount)
    {
    }

    public void Received(in Imputation imputation)
    {
    }
}

/// <summary>When a debt may be paid without charge and from when mora runs otherwise. (Janela sem encargos.)</summary>
/// <param name="ChargeFreeThrough">The last day without charge.</param>
/// <param name="MoraAfter">The day before the first charged day.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LateWindow(DateOnly ChargeFreeThrough, DateOnly MoraAfter);
