using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>What a bank is asked to do with one title: exactly one of the nested records. (Instrução da remessa.)</summary>
public abstract record RemessaInstruction
{
    private RemessaInstruction()
    {
    }

    /// <summary>The title's number as the bank knows it, its width filled, without check digit.</summary>
    public required string NossoNumero { get; init; }

    /// <summary>Our own key, at most 25 plain ASCII characters, which the bank sends back with every word about the title.</summary>
    public required string OurId { get; init; }

    /// <summary>The number printed on the slip, at most 10 plain ASCII characters, so that it fits every layout.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>The face value: the one registered, or the new one of a <see cref="ValueChange"/>.</summary>
    public required Money Amount { get; init; }

    /// <summary>The due date: the one registered, or the new one of a <see cref="DueDateChange"/>.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Registers a title. (Entrada.)</summary>
    public sealed record Entry : RemessaInstruction
    {
        /// <summary>When the slip was issued.</summary>
        public required DateOnly IssuedOn { get; init; }

        /// <summary>What kind of paper it is.</summary>
        public required BoletoEspecie Especie { get; init; }

        /// <summary>True when the payer has accepted the title in writing.</summary>
        public bool IsAccepted { get; init; }

        /// <summary>Who owes.</summary>
        public required RemessaPayer Payer { get; init; }

        /// <summary>What the bank adds once when it is paid late; null for nothing, as on re-issued slips, whose value has it inside.</summary>
        public RemessaFine? Fine { get; init; }

        /// <summary>What the bank adds per day of delay; null for nothing, as on re-issued slips.</summary>
        public RemessaInterest? Interest { get; init; }

        /// <summary>
        /// The last day the bank takes it, not before the due date; null for <see cref="RemessaRequest.ClosureAfterDays"/> after it.
        /// A re-issued slip names its due date.
        /// </summary>
        public DateOnly? PayableThrough { get; init; }

        /// <summary>What is taken off when it is paid early; null for nothing.</summary>
        public RemessaDiscount? Discount { get; init; }

        /// <summary>What is taken off in any case; zero for nothing.</summary>
        public Money Abatement { get; init; }

        /// <summary>Whoever stands in for the payer; null for nobody.</summary>
        public RemessaGuarantor? Guarantor { get; init; }
    }

    /// <summary>Asks that the title can no longer be paid. (Baixa.)</summary>
    public sealed record Closure : RemessaInstruction;

    /// <summary>Moves the due date; adds no charges. (Alteração de vencimento.)</summary>
    public sealed record DueDateChange : RemessaInstruction;

    /// <summary>Changes the face value. (Alteração de valor.)</summary>
    public sealed record ValueChange : RemessaInstruction;

    /// <summary>Takes something off a registered title. (Concessão de abatimento.)</summary>
    public sealed record AbatementGrant : RemessaInstruction
    {
        /// <summary>What is taken off; above zero.</summary>
        public required Money Abatement { get; init; }
    }

    /// <summary>Takes back what was taken off. (Cancelamento de abatimento.)</summary>
    public sealed record AbatementCancel : RemessaInstruction;
}

/// <summary>Who owes, as the bank registers it. (Pagador.)</summary>
/// <param name="Name">Full name; cut where it does not fit.</param>
/// <param name="TaxId">CPF or CNPJ; a CNPJ with letters does not fit these layouts.</param>
/// <param name="Address">Street, number, complement; may be empty, which some banks reject.</param>
/// <param name="District">Bairro; may be empty, and some layouts leave it out.</param>
/// <param name="Cep">Null writes zeros, which some banks reject.</param>
/// <param name="City">May be empty; Bradesco and Inter take it from the CEP.</param>
/// <param name="Uf">Null writes blanks.</param>
public sealed record RemessaPayer(string Name, TaxId TaxId, string Address, string District, Cep? Cep, string City, Uf? Uf);

/// <summary>Whoever stands in for the payer. (Sacador avalista.)</summary>
/// <param name="Name">Full name.</param>
/// <param name="TaxId">Null where a layout has room for the name alone.</param>
public sealed record RemessaGuarantor(string Name, TaxId? TaxId);

/// <summary>What is taken off when a title is paid early. (Desconto.)</summary>
/// <param name="Amount">Above zero, below the face value.</param>
/// <param name="Through">The last day it is taken off, not after the due date.</param>
public sealed record RemessaDiscount(Money Amount, DateOnly Through);

/// <summary>What the bank adds once from the day after the due date: exactly one of the nested records. (Multa.)</summary>
public abstract record RemessaFine
{
    private RemessaFine()
    {
    }

    /// <summary>A part of the face value.</summary>
    /// <param name="Rate">At most two decimal places.</param>
    public sealed record Percent(Rate Rate) : RemessaFine;

    /// <summary>An amount; some layouts have percentages alone and refuse it.</summary>
    /// <param name="Amount">Above zero.</param>
    public sealed record Fixed(Money Amount) : RemessaFine;
}

/// <summary>What the bank adds per day from the day after the due date: exactly one of the nested records. (Juros de mora.)</summary>
public abstract record RemessaInterest
{
    private RemessaInterest()
    {
    }

    /// <summary>
    /// A part of the face value per month of thirty days, simple. The unit in which the bank's centavos equal ours; a layout that has
    /// amounts per day alone is sent <see cref="PerDay"/> of it, rounded to centavos (Itaú, Bradesco, Safra and Santander).
    /// </summary>
    /// <param name="Rate">At most two decimal places.</param>
    public sealed record Monthly(Rate Rate) : RemessaInterest
    {
        /// <summary>The same per day, rounded half away from zero: 41 centavos for 1.234,56 at 1%, and nothing at all below 15 reais.</summary>
        public PerDay OnePerDay(Money amount) => new(Money.Round(amount.Reais * Rate.PercentValue / 3000m));
    }

    /// <summary>An amount per day.</summary>
    /// <param name="Amount">Not negative.</param>
    public sealed record PerDay(Money Amount) : RemessaInterest;
}
