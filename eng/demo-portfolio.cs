// Writes the demonstration's portfolios, the same bytes every time: dotnet run eng/demo-portfolio.cs
// The first debtors of each file are cases somebody looks for; the rest fills the lists. Dates stand around Persistence/Demo/anchor.txt
// and travel with the day of the first start, so descriptions name no month.
#:project ../Cobranca.Domain/Cobranca.Domain.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=MA0047
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

var folder = Path.Combine(Here(), "..", "Cobranca.Portal", "Persistence", "Demo");
var anchor = DateOnly.Parse(File.ReadAllText(Path.Combine(folder, "anchor.txt")), CultureInfo.InvariantCulture);

var school = new School(anchor);
school.Write(Path.Combine(folder, "aurora.csv"));
var distributor = new Distributor(anchor, school.Ordinary);
distributor.Write(Path.Combine(folder, "vetor.csv"));

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

/// <summary>One line of the CSV. What is not said stays empty.</summary>
internal sealed record Line
{
    public string Id { get; init; } = "";
    public DateOnly Due { get; init; }
    public decimal Amount { get; init; }
    public string Description { get; init; } = "";
    public string Contract { get; init; } = "";
    public DateOnly? Issued { get; init; }
    public string Method { get; init; } = "boleto";
    public string Status { get; init; } = "";
    public decimal? Paid { get; init; }
    public DateOnly? PaidOn { get; init; }
    public bool Slip { get; init; }
    public string Document { get; init; } = "";
    public string Original { get; init; } = "";
    public DateOnly? AssignedOn { get; init; }
    public DateOnly? BarredOn { get; init; }
    public string Fine { get; init; } = "";
    public string Interest { get; init; } = "";
    public string Guarantor { get; init; } = "";
    /// <summary>Replaces the person's contacts on this line.</summary>
    public Contacts? Contacts { get; init; }
}

internal sealed record Contacts(string Email = "", string Mobile = "", string Phone = "", string Kind = "proprio", string Source = "contrato", bool Sms = true);

internal sealed record City(string Name, string Uf, string Code, string Cep, string Ddd);

internal sealed record Person(string TaxId, string Name, string Born, string Representative, City City, string Address, string Cep, Contacts Contacts);

/// <summary>What both creditors' files have in common.</summary>
internal abstract class Portfolio(DateOnly anchor, int seed, string bank, BoletoAccount account, bool consumer)
{
    private static readonly string[] Columns =
    [
        "id_externo", "cpf_cnpj", "nome", "nascimento", "representante_cpf", "email", "celular", "telefone", "tipo_contato", "origem_contato",
        "optin_email", "optin_sms", "optin_ligacao", "optin_whatsapp", "uf", "municipio_ibge", "endereco", "cep",
        "descricao", "contrato", "segmento", "emissao", "vencimento", "valor", "forma_pagamento", "consumidor", "fiador",
        "situacao", "valor_pago", "pago_em", "boleto_banco", "boleto_nosso_numero", "boleto_linha", "documento_url",
        "credor_original", "cedido_em", "prescreve_em", "multa_percentual", "juros_percentual_mes",
    ];

    private static readonly City[] Cities =
    [
        new("Campinas", "SP", "3509502", "130", "19"), new("Campinas", "SP", "3509502", "130", "19"), new("Valinhos", "SP", "3556206", "132", "19"),
        new("Sumaré", "SP", "3552403", "131", "19"), new("Indaiatuba", "SP", "3520509", "133", "19"), new("Jundiaí", "SP", "3525904", "132", "11"),
        new("São Paulo", "SP", "3550308", "045", "11"), new("Rio de Janeiro", "RJ", "3304557", "220", "21"), new("Belo Horizonte", "MG", "3106200", "301", "31"),
        new("Curitiba", "PR", "4106902", "802", "41"), new("Recife", "PE", "2611606", "500", "81"), new("Manaus", "AM", "1302603", "690", "92"),
        new("Rio Branco", "AC", "1200401", "699", "68"), new("Cuiabá", "MT", "5103403", "780", "65"),
    ];

    private static readonly string[] Streets =
    [
        "Rua das Palmeiras", "Rua Ipê-Amarelo", "Avenida Brasil", "Rua São João", "Travessa do Comércio", "Rua Sete de Setembro", "Alameda dos Jacarandás",
        "Rua Conceição", "Avenida das Nações", "Rua do Açude", "Rua Dona Antônia", "Praça da Matriz", "Rua José Bonifácio", "Rua Padre Vieira",
    ];

    private readonly HashSet<string> _taxIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];
    private long _slips = 20_000;

    protected DateOnly Anchor { get; } = anchor;

    /// <summary>Seeded: .NET keeps the sequence of a seed from version to version.</summary>
    protected Random Dice { get; } = new(seed);

    protected int People { get; private set; }
    protected int Rows => _lines.Count;

    public void Write(string path)
    {
        File.WriteAllText(path, string.Join(';', Columns) + "\n" + string.Concat(_lines.Select(line => line + "\n")));
        Console.WriteLine($"{Path.GetFileName(path)}: {People} debtors, {Rows} receivables, {new FileInfo(path).Length / 1024} KB");
    }

    protected DateOnly Days(int late) => Anchor.AddDays(-late);

    protected T Pick<T>(IReadOnlyList<T> from) => from[Dice.Next(from.Count)];

    protected void Add(Person person, string segment, params IEnumerable<Line> lines)
    {
        People++;
        foreach (var line in lines)
        {
            if (!_ids.Add(line.Id)) throw new InvalidOperationException($"{line.Id} twice");
            var contacts = line.Contacts ?? person.Contacts;
            var has = contacts.Email.Length + contacts.Mobile.Length + contacts.Phone.Length > 0;
            var slip = line.Slip ? Slip(line) : null;
            string[] cells =
            [
                line.Id, person.TaxId, person.Name, person.Born, person.Representative, contacts.Email, contacts.Mobile, contacts.Phone,
                has ? contacts.Kind : "", has ? contacts.Source : "",
                contacts.Email.Length > 0 ? "sim" : "", contacts.Mobile.Length > 0 ? contacts.Sms ? "sim" : "nao" : "", has ? "nao" : "", contacts.Mobile.Length > 0 ? "nao" : "",
                person.City.Uf, person.City.Code, person.Address, person.Cep,
                line.Description, line.Contract, segment, Date(line.Issued), Date(line.Due), Number(line.Amount), line.Method, consumer ? "sim" : "nao", line.Guarantor,
                line.Status, Number(line.Paid), Date(line.PaidOn), slip is null ? "" : bank, slip?.NossoNumero ?? "", slip?.LinhaDigitavel.Digits ?? "", line.Document,
                line.Original, Date(line.AssignedOn), Date(line.BarredOn), line.Fine, line.Interest,
            ];
            if (cells.Any(cell => cell.AsSpan().IndexOfAny(";\"\n") >= 0)) throw new InvalidOperationException($"{line.Id} would need quotes");
            _lines.Add(string.Join(';', cells));
        }
    }

    /// <summary>A slip of the creditor's own, numbered below the first number left to the portal.</summary>
    private BoletoIssue.Issued Slip(Line line)
    {
        if (!Banks.TryFind(bank, out var rules)) throw new InvalidOperationException(bank);
        return rules.Issue(account, ++_slips, new Money((long)(line.Amount * 100)), line.Due) as BoletoIssue.Issued ?? throw new InvalidOperationException($"{line.Id}: no slip");
    }

    protected (City City, string Address, string Cep) Address(string? city = null)
    {
        var where = city is null ? Pick(Cities) : Cities.First(c => c.Name == city);
        var street = $"{Pick(Streets)}, {Dice.Next(10, 1900)}{(Dice.Next(4) == 0 ? $", apto {Dice.Next(1, 18)}{Dice.Next(1, 5)}" : "")}, {where.Name}";
        return (where, street, $"{where.Cep}{Dice.Next(10, 90)}-{Dice.Next(0, 1000):000}");
    }

    protected string Mobile(City city) => $"({city.Ddd}) 9{Dice.Next(7000, 9999)}-{Dice.Next(0, 10_000):0000}";

    protected string Landline(City city) => $"({city.Ddd}) 3{Dice.Next(200, 900)}-{Dice.Next(0, 10_000):0000}";

    protected string NewCpf() => New(() => $"{Dice.Next(100, 999)}{Dice.Next(0, 1_000_000):000000}",
        text => Cpf.TryParse(text, out var cpf, out _) ? cpf.Formatted : null);

    /// <summary>The form companies get since July 2026 when <paramref name="letters"/>, else the old one.</summary>
    protected string NewCnpj(bool letters) => New(
        () => string.Concat(Enumerable.Range(0, 8).Select(i => letters && i > 1 && Dice.Next(2) == 0 ? (char)('A' + Dice.Next(26)) : (char)('0' + Dice.Next(i == 0 ? 1 : 0, 10)))) + (letters ? "01DE" : "0001"),
        text => Cnpj.TryParse(text, out var cnpj, out _) ? cnpj.Formatted : null);

    private string New(Func<string> root, Func<string, string?> read)
    {
        while (true)
        {
            var start = root();
            var whole = Enumerable.Range(0, 100).Select(digits => read($"{start}{digits:00}")).OfType<string>().FirstOrDefault();
            if (whole is not null && _taxIds.Add(whole)) return whole;
        }
    }

    protected static string Ascii(string text) => string.Concat(text.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    protected static string Slug(string text) => string.Concat(Ascii(text).Where(char.IsAsciiLetterOrDigit));

    private static string Date(DateOnly? date) => date?.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture) ?? "";

    protected static string Number(decimal? amount) => amount is null ? "" : amount.Value.ToString("#,0.00", CultureInfo.InvariantCulture).Replace(',', ' ').Replace('.', ',').Replace(' ', '.');
}

/// <summary>Colégio Aurora: families, small amounts, consumer debts.</summary>
internal sealed class School : Portfolio
{
    private static readonly string[] First =
    [
        "Ana Paula", "Antônio", "Beatriz", "Bruno", "Camila", "Carlos Eduardo", "Cecília", "Cláudia", "Daniel", "Débora", "Eduardo", "Elisângela", "Fábio", "Fernanda",
        "Flávia", "Gabriela", "Gustavo", "Helena", "Heloísa", "Inês", "Irene", "João Pedro", "Jéssica", "José Carlos", "Juliana", "Karina", "Larissa", "Letícia", "Lívia",
        "Luís Fernando", "Márcio", "Mônica", "Natália", "Otávio", "Patrícia", "Raíssa", "Renata", "Ricardo", "Rogério", "Sérgio", "Sílvia", "Sônia", "Tânia", "Thaís", "Valéria", "Vinícius",
    ];

    private static readonly string[] Last =
    [
        "Almeida", "Araújo", "Assunção", "Azevedo", "Barros", "Brandão", "Cardoso", "Carvalho", "Conceição", "Corrêa", "Dias", "Falcão", "Fontes", "Freitas", "Gonçalves",
        "Guimarães", "Lacerda", "Leão", "Macêdo", "Magalhães", "Melo", "Mendonça", "Moraes", "Nóbrega", "Paixão", "Pacheco", "Quintão", "Rezende", "Sá", "Sampaio", "Simões",
        "Távora", "Teixeira", "Valença", "Vilhena", "Xavier",
    ];

    private static readonly (string Segment, decimal Fee)[] Levels =
    [
        ("Educação Infantil", 986.40m), ("Educação Infantil", 1_012.75m), ("Fundamental I", 1_148.90m), ("Fundamental I", 1_187.30m),
        ("Fundamental II", 1_234.56m), ("Fundamental II", 1_298.00m), ("Ensino Médio", 1_476.20m), ("Ensino Médio", 1_689.95m),
    ];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _contract = 4_100;

    /// <summary>The first debtor, who also buys from the distributor: two creditors, two debtors.</summary>
    public Person Ordinary { get; }

    public School(DateOnly anchor)
        : base(anchor, seed: 341, "341", new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" }, consumer: true)
    {
        Ordinary = Parent("Mariana Alves Prado", "Campinas", new("mariana.prado@example.com.br", "(19) 98123-4400"));
        Cases();
        while (People < 214) Family();
    }

    private string Contract() => $"MAT-{++_contract:00000}";

    private Person Parent(string? name = null, string? city = null, Contacts? contacts = null)
    {
        while (name is null)
        {
            var made = $"{Pick(First)} {Pick(Last)} {Pick(Last)}";
            if (_names.Add(made) && made.Split(' ').Distinct(StringComparer.Ordinal).Count() == made.Split(' ').Length) name = made;
        }
        var (where, address, cep) = Address(city);
        var words = Ascii(name).Split(' ');
        var email = $"{words[0]}.{words[^1]}{People + 1}@example.com{(Dice.Next(2) == 0 ? ".br" : "")}";
        var born = new DateOnly(Dice.Next(1966, 1996), Dice.Next(1, 13), Dice.Next(1, 28));
        contacts ??= Dice.Next(20) switch
        {
            < 11 => new(email, Mobile(where)), < 15 => new(email), < 18 => new(Mobile: Mobile(where), Sms: Dice.Next(3) > 0), 18 => new(email, Phone: Landline(where)), _ => new(),
        };
        return new(NewCpf(), name, born.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture), "", where, address, cep, contacts);
    }

    private static string Invoice(string id) => $"https://example.com.br/aurora/notas/{id}.pdf";

    /// <summary>An instalment of the yearly contract.</summary>
    private static Line Fee(string contract, int number, decimal fee, DateOnly due) => new()
    {
        Id = $"{contract}-{number:00}", Contract = contract, Description = $"Mensalidade {number} de 12", Amount = fee, Due = due,
        Issued = due.AddMonths(-number), Document = Invoice($"{contract}-{number:00}"),
    };

    private static Line OnTime(Line line) => line with { Status = "paga", Paid = line.Amount, PaidOn = line.Due.AddDays(-1) };

    private void Cases()
    {
        // What most people look like: late, one due on a Saturday, one contested, the rest paid.
        var c = Contract();
        Add(Ordinary, "Fundamental II",
            Fee(c, 9, 1_234.56m, Days(67)),
            new() { Id = $"{c}-MD3", Contract = c, Description = "Material didático 3 de 4", Amount = 248.90m, Due = Days(42), Issued = Days(230), Document = Invoice($"{c}-MD3") },
            new() { Id = $"{c}-LAB", Contract = c, Description = "Taxa de laboratório", Amount = 180.00m, Due = Days(47), Issued = Days(78), Status = "contestada" },
            OnTime(Fee(c, 8, 1_234.56m, Days(98))), OnTime(Fee(c, 7, 1_234.56m, Days(129))));

        // Nothing late yet; the school's own slip is still to be paid, and the date may be moved.
        c = Contract();
        Add(Parent("Rafael Nogueira Lins", "Campinas", new("rafael.lins@example.com", "(19) 98123-4401")), "Fundamental I",
            Fee(c, 11, 1_148.90m, Days(-9)) with { Slip = true }, OnTime(Fee(c, 10, 1_148.90m, Days(22))), OnTime(Fee(c, 9, 1_148.90m, Days(52))));

        // Part was paid: interest first, then principal.
        c = Contract();
        Add(Parent("Teresa Cristina Façanha", "Campinas", new("teresa.facanha@example.com.br", "(19) 98123-4402")), "Ensino Médio",
            Fee(c, 8, 1_476.20m, Days(101)) with { Paid = 700.00m, PaidOn = Days(60) }, Fee(c, 9, 1_476.20m, Days(70)) with { Slip = true });

        // Older than five years: not offered, beside one that is.
        c = Contract();
        Add(Parent("Osvaldo Benício Arantes", "Valinhos", new("osvaldo.arantes@example.com", "(19) 98123-4403")), "Fundamental I",
            Fee(c, 11, 742.00m, Anchor.AddYears(-6).AddDays(-34)), Fee(c, 12, 742.00m, Anchor.AddYears(-5).AddDays(-11)),
            Fee(Contract(), 9, 1_012.75m, Days(73)));

        // All paid.
        c = Contract();
        Add(Parent("Lúcia Helena Bragança", "Campinas", new("lucia.braganca@example.com.br", "(19) 98123-4404")), "Fundamental I",
            Enumerable.Range(5, 6).Select(n => OnTime(Fee(c, n, 1_148.90m, Days(20 + (31 * (10 - n)))))));

        // Exactly one, and an e-mail alone.
        c = Contract();
        Add(Parent("Caio Vasconcelos Duarte", "Sumaré", new("caio.duarte@example.com")), "Educação Infantil", Fee(c, 10, 986.40m, Days(31)));

        // Forty small ones, a week apart.
        c = Contract();
        Add(Parent("Rosângela Muniz Feitosa", "Campinas", new("rosangela.feitosa@example.com.br", "(19) 98123-4405")), "Fundamental I",
            Enumerable.Range(1, 40).Select(n => new Line
            {
                Id = $"{c}-AL{n:00}", Contract = c, Description = $"Almoço e lanche, semana {n}", Amount = 62.50m + (n % 7 * 4.35m), Due = Days(7 * (41 - n)), Method = "pix",
            }));

        // A mobile alone.
        c = Contract();
        Add(Parent("Dirceu Pontes Barreto", "Indaiatuba", new(Mobile: "(19) 98123-4406")), "Fundamental II",
            Fee(c, 9, 1_234.56m, Days(72)), Fee(c, 10, 1_234.56m, Days(41)));

        // No contact: only a letter gets in.
        c = Contract();
        Add(Parent("Zilda Morais Peçanha", "Campinas", new()), "Fundamental II", Fee(c, 8, 1_298.00m, Days(104)));

        // One mobile for two people: no code goes to it; the second has an e-mail of her own.
        c = Contract();
        Add(Parent("Evandro Queirós Maciel", "Campinas", new(Mobile: "(19) 98123-4407")), "Fundamental I", Fee(c, 9, 1_148.90m, Days(66)));
        c = Contract();
        Add(Parent("Noêmia Queirós Maciel", "Campinas", new("noemia.maciel@example.com", "(19) 98123-4407")), "Fundamental I",
            Fee(c, 9, 1_187.30m, Days(66)), Fee(c, 10, 1_187.30m, Days(36)));

        // Own, of work, of somebody else, found by a partner: codes go to the first only.
        c = Contract();
        Add(Parent("Sandra Regina Peixoto", "Campinas", new("sandra.peixoto@example.com")), "Ensino Médio",
            Fee(c, 7, 1_689.95m, Days(133)),
            Fee(c, 8, 1_689.95m, Days(102)) with { Contacts = new("sandra@empresa.example.com.br", "", "(19) 3231-8800", Kind: "trabalho") },
            Fee(c, 9, 1_689.95m, Days(72)) with { Contacts = new("", "(19) 98123-4409", "", Kind: "terceiro", Sms: false) },
            Fee(c, 10, 1_689.95m, Days(41)) with { Contacts = new("", "(19) 98123-4410", "", Source: "enriquecimento:Bureau Exemplo", Sms: false) });

        // Suspended by the school, cancelled by the school, and one to pay.
        c = Contract();
        Add(Parent("Wagner Luís Coutinho", "Campinas", new("wagner.coutinho@example.com.br", "(19) 98123-4411")), "Fundamental II",
            Fee(c, 8, 1_298.00m, Days(98)) with { Status = "suspensa" }, Fee(c, 9, 1_298.00m, Days(67)) with { Status = "cancelada" },
            Fee(c, 10, 1_298.00m, Days(37)));

        // Terms of their own, and a guarantor.
        c = Contract();
        Add(Parent("Iracema Duailibe Castelo", "Jundiaí", new("iracema.castelo@example.com", "(11) 98123-4412")), "Fundamental I",
            new() { Id = $"{c}-REN", Contract = c, Description = "Renegociação de mensalidades, 2 de 6", Amount = 613.20m, Due = Days(88), Issued = Days(160), Fine = "0", Interest = "0,5", Guarantor = "Horácio Castelo Duailibe" },
            new() { Id = $"{c}-RE3", Contract = c, Description = "Renegociação de mensalidades, 3 de 6", Amount = 613.20m, Due = Days(57), Issued = Days(160), Fine = "0", Interest = "0,5", Guarantor = "Horácio Castelo Duailibe" });

        // Bought from another school.
        c = Contract();
        Add(Parent("Benedito Falcão Rosa", "Campinas", new("benedito.rosa@example.com.br", "(19) 98123-4413")), "Ensino Médio",
            Fee(c, 6, 1_320.00m, Days(310)) with { Original = "Escola Girassol Ltda", AssignedOn = Days(120), Document = "" },
            Fee(c, 7, 1_320.00m, Days(279)) with { Original = "Escola Girassol Ltda", AssignedOn = Days(120), Document = "" });

        // A long name, four hundred days late, and an own limitation date already behind.
        c = Contract();
        Add(Parent("Maria Aparecida da Conceição dos Anjos Albuquerque Cavalcanti de Sá e Benevides", "Campinas", new("maria.benevides@example.com", "(19) 98123-4414")), "Fundamental II",
            Fee(c, 5, 1_187.30m, Days(400)), Fee(c, 6, 1_187.30m, Days(370)),
            new() { Id = $"{c}-UNI", Contract = c, Description = "Uniforme", Amount = 214.80m, Due = Days(390), BarredOn = Days(20), Method = "crediario" });

        // Everything is contested: nothing to pay.
        c = Contract();
        Add(Parent("Geraldo Antunes Vidal", "São Paulo", new("geraldo.vidal@example.com.br", "(11) 98123-4415")), "Fundamental I",
            Fee(c, 9, 1_187.30m, Days(69)) with { Status = "contestada" }, Fee(c, 10, 1_187.30m, Days(38)) with { Status = "contestada" });

        // Due every day of two weeks: weekends and holidays are in it whatever the day of the first start.
        c = Contract();
        Add(Parent("Célia Regina Holanda", "Campinas", new("celia.holanda@example.com", "(19) 98123-4416")), "Fundamental I",
            Enumerable.Range(1, 14).Select(n => new Line { Id = $"{c}-TR{n:00}", Contract = c, Description = $"Transporte escolar, viagem {n}", Amount = 38.00m, Due = Days(16 - n), Method = "pix" }));
    }

    /// <summary>A contract of the year with its instalments paid up to some day.</summary>
    private void Family()
    {
        var (segment, fee) = Pick(Levels);
        var contract = Contract();
        var person = Parent();
        var newest = Dice.Next(8) == 0 ? Days(-Dice.Next(1, 26)) : Days(Dice.Next(0, Dice.Next(3) == 0 ? 400 : 120));
        var open = Dice.Next(10) switch { < 4 => 1, < 7 => 2, < 9 => 3, _ => 0 };
        var lines = new List<Line>();
        for (var back = 0; back < Math.Max(1, open) + Dice.Next(0, 2); back++)
        {
            var line = Fee(contract, 12 - back, fee, newest.AddMonths(-back));
            if (back >= open)
            {
                var days = Dice.Next(-3, 12);
                var late = days > 3 ? decimal.Round(fee * (0.02m + (days / 3000m)), 2, MidpointRounding.AwayFromZero) : 0;
                lines.Add(line with { Status = "paga", Paid = fee + late, PaidOn = line.Due.AddDays(days) < Anchor ? line.Due.AddDays(days) : Days(1) });
                continue;
            }
            lines.Add(Dice.Next(24) switch
            {
                0 => line with { Status = "contestada" },
                1 => line with { Status = "suspensa" },
                2 => line with { Status = "cancelada" },
                3 when line.Due < Days(20) => line with { Paid = decimal.Truncate(fee / 3), PaidOn = line.Due.AddDays(12) },
                4 => line with { Method = "debito" },
                5 => line with { Method = "cartao" },
                < 13 => line with { Slip = true },
                _ => line,
            });
        }
        if (Dice.Next(4) == 0)
        {
            lines.Add(new()
            {
                Id = $"{contract}-{(Dice.Next(2) == 0 ? "MD" : "PS")}", Contract = contract, Description = Dice.Next(2) == 0 ? "Material didático 2 de 4" : "Passeio e atividades externas",
                Amount = Dice.Next(45, 390) + 0.90m, Due = newest.AddDays(-Dice.Next(0, 60)), Method = "boleto",
            });
        }
        if (Dice.Next(40) == 0) lines.Add(Fee(Contract(), 12, 698.00m, Anchor.AddYears(-5).AddDays(-Dice.Next(2, 300))));
        Add(person, segment, lines);
    }
}

/// <summary>Vetor Distribuidora: shops and restaurants, larger amounts, invoices in instalments.</summary>
internal sealed class Distributor : Portfolio
{
    private static readonly string[] Trades =
    [
        "Mercado", "Mercearia", "Padaria", "Restaurante", "Lanchonete", "Empório", "Bar e Petiscaria", "Cantina", "Hortifrúti", "Confeitaria", "Churrascaria", "Cafeteria",
        "Açougue", "Pizzaria", "Minimercado", "Adega", "Pousada", "Sorveteria",
    ];

    private static readonly string[] Titles =
    [
        "Boa Colheita", "São Benedito", "Três Irmãs", "Pão da Tarde", "Flor de Açaí", "Maré Cheia", "Sabiá-Laranjeira", "Bom Começo", "Ponto Certo", "Estação do Café", "Avenida Sete",
        "Recanto da Serra", "Vila Conceição", "Dona Cotinha", "Sol Nascente", "Porto Alegrinho", "Encontro Marcado", "Céu Aberto", "Mesa Farta", "Riacho Doce", "Fim de Tarde", "Bela Vistinha",
    ];

    private static readonly string[] Goods = ["bebidas", "laticínios", "congelados", "mercearia seca", "descartáveis", "limpeza", "hortifrúti", "café e açúcar"];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _invoice = 10_230;

    public Distributor(DateOnly anchor, Person ordinary)
        : base(anchor, seed: 237, "237", new() { Agencia = "0057", Conta = "0012345", ContaDv = "7", Carteira = "09" }, consumer: false)
    {
        Cases(ordinary);
        while (People < 124) Customer();
    }

    private int NewInvoice() => _invoice += Dice.Next(1, 9);

    private Person Company(string? name = null, string? city = null, Contacts? contacts = null, bool? letters = null, string? representative = null)
    {
        while (name is null)
        {
            var made = $"{Pick(Trades)} {Pick(Titles)} {(Dice.Next(3) == 0 ? "ME" : "Ltda")}";
            if (_names.Add(made)) name = made;
        }
        var (where, address, cep) = Address(city);
        var email = $"financeiro{People + 1}@{Slug(string.Concat(name.Split(' ').Skip(1).SkipLast(1)))}.example.com.br";
        contacts ??= Dice.Next(20) switch
        {
            < 10 => new(email, Mobile(where)), < 16 => new(email, Phone: Landline(where)), < 18 => new(email), 18 => new(Mobile: Mobile(where)), _ => new(Phone: Landline(where)),
        };
        return new(NewCnpj(letters ?? Dice.Next(2) == 0), name, "", representative ?? (Dice.Next(3) > 0 ? NewCpf() : ""), where, address, cep, contacts);
    }

    /// <summary>One instalment of an invoice.</summary>
    private static Line Bill(int invoice, int number, int of, string goods, decimal amount, DateOnly due) => new()
    {
        Id = $"NF-{invoice}-{number}", Contract = $"NF {invoice / 1000}.{invoice % 1000:000}", Description = $"Duplicata {invoice / 1000}.{invoice % 1000:000}/{number} de {of}, {goods}", Amount = amount, Due = due,
        Issued = due.AddDays(-28 * number), Document = $"https://example.com.br/vetor/danfe/{invoice}.pdf",
    };

    private static Line OnTime(Line line) => line with { Status = "paga", Paid = line.Amount, PaidOn = line.Due.AddDays(-1) };

    private void Cases(Person ordinary)
    {
        // What most companies look like.
        var (a, b) = (NewInvoice(), NewInvoice());
        Add(Company("Padaria e Confeitaria Três Irmãs Ltda", "São Paulo", new("financeiro@tresirmas.example.com.br", "(11) 98123-5501"), letters: true), "Padarias",
            Bill(a, 2, 3, "laticínios", 3_486.72m, Days(37)), Bill(a, 3, 3, "laticínios", 3_486.72m, Days(9)),
            Bill(b, 1, 2, "descartáveis", 912.40m, Days(21)) with { Status = "contestada" }, OnTime(Bill(a, 1, 3, "laticínios", 3_486.72m, Days(65))));

        // Not due yet, with the distributor's own slip.
        a = NewInvoice();
        Add(Company("Mercado Boa Colheita Ltda", "Campinas", new("contas@boacolheita.example.com.br", "(19) 98123-5502"), letters: true), "Varejo",
            Bill(a, 1, 2, "mercearia seca", 8_240.15m, Days(-5)) with { Slip = true }, Bill(a, 2, 2, "mercearia seca", 8_240.15m, Days(-33)) with { Slip = true });

        // Part-paid, with the distributor's slip for the other.
        a = NewInvoice();
        Add(Company("Restaurante Maré Cheia Ltda", "Rio de Janeiro", new("adm@marecheia.example.com.br", "(21) 98123-5503"), letters: false), "Restaurantes",
            Bill(a, 1, 2, "congelados", 12_730.00m, Days(92)) with { Paid = 5_000.00m, PaidOn = Days(40) }, Bill(a, 2, 2, "congelados", 12_730.00m, Days(64)) with { Slip = true });

        // A person with a CPF, who also owes the school: here she is another debtor.
        a = NewInvoice();
        Add(ordinary, "Autônomos", Bill(a, 1, 1, "café e açúcar", 486.30m, Days(33)), Bill(NewInvoice(), 1, 1, "descartáveis", 158.75m, Days(12)));

        // Older than five years.
        a = NewInvoice();
        Add(Company("Empório Vila Conceição Ltda", "Belo Horizonte", new("emporio@vilaconceicao.example.com.br", "(31) 98123-5504"), letters: false), "Varejo",
            Bill(a, 1, 1, "bebidas", 2_318.00m, Anchor.AddYears(-5).AddDays(-90)), Bill(NewInvoice(), 1, 1, "bebidas", 2_690.00m, Days(48)));

        // All paid.
        a = NewInvoice();
        Add(Company("Cafeteria Estação do Café ME", "Campinas", new("oi@estacaodocafe.example.com.br", "(19) 98123-5505"), letters: true), "Cafeterias",
            Enumerable.Range(1, 4).Select(n => OnTime(Bill(a, n, 4, "café e açúcar", 1_140.00m, Days(150 - (28 * n))))));

        // Exactly one, and an e-mail alone.
        Add(Company("Lanchonete Ponto Certo ME", "Curitiba", new("pontocerto@example.com.br"), letters: true), "Lanchonetes", Bill(NewInvoice(), 1, 1, "bebidas", 1_875.90m, Days(26)));

        // Forty deliveries.
        Add(Company("Minimercado Avenida Sete Ltda", "Recife", new("compras@avenidasete.example.com.br", "(81) 98123-5506"), letters: false), "Varejo",
            Enumerable.Range(1, 40).Select(n => Bill(NewInvoice(), 1, 1, Goods[n % Goods.Length], 318.40m + (n % 9 * 71.15m), Days(5 * (41 - n)))));

        // The representative's CPF answers for it as well as an invoice does.
        Add(Company("Pousada Recanto da Serra Ltda", "Cuiabá", new(Mobile: "(65) 98123-5507"), letters: true, representative: NewCpf()), "Hospedagem",
            Bill(NewInvoice(), 1, 1, "limpeza", 2_205.60m, Days(58)), Bill(NewInvoice(), 1, 1, "café e açúcar", 990.00m, Days(30)));

        // Two branches share a mobile; a telephone that takes no SMS.
        Add(Company("Pizzaria Fim de Tarde Ltda", "Jundiaí", new(Mobile: "(11) 98123-5508"), letters: false), "Restaurantes", Bill(NewInvoice(), 1, 1, "laticínios", 4_410.00m, Days(44)));
        Add(Company("Pizzaria Fim de Tarde Dois Ltda", "Jundiaí", new("segunda@fimdetarde.example.com.br", "(11) 98123-5508"), letters: false), "Restaurantes", Bill(NewInvoice(), 1, 1, "laticínios", 3_970.00m, Days(44)));
        Add(Company("Açougue São Benedito ME", "Sumaré", new(Phone: "(19) 3873-5509"), letters: false), "Varejo", Bill(NewInvoice(), 1, 1, "congelados", 5_120.80m, Days(77)));

        // Contacts of a third party and of a partner beside the company's own.
        a = NewInvoice();
        Add(Company("Churrascaria Mesa Farta Ltda", "Manaus", new("mesafarta@example.com.br"), letters: true), "Restaurantes",
            Bill(a, 1, 3, "congelados", 9_860.00m, Days(81)),
            Bill(a, 2, 3, "congelados", 9_860.00m, Days(53)) with { Contacts = new("contador@escritorio.example.com", "", "", Kind: "terceiro") },
            Bill(a, 3, 3, "congelados", 9_860.00m, Days(25)) with { Contacts = new("", "(92) 98123-5510", "", Source: "enriquecimento:Bureau Exemplo", Sms: false) });

        // Suspended, cancelled, own terms and a guarantor.
        a = NewInvoice();
        Add(Company("Hortifrúti Flor de Açaí Ltda", "São Paulo", new("flordeacai@example.com.br", "(11) 98123-5511"), letters: true), "Varejo",
            Bill(a, 1, 3, "hortifrúti", 2_744.00m, Days(70)) with { Status = "suspensa" }, Bill(a, 2, 3, "hortifrúti", 2_744.00m, Days(42)) with { Status = "cancelada" },
            Bill(a, 3, 3, "hortifrúti", 2_744.00m, Days(14)) with { Fine = "5", Interest = "1,5", Guarantor = "Aparecida Lima Fontes" });

        // Bought from another distributor.
        Add(Company("Cantina Dona Cotinha Ltda", "Campinas", new("cantina@donacotinha.example.com.br", "(19) 98123-5512"), letters: true), "Restaurantes",
            Bill(NewInvoice(), 1, 1, "bebidas", 6_300.00m, Days(350)) with { Original = "Atacado Horizonte Ltda", AssignedOn = Days(200), Document = "" });

        // A long name, four hundred days late, with a limitation date of its own already behind.
        Add(Company("Sociedade Cooperativa de Pequenos Produtores e Comerciantes de Hortifrutigranjeiros de São José do Ribeirão Ltda", "Rio Branco", new("cooperativa@example.com.br", "(68) 98123-5513"), letters: true), "Cooperativas",
            Bill(NewInvoice(), 1, 1, "mercearia seca", 18_905.33m, Days(400)), Bill(NewInvoice(), 1, 1, "limpeza", 744.10m, Days(395)) with { BarredOn = Days(12) });
    }

    private void Customer()
    {
        var company = Company();
        var lines = new List<Line>();
        for (var invoices = Dice.Next(1, 3); invoices > 0; invoices--)
        {
            var (invoice, of, goods) = (NewInvoice(), Dice.Next(1, 4), Pick(Goods));
            var amount = Dice.Next(180, 9_800) + (Dice.Next(100) / 100m);
            var last = Dice.Next(7) == 0 ? Days(-Dice.Next(1, 21)) : Days(Dice.Next(0, Dice.Next(3) == 0 ? 400 : 150));
            for (var number = 1; number <= of; number++)
            {
                var line = Bill(invoice, number, of, goods, amount, last.AddDays(-28 * (of - number)));
                lines.Add(Dice.Next(20) switch
                {
                    < 5 when number < of => OnTime(line),
                    5 => line with { Status = "contestada" },
                    6 => line with { Status = "suspensa" },
                    7 => line with { Status = "cancelada" },
                    8 when line.Due < Days(20) => line with { Paid = decimal.Truncate(amount / 4), PaidOn = line.Due.AddDays(15) },
                    < 14 => line with { Slip = true },
                    _ => line,
                });
            }
        }
        if (Dice.Next(40) == 0) lines.Add(Bill(NewInvoice(), 1, 1, Pick(Goods), 1_260.00m, Anchor.AddYears(-5).AddDays(-Dice.Next(2, 300))));
        Add(company, Pick(new[] { "Varejo", "Restaurantes", "Hospedagem" }), lines);
    }
}
