using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Boletos;

/// <summary>The banks that slips can be issued at. (Bancos.)</summary>
public static class Banks
{
    /// <summary>Every bank, by code.</summary>
    public static IReadOnlyList<BankRules> All { get; } =
    [
        new BancoDoBrasil(), new Santander(), new Inter(), new Caixa(), new Bradesco(), new Itau(), new Safra(), new Sicredi(), new Sicoob(),
    ];

    /// <summary>The bank of three digits, as <c>341</c>; false when none of ours has them.</summary>
    public static bool TryFind(string? code, [NotNullWhen(true)] out BankRules? rules)
    {
        rules = All.FirstOrDefault(bank => bank.Code == code);
        return rules is not null;
    }
}
