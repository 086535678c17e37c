using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Pix;

/// <summary>
/// The text behind a Pix QR code, also pasted by hand ("Pix Copia e Cola"): fields of two digits of ID, two of length and the value, first
/// the version and last a check over everything before it. (BR Code.)
/// </summary>
/// <remarks>
/// Source: BCB, Manual de Padrões para Iniciação do Pix (2.6 static, 2.7 dynamic, 2.8 composite) and Manual do BR Code; EMV QRCPS-MPM;
/// domain facts §2.7.
/// </remarks>
public static class BrCode
{
    /// <summary>The longest receiver's name (59).</summary>
    public const int NameLength = 25;

    /// <summary>The longest receiver's city (60).</summary>
    public const int CityLength = 15;

    /// <summary>The longest identification of a static code (62-05): letters and digits.</summary>
    public const int StaticTxidLength = 25;

    /// <summary>The longest address: what is left of a template of 99 characters.</summary>
    public const int UrlLength = 77;

    /// <summary>What stands where there is no txid, always so in a dynamic code, whose txid is at its address.</summary>
    public const string NoTxid = "***";

    /// <summary>Longer texts are refused unread: EMV QRCPS-MPM 3.4 allows 512 characters.</summary>
    public const int MaxLength = 512;

    /// <summary>The largest amount a code can hold, 13 characters: R$ 9.999.999.999,99.</summary>
    public static Money LargestAmount { get; } = new(999_999_999_999);

    internal const string Arrangement = "br.gov.bcb.pix";

    /// <summary>The characters of key and free text together: a template has 99, the arrangement takes 18 and each field 4.</summary>
    private const int KeyAndDescriptionLength = 73;

    /// <summary>Writes a code that anybody may pay, any number of times.</summary>
    /// <param name="key">Any key of the directory; see <see cref="PixKey.TryParse"/>.</param>
    /// <param name="name">The receiver's name; accents are taken off and what is over 25 characters is cut.</param>
    /// <param name="city">The receiver's city; accents are taken off and what is over 15 characters is cut.</param>
    /// <param name="amount">Above zero; null when the payer types it.</param>
    /// <param name="txid">Up to 25 letters and digits; null, empty or <c>***</c> for none.</param>
    /// <param name="description">Free text for the payer, in the space the key leaves; null or empty for none.</param>
    public static BrCodeWriting WriteStatic(string? key, string? name, string? city, Money? amount = null, string? txid = null, string? description = null)
    {
        var reasons = new List<BrCodeRefusal>();
        if (!PixKey.TryParse(key, out var parsed, out var problem))
            Refuse(BrCodeField.Key, problem);
        var text = BrCodeText.Plain(description);
        if (problem is null && text.Length > 0 && parsed.Value.Length + text.Length > KeyAndDescriptionLength)
            Refuse(BrCodeField.Description, $"Descrição longa demais: com esta chave cabem {KeyAndDescriptionLength - parsed.Value.Length} caracteres.");
        if (string.IsNullOrEmpty(txid))
            txid = NoTxid;
        else if (txid != NoTxid && !IsStaticTxid(txid))
            Refuse(BrCodeField.Txid, $"Identificação (txid) inválida: use até {StaticTxidLength} letras e números, sem acentos, espaços ou sinais.");

        var payee = Payee(name, city, amount, reasons);
        return reasons.Count > 0
            ? new BrCodeWriting.Refused(reasons)
            : Finish(new StringBuilder(), Field("01", parsed.Value) + (text.Length > 0 ? Field("02", text) : ""), payee, txid);

        void Refuse(BrCodeField field, string why) => reasons.Add(Refusal(field, why));
    }

    /// <summary>Writes the code of a charge that the payee's institution serves at an address.</summary>
    /// <param name="url">The address without scheme, at most 77 characters: <c>pix.example.com/qr/v2/cobv/9d36b84f</c>.</param>
    /// <param name="name">The receiver's name; accents are taken off and what is over 25 characters is cut.</param>
    /// <param name="city">The receiver's city; accents are taken off and what is over 15 characters is cut.</param>
    /// <param name="amount">Shown by some readers before they ask the address, which decides; null leaves it out, as the manual's examples do.</param>
    /// <param name="txid">Null, empty or <c>***</c>: the txid of a dynamic charge is at its address.</param>
    /// <param name="singleUse">False for an address that serves one charge after another.</param>
    public static BrCodeWriting WriteDynamic(string? url, string? name, string? city, Money? amount = null, string? txid = null, bool singleUse = true)
    {
        var reasons = new List<BrCodeRefusal>();
        var address = (url ?? "").Trim();
        if (UrlProblem(address) is { } problem)
            reasons.Add(Refusal(BrCodeField.Url, problem));
        if (!string.IsNullOrEmpty(txid) && txid != NoTxid)
            reasons.Add(Refusal(BrCodeField.Txid, "No Pix dinâmico a identificação (txid) fica no endereço da cobrança: deixe este campo vazio."));
        var payee = Payee(name, city, amount, reasons);
        return reasons.Count > 0
            ? new BrCodeWriting.Refused(reasons)
            : Finish(new StringBuilder(singleUse ? Field("01", "12") : ""), Field("25", address), payee, NoTxid);
    }

    /// <summary>Says what a pasted text is, or everything that is wrong with it.</summary>
    /// <param name="text">Any text; spaces and line breaks around it are left out, inside it they are part of the code.</param>
    public static BrCodeReading Read(string? text) => BrCodeReader.Read(text);

    /// <summary>Up to 25 ASCII letters and digits.</summary>
    internal static bool IsStaticTxid(ReadOnlySpan<char> txid)
    {
        foreach (var c in txid)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }
        return txid.Length is > 0 and <= StaticTxidLength;
    }

    /// <summary>What is wrong with the address of a charge; null when nothing is.</summary>
    internal static string? UrlProblem(string url)
    {
        if (url.Length == 0)
            return "Endereço da cobrança vazio: informe como pix.exemplo.com.br/qr/v2/abc.";
        if (url.Contains("://", StringComparison.Ordinal))
            return "Endereço da cobrança com https://: informe só o que vem depois.";
        if (url.Length > UrlLength)
            return $"Endereço da cobrança longo demais: são no máximo {UrlLength} caracteres.";
        return Uri.TryCreate("https://" + url, UriKind.Absolute, out var address) && address.Host.Contains('.', StringComparison.Ordinal)
            && address.UserInfo.Length == 0 && address.AbsolutePath.Length > 1 && address.Fragment.Length == 0 && !url.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : "Endereço da cobrança incorreto: informe como pix.exemplo.com.br/qr/v2/abc.";
    }

    internal static BrCodeRefusal Refusal(BrCodeField field, string why, int position = 0, string? id = null) => new(field, id ?? Id(field), position, why);

    /// <summary>The field's number in the standard; a template's own number may differ, from 26 to 51.</summary>
    internal static string Id(BrCodeField field) => field switch
    {
        BrCodeField.PayloadFormat => "00",
        BrCodeField.PointOfInitiation => "01",
        BrCodeField.Account => "26",
        BrCodeField.Key => "26-01",
        BrCodeField.Description => "26-02",
        BrCodeField.Url => "26-25",
        BrCodeField.MerchantCategory => "52",
        BrCodeField.Currency => "53",
        BrCodeField.Amount => "54",
        BrCodeField.Country => "58",
        BrCodeField.Name => "59",
        BrCodeField.City => "60",
        BrCodeField.AdditionalData => "62",
        BrCodeField.Txid => "62-05",
        BrCodeField.RecurrenceUrl => "80-25",
        BrCodeField.Crc => "63",
        _ => "",
    };

    private static string Payee(string? name, string? city, Money? amount, List<BrCodeRefusal> reasons)
    {
        var plainName = BrCodeText.Plain(name, NameLength);
        if (plainName.Length == 0)
            reasons.Add(Refusal(BrCodeField.Name, "Nome do recebedor vazio: informe um nome com letras ou números."));
        var plainCity = BrCodeText.Plain(city, CityLength);
        if (plainCity.Length == 0)
            reasons.Add(Refusal(BrCodeField.City, "Cidade do recebedor vazia: informe o nome da cidade."));
        if (amount is { IsPositive: false })
            reasons.Add(Refusal(BrCodeField.Amount, "Valor zero ou negativo: informe um valor acima de zero, ou nenhum para o pagador digitar."));
        if (amount > LargestAmount)
            reasons.Add(Refusal(BrCodeField.Amount, $"Valor acima de {LargestAmount}, o máximo de um código Pix."));
        return reasons.Count > 0 ? "" : (amount is { } exact ? Field("54", BrCodeText.Amount(exact)) : "") + Field("58", "BR") + Field("59", plainName) + Field("60", plainCity);
    }

    private static BrCodeWriting.Written Finish(StringBuilder start, string account, string payee, string txid)
    {
        start.Insert(0, Field("00", "01"))
            .Append(Field("26", Field("00", Arrangement) + account)).Append(Field("52", "0000")).Append(Field("53", "986"))
            .Append(payee).Append(Field("62", Field("05", txid))).Append("6304");
        return new(start.Append(Crc16.Of(start.ToString())).ToString());
    }

    private static string Field(string id, string value) => string.Create(CultureInfo.InvariantCulture, $"{id}{value.Length:00}{value}");
}
