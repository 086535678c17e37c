using System.Globalization;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Values;

/// <summary>What holds for every value, not only for the examples.</summary>
public class ValueProperties
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly Gen<Cpf> Cpfs =
        from digits in Gen.Choose(0, 999_999_999).Where(n => n % 111_111_111 != 0)
        select Complete($"{digits:000000000}", text => Cpf.TryParse(text, out var cpf, out _) ? cpf : (Cpf?)null);

    private static readonly Gen<Cnpj> Cnpjs =
        from characters in Gen.Elements(Alphanumeric.ToCharArray()).ArrayOf(12)
        where characters.Distinct().Count() > 1
        select Complete(new string(characters), text => Cnpj.TryParse(text, out var cnpj, out _) ? cnpj : (Cnpj?)null);

    private static readonly Gen<Phone> Phones =
        from ddd in Gen.Elements(11, 21, 31, 41, 51, 55, 61, 71, 81, 99)
        from mobile in Gen.Elements(true, false)
        from rest in Gen.Choose(0, 9_999_999)
        from first in mobile ? Gen.Choose(90, 99) : Gen.Choose(2, 5)
        select Phone.Parse($"{ddd}{first}{rest:0000000}");

    private static readonly Gen<DateOnly> Dates =
        from number in Gen.Choose(new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2199, 12, 31).DayNumber)
        select DateOnly.FromDayNumber(number);

    private static readonly Gen<Money> Amounts =
        from high in Gen.Choose(0, 999_999)
        from low in Gen.Choose(0, 999_999)
        select new Money(high * 1_000_000L + low);

    [Fact]
    public void A_cpf_reads_back_as_it_was_printed() => Check(Cpfs, cpf => Cpf.Parse(cpf.Formatted) == cpf && Cpf.Parse(cpf.Value) == cpf);

    [Fact]
    public void A_cnpj_reads_back_as_it_was_printed() =>
        Check(Cnpjs, cnpj => Cnpj.Parse(cnpj.Formatted.ToLowerInvariant()) == cnpj && TaxId.Parse(cnpj.Formatted) == cnpj);

    /// <remarks>
    /// A check digit 0 stands for rests 0 and 1 alike. When the first one is 0 a change can hide behind it: with both at 00, or in the first
    /// digit, which the second check digit weighs by 11 and so never sees. See <see cref="The_official_arithmetic_has_blind_spots"/>.
    /// </remarks>
    [Fact]
    public void A_cpf_with_one_other_digit_is_refused() =>
        Check(
            from cpf in Cpfs
            where cpf.Value[9] != '0'
            from at in Gen.Choose(0, 10)
            from turn in Gen.Choose(1, 9)
            select Turned(cpf.Value, at, turn),
            text => !Cpf.TryParse(text, out _, out _));

    [Fact]
    public void The_official_arithmetic_has_blind_spots()
    {
        Assert.True(Cpf.TryParse("123.456.047-00", out _, out _));
        Assert.True(Cpf.TryParse("123.458.047-00", out _, out _));
        Assert.True(Cpf.TryParse("355.181.636-06", out _, out _));
        Assert.True(Cpf.TryParse("255.181.636-06", out _, out _) || Cpf.TryParse("455.181.636-06", out _, out _));
    }

    [Fact]
    public void A_numeric_cnpj_with_one_other_digit_is_refused() =>
        Check(
            from digits in Gen.Choose(1, 99_999_999)
            from at in Gen.Choose(0, 13)
            from turn in Gen.Choose(1, 9)
            let cnpj = Complete($"{digits:00000000}0001", text => Cnpj.TryParse(text, out var value, out _) ? value : (Cnpj?)null)
            where !cnpj.Value.EndsWith("00", StringComparison.Ordinal)
            select Turned(cnpj.Value, at, turn),
            text => !Cnpj.TryParse(text, out _, out _));

    [Fact]
    public void A_cpf_without_its_zeros_is_put_right_or_refused_never_changed() =>
        Check(
            from digits in Gen.Choose(1, 9_999_999)
            select Complete($"{digits:000000000}", text => Cpf.TryParse(text, out var cpf, out _) ? cpf : (Cpf?)null),
            cpf => !TaxId.TryParsePadded(cpf.Value.TrimStart('0'), out var taxId, out var padded, out _) || (padded && taxId == cpf));

    [Fact]
    public void A_phone_reads_back_as_it_was_printed() =>
        Check(Phones, phone => new[] { phone.Formatted, phone.Value, phone.Value[1..], phone.Value[3..], "0" + phone.Value[3..] }
            .All(text => Phone.Parse(text) == phone));

    [Fact]
    public void A_date_reads_back_as_it_was_printed() =>
        Check(Dates, date => DateText.Parse(date.ToPtBr()) == date
            && DateText.Parse(date.ToString("O", CultureInfo.InvariantCulture)) == date);

    [Fact]
    public void An_amount_reads_back_as_it_was_printed() =>
        Check(
            from amount in Amounts from reading in Gen.Elements(Enum.GetValues<DecimalReading>()) select (amount, reading),
            x => new[] { x.amount.ToString(), x.amount.ToAmountString(), x.amount.Reais.ToString(CultureInfo.InvariantCulture) }
                .All(text => Money.TryParse(text, x.reading, out var back, out _) && back == x.amount));

    [Fact]
    public void A_rate_reads_back_as_it_was_printed() =>
        Check(
            from millionths in Gen.Choose(0, 1_000_000_000) select Rate.Percent(millionths / 1_000_000m),
            rate => Rate.Parse(rate.ToString()) == rate);

    [Fact]
    public void No_text_breaks_a_parser()
    {
        const string Alphabet = "0123456789.,-/() \u00a0R$eE+@abAB\n\u0661";
        var texts = from characters in Gen.Elements(Alphabet.ToCharArray()).ArrayOf() select new string(characters);
        Check(texts, text =>
            Refuses(Cpf.TryParse(text, out _, out var problem), problem)
            && Refuses(Cnpj.TryParse(text, out _, out problem), problem)
            && Refuses(TaxId.TryParse(text, out _, out problem), problem)
            && Refuses(TaxId.TryParsePadded(text, out _, out _, out problem), problem)
            && Refuses(Phone.TryParse(text, out _, out problem), problem)
            && Refuses(EmailAddress.TryParse(text, out _, out problem), problem)
            && Refuses(Uf.TryParse(text, out _, out problem), problem)
            && Refuses(Cep.TryParse(text, out _, out problem), problem)
            && Refuses(Slug.TryParse(text, out _, out problem), problem)
            && Refuses(Rate.TryParse(text, out _, out problem), problem)
            && Refuses(DateText.TryParse(text, out _, out problem), problem)
            && Refuses(Money.TryParse(text, DecimalReading.Unambiguous, out _, out problem), problem)
            && Refuses(CityCode.TryParse(text, out _, out problem), problem));
    }

    [Fact]
    public void Readings_agree_on_what_reads_one_way() =>
        Check(from characters in Gen.Elements("0123456789.,.,".ToCharArray()).ArrayOf() select new string([.. characters.Take(12)]), text =>
        {
            var byComma = Money.TryParse(text, DecimalReading.Comma, out var comma, out _);
            var byDot = Money.TryParse(text, DecimalReading.Dot, out var dot, out _);
            var alone = Money.TryParse(text, DecimalReading.Unambiguous, out var plain, out _);
            return MoneyText.Classify(text) switch
            {
                AmountNotation.Invalid => !byComma && !byDot && !alone,
                AmountNotation.Ambiguous => byComma != byDot && !alone,
                _ => byComma && byDot && alone && comma == dot && dot == plain,
            };
        });

    private static bool Refuses(bool taken, string? problem) =>
        taken == problem is null && (taken || (problem![^1] == '.' && !problem.Contains('\n')));

    private static void Check<T>(Gen<T> values, Func<T, bool> holds) => Prop.ForAll(values.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static T Complete<T>(string body, Func<string, T?> parse)
        where T : struct =>
        Enumerable.Range(0, 100).Select(check => parse($"{body}{check:00}")).First(value => value is not null)!.Value;

    private static string Turned(string digits, int at, int turn) =>
        digits[..at] + (char)('0' + (digits[at] - '0' + turn) % 10) + digits[(at + 1)..];
}
