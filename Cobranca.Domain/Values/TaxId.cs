using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// The taxpayer number of whoever owes: a <see cref="Values.Cpf"/> for a person, a <see cref="Values.Cnpj"/> for a company.
/// <c>default</c> is neither and throws when used. (CPF ou CNPJ.)
/// </summary>
public readonly record struct TaxId
{
    private readonly string? _value;

    private TaxId(string value) => _value = value;

    /// <summary>11 digits of a CPF or 14 characters of a CNPJ, without punctuation, as stored.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(TaxId)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(TaxId));

    /// <summary>True for a CNPJ.</summary>
    public bool IsCompany => Value.Length == Values.Cnpj.Length;

    /// <summary>The CPF; null for a company.</summary>
    public Cpf? Cpf => IsCompany ? null : Values.Cpf.Parse(Value);

    /// <summary>The CNPJ; null for a person.</summary>
    public Cnpj? Cnpj => IsCompany ? Values.Cnpj.Parse(Value) : null;

    /// <summary>As printed for its owner: <c>529.982.247-25</c> or <c>12.ABC.345/01DE-35</c>.</summary>
    public string Formatted => IsCompany ? Cnpj!.Value.Formatted : Cpf!.Value.Formatted;

    /// <summary>For screens and logs: <c>***.982.247-**</c> or <c>**.ABC.345/01DE-**</c>.</summary>
    public string Masked => IsCompany ? Cnpj!.Value.Masked : Cpf!.Value.Masked;

    /// <summary>The first characters, for the question at sign-in. A CNPJ's may hold capital letters.</summary>
    /// <param name="count">How many: 1 to 8. More would leave only the check digits of a CPF to guess.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside 1..8.</exception>
    public string FirstDigits(int count) => count is < 1 or > 8
        ? throw new ArgumentOutOfRangeException(nameof(count), count, "Ask for 1 to 8 characters.")
        : Value[..count];

    /// <summary>Every CPF is a taxpayer number.</summary>
    public static implicit operator TaxId(Cpf cpf) => new(cpf.Value);

    /// <summary>Every CNPJ is a taxpayer number.</summary>
    public static implicit operator TaxId(Cnpj cnpj) => new(cnpj.Value);

    /// <summary>
    /// Reads a CPF or a CNPJ, told apart by length and by letters. The problem names the one it was taken for. All zeros must be there:
    /// <see cref="TryParsePadded"/> is for files that lost them.
    /// </summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The number when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out TaxId value, [NotNullWhen(false)] out string? problem)
    {
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        value = default;
        switch (Keyed.Compact(text, "./-", letters: true, buffer, out var count))
        {
            case Keyed.Outcome.Empty:
                problem = "CPF ou CNPJ vazio: informe os 11 números do CPF ou os 14 caracteres do CNPJ.";
                return false;
            case Keyed.Outcome.TooLong:
                problem = "CPF ou CNPJ longo demais: informe os 11 números do CPF ou os 14 caracteres do CNPJ.";
                return false;
            case Keyed.Outcome.OtherCharacter:
                problem = LooksScientific(text) ? ScientificProblem
                    : "CPF ou CNPJ com caractere inválido: informe só números (ou letras, no CNPJ), com ou sem pontuação.";
                return false;
        }
        var characters = buffer[..count];
        if (LooksScientific(text))
            problem = ScientificProblem;
        else if (count > Values.Cpf.Length || !Keyed.AllDigits(characters))
        {
            if (Values.Cnpj.TryParse(text, out var cnpj, out problem))
                value = cnpj;
        }
        else if (Values.Cpf.TryParse(text, out var cpf, out problem))
            value = cpf;
        else if (count < Values.Cpf.Length)
            problem = $"CPF ou CNPJ incompleto: o CPF tem 11 números, o CNPJ tem 14 caracteres e aqui há {count}.";
        return problem is null;
    }

    /// <summary>Reads a taxpayer number that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static TaxId Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <summary>
    /// As <see cref="TryParse"/>, for files that went through a spreadsheet: zeros lost on the left are put back when the check digits
    /// then hold. A number that holds both as a CPF and as a CNPJ is refused rather than guessed; one of exactly 11 digits is a
    /// mistyped CPF unless it completes to the CNPJ of a head office (<c>/0001</c>), since one wrong CPF in a hundred would
    /// otherwise become a company. <c>5,2998E+10</c> and <c>52998224725.0</c> are refused naming the spreadsheet.
    /// </summary>
    /// <param name="text">The cell.</param>
    /// <param name="value">The number when true; <c>default</c> when false.</param>
    /// <param name="padded">True when zeros were put back, so that the summary can say so.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParsePadded(string? text, out TaxId value, out bool padded, [NotNullWhen(false)] out string? problem)
    {
        padded = false;
        if (TryParse(text, out value, out problem))
            return true;
        if (LooksDecimal(text))
        {
            problem = "CPF ou CNPJ com casas decimais, provavelmente gravado como número por uma planilha: formate a coluna como texto.";
            return false;
        }
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        if (Keyed.Compact(text, "./-", letters: false, buffer, out var count) != Keyed.Outcome.Done || count >= Values.Cnpj.Length)
            return false;
        var digits = buffer[..count].ToString();
        var asCnpj = Values.Cnpj.TryParse(digits.PadLeft(Values.Cnpj.Length, '0'), out var cnpj, out _)
            && (count != Values.Cpf.Length || cnpj.Establishment == "0001");
        var asCpf = Values.Cpf.TryParse(digits.PadLeft(Values.Cpf.Length, '0'), out var cpf, out _);
        if (asCpf && asCnpj)
            problem = "Faltam zeros à esquerda e o número serve tanto para um CPF quanto para um CNPJ: informe todos os caracteres.";
        else if (asCpf || asCnpj)
        {
            value = asCpf ? cpf : cnpj;
            padded = true;
            problem = null;
        }
        return padded;
    }

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;

    private const string ScientificProblem =
        "CPF ou CNPJ em notação científica, provavelmente alterado por uma planilha: formate a coluna como texto e exporte de novo.";

    /// <summary>
    /// <c>5,2998E+10</c>. An alphanumeric CNPJ may hold an E between digits, but neither a comma, nor a plus, nor a point after its
    /// first character.
    /// </summary>
    private static bool LooksScientific(ReadOnlySpan<char> text)
    {
        text = Keyed.Trim(text);
        var e = text.IndexOfAny('e', 'E');
        if (e < 1 || text.Length > Keyed.MaxLength)
            return false;
        var mantissa = text[..e];
        var exponent = text[(e + 1)..];
        var signed = exponent.Length > 0 && exponent[0] is '+' or '-';
        if (!Keyed.AllDigits(signed ? exponent[1..] : exponent))
            return false;
        var point = mantissa.IndexOfAny('.', ',');
        if (point == -1)
            return Keyed.AllDigits(mantissa) && exponent.Length <= 3 && text.Length != Values.Cnpj.Length;
        return point == 1 && Keyed.AllDigits(mantissa[..1]) && Keyed.AllDigits(mantissa[2..]);
    }

    /// <summary><c>52998224725.0</c> or <c>52998224725,00</c>.</summary>
    private static bool LooksDecimal(ReadOnlySpan<char> text)
    {
        text = Keyed.Trim(text);
        var point = text.IndexOfAny('.', ',');
        return point > 0 && Keyed.AllDigits(text[..point]) && text.Length - point is 2 or 3 && !text[(point + 1)..].ContainsAnyExcept('0');
    }
}
