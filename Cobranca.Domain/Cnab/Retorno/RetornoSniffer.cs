namespace Cobranca.Domain.Cnab;

/// <summary>What the first line of a file says the file is. (Reconhecimento do arquivo.)</summary>
internal static class RetornoSniffer
{
    private const string NotRetorno = "O arquivo não é um retorno de cobrança: no primeiro registro não está o header de um banco. "
        + "Baixe de novo, no banco, o arquivo de retorno, e envie-o sem abrir nem salvar em outro programa.";

    /// <summary>The layout of the file; null with the problem when there is none.</summary>
    public static RetornoLayout? Recognise(ReadOnlySpan<byte> first, int line, out bool isGeneric, out CnabProblem? problem)
    {
        isGeneric = false;
        problem = Foreign(first) is { } text ? Refuse(line, text) : null;
        if (problem is not null)
            return null;
        if (first.StartsWith("02RETORNO"u8) || first.StartsWith("01REMESSA"u8))
            return first[1] == '1' ? None(line, Remessa, out problem) : ByBank(first, 76, CnabFormat.Cnab400, line, out isGeneric, out problem);
        if (first.Length < 143 || first[..8].ContainsAnyExceptInRange((byte)'0', (byte)'9') || first[3..8].ContainsAnyExcept((byte)'0'))
            return None(line, NotRetorno, out problem);
        return first[142] switch
        {
            (byte)'2' => ByBank(first, 0, CnabFormat.Cnab240, line, out isGeneric, out problem),
            (byte)'1' => None(line, Remessa, out problem),
            _ => None(line, NotRetorno, out problem),
        };
    }

    private const string Remessa =
        "O arquivo é uma remessa: é o que vai ao banco. Aqui entra o retorno, que o banco devolve; baixe-o no banco.";

    private static RetornoLayout? ByBank(ReadOnlySpan<byte> first, int at, CnabFormat format, int line, out bool isGeneric, out CnabProblem? problem)
    {
        isGeneric = false;
        var code = first.Length < at + 3 ? default : first[at..(at + 3)];
        if (code.IsEmpty || code.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return None(line, NotRetorno, out problem);
        problem = null;
        var bank = $"{(char)code[0]}{(char)code[1]}{(char)code[2]}";
        return RetornoLayouts.TryFind(bank, format, out var layout, out isGeneric)
            ? layout
            : None(line, $"O retorno de 400 posições do banco {bank} não pode ser lido aqui. Peça ao banco o retorno no layout CNAB 240.", out problem);
    }

    private static string? Foreign(ReadOnlySpan<byte> first) => first switch
    {
        [(byte)'P', (byte)'K', ..] or [0x1F, 0x8B, ..] => "O arquivo está compactado. Descompacte-o e envie o retorno que está dentro.",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "O arquivo é um PDF. Baixe no banco o arquivo de retorno, que é de texto.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [_, 0, ..] =>
            "O arquivo foi salvo em Unicode por outro programa. Baixe-o de novo no banco e envie-o sem abrir nem salvar.",
        _ when first.TrimStart((byte)' ') is [(byte)'<', ..] =>
            "O arquivo é uma página da internet, talvez o aviso de que a sessão no banco terminou. Entre de novo no banco e baixe o retorno.",
        _ => null,
    };

    private static RetornoLayout? None(int line, string text, out CnabProblem problem)
    {
        problem = Refuse(line, text);
        return null;
    }

    private static CnabProblem Refuse(int line, string text) => new(line, "Header", "", text);
}
