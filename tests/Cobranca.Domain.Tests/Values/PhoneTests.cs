using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class PhoneTests
{
    [Theory]
    [InlineData("11987654321")]
    [InlineData("(11) 98765-4321")]
    [InlineData("+55 11 98765-4321")]
    [InlineData("5511987654321")]
    [InlineData("011 98765-4321")]
    [InlineData("+55 (011) 98765-4321")]
    [InlineData("55011987654321")]
    [InlineData("0055 11 98765 4321")]
    [InlineData("0 15 11 98765-4321")] // dialled through a carrier
    [InlineData("\u202a+55 11 98765\u20114321\u202c")]
    [InlineData("+55\u00a011\u00a098765-4321")]
    public void Reads_a_mobile_however_it_is_dialled(string text)
    {
        var phone = Phone.Parse(text);
        Assert.Equal("+5511987654321", phone.Value);
        Assert.Equal(11, phone.Ddd);
        Assert.True(phone.IsMobile);
        Assert.Equal("(11) 98765-4321", phone.Formatted);
        Assert.Equal("(11) *****-4321", phone.Masked);
    }

    [Theory]
    [InlineData("5533221100", "+555533221100")]      // area code 55, no country code
    [InlineData("55987654321", "+5555987654321")]
    [InlineData("055987654321", "+5555987654321")]
    [InlineData("5555987654321", "+5555987654321")]  // both
    [InlineData("555533221100", "+555533221100")]
    [InlineData("+55 55 98765-4321", "+5555987654321")]
    public void Keeps_area_code_55_apart_from_the_country_code(string text, string expected) =>
        Assert.Equal(expected, Phone.Parse(text).Value);

    [Fact]
    public void Reads_a_fixed_number()
    {
        var phone = Phone.Parse("(21) 3322-1100");
        Assert.Equal("+552133221100", phone.Value);
        Assert.False(phone.IsMobile);
        Assert.Equal("(21) 3322-1100", phone.Formatted);
        Assert.Equal("(21) ****-1100", phone.Masked);
    }

    [Fact]
    public void Knows_the_67_area_codes()
    {
        var known = Enumerable.Range(0, 100).Where(ddd => Phone.TryParse($"{ddd:00}987654321", out _, out _)).ToList();
        Assert.Equal(67, known.Count);
        int[] never = [23, 25, 26, 29, 36, 39, 52, 56, 57, 58, 59, 72, 76, 78];
        Assert.DoesNotContain(known, ddd => ddd < 11 || ddd % 10 == 0 || never.Contains(ddd));
    }

    [Theory]
    [InlineData(null, "Telefone vazio")]
    [InlineData("+", "Telefone vazio")]
    [InlineData("98765-4321", "Telefone sem DDD")]
    [InlineData("+55 98765-4321", "Telefone sem DDD")]
    [InlineData("33221100", "Telefone sem DDD")]
    [InlineData("1187654321", "sem o nono dígito")]
    [InlineData("11887654321", "começa com 9")]
    [InlineData("1113221100", "começa com 2, 3, 4 ou 5")]
    [InlineData("2098765 4321", "DDD 20 não existe")]
    [InlineData("+1 202 555 0100", "outro país")]
    [InlineData("0044 20 7946 0000", "outro país")]
    [InlineData("0800 123 4567", "0800")]
    [InlineData("119876543210", "aqui há 12")]
    [InlineData("190", "aqui há 3")]
    [InlineData("11 98765-4321 ramal 5", "caractere inválido")]
    [InlineData("11+987654321", "caractere inválido")]
    [InlineData("11987654321 11987654322", "aqui há 22")]
    [InlineData("\u0661\u0661987654321", "caractere inválido")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(Phone.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_very_long_text_unread() => Assert.False(Phone.TryParse("+" + new string('5', 10_000_000), out _, out _));

    [Fact]
    public void Default_is_no_number() => Assert.Throws<InvalidOperationException>(() => default(Phone).Ddd);
}
