namespace Cobranca.Domain.Cnab;

/// <summary>What kind of paper a title stands for; each layout has its own code for it. (Espécie do título.)</summary>
public enum BoletoEspecie
{
    /// <summary>Duplicata mercantil: goods.</summary>
    DM,

    /// <summary>Duplicata de serviço: services.</summary>
    DS,

    /// <summary>Mensalidade escolar: a school's monthly fee.</summary>
    ME,

    /// <summary>Recibo.</summary>
    RC,

    /// <summary>Nota promissória.</summary>
    NP,

    /// <summary>Documento de dívida: an acknowledged debt, as the instalments of an agreement.</summary>
    DD,

    /// <summary>Cartão de crédito.</summary>
    CC,

    /// <summary>Encargos condominiais: a condominium's charges.</summary>
    EC,

    /// <summary>Outros: anything else.</summary>
    OU,
}

/// <summary>The codes one layout has for the espécies. (Tabela de espécies.)</summary>
internal sealed class EspecieCodes
{
    private readonly string?[] codes = new string?[Enum.GetValues<BoletoEspecie>().Length];
    private readonly string? others;

    /// <summary>The table; an espécie it leaves out is sent as <paramref name="others"/>, or refused where that is null.</summary>
    public EspecieCodes(string? others, params ReadOnlySpan<(BoletoEspecie Especie, string Code)> own)
    {
        this.others = others;
        codes[(int)BoletoEspecie.OU] = others;
        foreach (var (especie, code) in own)
            codes[(int)especie] = code;
    }

    /// <summary>The layout's code; null where it has none.</summary>
    public string? Of(BoletoEspecie especie) => codes[(int)especie] ?? others;

    /// <summary>The espécie of a code; <see cref="BoletoEspecie.OU"/> for one that is not in the table.</summary>
    public BoletoEspecie Read(ReadOnlySpan<byte> code)
    {
        for (var i = 0; i < codes.Length; i++)
            if (codes[i] is { } known && code.Length == 2 && code[0] == known[0] && code[1] == known[1])
                return (BoletoEspecie)i;
        return BoletoEspecie.OU;
    }
}
