namespace Cobranca.Portal.Features.Access;

// What the pages of this folder send, as typed.

public sealed class TaxIdForm
{
    public string? TaxId { get; set; }
}

public sealed class LinkForm
{
    public string? Characters { get; set; }
}

public sealed class ContactForm
{
    public string? Contact { get; set; }
    public string? Channel { get; set; }
    public string? Paper { get; set; }
}

public sealed class CodeForm
{
    public string? Code { get; set; }
}

public sealed class LetterForm
{
    public string? TaxId { get; set; }
    public string? Code { get; set; }
}

public sealed class ContactChangeForm
{
    public string? TaxId { get; set; }
    public string? Contact { get; set; }
    public string? Paper { get; set; }
}

public sealed class NotMeForm
{
    public string? Contact { get; set; }
    public string? Code { get; set; }
}

public sealed class SignOutForm
{
    public bool Everywhere { get; set; }
}
