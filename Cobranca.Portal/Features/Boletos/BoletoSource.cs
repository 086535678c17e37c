namespace Cobranca.Portal.Features.Boletos;

/// <summary>Who moved a boleto, as its transitions keep it.</summary>
public static class BoletoSource
{
    public const string Debtor = "devedor";
    public const string Bank = "banco";
    public const string Portal = "portal";
    public const string Remessa = "remessa";
    public const string Retorno = "retorno";
}
