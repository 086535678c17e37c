namespace Cobranca.Portal.Client.Forms;

/// <summary>One primary action per screen; the rest is quiet, or reads as a link. Nothing here is dressed as danger.</summary>
public enum ButtonKind { Primary, Quiet, Text }
