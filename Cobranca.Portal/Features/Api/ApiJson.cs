using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api;

/// <summary>JSON of the API: camelCase, strict, amounts as numbers in reais that never pass through a binary fraction.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DecimalJson());
        options.Converters.Add(new AsSentJson());
        options.Converters.Add(new MoneyJson());
        options.Converters.Add(new TaxIdJson());
        return options;
    }

    internal const string NotReais = "informe um número em reais, sem aspas, como 1234.56.";
    internal const string TooExact = "tem algarismos demais: informe reais com até duas casas decimais, como 1234.56, e até 999999999999.99.";
    internal const string NotDecimal = "informe um número de até 28 algarismos, sem aspas, como 1.5.";

    /// <summary>Why a number is no amount in reais; null when it is one.</summary>
    internal static string? Problem(decimal reais) =>
        Math.Abs(reais) > 999_999_999_999.99m ? "passa do limite de 999999999999.99."
        : reais != decimal.Truncate(reais * 100m) / 100m ? "tem mais de duas casas decimais: centavos são a menor unidade."
        : null;

    private sealed class DecimalJson : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ExactNumber.TryRead(ref reader, out var value) ? value : throw new JsonException(NotDecimal);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }

    /// <summary>What is looked at later, item by item, comes through as it was sent, repeated fields and all.</summary>
    private sealed class AsSentJson : JsonConverter<JsonElement>
    {
        public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
    }

    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.Number) throw new JsonException(NotReais);
            if (!ExactNumber.TryRead(ref reader, out var reais)) throw new JsonException(TooExact);
            return Problem(reais) is { } problem ? throw new JsonException(problem) : new((long)(reais * 100m));
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteRawValue(value.Reais.ToString("0.00", CultureInfo.InvariantCulture));
    }

    private sealed class TaxIdJson : JsonConverter<TaxId>
    {
        public override TaxId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException("informe o CPF ou CNPJ como texto entre aspas.")
            : TaxId.TryParse(reader.GetString(), out var id, out var problem) ? id : throw new JsonException(problem);

        public override void Write(Utf8JsonWriter writer, TaxId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
