using Cobranca.Portal.Features.Api.Imports;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cobranca.Portal.Features.Api.Retornos;

/// <summary>The form a retorno comes in, read as it streams by. What the file is shows when it is read; what the client calls it does not count.</summary>
internal static class RetornoUpload
{
    private const string DefaultName = "retorno.ret";

    /// <returns>The file, to be disposed of; null with what is wrong.</returns>
    public static async Task<(StoredFileWriter? File, FieldError? Error)> ReadAsync(Stream body, string boundary, Func<string, StoredFileWriter> create, CancellationToken cancellation)
    {
        var reader = new MultipartReader(boundary, body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        StoredFileWriter? file = null;
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } part)
            {
                var disposition = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var parsed) ? parsed : null;
                var field = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
                if (field != "file" || file is not null)
                {
                    if (file is not null) await file.DisposeAsync();
                    return (null, field == "file" ? new("file", "envie um arquivo só.") : new(WholeText.Shown(field ?? "", 60), "campo desconhecido. O único campo é file."));
                }
                file = create(ImportUpload.NameOf(disposition!, DefaultName));
                await part.Body.CopyToAsync(file, StoredFiles.ChunkBytes, cancellation);
            }
            return file is null ? (null, new("file", "falta o arquivo: envie o retorno neste campo."))
                : (file, null);
        }
        catch
        {
            if (file is not null) await file.DisposeAsync();
            throw;
        }
    }
}
