using System.Collections.Frozen;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>FEBRABAN's retorno of 240 positions and what banks change in it. (Layouts de 240.)</summary>
/// <remarks>
/// Sources, read 22/11/2026: FEBRABAN CNAB 240 v10.6, segments T and U, as domain facts §8.1 quote it; the banks' differences as public implementations quote their
/// manuals (eduardokum/laravel-boleto, BoletoNet/BoletoNetCore, kivanio/brcobranca), checked against the files recorded in the tests.
/// </remarks>
internal static class RetornoLayouts240
{
    /// <summary>FEBRABAN as printed. A bank without rules of its own is read so, its number as one piece.</summary>
    public static RetornoLayout Febraban { get; } = new()
    {
        Bank = "",
        Format = CnabFormat.Cnab240,
        Occurrences = OccurrenceTables.Febraban,
        IsChannelFirstReason = true,
        Causes = new Dictionary<string, ClosureCause>
        {
            ["09"] = ClosureCause.Bank, ["10"] = ClosureCause.OurFile, ["11"] = ClosureCause.OurHand, ["12"] = ClosureCause.OurDeadline,
            ["13"] = ClosureCause.BankDeadline, ["14"] = ClosureCause.Protested, ["15"] = ClosureCause.Struck,
        }.ToFrozenDictionary(),
        Header = new()
        {
            TaxIdKind = Digits("Tipo de inscrição", 18, 18), TaxId = Digits("Inscrição da empresa", 19, 32), Convenio = Code("Convênio", 33, 52),
            Agencia = Digits("Agência", 53, 57), AgenciaDv = Code("Dígito da agência", 58, 58), Conta = Digits("Conta", 59, 70),
            ContaDv = Code("Dígito da conta", 71, 71), CompanyName = Text("Nome da empresa", 73, 102), GeneratedOn = Date8("Data de geração", 144),
            Sequence = Number("Número sequencial do arquivo", 158, 163),
        },
        Number = new(Code("Nosso número", 38, 57), null, 0),
        Title = new()
        {
            Occurrence = Code("Código de movimento", 16, 17), Carteira = Code("Carteira", 58, 58), Document = Code("Número do documento", 59, 73),
            DueOn = Date8("Vencimento", 74), FaceValue = Money("Valor do título", 82, 96), Bank = Digits("Banco recebedor", 97, 99),
            Agencia = Code("Agência recebedora", 100, 105), OurId = Code("Uso da empresa", 106, 130), Tariff = Money("Tarifa", 199, 213),
            Reasons = Code("Motivos", 214, 223),
        },
        Amounts = new()
        {
            Charges = Money("Juros e multa", 18, 32), Discount = Money("Desconto", 33, 47), Abatement = Money("Abatimento", 48, 62),
            Iof = Money("IOF", 63, 77), Paid = Money("Valor pago", 78, 92), Net = Money("Valor líquido", 93, 107),
            OtherExpenses = Money("Outras despesas", 108, 122), OtherCredits = Money("Outros créditos", 123, 137),
            OccurredOn = Date8("Data da ocorrência", 138), CreditOn = Date8("Data do crédito", 146),
        },
    };

    /// <summary>
    /// Banco do Brasil: the number from the left, 17 with a convênio of 7, else 11 and its digit.
    /// </summary>
    private static readonly RetornoLayout BancoDoBrasil = Febraban with
    {
        Bank = "001",
        Number = new(Code("Nosso número", 38, 57), null, 0) { WidthWithDv = 12 },
    };

    /// <summary>
    /// Santander: everything from the number to the reasons stands 4 to 5 positions further left than at FEBRABAN, and the company's header
    /// too; the tax number has 15.
    /// </summary>
    private static readonly RetornoLayout Santander = Febraban with
    {
        Bank = "033",
        Occurrences = OccurrenceTables.Santander240,
        Header = new()
        {
            TaxIdKind = Digits("Tipo de inscrição", 17, 17), TaxId = Digits("Inscrição da empresa", 18, 32), Agencia = Digits("Agência", 33, 36),
            AgenciaDv = Code("Dígito da agência", 37, 37), Conta = Digits("Conta", 38, 46), ContaDv = Code("Dígito da conta", 47, 47),
            Convenio = Code("Código do beneficiário", 53, 61), CompanyName = Text("Nome da empresa", 73, 102),
            GeneratedOn = Date8("Data de geração", 144), Sequence = Number("Número sequencial do arquivo", 158, 163),
        },
        Number = new(Digits("Nosso número", 41, 52), Code("Dígito do nosso número", 53, 53), 12),
        Title = new()
        {
            Occurrence = Code("Código de movimento", 16, 17), Carteira = Code("Carteira", 54, 54), Document = Code("Número do documento", 55, 69),
            DueOn = Date8("Vencimento", 70), FaceValue = Money("Valor do título", 78, 92), Bank = Digits("Banco recebedor", 93, 95),
            Agencia = Code("Agência recebedora", 96, 100), OurId = Code("Uso da empresa", 101, 125), Tariff = Money("Tarifa", 194, 208),
            Reasons = Code("Motivos", 209, 218),
        },
    };

    /// <summary>Caixa: the number of 17 and its digit; a shorter document number; the beneficiary's code in the account's place.</summary>
    private static readonly RetornoLayout Caixa = Febraban with
    {
        Bank = "104",
        Occurrences = OccurrenceTables.Caixa240,
        Header = Febraban.Header with { Convenio = Digits("Código do beneficiário", 59, 65), Conta = null, ContaDv = null },
        Number = new(Digits("Nosso número", 40, 56), Code("Dígito do nosso número", 57, 57), 17),
        Title = Febraban.Title with { Document = Code("Número do documento", 59, 69) },
    };

    /// <summary>Itaú: carteira before the number; its own codes; four reasons and, behind them, how it was paid.</summary>
    private static readonly RetornoLayout Itau = Febraban with
    {
        Bank = "341",
        Occurrences = OccurrenceTables.Itau,
        IsChannelFirstReason = false,
        Causes = FrozenDictionary<string, ClosureCause>.Empty,
        Header = Febraban.Header with
        {
            Convenio = null, Agencia = Digits("Agência", 54, 57), AgenciaDv = null, Conta = Digits("Conta", 66, 70), ContaDv = Code("DAC", 72, 72),
        },
        Number = new(Digits("Nosso número", 41, 48), Code("DAC do nosso número", 49, 49), 8),
        Title = Febraban.Title with
        {
            Carteira = Code("Carteira", 38, 40), Document = Code("Número do documento", 59, 68), Reasons = Code("Motivos", 214, 221),
            Channel = Code("Código de liquidação", 222, 223),
        },
    };

    /// <summary>Sicredi: the number from the left, 8 and its digit.</summary>
    private static readonly RetornoLayout Sicredi = Febraban with
    {
        Bank = "748",
        Occurrences = OccurrenceTables.Sicredi240,
        Number = new(Digits("Nosso número", 38, 45), Code("Dígito do nosso número", 46, 46), 8),
    };

    /// <summary>Sicoob: two zeros, the number of 7 and its digit; parcela, modalidade and form behind.</summary>
    private static readonly RetornoLayout Sicoob = Febraban with
    {
        Bank = "756",
        Number = new(Digits("Nosso número", 38, 46), Code("Dígito do nosso número", 47, 47), 7),
    };

    public static IReadOnlyList<RetornoLayout> All { get; } = [BancoDoBrasil, Santander, Caixa, Itau, Sicredi, Sicoob];
}
