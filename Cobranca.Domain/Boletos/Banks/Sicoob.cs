namespace Cobranca.Domain.Boletos;

/// <summary>
/// Sicoob, 756. Its 25 digits: carteira (1), agência (4: the cooperative), variação (2: the modalidade), convênio (6: the client's code)
/// and digit, nosso número (7) and digit, parcela (3). (Sicoob.)
/// </summary>
/// <remarks>
/// Source: Sicoob (Bancoob), page Dígito verificador of its collection manual, and the barcode's formation, as public implementations
/// quote them (read 22/11/2026): the number's digit has the weights 3, 1, 9, 7 from the left over agência (4), client's code with its
/// digit (10) and number (7), by 11, with 10 and 11 written 0. The client's own digit goes in as given.
/// </remarks>
internal sealed class Sicoob() : BankRules("756", "Sicoob", "756-0", numberWidth: 7)
{
    private protected override AccountFields Read(BoletoAccount account, ref FieldProblems problems) => new()
    {
        Carteira = AccountField.Digits(account.Carteira, 1, BoletoField.Carteira, "a carteira", ref problems),
        Agencia = AccountField.Agencia(account, ref problems),
        Variacao = AccountField.Digits(account.Variacao, 2, BoletoField.Variacao, "a variação (modalidade)", ref problems),
        Convenio = AccountField.Digits(account.Convenio, 6, BoletoField.Convenio, "o convênio (código do cliente)", ref problems),
        ConvenioDv = AccountField.Required(account.ConvenioDv, BoletoField.ConvenioDv, "o dígito do convênio", ref problems),
        Parcela = string.IsNullOrWhiteSpace(account.Parcela)
            ? "001"
            : AccountField.Digits(account.Parcela, 3, BoletoField.Parcela, "a parcela", ref problems),
    };

    private protected override PrintedAccount Print(in AccountFields fields) =>
        new($"{fields.Agencia}/{AccountField.WithDv(fields.Convenio!, fields.ConvenioDv)}", $"{fields.Carteira}/{fields.Variacao}");

    private protected override string NumberIn(BoletoAccount account, string campoLivre) => campoLivre[14..21];

    private protected override string Write(in AccountFields fields, string number, Span<char> campoLivre)
    {
        campoLivre[0] = fields.Carteira![0];
        fields.Agencia!.CopyTo(campoLivre[1..]);
        fields.Variacao!.CopyTo(campoLivre[5..]);
        fields.Convenio!.CopyTo(campoLivre[7..]);
        campoLivre[13] = fields.ConvenioDv![0];
        number.CopyTo(campoLivre[14..]);
        campoLivre[21] = NumberDigit(fields.Agencia!, campoLivre[7..14], number);
        fields.Parcela!.CopyTo(campoLivre[22..]);
        return OneDigit.Text(campoLivre[21] - '0');
    }

    private static char NumberDigit(ReadOnlySpan<char> agencia, ReadOnlySpan<char> client, ReadOnlySpan<char> number)
    {
        Span<char> guarded = stackalloc char[21];
        agencia.CopyTo(guarded);
        guarded[4..7].Fill('0');
        client.CopyTo(guarded[7..]);
        number.CopyTo(guarded[14..]);
        ReadOnlySpan<int> weights = [3, 1, 9, 7];
        var sum = 0;
        for (var i = 0; i < guarded.Length; i++)
            sum += (guarded[i] - '0') * weights[i % weights.Length];
        return 11 - sum % 11 is var digit and < 10 ? (char)('0' + digit) : '0';
    }
}
