using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>The columns of a portfolio, in the order docs/csv.md explains them.</summary>
public enum PortfolioColumn
{
    ExternalId, TaxId, Name, DueDate, Amount,
    BirthDate, RepresentativeTaxId, Email, Mobile, Phone, ContactKind, ContactSource, OptInEmail, OptInSms, OptInCall, OptInWhatsApp,
    Uf, CityCode, Address, Cep,
    Description, Contract, IssuedOn, PaymentMethod, Consumer, Guarantor, Status, PaidAmount, PaidOn,
    SlipBank, SlipNossoNumero, SlipLinha, DocumentUrl, OriginalCreditor, AssignedOn, TimeBarredOn, FinePercent, InterestPercentPerMonth, Segment,
}

/// <summary>Who reads the problems: somebody with a file whose headers are Portuguese, or an integrator whose fields are the English aliases.</summary>
public enum PortfolioNaming { File, Api }

/// <summary>What the columns are called.</summary>
public static class PortfolioColumns
{
    private static readonly (string Name, string Alias)[] Names =
    [
        ("id_externo", "externalId"), ("cpf_cnpj", "taxId"), ("nome", "name"), ("vencimento", "dueDate"), ("valor", "amount"),
        ("nascimento", "birthDate"), ("representante_cpf", "representativeTaxId"), ("email", "email"), ("celular", "mobile"), ("telefone", "phone"),
        ("tipo_contato", "contactKind"), ("origem_contato", "contactSource"), ("optin_email", "optInEmail"), ("optin_sms", "optInSms"),
        ("optin_ligacao", "optInCall"), ("optin_whatsapp", "optInWhatsApp"),
        ("uf", "state"), ("municipio_ibge", "cityCode"), ("endereco", "address"), ("cep", "postalCode"),
        ("descricao", "description"), ("contrato", "contract"), ("emissao", "issuedOn"), ("forma_pagamento", "paymentMethod"), ("consumidor", "consumer"),
        ("fiador", "guarantor"), ("situacao", "status"), ("valor_pago", "paidAmount"), ("pago_em", "paidOn"),
        ("boleto_banco", "slipBank"), ("boleto_nosso_numero", "slipNossoNumero"), ("boleto_linha", "slipLinha"), ("documento_url", "documentUrl"),
        ("credor_original", "originalCreditor"), ("cedido_em", "assignedOn"), ("prescreve_em", "timeBarredOn"),
        ("multa_percentual", "finePercent"), ("juros_percentual_mes", "interestPercentPerMonth"), ("segmento", "segment"),
    ];

    private static readonly FrozenDictionary<string, PortfolioColumn> ByKey = Names.Index()
        .SelectMany(row => new[] { row.Item.Name, row.Item.Alias }.Select(name => (Key: Key(name), Column: (PortfolioColumn)row.Index)))
        .DistinctBy(pair => pair.Key).ToFrozenDictionary(pair => pair.Key, pair => pair.Column);

    public static int Count => Names.Length;

    public static IReadOnlyList<PortfolioColumn> Required { get; } =
        [PortfolioColumn.ExternalId, PortfolioColumn.TaxId, PortfolioColumn.Name, PortfolioColumn.DueDate, PortfolioColumn.Amount];

    /// <summary>The Portuguese name, as problems and documents spell it.</summary>
    public static string NameOf(this PortfolioColumn column) => Names[(int)column].Name;

    /// <summary>The English name, as the API spells it.</summary>
    public static string AliasOf(this PortfolioColumn column) => Names[(int)column].Alias;

    /// <summary>The name that whoever reads the problem used.</summary>
    public static string NameOf(this PortfolioColumn column, PortfolioNaming naming) => naming == PortfolioNaming.Api ? column.AliasOf() : column.NameOf();

    /// <summary>Finds a column by either name, whatever its case, accents and separators.</summary>
    public static bool TryFind(string header, out PortfolioColumn column) => ByKey.TryGetValue(Key(header), out column);

    private static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) key.Append(char.ToLowerInvariant(c));
        }
        return key.ToString();
    }
}
