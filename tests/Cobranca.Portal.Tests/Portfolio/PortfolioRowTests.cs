using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using static Cobranca.Portal.Tests.Portfolio.ImportedPortfolio;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>What one line may say, what becomes of it, and what is refused with which reason (issue §3 and §7, docs/csv.md).</summary>
public sealed class PortfolioRowTests
{
    private const string Linha = "34191.09008 00004.200051 71234.570001 1 15720000123456";

    [Fact]
    public async Task A_line_with_every_column_is_stored_as_it_says()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("id_externo=T1", $"cpf_cnpj={Company}", "nome=Mercado Pão & Cia", "vencimento=17/09/2026", "valor=1.234,56",
            "representante_cpf=529.982.247-25", "email=Compras@Example.COM", "celular=(11) 98765-4321", "telefone=1133334444",
            "tipo_contato=trabalho", "origem_contato=Enriquecimento: Dados & Cia", "optin_email=sim", "optin_sms=não", "optin_ligacao=S", "optin_whatsapp=0",
            "uf=sp", "municipio_ibge=3550308", "endereco=Rua A, 1", "cep=01310100", "descricao=Nota 77", "contrato=C-9", "emissao=2026-08-17", "forma_pagamento=crediario",
            "consumidor=nao", "fiador=Beltrana", "situacao=contestada", "boleto_banco=341", "boleto_nosso_numero=109/00000042-0", $"boleto_linha={Linha}",
            "documento_url=https://documentos.example.com/77.pdf", "credor_original=Velha Ltda", "cedido_em=01/10/2026", "prescreve_em=17/09/2029",
            "multa_percentual=5", "juros_percentual_mes=1,5", "segmento=Atacado"));

        var r = await portfolio.ReceivableAsync();
        Assert.Equal((new DateOnly(2026, 9, 17), new Money(123456), ReceivableStatus.Disputed), (r.DueOn, r.Principal, r.Status));
        Assert.Equal(("Nota 77", "C-9", new DateOnly(2026, 8, 17), PaymentMethod.StoreCredit), (r.Description, r.Contract, r.IssuedOn, r.PaymentMethod));
        Assert.Equal((false, "Beltrana", "https://documentos.example.com/77.pdf", "Atacado"), (r.IsConsumer, r.Guarantor, r.DocumentUrl, r.Segment));
        Assert.Equal(("Velha Ltda", new DateOnly(2026, 10, 1), new DateOnly(2029, 9, 17)), (r.OriginalCreditor, r.AssignedOn, r.TimeBarredOn));
        Assert.Equal((Rate.Percent(5), Rate.Percent(1.5m)), (r.OwnFine, r.OwnInterestPerMonth));
        Assert.Equal(("341", "109/00000042-0", "34191090080000420005171234570001115720000123456"), (r.SlipBankCode, r.SlipNossoNumero, r.SlipLinhaDigitavel));

        var debtor = await portfolio.DebtorAsync(Company);
        Assert.Equal(("12ABC34501DE35", "Mercado Pão & Cia", "52998224725"), (debtor.TaxId.Value, debtor.Name, debtor.RepresentativeCpf?.Value));
        Assert.Equal(("Rua A, 1", "SP", "01310100", "3550308"), (debtor.Address, debtor.Uf?.Value, debtor.Cep?.Value, debtor.CityCode));
        Assert.All(debtor.Contacts, c => Assert.Equal((ContactOwnership.Work, ContactSource.Enrichment, "Dados & Cia"), (c.Ownership, c.Source, c.SourceDetail)));
        var (email, mobile, landline) = (debtor.Contacts[0], debtor.Contacts[1], debtor.Contacts[2]);
        Assert.Equal((ContactChannel.Email, "Compras@example.com", (bool?)true, null, null), (email.Channel, email.Value, email.OptInEmail, email.OptInSms, email.OptInCall));
        Assert.Equal((ContactChannel.Mobile, "+5511987654321", null, (bool?)false, (bool?)true, (bool?)false),
            (mobile.Channel, mobile.Value, mobile.OptInEmail, mobile.OptInSms, mobile.OptInCall, mobile.OptInWhatsApp));
        Assert.Equal((ContactChannel.Landline, "+551133334444", (bool?)true, null), (landline.Channel, landline.Value, landline.OptInCall, landline.OptInSms));
    }

    [Fact]
    public async Task A_line_with_the_required_columns_alone_gets_the_careful_defaults()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("celular=11987654321"));
        var r = await portfolio.ReceivableAsync();
        Assert.Equal((ReceivableStatus.Open, true, null, null), (r.Status, r.IsConsumer, r.OwnFine, r.PaymentMethod));
        var contact = Assert.Single((await portfolio.DebtorAsync()).Contacts);
        Assert.Equal((ContactOwnership.Own, ContactSource.Contract, "carteira.csv", null, null), (contact.Ownership, contact.Source, contact.SourceDetail, contact.OptInSms, contact.OptInEmail));
    }

    [Theory]
    [InlineData("cpf_cnpj=529.982.247-26", "cpf_cnpj", "dígito verificador")]
    [InlineData("cpf_cnpj=111.111.111-11", "cpf_cnpj", "iguais")]
    [InlineData("cpf_cnpj=5,2998E+10", "cpf_cnpj", "planilha")]
    [InlineData("cpf_cnpj=5.2998e+10", "cpf_cnpj", "planilha")]
    [InlineData("cpf_cnpj=52998224725.0", "cpf_cnpj", "planilha")]
    [InlineData("cpf_cnpj=", "cpf_cnpj", "vazio")]
    [InlineData("id_externo=", "id_externo", "vazio")]
    [InlineData("id_externo=1,23457E+11", "id_externo", "planilha")]
    [InlineData("nome=", "nome", "vazio")]
    [InlineData("nome=A\u202eanA", "nome", "controle")]
    [InlineData("descricao=a\tb", "descricao", "controle")]
    [InlineData("valor=-1", "valor", "negativo")]
    [InlineData("valor=1e9", "valor", "científica")]
    [InlineData("valor=1,2,3", "valor", "fora do lugar")]
    [InlineData("valor=0,00", "valor", "maior que zero")]
    [InlineData("valor=", "valor", "vazio")]
    [InlineData("valor=10,0055", "valor", "2 casas")]
    [InlineData("valor=99999999999,00", "valor", "acima")]
    [InlineData("valor=dez", "valor", "não é número")]
    [InlineData("vencimento=31/02/2026", "vencimento", "fevereiro")]
    [InlineData("vencimento=13/13/2026", "vencimento", "Mês 13")]
    [InlineData("vencimento=46347", "vencimento", "planilha")]
    [InlineData("vencimento=01/10/26", "vencimento", "Ano com 2")]
    [InlineData("vencimento=01/10/1996", "vencimento", "confira")]
    [InlineData("vencimento=01/10/2199", "vencimento", "confira")]
    [InlineData("vencimento=", "vencimento", "vazia")]
    [InlineData("emissao=02/10/2026", "emissao", "depois do vencimento")]
    [InlineData("nascimento=22/11/2026", "nascimento", "não pode ser")]
    [InlineData("representante_cpf=111.444.777-35", "representante_cpf", "só uma empresa")]
    [InlineData("email=ana@", "email", "depois do @")]
    [InlineData("email=ana@a.com;bia@b.com", "email", "um só")]
    [InlineData("celular=1133334444", "celular", "fixo")]
    [InlineData("celular=987654321", "celular", "DDD")]
    [InlineData("celular=(20) 98765-4321", "celular", "DDD 20")]
    [InlineData("telefone=0800 123 4567", "telefone", "0800")]
    [InlineData("tipo_contato=vizinho", "tipo_contato", "terceiro")]
    [InlineData("origem_contato=enriquecimento", "origem_contato", "PARCEIRO")]
    [InlineData("origem_contato=internet", "origem_contato", "PARCEIRO")]
    [InlineData("optin_sms=talvez", "optin_sms", "sim ou nao")]
    [InlineData("uf=XX", "uf", "não existe")]
    [InlineData("cep=1310100", "cep", "zero à esquerda")]
    [InlineData("municipio_ibge=355", "municipio_ibge", "7 números")]
    [InlineData("forma_pagamento=cheque", "forma_pagamento", "crediario")]
    [InlineData("situacao=vencida", "situacao", "aberta")]
    [InlineData("consumidor=x", "consumidor", "sim ou nao")]
    [InlineData("documento_url=http://example.com/a.pdf", "documento_url", "https://")]
    [InlineData("documento_url=javascript:alert(1)", "documento_url", "https://")]
    [InlineData("documento_url=https://a:b@example.com/", "documento_url", "https://")]
    [InlineData("boleto_banco=1", "boleto_banco", "3 números")]
    [InlineData("boleto_nosso_numero=42", "", "boleto_banco")]
    [InlineData("boleto_linha=34191.09008 00004.200051 71234.570001 2 15720000123456", "boleto_linha", "número errado")]
    [InlineData("multa_percentual=2,01", "multa_percentual", "2%")]
    [InlineData("juros_percentual_mes=1,5", "juros_percentual_mes", "1%")]
    [InlineData("multa_percentual=-1", "multa_percentual", "negativo")]
    [InlineData("multa_percentual=1,2,3", "multa_percentual", "incorreto")]
    [InlineData("prescreve_em=01/10/2026", "prescreve_em", "antes do vencimento")]
    public async Task A_wrong_value_is_refused_with_its_column_and_a_reason(string value, string column, string reason)
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row(value));
        Assert.Equal((0, 0, 0, 1), run.Counts);
        var problem = Assert.Single(run.Problems);
        Assert.Equal((2, column), (problem.Line, problem.Column));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await portfolio.CountAsync());
    }

    [Theory]
    [InlineData("valor_pago=10,00", "pago_em=")]
    [InlineData("valor_pago=", "pago_em=01/10/2026")]
    [InlineData("valor_pago=0", "pago_em=01/10/2026")]
    [InlineData("valor_pago=10,00", "pago_em=22/11/2026")]
    [InlineData("credor_original=Velha Ltda", "cedido_em=")]
    [InlineData("credor_original=", "cedido_em=01/10/2026")]
    [InlineData("credor_original=Velha Ltda", "cedido_em=22/11/2026")]
    [InlineData("uf=RJ", "municipio_ibge=3550308")]
    [InlineData("boleto_banco=237", "boleto_linha=34191.09008 00004.200051 71234.570001 1 15720000123456")]
    public async Task Two_columns_that_contradict_each_other_are_refused(string one, string other)
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row(one, other));
        Assert.Equal((0, 0, 0, 1), run.Counts);
        Assert.Contains(Assert.Single(run.Problems).Column, (string[])[one.Split('=')[0], other.Split('=')[0]]);
    }

    [Fact]
    public async Task Everything_wrong_with_a_line_is_said_at_once()
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row("cpf_cnpj=1", "nome=", "vencimento=31/02/2026", "valor=-1", "email=x"));
        Assert.Equal((0, 0, 0, 1), run.Counts);
        Assert.Equal(["cpf_cnpj", "nome", "vencimento", "valor", "email"], run.Problems.Select(p => p.Column));
    }

    [Fact]
    public async Task A_problem_never_repeats_a_person_s_data()
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row("cpf_cnpj=529.982.247-26", "email=ana.conceicao@@example.com", "celular=(11) 8765-4321"));
        Assert.Equal(3, run.Problems.Count);
        Assert.All(run.Problems, p => Assert.DoesNotContain("529", p.Reason + p.Column, StringComparison.Ordinal));
        Assert.All(run.Problems, p => Assert.DoesNotContain("conceicao", p.Reason, StringComparison.OrdinalIgnoreCase));
        Assert.All(run.Problems, p => Assert.DoesNotContain("4321", p.Reason.Replace("98765-4321", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nome", 200)]
    [InlineData("id_externo", 80)]
    [InlineData("descricao", 200)]
    [InlineData("contrato", 80)]
    [InlineData("endereco", 300)]
    [InlineData("fiador", 200)]
    [InlineData("segmento", 60)]
    public async Task A_text_may_fill_its_column_and_is_refused_one_letter_later(string column, int limit)
    {
        await using var portfolio = await NewAsync();
        Assert.Equal((1, 0, 0, 0), (await portfolio.ImportAsync(Row($"{column}={new string('ã', limit)}"))).Counts);
        var run = await portfolio.ImportAsync(Row($"{column}={new string('ã', limit + 1)}"));
        Assert.Contains($"o limite é {limit}", Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_300_characters_is_refused_naming_the_limit()
    {
        await using var portfolio = await NewAsync();
        var problem = Assert.Single((await portfolio.ImportAsync(Row($"nome={new string('a', 300)}"))).Problems);
        Assert.Equal(new(2, "nome", "tem 300 caracteres e o limite é 200: encurte o texto."), problem);
    }

    [Fact]
    public async Task Script_in_a_text_field_is_data()
    {
        const string Script = "<script>alert('x')</script>\"; DROP TABLE Debtors;--";
        await using var portfolio = await NewAsync();
        string[] columns = ["id_externo", "nome", "descricao", "contrato", "endereco", "fiador", "segmento"];
        await portfolio.TakeAsync(Row([.. columns.Select(c => $"{c}={Script}")]));
        var r = await portfolio.ReceivableAsync(Script);
        Assert.All([r.ExternalId, r.Debtor!.Name, r.Description, r.Contract, r.Debtor.Address, r.Guarantor, r.Segment], text => Assert.Equal(Script, text));
    }

    [Theory]
    [InlineData("1234567890", "012.345.678-90")] // a CPF without its zero
    [InlineData("11222333000181", "11.222.333/0001-81")]
    [InlineData("191", "00.000.000/0001-91")] // reads as a CNPJ only
    public async Task Zeros_lost_on_the_left_are_put_back_when_the_digits_hold(string written, string meant)
    {
        await using var portfolio = await NewAsync();
        var run = await portfolio.ImportAsync(Row($"cpf_cnpj={written}"));
        var padded = TaxId.Parse(meant).Value != written;
        if (run.Problems.Count > 0)
        {
            // A number that completes to a CPF and to a CNPJ is not guessed.
            Assert.Equal("191", written);
            Assert.Contains("tanto para um CPF quanto para um CNPJ", Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(padded ? 1 : 0, run.Summary.Padded);
        Assert.Equal(TaxId.Parse(meant), (await portfolio.ReceivableAsync()).Debtor!.TaxId);
    }

    [Theory]
    [InlineData("21/11/2026")]
    [InlineData("2026-11-21")]
    [InlineData("21-11-2026")]
    [InlineData("21.11.2026")]
    [InlineData("21/11/2026 00:00:00")]
    public async Task A_date_is_read_day_first_or_iso(string written)
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row($"vencimento={written}"));
        Assert.Equal(new DateOnly(2026, 11, 21), (await portfolio.ReceivableAsync()).DueOn);
    }

    [Fact]
    public async Task A_mobile_in_the_column_of_phones_is_a_mobile_and_once_is_enough()
    {
        await using var portfolio = await NewAsync();
        await portfolio.TakeAsync(Row("celular=11987654321", "telefone=(11) 98765-4321", "optin_sms=sim"));
        Assert.Equal(ContactChannel.Mobile, Assert.Single((await portfolio.DebtorAsync()).Contacts).Channel);
    }

    [Theory]
    [InlineData("multa_percentual=10", "juros_percentual_mes=2", true)]
    [InlineData("multa_percentual=10,01", "juros_percentual_mes=2", false)]
    [InlineData("multa_percentual=10", "juros_percentual_mes=2,1", false)]
    public async Task Own_terms_of_companies_have_their_own_ceiling(string fine, string interest, bool taken)
    {
        await using var portfolio = await NewAsync();
        Assert.Equal(taken ? (1, 0, 0, 0) : (0, 0, 0, 1), (await portfolio.ImportAsync(Row("consumidor=nao", fine, interest))).Counts);
    }

    [Fact]
    public async Task A_consumer_debt_is_refused_where_the_creditor_s_terms_are_above_the_law()
    {
        await using var portfolio = await NewAsync();
        var creditor = await portfolio.Database.AddCreditorAsync(School.Replace("\"escola\"", "\"atacado\"", StringComparison.Ordinal).Replace("\"finePercent\": 2,", "\"finePercent\": 10, \"consumer\": false,", StringComparison.Ordinal)
            .Replace("\"12345\"", "\"54321\"", StringComparison.Ordinal));
        var csv = System.Text.Encoding.UTF8.GetBytes(Row("consumidor=sim"));
        var run = await portfolio.ImportAsync(csv, creditor: creditor);
        Assert.Equal((0, 0, 0, 1), run.Counts);
        var problem = Assert.Single(run.Problems);
        Assert.Equal("consumidor", problem.Column);
        Assert.Contains("consumidor=nao", problem.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0, 0), (await portfolio.ImportAsync(System.Text.Encoding.UTF8.GetBytes(Row("consumidor=nao")), creditor: creditor)).Counts);
    }

    [Fact]
    public async Task The_summary_counts_who_may_get_an_sms()
    {
        await using var portfolio = await NewAsync();
        var without = await portfolio.TakeAsync(Row("celular=11987654321"));
        Assert.Equal((1, 0, false), (without.MobileContacts, without.SmsAllowed, without.HasOptInColumns));

        var lines = string.Join('\n', "id_externo;cpf_cnpj;nome;vencimento;valor;celular;optin_sms",
            $"A1;{Ana};Ana;01/10/2026;10,00;11987654321;sim", $"A2;{Ana};Ana;01/10/2026;10,00;11987654321;sim",
            $"A3;{Bia};Bia;01/10/2026;10,00;11987654322;nao", $"A4;{Caio};Caio;01/10/2026;10,00;;", $"A5;{Caio};Caio;01/10/2026;-1;11987654323;sim");
        var run = await portfolio.ImportAsync(lines);
        Assert.Equal((2, 1, true), (run.Summary.MobileContacts, run.Summary.SmsAllowed, run.Summary.HasOptInColumns));
    }
}
