using Cobranca.Domain.Cnab;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>What every implementation must say alike of a title, however it spells it.</summary>
internal static class RemessaMeaning
{
    public static void AssertSame(IReadOnlyList<RemessaInstruction> ours, IReadOnlyList<RemessaInstruction> theirs) =>
        Assert.Equal(ours.Select(Of), theirs.Select(Of));

    private static string Of(RemessaInstruction instruction)
    {
        var entry = Assert.IsType<RemessaInstruction.Entry>(instruction);
        return string.Join('|',
            entry.NossoNumero, entry.OurId, entry.DocumentNumber.TrimStart('0'), entry.Amount, entry.DueOn, entry.IssuedOn, entry.IsAccepted, entry.Discount,
            entry.Abatement, entry.Payer.TaxId, entry.Payer.Name[..Math.Min(30, entry.Payer.Name.Length)].Trim(), entry.Payer.Address, entry.Payer.Cep);
    }
}
