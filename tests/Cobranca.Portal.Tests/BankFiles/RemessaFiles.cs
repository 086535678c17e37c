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
    public static string Send(BankFolder folder, BoletoAccount account, string bank, CnabFormat format, long sequence, params RemessaInstruction[] instructions) =>
        TrySend(folder, account, bank, format, sequence, instructions) ?? throw new InvalidOperationException("The layout cannot say this.");

    /// <summary>Null when the layout cannot say it.</summary>
    public static string? TrySend(BankFolder folder, BoletoAccount account, string bank, CnabFormat format, long sequence, params RemessaInstruction[] instructions)
    {
        var request = new RemessaRequest
        {
            BankCode = bank, Format = format, BeneficiaryName = "Aurora Ensino Ltda", BeneficiaryTaxId = TaxId.Parse("11222333000181"), Account = account,
            Sequence = sequence, GeneratedAt = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Unspecified), Instructions = instructions,
        };
        using var file = new MemoryStream();
        if (RemessaWriter.Write(request, file) is not RemessaOutcome.Written) return null;
        var path = Path.Combine(folder.Remessa, string.Create(CultureInfo.InvariantCulture, $"{bank}-{sequence:000000}.rem"));
        File.WriteAllBytes(path, file.ToArray());
        return path;
    }

    public static RemessaInstruction.Entry Entry(string number, long centavos, DateOnly dueOn) => new()
    {
        NossoNumero = number, OurId = "B1", DocumentNumber = "1", Amount = new(centavos), DueOn = dueOn, IssuedOn = dueOn, Especie = BoletoEspecie.DM, PayableThrough = dueOn,
        Payer = new("Marina Conceição", TaxId.Parse("52998224725"), "Rua das Acácias, 1", "Centro", Cep.Parse("13010000"), "Campinas", Uf.Parse("SP")),
    };
}
