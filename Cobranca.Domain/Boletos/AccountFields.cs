using System.Runtime.InteropServices;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// The fields of an account that its bank needs, each in the width the bank prints; null where it is missing, wrong or not needed.
/// (Campos lidos da conta.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AccountFields
{
    public string? Agencia { get; init; }

    public string? AgenciaDv { get; init; }

    public string? Conta { get; init; }

    public string? ContaDv { get; init; }

    public string? Carteira { get; init; }

    public string? Convenio { get; init; }

    public string? ConvenioDv { get; init; }

    public string? Variacao { get; init; }

    public string? Posto { get; init; }

    public string? Byte { get; init; }

    public string? Ios { get; init; }

    public string? Parcela { get; init; }

    /// <summary>Branch and digit as printed.</summary>
    public string PrintedAgencia => AccountField.WithDv(Agencia!, AgenciaDv);

    /// <summary>Account and digit as printed.</summary>
    public string PrintedConta => AccountField.WithDv(Conta!, ContaDv);
}
