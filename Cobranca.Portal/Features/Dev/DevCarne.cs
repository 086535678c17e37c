using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Dev;

/// <summary>A carnê nobody asked for and nobody can pay, to look at the paper: three slips of an invented agreement.</summary>
internal static class DevCarne
{
    private const int Slips = 3;

    private static readonly BoletoAccount Account = new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" };

    public static IResult Pdf(IDocumentWriter writer, BusinessClock clock) =>
        Results.File(writer.Carne([.. Enumerable.Range(1, Slips).Select(number => Slip(number, clock.Today))]), "application/pdf", "carne-de-exemplo.pdf");

    private static BoletoDocument Slip(int number, DateOnly today)
    {
        if (!Banks.TryFind("341", out var bank)) throw new InvalidOperationException("Itaú is one of the banks.");
        var (due, amount) = (today.AddMonths(number), new Money(350_00));
        var slip = (BoletoIssue.Issued)bank.Issue(Account, number, amount, due);
        var printed = bank.Printed(Account);
        return new()
        {
            Beneficiary = new("Aurora Ensino Ltda", "CNPJ 11.222.333/0001-81", ["Rua das Acácias, 120, Jardim Chapadão", "Campinas/SP, 13070-120"]),
            Payer = new("Pessoa de Exemplo da Silva", "CPF 529.982.247-25", ["Rua que Não Existe, 1", "Campinas/SP, 13010-000"]),
            BankName = bank.Name, BankCode = bank.PrintedCode, BeneficiaryCode = printed.Beneficiary, Carteira = printed.Carteira, NossoNumero = slip.NossoNumeroFormatted,
            DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"EXEMPLO/{number}"), Especie = "DS", DocumentDate = today, ProcessingDate = today, DueDate = due,
            PayableThrough = BankCalendar.National.ChargeFreeThrough(due), Amount = amount, Instructions = ["Exemplo: não pague."],
            LinhaDigitavel = slip.LinhaDigitavel.Formatted, Barcode = slip.Barcode.Digits, Simulated = true, CreatedAt = BusinessClock.StartOf(today),
        };
    }
}
