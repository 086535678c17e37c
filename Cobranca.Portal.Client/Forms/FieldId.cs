namespace Cobranca.Portal.Client.Forms;

/// <summary>The ids that tie a field to its label, hint, error and the summary: made from its form name, <c>Form.Cpf</c> -> <c>Form-Cpf</c>.</summary>
public static class FieldId
{
    public static string For(string name) => string.Create(name.Length, name, static (id, name) =>
    {
        for (var i = 0; i < id.Length; i++) id[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '-';
    });

    internal static string Hint(string id) => id + "-dica";

    internal static string Error(string id) => id + "-erro";

    /// <summary>What describes the control: its hint, then its error; null when it has neither.</summary>
    internal static string? DescribedBy(string id, string? hint, string? error) => (hint, error) switch
    {
        (null, null) => null,
        (null, _) => Error(id),
        (_, null) => Hint(id),
        _ => $"{Hint(id)} {Error(id)}",
    };

    internal static string? Invalid(string? error) => error is null ? null : "true";
}

/// <summary>A problem with one field, as <see cref="ErrorSummary"/> lists it.</summary>
/// <param name="Name">The field's form name; empty when the problem belongs to the whole form.</param>
public sealed record FieldError(string Name, string Message);

/// <summary>One option of a <see cref="RadioList"/> or <see cref="SelectField"/>.</summary>
public sealed record Choice(string Value, string Label, string? Detail = null);
