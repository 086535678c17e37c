using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Pix;

/// <summary>
/// Reads a Pix code. Strict on what makes it a code (lengths, the version first, the check last and right, no field twice) and on where the
/// money goes; tolerant of templates it does not know and of names longer than allowed, which it remarks on. (Leitor do BR Code.)
/// </summary>
internal sealed class BrCodeReader
{
    private readonly string _text;
    private readonly List<BrCodeRefusal> _reasons = [];
    private readonly List<BrCodeRefusal> _remarks = [];

    private BrCodeReader(string text) => _text = text;

    /// <summary>One field: where its value stands, counting from zero.</summary>
    private readonly record struct Field(string Id, int At, string Value);

    public static BrCodeReading Read(string? text)
    {
        var trimmed = (text ?? "").Trim();
        return trimmed.Length switch
        {
            0 => Refuse(0, "Cole o código Pix inteiro."),
            > BrCode.MaxLength => Refuse(0, $"O texto é longo demais para um código Pix, que tem no máximo {BrCode.MaxLength} caracteres."),
            _ => new BrCodeReader(trimmed).Read(),
        };
    }

    private static BrCodeReading.Refused Refuse(int position, string why) => new([BrCode.Refusal(BrCodeField.Whole, why, position)]);

    private BrCodeReading Read()
    {
        for (var i = 0; i < _text.Length; i++)
        {
            if (!BrCodeText.IsAllowed(_text[i]))
                return Refuse(i + 1, $"O {i + 1}º caractere não existe em um código Pix (acento, quebra de linha ou símbolo). Copie o código de novo.");
        }
        if (!_text.StartsWith("00", StringComparison.Ordinal))
            return new BrCodeReading.Refused([BrCode.Refusal(BrCodeField.PayloadFormat, "Um código Pix começa com 000201, e este não. Copie o código desde o começo.", 1)]);

        var fields = Fields(0, _text.Length, "");
        CheckEnd(fields);
        var content = Content(fields);
        return content is null || _reasons.Count > 0
            ? new BrCodeReading.Refused([.. _reasons.OrderBy(static reason => reason.Position)])
            : new BrCodeReading.Read(content with { Remarks = _remarks });
    }

    /// <summary>The fields of the code or of a template; stops where the lengths stop making sense, and says where.</summary>
    private Dictionary<string, Field> Fields(int start, int end, string template)
    {
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal);
        for (var at = start; at < end;)
        {
            if (end - at < 4 || !Keyed.AllDigits(_text.AsSpan(at, 4)))
            {
                Stop(at, "", $"No {at + 1}º caractere devia começar um campo, e não começa. Um trecho foi mudado ou falta.");
                break;
            }
            var id = _text.Substring(at, 2);
            var length = int.Parse(_text.AsSpan(at + 2, 2), NumberStyles.None, CultureInfo.InvariantCulture);
            if (length == 0 || at + 4 + length > end)
            {
                Stop(at, id, length == 0
                    ? $"O campo {Path(id)} diz que tem zero caracteres."
                    : $"O campo {Path(id)} diz que tem {length} caracteres e só há {end - at - 4}. Um trecho foi mudado ou falta.");
                break;
            }
            if (!fields.TryAdd(id, new(id, at + 4, _text.Substring(at + 4, length))))
            {
                Stop(at, id, $"O campo {Path(id)} aparece duas vezes.");
                break;
            }
            at += 4 + length;
        }
        return fields;

        string Path(string id) => template.Length == 0 ? id : $"{template}-{id}";
        void Stop(int at, string id, string why) => _reasons.Add(new(Known(Path(id)), id.Length == 0 ? template : Path(id), at + 1, why));
    }

    /// <summary>The check is the last field, over everything before its own digits.</summary>
    private void CheckEnd(Dictionary<string, Field> fields)
    {
        var stands = fields.TryGetValue("63", out var crc);
        if (stands && crc.Value.Length == Crc16.Length && crc.At + Crc16.Length == _text.Length)
        {
            var expected = Crc16.Of(_text.AsSpan(0, crc.At));
            if (crc.Value != expected)
                _reasons.Add(BrCode.Refusal(BrCodeField.Crc, $"A verificação do fim devia ser {expected} e está {crc.Value}: algum caractere do código foi mudado. Copie o código de novo.", crc.At + 1));
        }
        else if (stands)
        {
            _reasons.Add(BrCode.Refusal(BrCodeField.Crc, "A verificação (6304 e mais 4 caracteres) tem de ser o fim do código, e não é.", crc.At + 1));
        }
        else if (_reasons.Count == 0)
        {
            _reasons.Add(BrCode.Refusal(BrCodeField.Crc, "Falta o fim do código: ele termina com 6304 e mais 4 caracteres. Copie o código inteiro.", _text.Length + 1));
        }
    }

    private BrCodeContent? Content(Dictionary<string, Field> fields)
    {
        if (_reasons.Exists(static reason => reason.Field != BrCodeField.Crc))
            return null; // the lengths do not hold, so what looks like a field may be none
        Require(fields, "00", BrCodeField.PayloadFormat, static value => value == "01", "A versão do código (campo 00) é 01.");
        if (fields.TryGetValue("01", out var initiation) && initiation.Value is not ("11" or "12"))
            _reasons.Add(BrCode.Refusal(BrCodeField.PointOfInitiation, "O campo 01 é 11 ou 12.", initiation.At + 1));
        var category = Require(fields, "52", BrCodeField.MerchantCategory, static value => value.Length == 4 && Keyed.AllDigits(value), "A categoria (campo 52) tem 4 números.");
        var currency = Require(fields, "53", BrCodeField.Currency, static value => value == "986", "A moeda (campo 53) é 986, o real.");
        var country = Require(fields, "58", BrCodeField.Country, static value => value == "BR", "O país (campo 58) é BR.");
        var name = Require(fields, "59", BrCodeField.Name, static value => value.Trim(' ').Length > 0, "O nome do recebedor (campo 59) está vazio.");
        var city = Require(fields, "60", BrCodeField.City, static value => value.Trim(' ').Length > 0, "A cidade do recebedor (campo 60) está vazia.");
        Remark(fields, "59", BrCodeField.Name, value => value.Length > BrCode.NameLength, $"O nome do recebedor (campo 59) passa de {BrCode.NameLength} caracteres.");
        Remark(fields, "60", BrCodeField.City, value => value.Length > BrCode.CityLength, $"A cidade do recebedor (campo 60) passa de {BrCode.CityLength} caracteres.");

        var amount = Amount(fields);
        var account = Account(fields);
        var recurrence = RecurrenceUrl(fields);
        var txid = Txid(fields, account.Kind);
        if (account.Kind == BrCodeKind.Recurrence && recurrence is null)
            _reasons.Add(BrCode.Refusal(BrCodeField.Account, "O código não diz para onde vai o dinheiro: falta a chave ou o endereço da cobrança.", account.Position));
        return _reasons.Count > 0 ? null : new()
        {
            Kind = account.Kind, Key = account.Key, Url = account.Url, Description = account.Description, RecurrenceUrl = recurrence,
            Name = name, City = city, PostalCode = fields.TryGetValue("61", out var postal) ? postal.Value : null, Amount = amount, Txid = txid,
            SingleUse = initiation.Value == "12", MerchantCategory = category, Currency = currency, Country = country, Remarks = _remarks,
        };
    }

    private readonly record struct PixAccount(BrCodeKind Kind, PixKey? Key, string? Url, string? Description, int Position);

    /// <summary>The template of the Pix arrangement among those of others: exactly one of 26 to 51.</summary>
    private PixAccount Account(Dictionary<string, Field> fields)
    {
        var found = OfPix(fields, 26, 51);
        if (found.Count == 0)
        {
            _reasons.Add(BrCode.Refusal(BrCodeField.Account, "O código não é de Pix: nenhum campo diz br.gov.bcb.pix.", 1));
            return new(BrCodeKind.Dynamic, null, null, null, 1);
        }
        if (found.Count > 1)
            _reasons.Add(BrCode.Refusal(BrCodeField.Account, "O código tem dois recebedores Pix, e só pode ter um.", found[1].At + 1, found[1].Id));

        var account = found[0];
        var inside = Fields(account.At, account.At + account.Value.Length, account.Id);
        var position = account.At + 1;
        var hasKey = inside.TryGetValue("01", out var key);
        var hasUrl = inside.TryGetValue("25", out var url);
        if (hasKey && hasUrl)
            _reasons.Add(BrCode.Refusal(BrCodeField.Account, "O código tem chave e endereço ao mesmo tempo, e só pode ter um dos dois.", position, account.Id));
        PixKey? parsed = null;
        if (hasKey)
        {
            var readable = PixKey.TryParse(key.Value, out var value, out var problem);
            if (readable && string.Equals(value.Value, key.Value, StringComparison.OrdinalIgnoreCase))
                parsed = value;
            else
                _reasons.Add(BrCode.Refusal(BrCodeField.Key, problem ?? "A chave Pix está com pontuação: no código ela vai sem.", key.At + 1, account.Id + "-01"));
        }
        if (hasUrl && BrCode.UrlProblem(url.Value) is { } wrong)
            _reasons.Add(BrCode.Refusal(BrCodeField.Url, wrong, url.At + 1, account.Id + "-25"));
        var description = inside.TryGetValue("02", out var text) ? text.Value : null;
        return new(hasKey ? BrCodeKind.Static : hasUrl ? BrCodeKind.Dynamic : BrCodeKind.Recurrence, parsed, hasUrl ? url.Value : null, description, position);
    }

    /// <summary>The address of a recurrence in one of the unreserved templates, 80 to 99 (Manual de Padrões 2.8.5).</summary>
    private string? RecurrenceUrl(Dictionary<string, Field> fields)
    {
        foreach (var template in OfPix(fields, 80, 99))
        {
            var inside = Fields(template.At, template.At + template.Value.Length, template.Id);
            if (!inside.TryGetValue("25", out var url))
                continue;
            if (BrCode.UrlProblem(url.Value) is { } wrong)
                _reasons.Add(BrCode.Refusal(BrCodeField.RecurrenceUrl, wrong, url.At + 1, template.Id + "-25"));
            return url.Value;
        }
        return null;
    }

    /// <summary>The templates between two IDs that begin with the arrangement's name; what others put in theirs is not looked at.</summary>
    private static List<Field> OfPix(Dictionary<string, Field> fields, int from, int to) =>
        [.. fields.Values.Where(field => int.Parse(field.Id, CultureInfo.InvariantCulture) is var id && id >= from && id <= to
            && field.Value.StartsWith("0014" + BrCode.Arrangement, StringComparison.OrdinalIgnoreCase)).OrderBy(static field => field.At)];

    /// <summary>Digits with at most one point and two decimals, up to 13 characters. Zero means the payer types it, as without the field.</summary>
    private Money? Amount(Dictionary<string, Field> fields)
    {
        if (!fields.TryGetValue("54", out var field))
            return null;
        var point = field.Value.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? field.Value : field.Value[..point];
        var cents = point < 0 ? "" : field.Value[(point + 1)..];
        if (whole.Length is < 1 or > 10 || cents.Length > 2 || !Keyed.AllDigits(whole + cents))
        {
            _reasons.Add(BrCode.Refusal(BrCodeField.Amount, "O valor (campo 54) tem até 10 números, um ponto e até 2 casas, como 1234.56.", field.At + 1));
            return null;
        }
        var amount = Money.FromReais(decimal.Parse(whole + "." + cents.PadRight(2, '0'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        if (amount.IsPositive)
            return amount;
        _remarks.Add(BrCode.Refusal(BrCodeField.Amount, "O valor (campo 54) é zero: quem paga digita o valor.", field.At + 1));
        return null;
    }

    private string? Txid(Dictionary<string, Field> fields, BrCodeKind kind)
    {
        if (!fields.TryGetValue("62", out var data))
        {
            _remarks.Add(BrCode.Refusal(BrCodeField.AdditionalData, "Falta o campo 62, da identificação (txid).", _text.Length - 7));
            return null;
        }
        var inside = Fields(data.At, data.At + data.Value.Length, data.Id);
        if (!inside.TryGetValue("05", out var txid) || txid.Value == BrCode.NoTxid)
            return null;
        if (kind != BrCodeKind.Static)
            _remarks.Add(BrCode.Refusal(BrCodeField.Txid, "Em um Pix dinâmico a identificação (campo 62-05) é ***: a que vale está no endereço.", txid.At + 1));
        else if (!BrCode.IsStaticTxid(txid.Value))
            _remarks.Add(BrCode.Refusal(BrCodeField.Txid, $"A identificação (campo 62-05) tem só letras e números, até {BrCode.StaticTxidLength}.", txid.At + 1));
        return txid.Value;
    }

    private string Require(Dictionary<string, Field> fields, string id, BrCodeField known, Func<string, bool> holds, string why)
    {
        if (!fields.TryGetValue(id, out var field))
            _reasons.Add(BrCode.Refusal(known, $"Falta o campo {id}. {why}", _text.Length - 7));
        else if (!holds(field.Value))
            _reasons.Add(BrCode.Refusal(known, why, field.At + 1));
        return field.Value ?? "";
    }

    private void Remark(Dictionary<string, Field> fields, string id, BrCodeField known, Func<string, bool> odd, string what)
    {
        if (fields.TryGetValue(id, out var field) && odd(field.Value))
            _remarks.Add(BrCode.Refusal(known, what, field.At + 1));
    }

    private static BrCodeField Known(string path)
    {
        foreach (var field in Enum.GetValues<BrCodeField>())
        {
            if (BrCode.Id(field) == path)
                return field;
        }
        return path.Length == 0 ? BrCodeField.Whole : BrCodeField.Other;
    }
}
