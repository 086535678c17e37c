using System.Collections.Frozen;
using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

/// <summary>The retornos of 400 positions: alike in most places, different in those that count. (Layouts de 400.)</summary>
/// <remarks>
/// Sources, read 22/11/2026: Itaú (July 2021) and Bradesco as domain facts §8.2 quote them; the others as public
/// implementations quote their banks' manuals (eduardokum/laravel-boleto, BoletoNet/BoletoNetCore, kivanio/brcobranca), checked against the
/// files recorded in the tests.
/// </remarks>
internal static class RetornoLayouts400
{
    private static readonly HeaderFields CommonHeader = new()
    {
        CompanyName = Text("Nome da empresa", 47, 76), GeneratedOn = Date6("Data de geração", 95),
    };

    private static readonly TitleFields CommonTitle = new()
    {
        TaxIdKind = Digits("Tipo de inscrição", 2, 3), TaxId = Digits("Inscrição da empresa", 4, 17), OurId = Code("Uso da empresa", 38, 62),
        Occurrence = Code("Ocorrência", 109, 110), Document = Code("Número do documento", 117, 126), DueOn = Date6("Vencimento", 147),
        FaceValue = Money("Valor do título", 153, 165), Bank = Digits("Banco recebedor", 166, 168), Agencia = Code("Agência recebedora", 169, 173),
        Tariff = Money("Tarifa", 176, 188),
    };

    private static readonly AmountFields CommonAmounts = new()
    {
        OccurredOn = Date6("Data da ocorrência", 111), CreditOn = Date6("Data do crédito", 296), Iof = Money("IOF", 215, 227),
        Abatement = Money("Abatimento", 228, 240), Discount = Money("Desconto", 241, 253), Paid = Money("Valor pago", 254, 266),
        Charges = Money("Juros de mora e multa", 267, 279), OtherCredits = Money("Outros créditos", 280, 292),
    };

    /// <summary>
    /// Itaú: 254-266 is what reaches the account, the fee of 176-188 already taken off, so that both together were paid. The Pix line has only
    /// where the charge is kept.
    /// </summary>
    private static readonly RetornoLayout Itau = new()
    {
        Bank = "341", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Itau, IsNetOfTariff = true, OtherLines = "2456789",
        Header = CommonHeader with
        {
            Agencia = Digits("Agência", 27, 30), Conta = Digits("Conta", 33, 37), ContaDv = Code("DAC", 38, 38),
            Sequence = Number("Número sequencial do retorno", 109, 113),
        },
        Number = new(Digits("Nosso número", 86, 93), Code("DAC do nosso número", 94, 94), 8),
        Title = CommonTitle with
        {
            Carteira = Code("Carteira", 83, 85), Reasons = Code("Erros", 378, 385), Channel = Code("Código de liquidação", 393, 394),
        },
        Amounts = CommonAmounts with { Paid = Money("Valor creditado", 254, 266) },
        Pix = new('3', Code("URL do Pix", 2, 391), null),
        Trailer = new() { Titles = Number("Quantidade de títulos", 213, 220), FaceValues = Money("Valor total", 221, 234) },
    };

    /// <summary>Bradesco: 254-266 is what was paid; fees are debited apart, so no net amount is stated.</summary>
    private static readonly RetornoLayout Bradesco = new()
    {
        Bank = "237", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Bradesco400, OtherLines = "23567",
        Header = CommonHeader with { Convenio = Code("Código da empresa", 27, 46), Sequence = Number("Número do aviso bancário", 109, 113) },
        Number = new(Digits("Nosso número", 71, 81), Code("Dígito do nosso número", 82, 82), 11),
        Title = CommonTitle with { Carteira = Code("Carteira", 108, 108), Reasons = Code("Motivos", 319, 328) },
        Amounts = CommonAmounts with { OtherExpenses = Money("Outras despesas", 189, 201) },
        Causes = new Dictionary<string, ClosureCause>
        {
            ["14"] = ClosureCause.Protested, ["15"] = ClosureCause.Struck, ["16"] = ClosureCause.BankDeadline, ["20"] = ClosureCause.Discounted,
        }.ToFrozenDictionary(),
        Pix = new('4', Code("URL do Pix", 29, 105), Code("Txid", 106, 140)),
    };

    /// <summary>
    /// Banco do Brasil with a convênio of 7: kind 7, a fee of 7 positions, and what reaches the account in 306-318. The layout of convênios
    /// of 6 (kind 1) is refused line by line: no majority of readers agrees on it.
    /// </summary>
    private static readonly RetornoLayout BancoDoBrasil = new()
    {
        Bank = "001", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.BancoDoBrasil400, Detail = '7', OtherLines = "2345",
        Header = CommonHeader with
        {
            Agencia = Digits("Agência", 27, 30), AgenciaDv = Code("Dígito da agência", 31, 31), Conta = Digits("Conta", 32, 39),
            ContaDv = Code("Dígito da conta", 40, 40), Sequence = Number("Sequencial do retorno", 101, 107), Convenio = Digits("Convênio", 150, 156),
        },
        Number = new(Digits("Nosso número", 64, 80), null, 17),
        Title = CommonTitle with
        {
            OurId = Code("Uso da empresa", 39, 63), Reasons = Code("Natureza do recebimento", 87, 88), Carteira = Code("Carteira", 107, 108),
            Tariff = Money("Tarifa", 182, 188), Channel = Code("Canal de pagamento", 393, 394),
        },
        Amounts = CommonAmounts with
        {
            CreditOn = Date6("Data do crédito", 176), OtherExpenses = Money("Outras despesas", 189, 201),
            Paid = Money("Valor recebido", 254, 266), Net = Money("Valor do lançamento", 306, 318),
        },
    };

    /// <summary>Santander: 7 digits of the number and its check digit, where the slip has 12; reasons of three digits.</summary>
    private static readonly RetornoLayout Santander = new()
    {
        Bank = "033", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Santander400, ReasonWidth = 3, OtherLines = "345",
        Header = CommonHeader with { Convenio = Code("Código de transmissão", 27, 46) },
        Number = new(Digits("Nosso número", 63, 69), Code("Dígito do nosso número", 70, 70), 12),
        Title = CommonTitle with { Carteira = Code("Carteira", 108, 108), Reasons = Code("Erros", 137, 145) },
        Amounts = CommonAmounts with { OtherExpenses = Money("Outras despesas", 189, 201), Paid = Money("Valor recebido", 254, 266) },
        Pix = new('2', Code("URL do Pix", 44, 96), Code("Txid", 97, 131)),
    };

    /// <summary>Caixa: the fine apart from the interest, reasons of three, our own text six positions further left.</summary>
    private static readonly RetornoLayout Caixa = new()
    {
        Bank = "104", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Caixa400, ReasonWidth = 3,
        Header = CommonHeader with
        {
            Agencia = Digits("Agência", 27, 30), Convenio = Digits("Código do beneficiário", 31, 37),
            Sequence = Number("Número sequencial do arquivo", 390, 394),
        },
        Number = new(Digits("Nosso número", 57, 73), null, 17),
        Title = CommonTitle with
        {
            OurId = Code("Uso da empresa", 32, 56), Reasons = Code("Código de rejeição", 80, 82), Carteira = Code("Carteira", 107, 108),
            Channel = Code("Forma de liquidação", 189, 191),
        },
        Amounts = CommonAmounts with
        {
            Charges = Money("Juros", 267, 279), Fine = Money("Multa", 280, 292), OtherCredits = null, CreditOn = Date6("Data do crédito", 294),
        },
    };

    /// <summary>Inter: its own positions, no fee, no interest, and sentences for reasons.</summary>
    private static readonly RetornoLayout Inter = new()
    {
        Bank = "077", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Inter400, ReasonWidth = 140,
        Header = CommonHeader,
        Number = new(Digits("Nosso número", 71, 80), Code("Dígito do nosso número", 81, 81), 10),
        Title = CommonTitle with
        {
            Carteira = Code("Carteira", 87, 89), Occurrence = Code("Ocorrência", 90, 91), Document = Code("Número do documento", 98, 107),
            DueOn = Date6("Vencimento", 119), FaceValue = Money("Valor do título", 125, 137), Bank = Digits("Banco recebedor", 138, 140),
            Agencia = Code("Agência recebedora", 141, 144), Tariff = null, Reasons = Text("Motivo", 241, 380),
        },
        Amounts = new() { OccurredOn = Date6("Data da ocorrência", 92), Paid = Money("Valor pago", 160, 172), CreditOn = Date6("Data do crédito", 173) },
        Trailer = new() { Titles = Number("Quantidade de títulos", 18, 25) },
    };

    /// <summary>Safra: Itaú's places, with one reason of three digits and the payment as paid.</summary>
    private static readonly RetornoLayout Safra = new()
    {
        Bank = "422", Format = CnabFormat.Cnab400, Occurrences = OccurrenceTables.Safra400, ReasonWidth = 3,
        Header = CommonHeader with
        {
            Agencia = Digits("Agência", 27, 30), AgenciaDv = Code("Dígito da agência", 31, 31), Conta = Digits("Conta", 34, 39),
            ContaDv = Code("Dígito da conta", 40, 40), Sequence = Number("Número do arquivo", 392, 394),
        },
        Number = new(Digits("Nosso número", 63, 70), Code("Dígito do nosso número", 71, 71), 8),
        Title = CommonTitle with { Carteira = Code("Carteira", 108, 108), Reasons = Code("Motivo", 105, 107) },
        Amounts = CommonAmounts with { OtherExpenses = Money("Outras despesas", 189, 201) },
    };

    public static IReadOnlyList<RetornoLayout> All { get; } = [BancoDoBrasil, Santander, Inter, Caixa, Bradesco, Itau, Safra];
}
