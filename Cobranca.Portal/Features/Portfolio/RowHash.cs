using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// What a line means, in 32 bytes: the first half of its debt, the second of its person. Only what the line says goes in, with its
/// name, so that a column added later does not make every stored line look changed.
/// </summary>
internal static class RowHash
{
    private const int Half = 16;

    public static byte[] Of(PortfolioRow row)
    {
        var hash = new byte[2 * Half];
        var text = new StringBuilder(512);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];

        Debt(text, row);
        Digest(text, digest);
        digest[..Half].CopyTo(hash);

        text.Clear();
        Person(text, row);
        Digest(text, digest);
        digest[..Half].CopyTo(hash.AsSpan(Half));
        return hash;
    }

    /// <summary>True when two lines say the same of the debt, whatever they say of the person.</summary>
    public static bool SameDebt(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> row) => stored.Length == 2 * Half && stored[..Half].SequenceEqual(row[..Half]);

    /// <summary>True when two lines say the same of the person.</summary>
    public static bool SamePerson(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> row) => stored.Length == 2 * Half && stored[Half..].SequenceEqual(row[Half..]);

    private static void Debt(StringBuilder text, PortfolioRow row)
    {
        Add(text, "taxId", row.TaxId.Value);
        Add(text, "due", row.DueOn);
        Add(text, "amount", row.Principal);
        Add(text, "description", row.Description);
        Add(text, "contract", row.Contract);
        Add(text, "issued", row.IssuedOn);
        Add(text, "method", row.PaymentMethod?.ToString());
        Add(text, "consumer", row.IsConsumer);
        Add(text, "guarantor", row.Guarantor);
        Add(text, "status", row.Status?.ToString());
        Add(text, "paid", row.PaidAmount);
        Add(text, "paidOn", row.PaidOn);
        Add(text, "slipBank", row.SlipBankCode);
        Add(text, "slipNumber", row.SlipNossoNumero);
        Add(text, "slipLinha", row.SlipLinhaDigitavel);
        Add(text, "url", row.DocumentUrl);
        Add(text, "original", row.OriginalCreditor);
        Add(text, "assigned", row.AssignedOn);
        Add(text, "barred", row.TimeBarredOn);
        Add(text, "fine", row.OwnFine?.PercentValue.ToString("0.######", CultureInfo.InvariantCulture));
        Add(text, "interest", row.OwnInterestPerMonth?.PercentValue.ToString("0.######", CultureInfo.InvariantCulture));
        Add(text, "segment", row.Segment);
    }

    private static void Person(StringBuilder text, PortfolioRow row)
    {
        Add(text, "name", row.Name);
        Add(text, "birth", row.BirthDate);
        Add(text, "representative", row.RepresentativeCpf?.Value);
        Add(text, "address", row.Address);
        Add(text, "uf", row.Uf?.Value);
        Add(text, "cep", row.Cep?.Value);
        Add(text, "city", row.CityCode);
        foreach (var contact in row.Contacts)
        {
            Add(text, contact.Channel.ToString(), contact.Value);
            Add(text, "kind", contact.Ownership?.ToString());
            Add(text, "source", contact.Source?.ToString());
            Add(text, "partner", contact.Partner);
            Add(text, "optInEmail", contact.OptInEmail);
            Add(text, "optInSms", contact.OptInSms);
            Add(text, "optInCall", contact.OptInCall);
            Add(text, "optInWhatsApp", contact.OptInWhatsApp);
        }
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        // A unit separator cannot occur in a value: control characters are refused at the door.
        if (value is not null) text.Append(name).Append('=').Append(value).Append('\u001f');
    }

    private static void Add(StringBuilder text, string name, DateOnly? value)
    {
        if (value is { } date) text.Append(name).Append('=').Append(CultureInfo.InvariantCulture, $"{date.DayNumber}").Append('\u001f');
    }

    private static void Add(StringBuilder text, string name, Money? value)
    {
        if (value is { } money) text.Append(name).Append('=').Append(CultureInfo.InvariantCulture, $"{money.Centavos}").Append('\u001f');
    }

    private static void Add(StringBuilder text, string name, bool? value)
    {
        if (value is { } flag) text.Append(name).Append('=').Append(flag ? '1' : '0').Append('\u001f');
    }

    private static void Digest(StringBuilder text, Span<byte> digest) => SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), digest);
}
