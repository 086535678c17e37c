using System.Collections.Frozen;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Column = Cobranca.Portal.Features.Portfolio.PortfolioColumn;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// Reads one line into a <see cref="PortfolioRow"/> or says everything wrong with it. Knows nothing of files or the database, so the
/// same rules serve CSV and API.
/// </summary>
/// <param name="decimals">What <c>1.234</c> means here.</param>
/// <param name="today">Nothing that already happened is dated after it.</param>
/// <param name="naming">What problems call the columns.</param>
public sealed class PortfolioRowReader(DecimalReading decimals, DateOnly today, PortfolioNaming naming = PortfolioNaming.File)
{
    /// <summary>The calendar of banks, and with it the price of a debt, starts here.</summary>
    private static readonly DateOnly EarliestDue = new(1997, 1, 1);

    private const int FurthestDueYears = 40;

    private static readonly FrozenDictionary<string, ReceivableStatus> Statuses = Words(
        (ReceivableStatus.Open, "aberta", "open"), (ReceivableStatus.Paid, "paga", "paid"), (ReceivableStatus.Cancelled, "cancelada", "cancelled"),
        (ReceivableStatus.Disputed, "contestada", "disputed"), (ReceivableStatus.Suspended, "suspensa", "suspended"));

    private static readonly FrozenDictionary<string, PaymentMethod> Methods = Words(
        (PaymentMethod.Boleto, "boleto", "boleto"), (PaymentMethod.Card, "cartao", "card"), (PaymentMethod.StoreCredit, "crediario", "storeCredit"),
        (PaymentMethod.DirectDebit, "debito", "directDebit"), (PaymentMethod.Pix, "pix", "pix"));

    private static readonly FrozenDictionary<string, ContactOwnership> Kinds = Words(
        (ContactOwnership.Own, "proprio", "own"), (ContactOwnership.Work, "trabalho", "work"), (ContactOwnership.ThirdParty, "terceiro", "thirdParty"));

    private static readonly FrozenDictionary<string, bool> YesNo = new (string Word, bool Value)[]
    {
        ("sim", true), ("s", true), ("yes", true), ("y", true), ("true", true), ("1", true),
        ("nao", false), ("não", false), ("n", false), ("no", false), ("false", false), ("0", false),
    }.ToFrozenDictionary(pair => pair.Word, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private delegate bool Parser<T>(string? text, out T value, out string? problem);

    private string[] _cells = [];
    private ulong _columns;
    private long _line;
    private List<RowProblem> _problems = [];

    /// <summary>Reads a line; false after adding at least one problem.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="cells">The text of each column, by <see cref="Column"/>; empty where there is none.</param>
    /// <param name="columns">A bit for each column the file has.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="row">The row when true.</param>
    public bool TryRead(long line, string[] cells, ulong columns, List<RowProblem> problems, out PortfolioRow? row)
    {
        (_line, _cells, _columns, _problems) = (line, cells, columns, problems);
        var before = problems.Count;

        var externalId = Text(Column.ExternalId, 80, required: true);
        if (externalId is not null && LooksScientific(externalId))
            Refuse(Column.ExternalId, "em notação científica, provavelmente alterado por uma planilha: formate a coluna como texto e exporte de novo.");
        TaxId? taxId = null;
        var padded = false;
        if (TaxId.TryParsePadded(Cell(Column.TaxId), out var id, out padded, out var taxIdProblem)) taxId = id;
        else Refuse(Column.TaxId, taxIdProblem);
        var name = Text(Column.Name, 200, required: true);
        var due = Date(Column.DueDate, required: true);
        if (due < EarliestDue || due > today.AddYears(FurthestDueYears))
            Refuse(Column.DueDate, string.Create(CultureInfo.InvariantCulture, $"ano {due.Value.Year} fora do que se cobra aqui, de {EarliestDue.Year} a {today.Year + FurthestDueYears}: confira a data."));
        var principal = Amount(Column.Amount, required: true);
        if (principal is { IsPositive: false }) Refuse(Column.Amount, "o valor precisa ser maior que zero.");

        var issued = Date(Column.IssuedOn);
        if (issued > due) Refuse(Column.IssuedOn, "a emissão vem depois do vencimento: confira as duas datas.");
        var birth = Date(Column.BirthDate);
        if (birth > today || birth < today.AddYears(-130)) Refuse(Column.BirthDate, "data de nascimento que não pode ser: confira o ano.");
        var representative = Parsed<Cpf>(Column.RepresentativeTaxId, Cpf.TryParse);
        if (representative is not null && taxId is { IsCompany: false }) Refuse(Column.RepresentativeTaxId, "só uma empresa (CNPJ) tem representante: deixe vazio.");

        var uf = Parsed<Uf>(Column.Uf, Uf.TryParse);
        var city = Parsed<CityCode>(Column.CityCode, CityCode.TryParse);
        if (city is { } code && uf is { } state && code.Uf != state) Refuse(Column.CityCode, $"este município fica em {code.Uf}, e a UF informada é {state}.");

        var status = OneOf(Column.Status, Statuses, naming == PortfolioNaming.Api ? "open, paid, cancelled, disputed ou suspended" : "aberta, paga, cancelada, contestada ou suspensa");
        var (paid, paidOn) = Payment();
        var (bank, nossoNumero, linha) = Slip();
        var (original, assigned) = Assignment();
        var barred = Date(Column.TimeBarredOn);
        if (barred <= due) Refuse(Column.TimeBarredOn, "a prescrição vem antes do vencimento: confira as duas datas.");

        var read = new PortfolioRow
        {
            Line = line, Columns = columns, ExternalId = externalId ?? "", TaxId = taxId.GetValueOrDefault(), TaxIdPadded = padded, Name = name ?? "",
            DueOn = due ?? default, Principal = principal ?? default,
            BirthDate = taxId is { IsCompany: true } ? null : birth, RepresentativeCpf = representative,
            Address = Text(Column.Address, 300), Uf = uf ?? city?.Uf, Cep = Parsed<Cep>(Column.Cep, Cep.TryParse), CityCode = city?.Value, Contacts = Contacts(),
            Description = Text(Column.Description, 200), Contract = Text(Column.Contract, 80), IssuedOn = issued,
            PaymentMethod = OneOf(Column.PaymentMethod, Methods, naming == PortfolioNaming.Api ? "boleto, card, storeCredit, directDebit ou pix" : "boleto, cartao, crediario, debito ou pix"),
            IsConsumer = Choice(Column.Consumer), Guarantor = Text(Column.Guarantor, 200), Status = status, PaidAmount = paid, PaidOn = paidOn,
            SlipBankCode = bank, SlipNossoNumero = nossoNumero, SlipLinhaDigitavel = linha, DocumentUrl = Url(Column.DocumentUrl),
            OriginalCreditor = original, AssignedOn = assigned, TimeBarredOn = barred,
            OwnFine = Parsed<Rate>(Column.FinePercent, Rate.TryParse), OwnInterestPerMonth = Parsed<Rate>(Column.InterestPercentPerMonth, Rate.TryParse),
            Segment = Text(Column.Segment, 60),
        };
        row = problems.Count == before ? read : null;
        return row is not null;
    }

    private List<PortfolioContact> Contacts()
    {
        var ownership = OneOf(Column.ContactKind, Kinds, naming == PortfolioNaming.Api ? "own, work ou thirdParty" : "proprio, trabalho ou terceiro");
        var (source, partner) = Source();
        var (email, sms, call, whatsApp) = (Choice(Column.OptInEmail), Choice(Column.OptInSms), Choice(Column.OptInCall), Choice(Column.OptInWhatsApp));
        var contacts = new List<PortfolioContact>(3);
        if (Parsed<EmailAddress>(Column.Email, EmailAddress.TryParse) is { } address)
            contacts.Add(new(ContactChannel.Email, address.Value) { Ownership = ownership, Source = source, Partner = partner, OptInEmail = email });
        if (Parsed<Phone>(Column.Mobile, Phone.TryParse) is { } mobile)
        {
            if (!mobile.IsMobile) Refuse(Column.Mobile, $"este número é de telefone fixo: use {Name(Column.Phone)}.");
            AddPhone(mobile);
        }
        if (Parsed<Phone>(Column.Phone, Phone.TryParse) is { } phone && contacts.TrueForAll(c => c.Value != phone.Value)) AddPhone(phone);
        return contacts;

        void AddPhone(Phone number) => contacts.Add(new(number.IsMobile ? ContactChannel.Mobile : ContactChannel.Landline, number.Value)
        {
            Ownership = ownership, Source = source, Partner = partner, OptInCall = call,
            OptInSms = number.IsMobile ? sms : null, OptInWhatsApp = number.IsMobile ? whatsApp : null,
        });
    }

    private (ContactSource? Source, string? Partner) Source()
    {
        if (Text(Column.ContactSource, 120) is not { } text) return default;
        if (Is(text, "contrato", "contract")) return (ContactSource.Contract, null);
        if (Is(text, "devedor", "debtor")) return (ContactSource.Debtor, null);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Is(text[..colon].TrimEnd(), "enriquecimento", "enrichment") && text[(colon + 1)..].Trim() is { Length: > 0 } partner)
            return (ContactSource.Enrichment, partner);
        Refuse(Column.ContactSource, naming == PortfolioNaming.Api ? "use contract, debtor ou enrichment:PARCEIRO, com o nome do parceiro." : "use contrato, devedor ou enriquecimento:PARCEIRO, com o nome do parceiro.");
        return default;
    }

    /// <summary>Systems write 0,00 where nothing was paid.</summary>
    private (Money? Amount, DateOnly? On) Payment()
    {
        var paid = Amount(Column.PaidAmount);
        var on = Date(Column.PaidOn);
        if (paid is { IsPositive: false } && on is null) return default;
        if (paid is not null != on is not null && Cell(Column.PaidAmount).Length == 0 != (Cell(Column.PaidOn).Length == 0))
            Refuse(paid is null ? Column.PaidAmount : Column.PaidOn, $"{Name(Column.PaidAmount)} e {Name(Column.PaidOn)} vêm juntos: informe os dois ou nenhum.");
        if (paid is { IsPositive: false }) Refuse(Column.PaidAmount, "há data de pagamento e o valor pago é zero: confira.");
        if (on > today) Refuse(Column.PaidOn, "pagamento com data no futuro: confira a data.");
        return (paid, on);
    }

    private (string? Bank, string? NossoNumero, string? Linha) Slip()
    {
        var bank = Text(Column.SlipBank, 3);
        if (bank is not null && (bank.Length != 3 || !bank.All(char.IsAsciiDigit)))
        {
            Refuse(Column.SlipBank, "o código do banco tem 3 números, com os zeros à esquerda: 001.");
            bank = null;
        }
        var number = Text(Column.SlipNossoNumero, 20);
        string? linha = null;
        if (Text(Column.SlipLinha, 80) is { } typed)
        {
            switch (BoletoCode.Read(typed, today))
            {
                case CodeReading.BankSlip slip:
                    linha = slip.LinhaDigitavel.Digits;
                    if (bank is not null && bank != slip.Barcode.Bank)
                        Refuse(Column.SlipLinha, $"a linha digitável é do banco {slip.Barcode.Bank}, e {Name(Column.SlipBank)} diz {bank}.");
                    bank ??= slip.Barcode.Bank;
                    break;
                case CodeReading.Bill:
                    Refuse(Column.SlipLinha, "este código é de conta de consumo ou tributo, não de um boleto.");
                    break;
                case CodeReading.Refused refused:
                    Refuse(Column.SlipLinha, refused.Reasons[0].Text);
                    break;
            }
        }
        if (number is not null && bank is null && Cell(Column.SlipBank).Length == 0 && Cell(Column.SlipLinha).Length == 0)
            Refuse(Column.SlipBank, $"um nosso número só diz algo com o banco: informe {Name(Column.SlipBank)}.");
        return (bank, number, linha);
    }

    private (string? Original, DateOnly? On) Assignment()
    {
        var original = Text(Column.OriginalCreditor, 200);
        var on = Date(Column.AssignedOn);
        if (Cell(Column.OriginalCreditor).Length == 0 != (Cell(Column.AssignedOn).Length == 0))
            Refuse(original is null ? Column.OriginalCreditor : Column.AssignedOn, $"{Name(Column.OriginalCreditor)} e {Name(Column.AssignedOn)} vêm juntos: informe os dois ou nenhum.");
        if (on > today) Refuse(Column.AssignedOn, "cessão com data no futuro: confira a data.");
        return (original, on);
    }

    private string Cell(Column column) => _cells[(int)column];

    private string? Text(Column column, int max, bool required = false)
    {
        var text = Cell(column).Trim();
        if (text.Length == 0)
        {
            if (required) Refuse(column, naming == PortfolioNaming.Api ? "falta este campo, que é obrigatório." : "vazio: esta coluna é obrigatória.");
            return null;
        }
        foreach (var c in text)
        {
            // The others are the marks that turn the direction of writing: a name could then read as another.
            if (char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\ufffd')
            {
                Refuse(column, "tem um caractere de controle ou ilegível: confira o texto e a codificação do arquivo.");
                return null;
            }
        }
        if (text.Length <= max) return text;
        Refuse(column, string.Create(CultureInfo.InvariantCulture, $"tem {text.Length} caracteres e o limite é {max}: encurte o texto."));
        return null;
    }

    private T? Parsed<T>(Column column, Parser<T> parse)
        where T : struct
    {
        if (string.IsNullOrWhiteSpace(Cell(column))) return null;
        if (parse(Cell(column), out var value, out var problem)) return value;
        Refuse(column, problem!);
        return null;
    }

    private DateOnly? Date(Column column, bool required = false)
    {
        if (!required) return Parsed<DateOnly>(column, DateText.TryParse);
        if (DateText.TryParse(Cell(column), out var date, out var problem)) return date;
        Refuse(column, problem);
        return null;
    }

    private Money? Amount(Column column, bool required = false)
    {
        if (!required && string.IsNullOrWhiteSpace(Cell(column))) return null;
        if (Money.TryParse(Cell(column), decimals, out var value, out var problem)) return value;
        Refuse(column, problem);
        return null;
    }

    private T? OneOf<T>(Column column, FrozenDictionary<string, T> words, string expected)
        where T : struct
    {
        var text = Cell(column).Trim();
        if (text.Length == 0) return null;
        if (words.TryGetValue(text, out var value)) return value;
        Refuse(column, $"use {expected}.");
        return null;
    }

    private bool? Choice(Column column) => OneOf(column, YesNo, "sim ou nao");

    private string? Url(Column column)
    {
        if (Text(column, 500) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.Host.Contains('.', StringComparison.Ordinal))
            return uri.AbsoluteUri.Length <= 500 ? uri.AbsoluteUri : Refused();
        Refuse(column, "informe um endereço completo que comece com https://.");
        return null;

        string? Refused()
        {
            Refuse(column, "endereço longo demais: o limite é 500 caracteres.");
            return null;
        }
    }

    private void Refuse(Column column, string reason)
    {
        if (naming == PortfolioNaming.File && (_columns >> (int)column & 1) == 0 && column is not (Column.ExternalId or Column.TaxId or Column.Name or Column.DueDate or Column.Amount))
        {
            // A column that is not there cannot be corrected: the problem belongs to the line.
            _problems.Add(new(_line, "", $"{column.NameOf()}: {reason}"));
            return;
        }
        _problems.Add(new(_line, Name(column), reason));
    }

    private string Name(Column column) => column.NameOf(naming);

    private static bool Is(string text, string name, string alias) =>
        text.Equals(name, StringComparison.OrdinalIgnoreCase) || text.Equals(alias, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>1,23457E+11</c>: a number a spreadsheet rounded. A hyphen or a letter more and it is somebody's id.</summary>
    private static bool LooksScientific(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        return e > 0 && e + 2 < text.Length && text[e + 1] == '+' && text.AsSpan(e + 2).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(0, e).IndexOfAnyExcept("0123456789.,") < 0;
    }

    private static FrozenDictionary<string, T> Words<T>(params (T Value, string Name, string Alias)[] words) =>
        words.SelectMany(w => new[] { (w.Name, w.Value), (w.Alias, w.Value) }).DistinctBy(pair => pair.Item1, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
