using System.CommandLine;
using System.Globalization;
using Cobranca.Domain.Payments;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Ledger;

/// <summary><c>ledger check --creditor S</c></summary>
internal sealed class LedgerCheckCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = new Option<string>("--creditor") { Description = "O credor, como no endereço (aurora).", Required = true };
        var check = new Command("check", "Confere o razão: cada lançamento fecha, e as contas batem com os títulos e os créditos.") { creditor };
        check.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var report = await services.GetRequiredService<LedgerCheck>().RunAsync(token);
            foreach (var line in Lines(report)) Console.WriteLine(line);
            foreach (var problem in report.Problems) await Console.Error.WriteLineAsync(problem);
            return report.Problems.Count == 0 ? 0 : 1;
        }, cancellation));
        return new Command("ledger", "O razão de um credor.") { check };
    }

    internal static IEnumerable<string> Lines(LedgerReport report)
    {
        foreach (var (account, balance) in report.Balances.Select(b => (b.Account, b.Balance)))
            yield return $"  {NameOf(account),-24} {(balance.Centavos < 0 ? (-balance).ToAmountString() + " C" : balance.ToAmountString() + " D"),20}";
        yield return string.Create(CultureInfo.InvariantCulture, $"{report.Entries} lançamentos: {report.Debits} a débito, {report.Credits} a crédito.");
        if (report.Problems.Count == 0) yield return "O razão fecha, e bate com os títulos em aberto e com os créditos a devolver.";
    }

    private static string NameOf(LedgerAccount account) => account switch
    {
        LedgerAccount.Receivable => "títulos a receber",
        LedgerAccount.Portfolio => "carteira em cobrança",
        LedgerAccount.LateInterest => "juros recebidos",
        LedgerAccount.LateFee => "multas recebidas",
        LedgerAccount.MonetaryCorrection => "correção recebida",
        LedgerAccount.Discounts => "descontos concedidos",
        LedgerAccount.CashInTransit => "numerário em trânsito",
        LedgerAccount.Cash => "caixa e bancos",
        LedgerAccount.BankTariff => "tarifas bancárias",
        LedgerAccount.CreditToDebtor => "crédito do devedor",
        LedgerAccount.WriteOff => "baixa a prejuízo",
        LedgerAccount.Adjustments => "ajustes",
        _ => throw new ArgumentOutOfRangeException(nameof(account), account, message: null),
    };
}
