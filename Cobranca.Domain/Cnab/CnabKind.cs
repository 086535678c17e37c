namespace Cobranca.Domain.Cnab;

/// <summary>How a field of a record is filled and read. (Tipo do campo.)</summary>
public enum CnabKind
{
    /// <summary>A count or a number: digits on the right, zeros in front.</summary>
    Number,

    /// <summary>Digits that name something, zeros in front included: an account, a CEP.</summary>
    Digits,

    /// <summary>Capital letters of plain ASCII on the left, blanks behind; what does not fit is cut.</summary>
    Text,

    /// <summary>Characters that must come back as they were sent, on the left, blanks behind; never cut, never changed.</summary>
    Code,

    /// <summary>Reais and centavos without a point: digits on the right, zeros in front.</summary>
    Money,

    /// <summary>A percentage with a fixed number of decimal places, without a point.</summary>
    Percent,

    /// <summary>DDMMAAAA; zeros say that there is no date.</summary>
    Date8,

    /// <summary>DDMMAA; zeros say that there is no date. The century follows <see cref="CnabField.FirstYear"/>.</summary>
    Date6,

    /// <summary>The same characters in every record.</summary>
    Literal,
}
