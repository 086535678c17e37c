using System.Buffers;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>A layout with an account of its bank, and what it has room for: the properties ask every one of them the same.</summary>
internal sealed record RemessaLayoutCase(string Bank, CnabFormat Format, BoletoAccount Account, Func<int, string> NossoNumero)
{
    public int NameWidth { get; init; } = 40;

    public int DistrictWidth { get; init; } = 15;

    public bool HasCity { get; init; } = true;

    public int GuarantorWidth { get; init; } = 40;

    public bool HasGuarantorTaxId { get; init; }

    public bool InterestIsPerDay { get; init; }

    public bool FineIsPercent { get; init; }

    public bool HasAcceptance { get; init; } = true;

    public bool FineExcludesAbatement { get; init; }

    public BoletoEspecie[] Especies { get; init; } = [BoletoEspecie.DM, BoletoEspecie.DS, BoletoEspecie.NP, BoletoEspecie.RC];

    /// <summary>What the bank makes of the days a title may be paid past its due date; null where the file does not say.</summary>
    public Func<int, int?> PayableDays { get; init; } = days => Math.Max(1, days);

    public bool HasChanges { get; init; } = true;

    public bool HasValueChange { get; init; } = true;

    public int HighestSequence { get; init; } = 999_999;

    public bool HasSequence { get; init; } = true;

    public bool HasBeneficiaryTaxId { get; init; } = true;

    public static IReadOnlyDictionary<string, RemessaLayoutCase> All { get; } = new RemessaLayoutCase[]
    {
        new("001", CnabFormat.Cnab240, new()
            {
                Agencia = "3794", AgenciaDv = "X", Conta = "16254", ContaDv = "X", Carteira = "17", Variacao = "019", Convenio = "2837465",
            }, n => $"2837465{n:D10}")
        {
            HasGuarantorTaxId = true, Especies = [.. Enum.GetValues<BoletoEspecie>()],
        },
        new("033", CnabFormat.Cnab240, new()
            {
                Agencia = "3276", AgenciaDv = "0", Conta = "13001234", ContaDv = "5", Carteira = "101", Convenio = "5260965",
            }, n => $"{n:D12}")
        {
            HasGuarantorTaxId = true, InterestIsPerDay = true,
        },
        new("104", CnabFormat.Cnab240, new() { Agencia = "1234", Carteira = "14", Convenio = "123456" }, n => $"14{n:D15}")
        {
            HasGuarantorTaxId = true, PayableDays = days => days, Especies = [.. Enum.GetValues<BoletoEspecie>()],
        },
        new("341", CnabFormat.Cnab240, new() { Agencia = "0852", Conta = "31476", ContaDv = "4", Carteira = "109" }, n => $"{n:D8}")
        {
            NameWidth = 30, GuarantorWidth = 30, HasGuarantorTaxId = true, InterestIsPerDay = true,
            Especies = [BoletoEspecie.DM, BoletoEspecie.ME, BoletoEspecie.DD, BoletoEspecie.EC],
        },
        new("748", CnabFormat.Cnab240, new()
            {
                Agencia = "0156", Posto = "05", Conta = "12345", ContaDv = "6", Carteira = "1", Convenio = "12345", Byte = "2",
            }, n => $"262{n % 99_999 + 1:D5}")
        {
            HasGuarantorTaxId = true, FineIsPercent = true, PayableDays = _ => 60,
        },
        new("756", CnabFormat.Cnab240, new()
            {
                Agencia = "4277", AgenciaDv = "3", Conta = "6498", ContaDv = "0", Carteira = "1", Variacao = "01", Convenio = "229385", ConvenioDv = "2",
            }, n => $"{n:D7}")
        {
            HasGuarantorTaxId = true, PayableDays = _ => null, HasValueChange = false,
        },
        new("341", CnabFormat.Cnab400, new() { Agencia = "0852", Conta = "31476", ContaDv = "4", Carteira = "109" }, n => $"{n:D8}")
        {
            NameWidth = 30, GuarantorWidth = 30, DistrictWidth = 12, InterestIsPerDay = true, PayableDays = days => days, HasSequence = false,
            Especies = [BoletoEspecie.DM, BoletoEspecie.ME, BoletoEspecie.DD, BoletoEspecie.EC],
        },
        new("237", CnabFormat.Cnab400, new()
            {
                Agencia = "1173", AgenciaDv = "8", Conta = "403005", ContaDv = "2", Carteira = "09", Convenio = "4562387",
            }, n => $"{n:D11}")
        {
            DistrictWidth = 0, HasCity = false, GuarantorWidth = 60, InterestIsPerDay = true, FineIsPercent = true, HasAcceptance = false,
            PayableDays = days => days, HighestSequence = 9_999_999, HasBeneficiaryTaxId = false,
        },
        new("422", CnabFormat.Cnab400, new() { Agencia = "0057", AgenciaDv = "0", Conta = "123456", ContaDv = "7", Carteira = "01" }, n => $"{n:D8}")
        {
            DistrictWidth = 10, GuarantorWidth = 30, InterestIsPerDay = true, FineIsPercent = true, FineExcludesAbatement = true,
            PayableDays = _ => null, HighestSequence = 999,
        },
        new("077", CnabFormat.Cnab400, new()
            {
                Agencia = "0001", AgenciaDv = "9", Conta = "1234567", ContaDv = "8", Carteira = "110", Convenio = "7654321",
            }, n => $"{n:D10}")
        {
            DistrictWidth = 0, HasCity = false, GuarantorWidth = 0, HasAcceptance = false, Especies = [BoletoEspecie.DM], HasChanges = false,
            PayableDays = days => days < 30 ? 0 : days < 60 ? 30 : 60, HighestSequence = 9_999_999, HasBeneficiaryTaxId = false,
        },
    }.ToDictionary(one => $"{one.Bank}-{(int)one.Format}");

    /// <summary>A good file of this layout, every record of it used.</summary>
    public byte[] Sample(int titles)
    {
        var payer = new RemessaPayer(
            "Maria de Souza Teste", TaxId.Parse("44331610128"), "Rua das Flores 123", "Centro", Cep.Parse("01013020"), "São Paulo", Uf.Parse("SP"));
        var output = new ArrayBufferWriter<byte>();
        var written = RemessaWriter.Write(new()
        {
            BankCode = Bank, Format = Format, BeneficiaryName = "Portal Acordos Teste Ltda", BeneficiaryTaxId = TaxId.Parse("86875666000109"),
            Account = Account, Sequence = 7, GeneratedAt = new(2026, 11, 21, 21, 38, 4, DateTimeKind.Unspecified), TitlesPerBatch = 3,
            Instructions = [.. Enumerable.Range(1, titles).Select(n => new RemessaInstruction.Entry
            {
                NossoNumero = NossoNumero(n), OurId = $"ACORDO{n}", DocumentNumber = $"A{n}", Amount = new(15_000 + n), DueOn = new(2026, 12, 10),
                IssuedOn = new(2026, 11, 21), Especie = Especies[0], Payer = payer, Fine = n % 2 == 0 ? null : new RemessaFine.Percent(Rate.Percent(2)),
                Interest = n % 2 == 0 ? null : new RemessaInterest.Monthly(Rate.Percent(1)), PayableThrough = n % 2 == 0 ? new(2026, 12, 10) : null,
                Discount = n % 3 == 0 ? new(new(100), new(2026, 12, 1)) : null,
            })],
        }, output);
        return written is RemessaOutcome.Written ? output.WrittenSpan.ToArray() : throw new InvalidOperationException($"{written}");
    }
}
