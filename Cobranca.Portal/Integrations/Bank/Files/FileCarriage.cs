using System.Buffers;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Integrations.Bank.Files;

/// <summary>What the files of an account can say, found out by writing one with a slip nobody will ever have.</summary>
public static class FileCarriage
{
    /// <summary>Somebody every layout has room for.</summary>
    private static readonly TaxId Anybody = TaxId.Parse("52998224725");

    /// <summary>The account's own choice, else the one its bank's list names first; null for a bank without files.</summary>
    public static CnabFormat? FormatOf(BankAccount account) => account.FileFormat ?? RemessaWriter.Formats(account.BankCode).Select(format => (CnabFormat?)format).FirstOrDefault();

    /// <summary>Why a slip of this account cannot go by file; nothing when it can. <see cref="CnabProblem.Record"/> is <c>Conta</c> for what is wrong with the account.</summary>
    /// <param name="beneficiary">The creditor's CNPJ: one with letters fits where the layout does not ask for it, and nowhere else.</param>
    public static IReadOnlyList<CnabProblem> WhyNot(TaxId beneficiary, BankAccount account, TaxId? payer = null)
    {
        if (FormatOf(account) is not { } format || !RemessaWriter.Formats(account.BankCode).Contains(format) || !Banks.TryFind(account.BankCode, out var rules))
            return [new(0, "", "", "Este banco não tem arquivo de remessa aqui: registre por outro canal.")];
        var given = account.ForRules();
        if (rules.Check(given) is { Count: > 0 } wrong) return [.. wrong.Select(problem => new CnabProblem(0, "Conta", problem.Field, problem.Text))];
        var day = FatorVencimento.LastDay.AddDays(-90);
        if (rules.Issue(given, rules.Sequences(given)!.Value.First, new Money(100), day, day) is not BoletoIssue.Issued slip) return [];
        var trial = new RemessaRequest
        {
            BankCode = account.BankCode, Format = format, BeneficiaryName = "BENEFICIARIO", BeneficiaryTaxId = beneficiary, Account = given, Sequence = 1, GeneratedAt = day.ToDateTime(TimeOnly.MinValue),
            Instructions =
            [
                new RemessaInstruction.Entry
                {
                    NossoNumero = slip.NossoNumero, OurId = "B1", DocumentNumber = "1", Amount = new(100), DueOn = day, IssuedOn = day, PayableThrough = day, Especie = EspecieOf(account),
                    Payer = new("PAGADOR", payer ?? Anybody, "RUA", "", Cep.Parse("01001000"), "", Uf.Parse("SP")),
                },
            ],
        };
        return RemessaWriter.Write(trial, new ArrayBufferWriter<byte>(2048)) is RemessaOutcome.Refused refused ? [.. refused.Problems.Select(problem => problem.Problem).DistinctBy(problem => (problem.Field, problem.Text))] : [];
    }

    /// <summary>What the account prints on its slips, for the layout's own table.</summary>
    public static BoletoEspecie EspecieOf(BankAccount account) => Enum.Parse<BoletoEspecie>(account.Especie);
}
