using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Tests.Platform;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("CPF 529.982.247-25.", "CPF [number].")]
    [InlineData("taxId=52998224725", "taxId=[number]")]
    [InlineData("CNPJ 11.222.333/0001-81", "CNPJ [number]")]
    [InlineData("CNPJ 12.ABC.345/01DE-35 e 12ABC34501DE35", "CNPJ [number] e [number]")]
    [InlineData("to ana.maria+x@exemplo.com.br!", "to [email]!")]
    [InlineData("?email=ana%40exemplo.com.br", "?email=[email]")]
    [InlineData("+5511987654321", "+[number]")]
    [InlineData("(11) 98765-4321 ou 98765-4321", "[number] ou [number]")]
    [InlineData("R$ 1.234,56", "[amount]")]
    [InlineData("R$\u00a012,00 1.234,56 1234,56", "[amount] [amount] [amount]")]
    [InlineData("34191.09008 00004.310054 71234.570001 1 15990000739183", "[number]")]
    [InlineData("34191159900007391831090000043100571234567000", "[number]")]
    [InlineData("nosso numero 109/00000043-5", "nosso numero [number]")]
    [InlineData("GET /aurora/l/AbCdEf-_0123456789AbCdEf-_0123456789AbCdEf?aviso=x", "GET /aurora/l/[token]?aviso=x")]
    [InlineData("next=%2Faurora%2Fl%2Fabc", "next=%2Faurora%2Fl%2F[token]")]
    [InlineData("sessao-aurora=q1w2e3r4t5y6u7i8o9p0q1w2e3r4t5y6u7i8o9p0abc; x", "sessao-aurora=[token]; x")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer [token]")]
    [InlineData("key ck_dev_aurora", "key [token]")]
    [InlineData("_formulario=CfDJ8Nabcdefgh-_1", "_formulario=[token]")]
    [InlineData("""{"TaxId":52998224725,"Id":12}""", """{"TaxId":0,"Id":12}""")]
    public void What_is_personal_is_taken_out(string text, string clean) => Assert.Equal(clean, Redaction.Of(text));

    [Theory]
    [InlineData("2026-11-23T13:00:00.123Z Executed DbCommand (12ms) in 0.1234 s")]
    [InlineData("TraceId:4bf92f3577b34da6a3ce929d0e0e4736 SpanId:00f067aa0ba902b7 RequestId:0HNGI2Q5DRN5K:00000002")]
    [InlineData("TraceId:0123456789012345f258306ae84fa20e ParentId:0000000000000000")]
    [InlineData("Boleto 12 changed: 3 of 50 rows, port 54321, version 10.0.14, 1,5 s")]
    [InlineData("key-3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("at Cobranca.Portal.Features.Boletos.BankConversation.TalkAsync(CancellationToken) in BankConversation.cs:line 48")]
    [InlineData("GET /aurora/boleto/novo?d=12&pagar=2026-11-28")]
    [InlineData("/aurora/letra")]
    [InlineData("http.route=/{creditor}/l/{token}")]
    public void What_an_operator_needs_stays(string text) => Assert.Equal(text, Redaction.Of(text));

    [Theory]
    [InlineData("a")]
    [InlineData("1.")]
    [InlineData("a@")]
    [InlineData("1,")]
    [InlineData("A1-")]
    [InlineData("/l/")]
    public void A_long_line_is_redacted_too(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length)) + " 529.982.247-25";
        Assert.EndsWith(" [number]", Redaction.Of(text), StringComparison.Ordinal);
        Assert.Equal("\"[withheld: 65537 characters]\"", Redaction.Of(new string('1', Redaction.LongestText + 1)));
    }
}
