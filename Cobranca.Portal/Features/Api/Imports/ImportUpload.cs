using Cobranca.Domain.Values;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ContentDispositionHeaderValue = Microsoft.Net.Http.Headers.ContentDispositionHeaderValue;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace Cobranca.Portal.Features.Api.Imports;

/// <summary>
/// The multipart form of an import, read as it comes: the file goes straight into stored pieces, so that half a gigabyte takes no more
/// memory than a page.
/// </summary>
internal sealed class ImportUpload(StoredFileWriter file, IReadOnlyList<FieldError> errors, ImportOrder order)
{
    private const int MaxParts = 8;
    private const int MaxFieldLength = 20;
    private const int MaxNameLength = 120;

    /// <summary>What is wrong; when there is anything, the file is to be thrown away.</summary>
    public IReadOnlyList<FieldError> Errors => errors;
    public StoredFileWriter File => file;
    public ImportOrder Order => order;

    /// <summary>The boundary of a multipart body; null when it is something else.</summary>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 70 } boundary ? boundary : null;

    public static async Task<ImportUpload> ReadAsync(Stream body, string boundary, Func<string, StoredFileWriter> create, CancellationToken cancellation)
    {
        var reader = new MultipartReader(boundary, body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        var errors = new List<FieldError>();
        StoredFileWriter? file = null;
        var order = new ImportOrder("carteira.csv", DecimalReading.Unambiguous, DryRun: false);
        try
        {
            var parts = 0;
            while (await reader.ReadNextSectionAsync(cancellation) is { } part)
            {
                if (++parts > MaxParts)
                {
                    errors.Add(new("", $"o formulário tem mais de {MaxParts} partes."));
                    break;
                }
                var disposition = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var parsed) ? parsed : null;
                switch (HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value)
                {
                    case "file" when file is not null:
                        errors.Add(new("file", "envie um arquivo só."));
                        break;
                    case "file":
                        order = order with { FileName = NameOf(disposition!, "carteira.csv") };
                        file = create(order.FileName);
                        await CopyAsync(part.Body, file, errors, cancellation);
                        break;
                    case "decimal":
                        order = order with { Decimals = Decimals(await TextAsync(part.Body, cancellation), errors) };
                        break;
                    case "dryRun":
                        order = order with { DryRun = DryRun(await TextAsync(part.Body, cancellation), errors) };
                        break;
                    case var name:
                        errors.Add(new(WholeText.Shown(name ?? "", 60), "campo desconhecido. Os campos são: file, decimal, dryRun."));
                        break;
                }
            }
            if (file is null) errors.Add(new("file", "falta o arquivo: envie o CSV neste campo."));
            return new(file ?? create(order.FileName), errors, order);
        }
        catch
        {
            if (file is not null) await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it is shows in its first bytes; what the client calls it does not count.</summary>
    private static async Task CopyAsync(Stream part, StoredFileWriter file, List<FieldError> errors, CancellationToken cancellation)
    {
        var buffer = new byte[StoredFiles.ChunkBytes];
        var first = await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        if (NotCsv(buffer.AsSpan(0, first)) is { } problem)
        {
            errors.Add(new("file", problem));
            return;
        }
        await file.WriteAsync(buffer.AsMemory(0, first), cancellation);
        for (int count; (count = await part.ReadAsync(buffer, cancellation)) > 0;) await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
    }

    private static string? NotCsv(ReadOnlySpan<byte> start) =>
        start.IsEmpty ? "arquivo vazio."
        : start.StartsWith("PK\x03\x04"u8) ? "é uma planilha (.xlsx) ou um arquivo compactado: exporte como CSV."
        : start.StartsWith(new byte[] { 0x1f, 0x8b }) ? "está compactado (gzip): envie o CSV como ele é."
        : start.StartsWith("%PDF"u8) ? "é um PDF: envie o CSV."
        : start.StartsWith(new byte[] { 0xff, 0xfe }) || start.StartsWith(new byte[] { 0xfe, 0xff }) ? "está em UTF-16 («Texto Unicode» do Excel): salve como CSV UTF-8."
        : start.Contains((byte)0) ? "não é um CSV: há bytes zero."
        : null;

    /// <summary>Only the name, as the client's system shows it; never a path, and nothing that could break a header or a line of a log.</summary>
    /// <param name="otherwise">For a file that came without a name.</param>
    internal static string NameOf(ContentDispositionHeaderValue disposition, string otherwise)
    {
        var sent = SentName(disposition);
        var name = string.Concat(sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))).Trim();
        // The end of a long one: there is what kind of file it is. A pair is not cut through.
        if (name.Length > MaxNameLength) name = name[^(char.IsLowSurrogate(name[^MaxNameLength]) ? MaxNameLength - 1 : MaxNameLength)..];
        return name.Length == 0 || !WholeText.Is(name) ? otherwise : name;
    }

    private static string SentName(ContentDispositionHeaderValue disposition)
    {
        try { return HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? ""; }
        catch (NotSupportedException) { return ""; } // an encoding that is not read any more: UTF-7
    }

    private static async Task<string?> TextAsync(Stream part, CancellationToken cancellation)
    {
        var buffer = new byte[MaxFieldLength + 1];
        var count = await part.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return count > MaxFieldLength ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, count).Trim();
    }

    private static DecimalReading Decimals(string? text, List<FieldError> errors)
    {
        switch (text)
        {
            case "comma": return DecimalReading.Comma;
            case "dot": return DecimalReading.Dot;
            case "": return DecimalReading.Unambiguous;
            default:
                errors.Add(new("decimal", "use comma (1.234 é mil duzentos e trinta e quatro) ou dot; sem o campo, o próprio arquivo diz."));
                return DecimalReading.Unambiguous;
        }
    }

    private static bool DryRun(string? text, List<FieldError> errors)
    {
        if (text is not ("true" or "false" or "")) errors.Add(new("dryRun", "use true ou false."));
        return text == "true";
    }
}
