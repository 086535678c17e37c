using System.Globalization;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>What a boleto says on paper, every text as it will be read. Nothing is computed from it but its layout.</summary>
public sealed record BoletoDocument
{
    public required BoletoParty Beneficiary { get; init; }
    public required BoletoParty Payer { get; init; }

    /// <summary>The collecting bank's name; stands where bank forms have a logo.</summary>
    public required string BankName { get; init; }

    /// <summary>The bank's number with its digit: <c>341-7</c>.</summary>
    public required string BankCode { get; init; }

    /// <summary>Agência / código do beneficiário as this bank writes it: <c>0057/12345-7</c>.</summary>
    public required string BeneficiaryCode { get; init; }

    /// <summary>As this bank writes it, digit included: <c>109/00000043-8</c>.</summary>
    public required string NossoNumero { get; init; }

    /// <summary>The creditor's number for what is being paid.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>Espécie do documento: <c>DM</c>, <c>DS</c>, <c>ME</c>, <c>DD</c>...</summary>
    public required string Especie { get; init; }

    /// <summary>Whether the payer has accepted the título: <c>N</c> for what a creditor issues on its own.</summary>
    public string Aceite { get; init; } = "N";

    public required string Carteira { get; init; }
    public required DateOnly DocumentDate { get; init; }
    public required DateOnly ProcessingDate { get; init; }
    public required DateOnly DueDate { get; init; }

    /// <summary>The last day a bank takes the payment.</summary>
    public required DateOnly PayableThrough { get; init; }

    /// <summary>The face value.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the bank takes off it (abatimento); zero for nothing.</summary>
    public Money Abatement { get; init; }

    /// <summary>What the creditor took off the charges since the slip was issued, by an abatement or a lower value.</summary>
    public Money Granted { get; init; }

    /// <summary>Date or value were changed at the bank after the codes were made: the codes stay, and what is registered counts (domain facts §2.4 B).</summary>
    public bool Changed { get; init; }

    public Money ToPay => Amount - Abatement;

    public string PaymentPlace { get; init; } = "Pagável em qualquer banco até a data limite";

    /// <summary>What the beneficiary tells payer and cashier. Some eight lines fit the form.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Where the amount comes from, debt by debt; empty when nothing is to be shown. The totals less what was granted are <see cref="ToPay"/>.</summary>
    public IReadOnlyList<BoletoCharge> Charges { get; init; } = [];

    /// <summary>With its dots and spaces: <c>34191.09008 00004.380051 71234.570001 1 16190000127859</c>.</summary>
    public required string LinhaDigitavel { get; init; }

    /// <summary>The 44 digits of the barcode.</summary>
    public required string Barcode { get; init; }

    /// <summary>Pix copia e cola of the same amount, printed with its QR code; null for a slip without Pix.</summary>
    public string? PixCode { get; init; }

    /// <summary>Who the debt was owed to before it was assigned, where it was.</summary>
    public string? OriginalCreditor { get; init; }

    /// <summary>Where the payer asks, and checks that the document is genuine.</summary>
    public string? ContactLine { get; init; }

    /// <summary>A slip of a simulated bank: nobody must take it for one to pay.</summary>
    public bool Simulated { get; init; }

    /// <summary>The instant (UTC) the file says it was made at; take that of the request, so that each download is the same file.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>
    /// Refuses a slip whose parts contradict each other: the typed line must name the barcode's payment, bank and amount must be the
    /// barcode's, the Pix must ask for the same, and the charges must add up. Such a slip would collect something else than it says.
    /// </summary>
    /// <exception cref="ArgumentException">They do not agree.</exception>
    public void EnsureConsistent()
    {
        if (Barcode.Length != 44 || Barcode.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException("The barcode of a boleto has 44 digits.");
        if (!IsBarcodeInTypedOrder(string.Concat(LinhaDigitavel.Where(char.IsAsciiDigit))))
            throw new ArgumentException("Linha digitável and barcode name different payments.");
        if (!BankCode.StartsWith(Barcode[..3], StringComparison.Ordinal))
            throw new ArgumentException("The barcode belongs to another bank.");
        // No amount in the code means "any amount"; an amount of more than ten digits takes the place of the fator (Itaú's manual).
        if (!Changed && Field(9..19) is not 0 && Field(9..19) != Amount.Centavos && Field(5..19) != Amount.Centavos)
            throw new ArgumentException("The barcode holds another amount.");
        // The amount of a dynamic code is served at its address.
        if (PixCode is not null && (BrCode.Read(PixCode) is not BrCodeReading.Read { Content: var pix } || (pix.Kind == BrCodeKind.Static && pix.Amount != ToPay)))
            throw new ArgumentException("The Pix code is none, or asks for another amount.");
        if (Charges.Count > 0 && Charges.Sum(static charge => charge.Total) - Granted != ToPay)
            throw new ArgumentException("The charges do not add up to the amount.");
    }

    private long Field(Range positions) => long.Parse(Barcode.AsSpan()[positions], CultureInfo.InvariantCulture);

    /// <summary>The barcode's digits as people type them: five fields, the first three each followed by a check digit (domain facts §2.1).</summary>
    private bool IsBarcodeInTypedOrder(ReadOnlySpan<char> typed)
    {
        var bars = Barcode.AsSpan();
        return typed.Length == 47
            && typed[..4].SequenceEqual(bars[..4]) && typed[4..9].SequenceEqual(bars[19..24])
            && typed[10..20].SequenceEqual(bars[24..34])
            && typed[21..31].SequenceEqual(bars[34..44])
            && typed[32..].SequenceEqual(bars[4..19]);
    }
}

/// <summary>Beneficiary or payer as printed.</summary>
/// <param name="TaxId">With its name, whole or masked: <c>CNPJ 11.222.333/0001-81</c>, <c>CPF ***.982.247-**</c>.</param>
/// <param name="Address">One entry a line.</param>
public sealed record BoletoParty(string Name, string TaxId, IReadOnlyList<string> Address);

/// <summary>One debt of the boleto and what became of it by the payment date.</summary>
public sealed record BoletoCharge(
    string Description, DateOnly OriginalDueDate, Money Principal, Money Correction, Money LateFee, Money LateInterest)
{
    public Money Total => Principal + Correction + LateFee + LateInterest;
}
