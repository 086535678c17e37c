namespace Cobranca.Portal.Client.Layout;

/// <summary>How wide a page's column grows: a form, a page in two columns, a table.</summary>
public enum ShellWidth { Reading, Split, Full }
