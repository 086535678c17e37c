namespace Cobranca.Portal.Client.Content;

/// <summary>How a notice sounds. There is no red: nobody here needs to be shouted at.</summary>
public enum AlertTone { Info, Warn, Good }
