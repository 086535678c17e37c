using System.Text;

namespace Cobranca.Portal.Platform;

/// <summary>Reads a file named on the command line that fits in memory: UTF-8, or Windows-1252 where it is not.</summary>
public static class SmallTextFile
{
    /// <exception cref="CommandRefusedException">It is not there, cannot be read, is too large or is no text.</exception>
    public static async Task<string> ReadAsync(string path, int maxBytes, CancellationToken cancellation)
    {
        byte[] bytes;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw new CommandRefusedException($"{path}: arquivo não encontrado (procurado em {file.FullName}).");
            if (file.Length > maxBytes) throw new CommandRefusedException($"{path}: arquivo grande demais, o limite é {maxBytes / 1_000_000} MB.");
            bytes = await File.ReadAllBytesAsync(file.FullName, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException($"{path}: não foi possível ler o arquivo ({problem.Message}).");
        }
        if (bytes.AsSpan().Contains((byte)0)) throw new CommandRefusedException($"{path}: não é um arquivo de texto.");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1252.GetString(bytes);
        }
    }

    /// <summary>What Brazilian systems mean by Latin-1.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
}
