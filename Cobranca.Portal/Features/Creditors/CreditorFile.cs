using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Client.Brand;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Creditors;

/// <summary>A creditor as its file declares it (docs/creditor.md), everything parsed and lawful; <c>Parse</c> is the only way in.</summary>
public sealed class CreditorFile
{
    private const int MaxTerms = 200;
    private const int MaxAccounts = 20;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    private static readonly FrozenDictionary<string, DayCount> DayCounts = new Dictionary<string, DayCount>
    {
        ["actual30"] = DayCount.Actual30, ["thirty360"] = DayCount.Thirty360, ["actual365"] = DayCount.Actual365,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MoraStart> MoraStarts = new Dictionary<string, MoraStart>
    {
        ["rolledDate"] = MoraStart.RolledDate, ["originalDate"] = MoraStart.OriginalDate,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, IndexSeries> Corrections = new Dictionary<string, IndexSeries>
    {
        ["ipca"] = IndexSeries.Ipca, ["inpc"] = IndexSeries.Inpc, ["igpm"] = IndexSeries.IgpM,
    }.ToFrozenDictionary();

    /// <summary>Document kinds a slip may print, as banks abbreviate them.</summary>
    private static readonly string[] Especies = ["DM", "DS", "ME", "RC", "NP", "DD", "CC", "EC", "OU"];

    private CreditorFile(Creditor creditor, IReadOnlyList<string> doubts) => (Creditor, Doubts) = (creditor, doubts);

    /// <summary>The declared state, not attached to any database. Its ids are zero.</summary>
    public Creditor Creditor { get; }

    /// <summary>What is allowed but looks wrong: a check digit the bank would compute differently.</summary>
    public IReadOnlyList<string> Doubts { get; }

    /// <summary>Reads a file, or says everything wrong with it at once.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out CreditorFile? file, out IReadOnlyList<FileProblem> problems)
    {
        var found = new List<FileProblem>();
        (file, problems) = (null, found);
        try
        {
            using var document = JsonDocument.Parse(json.TrimStart('\ufeff'), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                found.Add(new("", "O arquivo deve ter um grupo de campos entre chaves { }."));
                return false;
            }
            var doubts = new List<string>();
            var creditor = Read(new(document.RootElement, "", found), doubts);
            if (found.Count == 0) file = new(creditor!, doubts);
        }
        catch (JsonException broken)
        {
            found.Add(new("", string.Create(CultureInfo.InvariantCulture, $"JSON incorreto na linha {broken.LineNumber + 1}, coluna {broken.BytePositionInLine + 1}: confira vírgulas, aspas e chaves.")));
        }
        return file is not null;
    }

    /// <summary>Null when something needed is missing; the problems then say what.</summary>
    private static Creditor? Read(JsonFields root, List<string> doubts)
    {
        var slug = root.Parsed<Slug>("slug", Slug.TryParse);
        var legalName = root.Text("legalName", 200);
        var tradeName = root.Text("tradeName", 120);
        var cnpj = root.Parsed<Cnpj>("cnpj", Cnpj.TryParse);
        var email = root.Parsed<EmailAddress>("email", EmailAddress.TryParse, required: false);
        var phone = root.Parsed<Phone>("phone", Phone.TryParse, required: false);

        var address = root.Object("address");
        var street = address?.Text("street", 200);
        var district = address?.Text("district", 120, required: false);
        var city = address?.Text("city", 120);
        var uf = address?.Parsed<Uf>("uf", Uf.TryParse);
        var cep = address?.Parsed<Cep>("cep", Cep.TryParse);
        var cityCode = address?.Parsed<CityCode>("cityCode", CityCode.TryParse, required: false);
        if (cityCode is { } code && uf is { } state && code.Uf != state) address!.Refuse("cityCode", $"este município fica em {code.Uf}, e a UF informada é {state}.");
        address?.RefuseUnknown();

        var privacy = root.Object("privacyContact");
        var privacyName = privacy?.Text("name", 120);
        var privacyEmail = privacy?.Parsed<EmailAddress>("email", EmailAddress.TryParse);
        privacy?.RefuseUnknown();

        var brand = root.Object("brand");
        var color = brand?.Text("color", 20);
        if (color is not null)
        {
            foreach (var problem in BrandCss.Check(color)) brand!.Refuse("color", problem);
        }
        brand?.RefuseUnknown();

        var terms = ReadTerms(root);
        var accounts = ReadAccounts(root, cnpj, doubts);
        var limits = ReadLimits(root);
        root.RefuseUnknown();
        RefusePixWithoutName(address, root, legalName, city, accounts);

        if (slug is null || legalName is null || tradeName is null || cnpj is null || street is null || city is null || uf is null || cep is null
            || privacyName is null || privacyEmail is null || color is null)
            return null;
        return new()
        {
            Slug = slug.Value.Value, LegalName = legalName, TradeName = tradeName, Cnpj = cnpj.Value,
            Street = street, District = district, City = city, Uf = uf.Value, Cep = cep.Value, CityCode = cityCode?.Value,
            Email = email?.Value, Phone = phone?.Value, PrivacyContactName = privacyName, PrivacyContactEmail = privacyEmail.Value.Value,
            BrandColor = color.ToLowerInvariant(), Limits = limits, Terms = terms, BankAccounts = accounts,
        };
    }

    private static List<CreditorTerms> ReadTerms(JsonFields root)
    {
        var rows = new List<(JsonFields Fields, CreditorTerms? Terms, bool Consumer)>();
        foreach (var fields in root.Objects("terms", MaxTerms))
        {
            var from = fields.Parsed<DateOnly>("validFrom", DateText.TryParse);
            var fine = fields.Percent("finePercent");
            var interest = fields.Percent("interestPercentPerMonth", required: false);
            // Left out and forgotten look alike; no agreed rate has to be said.
            if (!fields.Has("interestPercentPerMonth")) fields.Refuse("interestPercentPerMonth", "falta este campo: informe os juros ao mês, ou null se nenhum foi combinado (vale a taxa legal).");
            var row = new CreditorTerms
            {
                Fine = fine ?? default, InterestPerMonth = interest,
                DayCount = fields.OneOf("dayCount", DayCounts) ?? DayCount.Actual30,
                MoraStart = fields.OneOf("moraStart", MoraStarts) ?? MoraStart.RolledDate,
                Correction = fields.OneOf("correction", Corrections),
                FineOnCorrectedValue = fields.YesOrNo("fineOnCorrected") ?? false,
                CorrectionNeverNegative = fields.YesOrNo("correctionNeverNegative") ?? false,
                LimitationYears = (int)(fields.Whole("limitationYears", 1, 10) ?? 5),
                Clause = fields.Text("clause", 200, required: false),
            };
            var consumer = fields.YesOrNo("consumer") ?? true;
            fields.RefuseUnknown();
            if (from is not null) row.ValidFrom = from.Value;
            rows.Add((fields, from is null || fine is null ? null : row, consumer));
        }
        if (rows.Count == 0) root.Refuse("terms", "informe ao menos uma condição de cobrança, com a data em que começa a valer.");

        var known = rows.Where(r => r.Terms is not null).Select(r => (r.Fields, Terms: r.Terms!, r.Consumer)).ToList();
        foreach (var (index, (fields, terms, consumer)) in known.Index())
        {
            if (known.Take(index).Any(earlier => earlier.Terms.ValidFrom == terms.ValidFrom))
                fields.Refuse("validFrom", $"já há uma condição que começa em {terms.ValidFrom.ToPtBr()}.");
            var later = known.Select(other => other.Terms.ValidFrom).Where(date => date > terms.ValidFrom).ToList();
            var through = later.Count == 0 ? DateOnly.MaxValue : later.Min().AddDays(-1);
            foreach (var problem in Rules.CreditorTermsPricing.ToPriceTerms(terms).Validate(consumer, terms.ValidFrom, through))
                fields.Refuse(Rules.CreditorTermsPricing.EnglishName(problem.Field), problem.Message);
        }
        return [.. known.Select(r => r.Terms).OrderBy(t => t.ValidFrom)];
    }

    private static List<BankAccount> ReadAccounts(JsonFields root, Cnpj? cnpj, List<string> doubts)
    {
        var accounts = new List<BankAccount>();
        foreach (var fields in root.Objects("bankAccounts", MaxAccounts))
        {
            var bank = fields.Text("bank", 3);
            var account = new BankAccount
            {
                BankCode = bank ?? "",
                Agencia = fields.Text("agencia", 20, required: false) ?? "", AgenciaDv = fields.Text("agenciaDv", 5, required: false) ?? "",
                Conta = fields.Text("conta", 20, required: false) ?? "", ContaDv = fields.Text("contaDv", 5, required: false) ?? "",
                Carteira = fields.Text("carteira", 5, required: false) ?? "",
                Convenio = fields.Text("convenio", 20, required: false) ?? "", ConvenioDv = fields.Text("convenioDv", 5, required: false) ?? "",
                Variacao = fields.Text("variacao", 5, required: false) ?? "",
                Posto = fields.Text("posto", 5, required: false), Byte = fields.Text("byte", 5, required: false), Ios = fields.Text("ios", 5, required: false),
                Especie = fields.Text("especie", 5, required: false)?.ToUpperInvariant() ?? "DM",
                FirstSequence = fields.Whole("firstSequence", 1, 99_999_999_999) ?? 1,
                PixKey = fields.Parsed<PixKey>("pixKey", PixKey.TryParse, required: false),
                FileFormat = fields.Whole("fileFormat", 240, 400) is { } positions ? (CnabFormat)positions : null,
                FirstRemessa = fields.Whole("firstRemessa", 1, 9_999_999) ?? 1,
                IsActive = fields.YesOrNo("active") ?? true,
            };
            fields.RefuseUnknown();
            if (!Especies.Contains(account.Especie, StringComparer.Ordinal)) fields.Refuse("especie", $"use um destes: {string.Join(", ", Especies)}.");
            if (bank is null) continue;
            if (!Banks.TryFind(bank, out var rules))
            {
                fields.Refuse("bank", $"banco {bank} não é atendido. Os bancos são: {string.Join(", ", Banks.All.Select(b => $"{b.Code} ({b.Name})"))}.");
                continue;
            }
            var boletoAccount = account.ForRules();
            var problems = rules.Check(boletoAccount);
            foreach (var problem in problems) fields.Refuse(problem.Field, problem.Text);
            if (problems.Count == 0) WriteAs(account, rules.Normalized(boletoAccount));
            if (problems.Count == 0 && Especies.Contains(account.Especie, StringComparer.Ordinal)) ReadFiles(fields, account, cnpj, doubts);
            if (rules.Sequences(boletoAccount) is { } range && (account.FirstSequence < range.First || account.FirstSequence > range.Last))
                fields.Refuse("firstSequence", string.Create(CultureInfo.InvariantCulture, $"nesta conta o nosso número vai de {range.First} a {range.Last}."));
            doubts.AddRange(rules.Doubts(boletoAccount).Select(doubt => $"{fields.PathOf(doubt.Field)}: {doubt.Text}"));
            if (accounts.Any(other => other.BankCode == account.BankCode && (other.NumberingKey == account.NumberingKey || GiveTheSameNumbers(rules, other, account))))
                fields.Refuse("conta", "esta conta, com esta carteira e este convênio, já está na lista.");
            else
                accounts.Add(account);
        }
        return accounts;
    }

    /// <summary>What the bank's files need beyond what its slips do: asked for where files are wanted, worth a look where the layout would be the bank's first.</summary>
    private static void ReadFiles(JsonFields fields, BankAccount account, Cnpj? cnpj, List<string> doubts)
    {
        var formats = RemessaWriter.Formats(account.BankCode);
        if (account.FileFormat is { } wanted && !formats.Contains(wanted))
        {
            fields.Refuse("fileFormat", formats.Count == 0 ? $"não há arquivo de remessa do banco {account.BankCode}." : $"o banco {account.BankCode} tem aqui: {string.Join(", ", formats.Select(f => (int)f))}.");
            return;
        }
        if (cnpj is not { } beneficiary) return;
        foreach (var problem in FileCarriage.WhyNot(beneficiary, account))
        {
            var (field, text) = problem.Record == "Conta" ? (problem.Field, problem.Text) : ("fileFormat", problem.Field.Length == 0 ? problem.Text : $"{problem.Field}: {problem.Text}");
            if (account.FileFormat is not null) fields.Refuse(field, text);
            else doubts.Add($"{fields.PathOf(field)}: boletos desta conta não podem ir ao banco por arquivo. {text}");
        }
    }

    /// <summary>A Pix code names its receiver and the city in plain letters: where none is left there can be no code.</summary>
    private static void RefusePixWithoutName(JsonFields? address, JsonFields root, string? legalName, string? city, List<BankAccount> accounts)
    {
        if (legalName is null || city is null || accounts.Find(a => a.PixKey is not null)?.PixKey is not { } key) return;
        if (BrCode.WriteStatic(key.Value, legalName, city) is not BrCodeWriting.Refused refused) return;
        foreach (var reason in refused.Reasons)
        {
            if (reason.Field == BrCodeField.City) address?.Refuse("city", reason.Text);
            else root.Refuse("legalName", reason.Text);
        }
    }

    /// <summary>Two ways to write what the bank's own digits hold once: their slips would collide at the bank.</summary>
    private static bool GiveTheSameNumbers(BankRules rules, BankAccount one, BankAccount other) => FirstSlip(rules, one) is { } first && first == FirstSlip(rules, other);

    private static string? FirstSlip(BankRules rules, BankAccount account) =>
        (rules.Issue(account.ForRules(), 1, new Money(1), FatorVencimento.LastDay, FatorVencimento.FirstDay) as BoletoIssue.Issued)?.CampoLivre;

    /// <summary>
    /// "57" and "0057" are one branch: kept as the slip prints them, so that one account never has two numberings. A conta the bank does
    /// not number by would make two of one convênio.
    /// </summary>
    private static void WriteAs(BankAccount account, BoletoAccount normalized) =>
        (account.Agencia, account.Conta, account.Carteira, account.Convenio) =
            (normalized.Agencia ?? account.Agencia, normalized.Conta ?? "", normalized.Carteira ?? account.Carteira, normalized.Convenio ?? account.Convenio);

    private static CreditorLimits ReadLimits(JsonFields root)
    {
        var standard = new CreditorLimits();
        if (root.Object("limits", required: false) is not { } fields) return standard;
        var limits = new CreditorLimits
        {
            PayDateMaxDays = (int)(fields.Whole("payDateMaxDays", 0, 90) ?? standard.PayDateMaxDays),
            MaxDebtsPerBoleto = (int)(fields.Whole("maxDebtsPerBoleto", 1, 100) ?? standard.MaxDebtsPerBoleto),
            MinBoletoAmount = fields.Amount("minBoletoAmount", new(1), new(100_000)) ?? standard.MinBoletoAmount,
            DueDateChangeMaxDays = (int)(fields.Whole("dueDateChangeMaxDays", 0, 60) ?? standard.DueDateChangeMaxDays),
            DueDateChangesPerYear = (int)(fields.Whole("dueDateChangesPerYear", 0, 12) ?? standard.DueDateChangesPerYear),
            LinkValidDays = (int)(fields.Whole("linkValidDays", 1, 365) ?? standard.LinkValidDays),
            ContactCoolOffDays = (int)(fields.Whole("contactCoolOffDays", 0, 30) ?? standard.ContactCoolOffDays),
            PaymentTolerance = fields.Amount("paymentTolerance", Money.Zero, new(10_000)) ?? standard.PaymentTolerance,
        };
        fields.RefuseUnknown();
        return limits;
    }
}
