using Cobranca.Domain.Boletos;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Portfolio;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Creditors;

/// <summary><c>creditor apply</c>: one file says what a creditor is (docs/creditor.md).</summary>
public sealed class CreditorApplyTests
{
    private const string Full = """
        {
          // comments and a comma too many do no harm
          "slug": "lumen-2", "legalName": "Lúmen Energia S.A.", "tradeName": "Lúmen", "cnpj": "12ABC34501DE35",
          "address": { "street": "Av. B, 2", "district": "Centro", "city": "Recife", "uf": "PE", "cep": "50010-010", "cityCode": "2611606" },
          "email": "oi@lumen.example.com", "phone": "(81) 3000-1000",
          "privacyContact": { "name": "Rui", "email": "dados@lumen.example.com" },
          "brand": { "color": "#1F4E9C" },
          "terms": [
            { "validFrom": "2020-01-01", "finePercent": 2, "interestPercentPerMonth": null, "correction": "ipca", "fineOnCorrected": true, "correctionNeverNegative": true },
            { "validFrom": "01/07/2024", "finePercent": 10, "interestPercentPerMonth": 1.5, "dayCount": "thirty360", "moraStart": "originalDate", "limitationYears": 3, "clause": "Cláusula 9", "consumer": false },
          ],
          "bankAccounts": [
            { "bank": "341", "agencia": "57", "conta": "12345", "contaDv": "7", "carteira": "109", "especie": "ds", "firstSequence": 500 },
            { "bank": "237", "agencia": "0057", "conta": "12345", "contaDv": "0", "carteira": "9", "active": false }
          ],
          "limits": { "payDateMaxDays": 7, "minBoletoAmount": 12.5, "paymentTolerance": 0 }
        }
        """;

    private static Task<CreditorApplyResult> ApplyAsync(TestDatabase database, string json, bool dryRun = false, bool reprice = false) =>
        database.InAsync(null, services => services.GetRequiredService<CreditorApply>().RunAsync(json, new("test", dryRun, reprice)));

    private static async Task<IReadOnlyList<FileProblem>> ProblemsAsync(TestDatabase database, string json) =>
        Assert.IsType<CreditorApplyResult.Refused>(await ApplyAsync(database, json)).Problems;

    private static Task<Creditor> StoredAsync(TestDatabase database, string slug) => database.InDbAsync(null, db =>
        db.Creditors.AsNoTracking().IgnoreQueryFilters().Include(c => c.Terms.OrderBy(t => t.ValidFrom)).Include(c => c.BankAccounts.OrderBy(a => a.BankCode)).SingleAsync(c => c.Slug == slug));

    [Fact]
    public async Task What_the_banks_files_need_is_asked_for_where_files_are_wanted_and_a_doubt_elsewhere()
    {
        await using var database = new TestDatabase();
        var doubts = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, Full)).Doubts;
        Assert.Contains(doubts, doubt => doubt.StartsWith("bankAccounts[0].fileFormat", StringComparison.Ordinal) && doubt.Contains("letras", StringComparison.Ordinal));
        Assert.Contains(doubts, doubt => doubt.StartsWith("bankAccounts[1].convenio", StringComparison.Ordinal));

        var problems = await ProblemsAsync(database, Full.Replace("\"firstSequence\": 500", "\"firstSequence\": 500, \"fileFormat\": 400", StringComparison.Ordinal).Replace("\"active\": false", "\"fileFormat\": 240, \"firstRemessa\": 0", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Path == "bankAccounts[0].fileFormat" && problem.Message.Contains("letras", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Path == "bankAccounts[1].fileFormat" && problem.Message.Contains("400", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Path == "bankAccounts[1].firstRemessa");

        var wanted = Full.Replace("12ABC34501DE35", "11222333000181", StringComparison.Ordinal).Replace("\"firstSequence\": 500", "\"firstSequence\": 500, \"fileFormat\": 400, \"firstRemessa\": 12", StringComparison.Ordinal);
        var applied = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, wanted));
        Assert.Contains(applied.Changes, change => change.Contains("fileFormat: (o primeiro do banco) → 400", StringComparison.Ordinal));
        Assert.DoesNotContain(applied.Doubts, doubt => doubt.StartsWith("bankAccounts[0]", StringComparison.Ordinal));
        var account = (await StoredAsync(database, "lumen-2")).BankAccounts.Single(a => a.BankCode == "341");
        Assert.Equal((Domain.Cnab.CnabFormat.Cnab400, 12L), (account.FileFormat, account.FirstRemessa));
        Assert.Empty(Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, wanted)).Changes);
    }

    [Fact]
    public async Task A_file_makes_a_creditor()
    {
        await using var database = new TestDatabase();
        var applied = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, Full));
        Assert.True(applied.Created);
        var c = await StoredAsync(database, "lumen-2");
        Assert.Equal(("Lúmen Energia S.A.", "Lúmen", "12ABC34501DE35", "50010010", "2611606"), (c.LegalName, c.TradeName, c.Cnpj.Value, c.Cep.Value, c.CityCode));
        Assert.Equal(("oi@lumen.example.com", "+558130001000", "#1f4e9c", "Rui"), (c.Email, c.Phone, c.BrandColor, c.PrivacyContactName));
        Assert.Equal((7, 1250, 0, 40), (c.Limits.PayDateMaxDays, c.Limits.MinBoletoAmount.Centavos, c.Limits.PaymentTolerance.Centavos, c.Limits.MaxDebtsPerBoleto));

        var (old, now) = (c.Terms[0], c.Terms[1]);
        Assert.Equal((Rate.Percent(2), null, IndexSeries.Ipca, true, true, 5), (old.Fine, old.InterestPerMonth, old.Correction, old.FineOnCorrectedValue, old.CorrectionNeverNegative, old.LimitationYears));
        Assert.Equal((new DateOnly(2024, 7, 1), Rate.Percent(10), Rate.Percent(1.5m), DayCount.Thirty360, MoraStart.OriginalDate, 3, "Cláusula 9"),
            (now.ValidFrom, now.Fine, now.InterestPerMonth, now.DayCount, now.MoraStart, now.LimitationYears, now.Clause));

        Assert.Equal(("237", false, "09"), (c.BankAccounts[0].BankCode, c.BankAccounts[0].IsActive, c.BankAccounts[0].Carteira));
        Assert.Equal(("0057", "12345", "DS", 500L), (c.BankAccounts[1].Agencia, c.BankAccounts[1].Conta, c.BankAccounts[1].Especie, c.BankAccounts[1].FirstSequence));
        Assert.Equal(1, await database.InDbAsync(null, db => db.AuditEntries.CountAsync(a => a.Action == "creditor.apply" && a.CreditorId == c.Id && a.Actor == "test")));
    }

    [Fact]
    public async Task A_Pix_key_is_kept_as_the_directory_writes_it_changed_and_taken_away()
    {
        await using var database = new TestDatabase();
        var with = Full.Replace("\"firstSequence\": 500", "\"firstSequence\": 500, \"pixKey\": \"12.ABC.345/01DE-35\"", StringComparison.Ordinal);
        await ApplyAsync(database, Full);
        Assert.Equal(["bankAccounts[341 0057/12345/109/].pixKey: (vazio) → 12ABC34501DE35"], Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, with)).Changes);
        Assert.Equal([null, "12ABC34501DE35"], (await StoredAsync(database, "lumen-2")).BankAccounts.Select(a => a.PixKey?.Value));
        Assert.Empty(Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, with.Replace("12.ABC.345/01DE-35", "12abc34501de35", StringComparison.Ordinal))).Changes);
        var other = with.Replace("12.ABC.345/01DE-35", "Pix@Lumen.example.com", StringComparison.Ordinal);
        Assert.Equal(["bankAccounts[341 0057/12345/109/].pixKey: 12ABC34501DE35 → pix@lumen.example.com"], Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, other)).Changes);
        Assert.Equal(["bankAccounts[341 0057/12345/109/].pixKey: pix@lumen.example.com → (vazio)"], Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, Full)).Changes);
    }

    [Theory]
    [InlineData("\"11987654321\"", "bankAccounts[0].pixKey", "CPF")]
    [InlineData("\"minha chave\"", "bankAccounts[0].pixKey", "formato desconhecido")]
    [InlineData("123", "bankAccounts[0].pixKey", "texto entre aspas")]
    public async Task A_Pix_key_that_is_none_is_refused(string key, string path, string says)
    {
        await using var database = new TestDatabase();
        var problem = Assert.Single(await ProblemsAsync(database, Full.Replace("\"firstSequence\": 500", "\"firstSequence\": 500, \"pixKey\": " + key, StringComparison.Ordinal)));
        Assert.Equal(path, problem.Path);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Pix_key_wants_a_name_and_a_city_that_a_code_can_hold()
    {
        await using var database = new TestDatabase();
        var json = Full.Replace("\"firstSequence\": 500", "\"firstSequence\": 500, \"pixKey\": \"pix@lumen.example.com\"", StringComparison.Ordinal)
            .Replace("Lúmen Energia S.A.", "日本", StringComparison.Ordinal).Replace("\"Recife\"", "\"東京\"", StringComparison.Ordinal);
        Assert.Equal(["address.city", "legalName"], (await ProblemsAsync(database, json)).Select(p => p.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_example_of_the_document_is_a_creditor()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Cobranca.sln"))) folder = folder.Parent;
        var document = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "creditor.md"));
        var start = document.IndexOf("```json", StringComparison.Ordinal) + 7;
        await using var database = new TestDatabase();
        Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, document[start..document.IndexOf("```", start, StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_however_it_is_written()
    {
        await using var database = new TestDatabase();
        await ApplyAsync(database, Full);
        var before = await StoredAsync(database, "lumen-2");
        database.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var json in new[] { Full, Full.Replace("\"57\"", "\"0057\"", StringComparison.Ordinal).Replace("12ABC34501DE35", "12.abc.345/01de-35", StringComparison.Ordinal).Replace("12.5,", "12.50,", StringComparison.Ordinal) })
        {
            var applied = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, json));
            Assert.Equal((false, 0), (applied.Created, applied.Changes.Count));
        }
        var after = await StoredAsync(database, "lumen-2");
        Assert.Equal((before.Version, before.UpdatedAt), (after.Version, after.UpdatedAt));
        Assert.Equal(1, await database.InDbAsync(null, db => db.AuditEntries.CountAsync()));
    }

    [Fact]
    public async Task A_rehearsal_tells_the_changes_and_makes_none()
    {
        await using var database = new TestDatabase();
        var created = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, Full, dryRun: true));
        Assert.True(created.Created);
        Assert.Equal(0, await database.InDbAsync(null, db => db.Creditors.CountAsync()));

        await ApplyAsync(database, Full);
        var changed = Full.Replace("\"Lúmen\"", "\"Lúmen Luz\"", StringComparison.Ordinal).Replace("\"finePercent\": 2", "\"finePercent\": 1", StringComparison.Ordinal).Replace("\"payDateMaxDays\": 7", "\"payDateMaxDays\": 9", StringComparison.Ordinal);
        var told = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, changed, dryRun: true));
        Assert.Equal(["tradeName: Lúmen → Lúmen Luz", "limits.payDateMaxDays: 7 → 9", "terms[2020-01-01].finePercent: 2% → 1%"], told.Changes);
        Assert.Equal("Lúmen", (await StoredAsync(database, "lumen-2")).TradeName);
        var made = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, changed));
        Assert.Equal(told.Changes, made.Changes);
        var stored = await StoredAsync(database, "lumen-2");
        Assert.Equal(("Lúmen Luz", 9, Rate.Percent(1)), (stored.TradeName, stored.Limits.PayDateMaxDays, stored.Terms[0].Fine));
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_with_its_place()
    {
        await using var database = new TestDatabase();
        var problems = await ProblemsAsync(database, """
            {
              "slug": "gestao", "legalName": "", "tradeName": 5, "cnpj": "11222333000182", "nmae": "x", "slug": "dois",
              "address": { "street": "a\nb", "city": "São Paulo", "uf": "SP", "cep": "123", "cityCode": "3304557", "cidade": "" },
              "phone": "123", "privacyContact": { "name": "Rui", "email": "x" },
              "brand": { "color": "#ffff00" },
              "terms": [
                { "validFrom": "2020-13-01", "finePercent": "2", "interestPercentPerMonth": 1 },
                { "validFrom": "2021-01-01", "finePercent": 3, "interestPercentPerMonth": 1.5, "dayCount": "actual31" },
                { "validFrom": "2021-01-01", "finePercent": 2 },
                7
              ],
              "bankAccounts": [ { "bank": "999" }, { "bank": "341", "agencia": "x", "conta": "12345", "carteira": "109", "firstSequence": 0, "ativa": true } ],
              "limits": { "payDateMaxDays": 400, "minBoletoAmount": "5", "maxDebtsPerBoleto": 1.5 }
            }
            """);
        string[] places =
        [
            "slug", "slug", "legalName", "tradeName", "cnpj", "nmae", "address.street", "address.cep", "address.cityCode", "address.cidade", "phone", "privacyContact.email", "brand.color",
            "terms[0].validFrom", "terms[0].finePercent", "terms[1].finePercent", "terms[1].interestPercentPerMonth", "terms[1].dayCount", "terms[2].validFrom", "terms[2].interestPercentPerMonth", "terms[3]",
            "bankAccounts[0].bank", "bankAccounts[1].agencia", "bankAccounts[1].contaDv", "bankAccounts[1].firstSequence", "bankAccounts[1].ativa",
            "limits.payDateMaxDays", "limits.minBoletoAmount", "limits.maxDebtsPerBoleto",
        ];
        Assert.Equal(places.Order(StringComparer.Ordinal), problems.Select(p => p.Path).Where(path => path != "bankAccounts[0].carteira").Order(StringComparer.Ordinal));
        Assert.Equal(0, await database.InDbAsync(null, db => db.Creditors.CountAsync()));
    }

    [Theory]
    [InlineData("", "JSON incorreto na linha 1")]
    [InlineData("{\n\"slug\": \"a\"\n\"x\": 1}", "JSON incorreto na linha 3")]
    [InlineData("[]", "chaves")]
    [InlineData("{}", "falta este campo")]
    public async Task A_file_that_is_no_creditor_says_so(string json, string says)
    {
        await using var database = new TestDatabase();
        Assert.Contains(await ProblemsAsync(database, json), p => p.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"slug\": \"lumen-2\"", "\"slug\": \"api\"", "slug", "reservado")]
    [InlineData("\"slug\": \"lumen-2\"", "\"slug\": \"Lumen\"", "slug", "minúsculas")]
    [InlineData("\"#1F4E9C\"", "\"#f0e68c\"", "brand.color", "contraste")]
    [InlineData("\"#1F4E9C\"", "\"azul\"", "brand.color", "#rrggbb")]
    [InlineData("\"finePercent\": 10,", "\"finePercent\": 11,", "terms[1].finePercent", "10%")]
    [InlineData("\"consumer\": false", "\"consumer\": true", "terms[1].finePercent", "2%")]
    [InlineData("\"correction\": \"ipca\"", "\"correction\": \"selic\"", "terms[0].correction", "igpm")]
    [InlineData("\"limitationYears\": 3", "\"limitationYears\": 11", "terms[1].limitationYears", "1 a 10")]
    [InlineData("\"finePercent\": 2,", "\"finePercent\": 2.0000001,", "terms[0].finePercent", "casas")]
    [InlineData("\"finePercent\": 2,", "\"finePercent\": -1,", "terms[0].finePercent", "negativo")]
    [InlineData("\"bank\": \"237\", \"agencia\": \"0057\", \"conta\": \"12345\", \"contaDv\": \"0\", \"carteira\": \"9\"",
        "\"bank\": \"341\", \"agencia\": \"057\", \"conta\": \"12345\", \"contaDv\": \"7\", \"carteira\": \"109\"", "bankAccounts[1].conta", "já está na lista")]
    [InlineData("\"minBoletoAmount\": 12.5", "\"minBoletoAmount\": 12.555", "limits.minBoletoAmount", "2 casas")]
    [InlineData("\"especie\": \"ds\"", "\"especie\": \"XX\"", "bankAccounts[0].especie", "DM")]
    public async Task One_wrong_value_is_named(string right, string wrong, string path, string says)
    {
        await using var database = new TestDatabase();
        var problems = await ProblemsAsync(database, Full.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Path.StartsWith(path, StringComparison.Ordinal) && p.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_leaves_the_file_is_put_out_of_use_and_terms_that_leave_it_go()
    {
        await using var database = new TestDatabase();
        await ApplyAsync(database, Full);
        var json = Full[..Full.IndexOf("\"bankAccounts\"", StringComparison.Ordinal)] + "\"limits\": { \"payDateMaxDays\": 7, \"minBoletoAmount\": 12.5, \"paymentTolerance\": 0 } }";
        json = System.Text.RegularExpressions.Regex.Replace(json, "\\{ \"validFrom\": \"01/07/2024\".*\\},", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        var applied = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, json));
        Assert.Equal(["terms[2024-07-01]: retirada", "bankAccounts[341 0057/12345/109/]: fora de uso"], applied.Changes);
        var stored = await StoredAsync(database, "lumen-2");
        Assert.Single(stored.Terms);
        Assert.All(stored.BankAccounts, account => Assert.False(account.IsActive));

        Assert.Contains("bankAccounts[341 0057/12345/109/].active: não → sim", Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, Full)).Changes);
    }

    [Theory]
    [InlineData("033", """ "agencia": "3276", "convenio": "5260965", "carteira": "101", "conta": "13001234", "ios": "7" """, "3276//101/5260965", "ios 7")]
    [InlineData("104", """ "agencia": "341", "convenio": "487521", "convenioDv": "4", "carteira": "SIG14" """, "0341//14/487521", "ios ")]
    [InlineData("748", """ "agencia": "165", "posto": "02", "convenio": "2623", "byte": "2", "carteira": "1" """, "0165//1/02623", "posto 02 byte 2 ios ")]
    [InlineData("756", """ "agencia": "4327", "variacao": "01", "convenio": "229385", "convenioDv": "7", "carteira": "1" """, "4327//1/229385", "ios ")]
    [InlineData("077", """ "agencia": "0001", "agenciaDv": "9", "conta": "1234560", "contaDv": "6", "convenio": "4879213", "carteira": "112" """, "0001/1234560/112/4879213", "ios ")]
    [InlineData("422", """ "agencia": "0123", "agenciaDv": "4", "conta": "578432", "contaDv": "1", "carteira": "1" """, "0123/00578432/01/", "ios ")]
    public async Task Every_bank_keeps_the_account_it_numbers_by(string bank, string fields, string numbering, string kept)
    {
        await using var database = new TestDatabase();
        var json = OnlyAccounts($$"""{ "bank": "{{bank}}", {{fields}} }""");
        Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, json));
        var account = Assert.Single((await StoredAsync(database, "lumen-2")).BankAccounts);
        Assert.Equal(numbering, account.NumberingKey);
        Assert.Equal(kept, (account.Posto is null ? "" : $"posto {account.Posto} ") + (account.Byte is null ? "" : $"byte {account.Byte} ") + $"ios {account.Ios}");
        Assert.True(Banks.TryFind(bank, out var rules));
        Assert.Empty(rules.Check(account.ForRules()));
        Assert.Empty(Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(database, json)).Changes);
    }

    [Fact]
    public async Task One_convenio_written_twice_is_one_numbering()
    {
        await using var database = new TestDatabase();
        const string Santander = """{ "bank": "033", "agencia": "3276", "convenio": "5260965", "carteira": "101" }""";
        var problem = Assert.Single(await ProblemsAsync(database, OnlyAccounts($"{Santander}, {Santander.Replace("3276", "3277", StringComparison.Ordinal)}")));
        Assert.Equal("bankAccounts[1].conta", problem.Path);
    }

    private static string OnlyAccounts(string accounts)
    {
        var from = Full.IndexOf("\"bankAccounts\"", StringComparison.Ordinal);
        return $"{Full[..from]}\"bankAccounts\": [{accounts}]{Full[(Full.IndexOf(']', from) + 1)..]}";
    }

    [Fact]
    public async Task One_account_numbers_the_boletos_of_one_creditor()
    {
        await using var database = new TestDatabase();
        await ApplyAsync(database, Full);
        var other = Full.Replace("\"lumen-2\"", "\"outra\"", StringComparison.Ordinal).Replace("\"bank\": \"237\", \"agencia\": \"0057\"", "\"bank\": \"237\", \"agencia\": \"0058\"", StringComparison.Ordinal);
        var problem = Assert.Single(await ProblemsAsync(database, other));
        Assert.Equal("bankAccounts[0]", problem.Path);
    }

    [Fact]
    public async Task Terms_under_debts_already_here_change_only_when_that_is_meant()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(ImportedPortfolio.Row("vencimento=01/10/2026"));
        var cheaper = ImportedPortfolio.School.Replace("\"interestPercentPerMonth\": 1 }", "\"interestPercentPerMonth\": 0.5 }", StringComparison.Ordinal);
        var problem = Assert.Single(await ProblemsAsync(portfolio.Database, cheaper));
        Assert.Equal("terms", problem.Path);
        Assert.Contains("1 título(s)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("interestPercentPerMonth de 1% para 0,5%", problem.Message, StringComparison.Ordinal);

        // New terms from tomorrow on, a clause to read, and a past nobody's debt falls into, touch no price.
        var later = ImportedPortfolio.School.Replace("\"terms\": [", "\"terms\": [{ \"validFrom\": \"2026-11-22\", \"finePercent\": 1, \"interestPercentPerMonth\": 0.5 }, ", StringComparison.Ordinal)
            .Replace("\"validFrom\": \"2015-01-01\"", "\"clause\": \"Cláusula 1\", \"validFrom\": \"2016-01-01\"", StringComparison.Ordinal);
        Assert.Equal(3, Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(portfolio.Database, later)).Changes.Count);

        var meant = Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(portfolio.Database, cheaper, reprice: true));
        Assert.NotEmpty(meant.Changes);
    }

    [Fact]
    public async Task A_debt_that_is_over_holds_no_terms()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(ImportedPortfolio.Row("situacao=paga"));
        var cheaper = ImportedPortfolio.School.Replace("\"interestPercentPerMonth\": 1 }", "\"interestPercentPerMonth\": 0.5 }", StringComparison.Ordinal);
        Assert.IsType<CreditorApplyResult.Applied>(await ApplyAsync(portfolio.Database, cheaper));
    }

    [Fact]
    public async Task Consumer_debts_never_get_terms_above_their_ceiling_even_when_repricing_is_meant()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        await portfolio.TakeAsync(ImportedPortfolio.Row());
        var companies = ImportedPortfolio.School.Replace("\"finePercent\": 2,", "\"finePercent\": 10, \"consumer\": false,", StringComparison.Ordinal);
        var refused = Assert.IsType<CreditorApplyResult.Refused>(await ApplyAsync(portfolio.Database, companies, reprice: true));
        Assert.Contains("1 título(s) de consumo", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
    }
}
