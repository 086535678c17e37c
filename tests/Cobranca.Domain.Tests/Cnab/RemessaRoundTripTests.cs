using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>What every layout writes it reads back equal: whole where nothing may be lost, cut where the layout is narrower.</summary>
public sealed class RemessaRoundTripTests
{
    private const string Letters = "ABCÇDEFGHIJKLMNÑOPQRSTUVWXYZaáàãbcdeéêfghiíjklmnoóôõpqrstuúvwxyz0123456789 .-'º";

    public static TheoryData<string> Layouts => [.. RemessaLayoutCase.All.Keys];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_is_written_reads_back(string name)
    {
        var layout = RemessaLayoutCase.All[name];
        var files =
            from instructions in Instructions(layout).NonEmptyListOf()
            from sequence in Gen.Choose(1, layout.HighestSequence)
            from beneficiary in Words(1, 40)
            from perBatch in Gen.Choose(1, 4)
            from seconds in Gen.Choose(0, 86_399)
            select RemessaSamples.Request(layout.Bank, layout.Format, layout.Account, [.. instructions]) with
            {
                Sequence = sequence, BeneficiaryName = beneficiary, TitlesPerBatch = perBatch, GeneratedAt = RemessaSamples.GeneratedAt.Date.AddSeconds(seconds),
            };

        Prop.ForAll(files.ToArbitrary(), request =>
        {
            var file = RemessaSamples.File(RemessaSamples.Read(RemessaSamples.Bytes(request)));
            Assert.Equal((layout.Bank, layout.Format), (file.BankCode, file.Format));
            Assert.Equal(Cut(request.BeneficiaryName, 30), file.BeneficiaryName);
            Assert.Equal(layout.HasBeneficiaryTaxId ? request.BeneficiaryTaxId : null, file.BeneficiaryTaxId);
            Assert.Equal(layout.HasSequence ? request.Sequence : 0, file.Sequence);
            Assert.Equal(request.GeneratedAt.Date, file.GeneratedAt.Date);
            Assert.Equal(request.Instructions.Select(instruction => Expected(layout, instruction)), file.Instructions);
        }).QuickCheckThrowOnFailure();
    }

    private static RemessaInstruction Expected(RemessaLayoutCase layout, RemessaInstruction instruction)
    {
        if (instruction is not RemessaInstruction.Entry entry)
            return instruction;
        var interest = entry.Interest is RemessaInterest.Monthly monthly && layout.InterestIsPerDay ? monthly.OnePerDay(entry.Amount) : entry.Interest;
        return entry with
        {
            IsAccepted = layout.HasAcceptance && entry.IsAccepted,
            Interest = interest is RemessaInterest.PerDay { Amount.Centavos: 0 } ? null : interest,
            PayableThrough = layout.PayableDays(entry.PayableThrough is { } last ? last.DayNumber - entry.DueOn.DayNumber : 60) is { } days
                ? entry.DueOn.AddDays(days)
                : null,
            Payer = entry.Payer with
            {
                Name = Cut(entry.Payer.Name, layout.NameWidth), Address = Cut(entry.Payer.Address, 40), District = Cut(entry.Payer.District, layout.DistrictWidth),
                City = layout.HasCity ? Cut(entry.Payer.City, 15) : "", Uf = layout.HasCity ? entry.Payer.Uf : null,
            },
            Guarantor = layout.GuarantorWidth == 0 || entry.Guarantor is not { } guarantor
                ? null
                : new(Cut(guarantor.Name, layout.GuarantorWidth), layout.HasGuarantorTaxId ? guarantor.TaxId : null),
        };
    }

    private static string Cut(string words, int width)
    {
        var folded = CnabText.Fold(words);
        return folded.Length <= width ? folded : folded[..width].TrimEnd();
    }

    private static Gen<RemessaInstruction> Instructions(RemessaLayoutCase layout)
    {
        var entries = Entries(layout).Select(RemessaInstruction (entry) => entry);
        return layout.HasChanges ? Gen.Frequency((3, entries), (1, Changes(layout))) : entries;
    }

    private static Gen<RemessaInstruction> Changes(RemessaLayoutCase layout) =>
        from number in Gen.Choose(1, 99_999)
        from id in Codes(25)
        from document in Codes(10)
        from amount in Amounts
        from dueOn in Days
        from kind in Gen.Choose(0, layout.HasValueChange ? 4 : 3)
        select (RemessaInstruction)(kind switch
        {
            0 => new RemessaInstruction.Closure
            {
                NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn,
            },
            1 => new RemessaInstruction.DueDateChange
            {
                NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn,
            },
            2 => new RemessaInstruction.AbatementCancel
            {
                NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn,
            },
            3 => new RemessaInstruction.AbatementGrant
            {
                NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn, Abatement = new(number),
            },
            _ => new RemessaInstruction.ValueChange
            {
                NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn,
            },
        });

    private static Gen<RemessaInstruction.Entry> Entries(RemessaLayoutCase layout) =>
        from number in Gen.Choose(1, 99_999)
        from id in Codes(25)
        from document in Codes(10)
        from amount in Amounts
        from dueOn in Days
        from issuedBefore in Gen.Choose(0, 400)
        from especie in Gen.Elements(layout.Especies)
        from isAccepted in Gen.Elements(true, false)
        from payer in Payers
        from fine in Fines(layout)
        from interest in Interests
        from days in Gen.Choose(-30, 99).Select(day => day < 0 ? (int?)null : day)
        from discount in Discounts(amount, dueOn)
        from abatement in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 9_999)))
        from guarantor in Guarantors(layout)
        select new RemessaInstruction.Entry
        {
            NossoNumero = layout.NossoNumero(number), OurId = id, DocumentNumber = document, Amount = amount, DueOn = dueOn,
            IssuedOn = dueOn.AddDays(-issuedBefore), Especie = especie, IsAccepted = isAccepted, Payer = payer, Fine = fine, Interest = interest,
            PayableThrough = days is { } count ? dueOn.AddDays(count) : null, Discount = discount,
            Abatement = layout.FineExcludesAbatement && fine is not null || abatement >= amount.Centavos ? Money.Zero : new(abatement),
            Guarantor = guarantor,
        };

    private static Gen<Money> Amounts => Gen.Choose(0, int.MaxValue).Select(centavos => new Money(centavos % 9_999_999_999L + 1));

    private static Gen<DateOnly> Days => Gen.Choose(new DateOnly(2026, 1, 1).DayNumber, new DateOnly(2049, 10, 13).DayNumber).Select(DateOnly.FromDayNumber);

    private static Gen<RemessaFine?> Fines(RemessaLayoutCase layout) =>
        from kind in Gen.Choose(0, layout.FineIsPercent ? 1 : 2)
        from units in Gen.Choose(1, 999)
        select kind switch
        {
            0 => null,
            1 => new RemessaFine.Percent(Rate.Percent(units / 100m)),
            _ => (RemessaFine)new RemessaFine.Fixed(new(units)),
        };

    private static Gen<RemessaInterest?> Interests =>
        from kind in Gen.Choose(0, 2)
        from units in Gen.Choose(1, 999)
        select kind switch
        {
            0 => null,
            1 => new RemessaInterest.Monthly(Rate.Percent(units / 100m)),
            _ => (RemessaInterest)new RemessaInterest.PerDay(new(units)),
        };

    private static Gen<RemessaDiscount?> Discounts(Money amount, DateOnly dueOn) =>
        from isThere in Gen.Elements(true, false)
        from centavos in Gen.Choose(1, 999)
        from days in Gen.Choose(0, 30)
        select isThere && amount.Centavos > centavos ? new RemessaDiscount(new(centavos), dueOn.AddDays(-days)) : null;

    private static Gen<RemessaGuarantor?> Guarantors(RemessaLayoutCase layout) =>
        from isThere in Gen.Elements(true, false)
        from name in Words(1, 50)
        from taxId in TaxIds
        select isThere && layout.GuarantorWidth > 0 ? new RemessaGuarantor(name, taxId) : null;

    private static Gen<RemessaPayer> Payers =>
        from name in Words(1, 60)
        from taxId in TaxIds
        from address in Words(0, 60)
        from district in Words(0, 30)
        from cep in Gen.OrNull(Gen.Choose(1, 99_999_998).Select(n => $"{n:D8}"))
        from city in Words(0, 30)
        from uf in Gen.Elements("SP", "RJ", "AC", null)
        select new RemessaPayer(
            name, taxId, address, district, cep is null ? null : Cep.Parse(cep), city, uf is null ? null : Uf.Parse(uf));

    private static Gen<TaxId> TaxIds => Gen.Elements("44331610128", "71738978000101", "11144477735", "11222333000181").Select(TaxId.Parse);

    /// <summary>Words that begin with a letter: blanks in front are not the banks' to keep.</summary>
    private static Gen<string> Words(int least, int most) =>
        from length in Gen.Choose(least, most)
        from first in Gen.Elements("ABCÇDEÉ".ToCharArray())
        from rest in Gen.Elements(Letters.ToCharArray()).ArrayOf(Math.Max(0, length - 1))
        select length == 0 ? "" : first + new string(rest);

    private static Gen<string> Codes(int most) =>
        from length in Gen.Choose(1, most)
        from characters in Gen.Elements("ABCDEFabcdef0123456789-/".ToCharArray()).ArrayOf(length)
        select new string(characters);
}
