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
        options.Converters.Add(new MoneyJson());
        options.Converters.Add(new TaxIdJson());
        return options;
    }

    private sealed class MoneyJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var reais)) throw new JsonException("informe um número em reais, sem aspas, como 1234.56.");
            if (reais != decimal.Truncate(reais * 100m) / 100m) throw new JsonException("tem mais de duas casas decimais: centavos são a menor unidade.");
            if (Math.Abs(reais) > 999_999_999_999.99m) throw new JsonException("passa do limite de 999999999999.99.");
            return new((long)(reais * 100m));
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
