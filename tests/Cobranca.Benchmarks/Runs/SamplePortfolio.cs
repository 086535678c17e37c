using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks.Runs;

/// <summary>Rows that look like a school's: about three debts to a person, one e-mail and one mobile each. The same rows every time.</summary>
public static class SamplePortfolio
{
    public const int DebtsPerPerson = 3;

    public static void WriteCsv(string path, int rows)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("id_externo;cpf_cnpj;nome;vencimento;valor;email;celular;optin_email;optin_sms;descricao;contrato;emissao;uf");
        for (var row = 0; row < rows; row++)
        {
            var person = row / DebtsPerPerson;
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"T{row:0000000};{CpfOf(person)};Pessoa {person} da Conceição;{DueOn(row):yyyy-MM-dd};{AmountOf(row):0.00};p{person}@exemplo.com.br;+55119{person % 100_000_000:00000000};sim;nao;Mensalidade {row % 12 + 1};C{person};{DueOn(row).AddDays(-20):yyyy-MM-dd};SP"));
        }
    }

    public static DateOnly DueOn(int row) => new DateOnly(2025, 1, 10).AddDays(row % 600);

    public static decimal AmountOf(int row) => 100m + row % 90_000 / 100m;

    /// <summary>A number with right check digits that belongs to nobody in particular: made, not found.</summary>
    public static string CpfOf(int person)
    {
        var root = (100_000_000L + person * 7L % 800_000_000L).ToString(CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 100; digits++)
            if (Cpf.TryParse(root + digits.ToString("00", CultureInfo.InvariantCulture), out var cpf, out _)) return cpf.Value;
        throw new InvalidOperationException(root);
    }
}
