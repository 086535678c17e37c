namespace Cobranca.Portal.Client.Content;

/// <summary>What a card is: the page's own matter, an aside, or something that waits.</summary>
public enum CardTone { Plain, Quiet, Paused }
