using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Files;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>Remessas as they come to the bank, without a portal that made them.</summary>
internal static class RemessaFiles
{
    /// <summary>Itaú's, as Aurora has it.</summary>
    public static readonly BoletoAccount Itau = new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" };

    /// <summary>Puts a file into the folder the bank takes files from; its path.</summary>
    public static string Send(BankFolder folder, BoletoAccount account, string bank, CnabFormat format, long sequence, params RemessaInstruction[] instructions)
    {
        var request = new RemessaRequest
        {
            BankCode = bank, Format = format, BeneficiaryName = "Aurora Ensino Ltda", BeneficiaryTaxId = TaxId.Parse("11222333000181"), Account = account,
            Sequence = sequence, GeneratedAt = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Unspecified), Instructions = instructions,
        };
        var path = Path.Combine(folder.Remessa, string.Create(CultureInfo.InvariantCulture, $"{bank}-{sequence:000000}.rem"));
        using var file = File.Create(path);
        var outcome = RemessaWriter.Write(request, file);
        Assert.True(outcome is RemessaOutcome.Written, outcome is RemessaOutcome.Refused refused ? string.Join('\n', refused.Problems) : "");
        return path;
    }

    public static RemessaInstruction.Entry Entry(string number, long centavos, DateOnly dueOn) => new()
    {
        NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(centavos), DueOn = dueOn, IssuedOn = dueOn, Especie = BoletoEspecie.DM, PayableThrough = dueOn,
        Payer = new("Marina Conceição", TaxId.Parse("52998224725"), "Rua das Acácias, 1", "Centro", Cep.Parse("13010000"), "Campinas", Uf.Parse("SP")),
    };
}
