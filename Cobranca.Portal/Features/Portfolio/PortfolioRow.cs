using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>One receivable with its debtor and contacts, as one line of a portfolio says it, everything parsed. Null: the line says nothing.</summary>
public sealed class PortfolioRow
{
    public required long Line { get; init; }

    /// <summary>Which columns the file has at all: one it has may clear a value, one it lacks leaves it.</summary>
    public required ulong Columns { get; init; }

    public required string ExternalId { get; init; }
    public required TaxId TaxId { get; init; }
    /// <summary>Zeros lost on the left were put back.</summary>
    public bool TaxIdPadded { get; init; }
    public required string Name { get; init; }
    public required DateOnly DueOn { get; init; }
    public required Money Principal { get; init; }

    public DateOnly? BirthDate { get; init; }
    public Cpf? RepresentativeCpf { get; init; }
    public string? Address { get; init; }
    public Uf? Uf { get; init; }
    public Cep? Cep { get; init; }
    public string? CityCode { get; init; }
    public IReadOnlyList<PortfolioContact> Contacts { get; init; } = [];

    public string? Description { get; init; }
    public string? Contract { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public PaymentMethod? PaymentMethod { get; init; }
    public bool? IsConsumer { get; init; }
    public string? Guarantor { get; init; }
    public ReceivableStatus? Status { get; init; }
    /// <summary>Everything received so far; with <see cref="PaidOn"/>, or neither.</summary>
    public Money? PaidAmount { get; init; }
    /// <summary>When the last of it was received.</summary>
    public DateOnly? PaidOn { get; init; }
    public string? SlipBankCode { get; init; }
    public string? SlipNossoNumero { get; init; }
    public string? SlipLinhaDigitavel { get; init; }
    public string? DocumentUrl { get; init; }
    public string? OriginalCreditor { get; init; }
    public DateOnly? AssignedOn { get; init; }
    public DateOnly? TimeBarredOn { get; init; }
    public Rate? OwnFine { get; init; }
    public Rate? OwnInterestPerMonth { get; init; }
    public string? Segment { get; init; }

    public bool Has(PortfolioColumn column) => (Columns >> (int)column & 1) != 0;
}

/// <summary>A way to reach the debtor; what a line says of its contacts holds for each of them.</summary>
public sealed record PortfolioContact(ContactChannel Channel, string Value)
{
    public ContactOwnership? Ownership { get; init; }
    public ContactSource? Source { get; init; }
    public string? Partner { get; init; }
    public bool? OptInEmail { get; init; }
    public bool? OptInSms { get; init; }
    public bool? OptInCall { get; init; }
    public bool? OptInWhatsApp { get; init; }
}

/// <summary>Why a line was not taken, or what is odd about one that was.</summary>
/// <param name="Line">The line of the file, from 1, as an editor shows it.</param>
/// <param name="Column">The column's Portuguese name; empty for the line as a whole.</param>
/// <param name="Reason">What is wrong and what would be right, in Portuguese; never repeats a CPF or a contact.</param>
public readonly record struct RowProblem(long Line, string Column, string Reason);
