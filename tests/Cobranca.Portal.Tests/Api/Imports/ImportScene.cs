using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Cobranca.Portal.Tests.Api.Imports;

/// <summary>Files as a creditor's system sends them.</summary>
internal static class ImportScene
{
    public const string Path = "/api/v1/imports";

    /// <summary>A portfolio of so many debts, each of a debtor of its own.</summary>
    public static string Csv(int count, int from = 1, string prefix = "API")
    {
        var text = new StringBuilder("id_externo;cpf_cnpj;nome;vencimento;valor;celular;optin_sms\n");
        for (var i = from; i < from + count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{prefix}-{i:000000};{TestTaxIds.Cpf(700_000 + i).Value};Joana Teste {i};10/09/2026;123,45;+55119{70_000_000 + i};sim\n");
        return text.ToString();
    }

    public static MultipartFormDataContent Form(string csv, string name = "carteira.csv", params (string Field, string Value)[] fields) => Form(Encoding.UTF8.GetBytes(csv), name, fields);

    public static MultipartFormDataContent Form(byte[] file, string name = "carteira.csv", params (string Field, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(part, "file", name);
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        return form;
    }

    public static async Task<ApiAnswer> PostAsync(this ApiScene api, HttpContent form, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = form };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await api.SendAsync(request);
    }

    public static Task<ApiAnswer> ImportAsync(this ApiScene api, string csv, string? idempotencyKey = null) => api.PostAsync(Form(csv), idempotencyKey);

    public static string IdOf(ApiAnswer answer) => answer.Json.GetProperty("id").GetString()!;

    /// <summary>Rows, created, updated, unchanged, refused.</summary>
    public static (long, long, long, long, long) CountsOf(ApiAnswer answer)
    {
        var counts = answer.Json.GetProperty("counts");
        long Count(string name) => counts.GetProperty(name).GetInt64();
        return (Count("rows"), Count("created"), Count("updated"), Count("unchanged"), Count("refused"));
    }
}
