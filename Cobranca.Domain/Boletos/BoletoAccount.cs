namespace Cobranca.Domain.Boletos;

/// <summary>
/// A creditor's account for boletos, each field as the bank's letter or the creditor wrote it; what a bank does not need may be
/// missing and is not looked at. <see cref="BankRules.Check"/> says whether it will do. (Conta de cobrança.)
/// </summary>
public sealed record BoletoAccount
{
    /// <summary>The branch, without its digit.</summary>
    public string? Agencia { get; init; }

    /// <summary>The branch's digit.</summary>
    public string? AgenciaDv { get; init; }

    /// <summary>The account, without its digit.</summary>
    public string? Conta { get; init; }

    /// <summary>The account's digit.</summary>
    public string? ContaDv { get; init; }

    /// <summary>The bank's product number for these slips.</summary>
    public string? Carteira { get; init; }

    /// <summary>The number of the contract between creditor and bank.</summary>
    public string? Convenio { get; init; }

    /// <summary>The contract number's digit.</summary>
    public string? ConvenioDv { get; init; }

    /// <summary>A subdivision of the carteira: Banco do Brasil's variação, Sicoob's modalidade.</summary>
    public string? Variacao { get; init; }

    /// <summary>The service post within the cooperative (Sicredi).</summary>
    public string? Posto { get; init; }

    /// <summary>Who numbers the slip, a digit inside the number: 2 to 9 for the creditor (Sicredi).</summary>
    public string? Byte { get; init; }

    /// <summary>Insurance tax in percent, a digit of the barcode; 0, also when missing, for all but insurers (Santander).</summary>
    public string? Ios { get; init; }

    /// <summary>Which instalment the slip is, 001 when missing (Sicoob).</summary>
    public string? Parcela { get; init; }
}

/// <summary>
/// The names of what a boleto is made of, as the API, creditor files and problems spell them. (Campos do boleto.)
/// </summary>
public static class BoletoField
{
    /// <summary><see cref="BoletoAccount.Agencia"/>.</summary>
    public const string Agencia = "agencia";

    /// <summary><see cref="BoletoAccount.AgenciaDv"/>.</summary>
    public const string AgenciaDv = "agenciaDv";

    /// <summary><see cref="BoletoAccount.Conta"/>.</summary>
    public const string Conta = "conta";

    /// <summary><see cref="BoletoAccount.ContaDv"/>.</summary>
    public const string ContaDv = "contaDv";

    /// <summary><see cref="BoletoAccount.Carteira"/>.</summary>
    public const string Carteira = "carteira";

    /// <summary><see cref="BoletoAccount.Convenio"/>.</summary>
    public const string Convenio = "convenio";

    /// <summary><see cref="BoletoAccount.ConvenioDv"/>.</summary>
    public const string ConvenioDv = "convenioDv";

    /// <summary><see cref="BoletoAccount.Variacao"/>.</summary>
    public const string Variacao = "variacao";

    /// <summary><see cref="BoletoAccount.Posto"/>.</summary>
    public const string Posto = "posto";

    /// <summary><see cref="BoletoAccount.Byte"/>.</summary>
    public const string Byte = "byte";

    /// <summary><see cref="BoletoAccount.Ios"/>.</summary>
    public const string Ios = "ios";

    /// <summary><see cref="BoletoAccount.Parcela"/>.</summary>
    public const string Parcela = "parcela";

    /// <summary>The slip's own number within the account.</summary>
    public const string NossoNumero = "nossoNumero";

    /// <summary>What is to be paid.</summary>
    public const string Amount = "amount";

    /// <summary>By when.</summary>
    public const string DueDate = "dueDate";

    /// <summary>When the slip is issued.</summary>
    public const string IssuedOn = "issuedOn";
}

/// <summary>A field that will not do, and why, as a person reads it. (Problema em um campo.)</summary>
/// <param name="Field">One of <see cref="BoletoField"/>.</param>
/// <param name="Text">What to put right, in Portuguese.</param>
public sealed record FieldProblem(string Field, string Text);

/// <summary>Problems found so far; allocates nothing while there are none. (Problemas.)</summary>
internal struct FieldProblems
{
    private List<FieldProblem>? found;

    public readonly bool Any => found is { Count: > 0 };

    public readonly IReadOnlyList<FieldProblem> All => found ?? (IReadOnlyList<FieldProblem>)[];

    public void Add(string field, string text) => (found ??= []).Add(new(field, text));

    /// <summary>Leaves out what was found in fields that play no part.</summary>
    public readonly void Forget(Func<FieldProblem, bool> playsNoPart) => found?.RemoveAll(problem => playsNoPart(problem));
}
