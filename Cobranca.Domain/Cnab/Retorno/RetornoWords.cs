using System.Collections.Frozen;

namespace Cobranca.Domain.Cnab;

/// <summary>
/// What banks' reasons mean, in short words of our own. The lists hold what a creditor can meet with slips as we register them; a code they
/// do not have is shown as the bank sent it. (Descrição dos motivos.)
/// </summary>
/// <remarks>
/// Sources, read 22/11/2026: the banks' lists of reasons (FEBRABAN C047 A, B and C; Itaú tables of notes 20 and 28; Bradesco 319-328; Banco do
/// Brasil 87-88; Santander 137-145; Caixa 80-82) as public implementations quote them: eduardokum/laravel-boleto, BoletoNet/BoletoNetCore, ACBr.
/// The manuals could not be opened: some words, FEBRABAN's list of fees and Itaú's ways of payment among them, rest on knowledge of them
/// alone. They are shown to people and decide nothing.
/// </remarks>
internal static class RetornoWords
{
    private static readonly FrozenDictionary<string, string> FebrabanRejections = Parse("""
        01 código do banco errado|02 tipo de registro errado|03 segmento errado|04 instrução que a carteira não permite|05 instrução que não existe
        06 CPF ou CNPJ do beneficiário errado|07 agência, conta ou dígito errado|08 nosso número errado|09 nosso número já usado|10 carteira errada
        11 forma de cadastramento errada|12 tipo de documento errado|13 quem emite o boleto está errado|14 quem entrega o boleto está errado
        15 características da cobrança não combinam|16 vencimento errado|17 vencimento antes da emissão|18 vencimento fora do prazo do banco
        20 valor do título errado|21 espécie errada|22 espécie que a carteira não permite|23 aceite errado|24 data de emissão errada
        25 emissão depois da entrada|26 código de juros errado|27 valor ou taxa de juros errado|28 código de desconto errado
        29 desconto igual ou maior que o título|30 desconto a conceder não confere|31 já existe desconto|32 valor do IOF errado
        33 valor do abatimento errado|34 abatimento igual ou maior que o título|35 abatimento não confere|36 já existe abatimento
        37 código de protesto errado|38 prazo de protesto errado|39 protesto que o título não permite|40 protesto já pedido
        41 não há protesto a sustar|42 código de baixa errado|43 prazo de baixa errado|44 moeda errada|45 falta o nome do pagador
        46 CPF ou CNPJ do pagador errado|47 falta o endereço do pagador|48 CEP errado|49 CEP sem praça de cobrança|50 CEP de banco correspondente
        51 CEP não é da UF|52 UF errada|53 CPF ou CNPJ do sacador errado|54 falta o sacador|57 código de multa errado|58 data de multa errada
        59 valor ou percentual de multa errado|60 título não está cadastrado|61 agência cobradora errada|62 tipo de impressão errado
        63 título já está cadastrado|64 número da linha errado|79 data de juros errada|80 data de desconto errada|83 limite excedido
        84 autorização não existe|85 título com pagamento vinculado|86 número do documento errado|97 prazo de recebimento não pôde mudar
        98 prazo de recebimento não pôde ser dispensado|99 número do título não pôde mudar|A1 uso da empresa não pôde mudar
        A2 dados do pagador não puderam mudar|A3 dados do sacador não puderam mudar|A4 pagador usa o DDA|A5 título já pago
        A6 convênio errado ou encerrado|A7 título já está como foi pedido|A8 abatimento a cancelar errado|A9 não autoriza pagamento parcial
        B1 autoriza pagamento parcial|B2 valor do título em conflito|B3 tipo de pagamento errado|B4 valor máximo errado|B5 valor mínimo errado
        """);

    private static readonly FrozenDictionary<string, string> FebrabanEntered = Parse("A4 pagador usa o DDA");

    private static readonly FrozenDictionary<string, string> BradescoEntered = Parse("P1 registrado com Pix");

    private static readonly FrozenDictionary<string, string> FebrabanTariffs = Parse("""
        01 extrato de posição|02 manutenção de título vencido|03 sustação|04 protesto|05 outras instruções|06 outras ocorrências
        07 envio de duplicata|08 custas de protesto|09 custas de sustação|10 custas de cartório distribuidor|11 custas de edital
        12 devolução de título vencido|13 registro, cobrado na baixa ou no pagamento|14 reapresentação automática|15 rateio de crédito|16 fax
        17 mudança de vencimento|18 mudança de abatimento ou desconto|19 arquivo mensal|20 emissão de boleto
        """);

    private static readonly FrozenDictionary<string, string> FebrabanOutcomes = Parse("""
        01 por saldo|02 por conta|03 no caixa, em dinheiro|04 compensação eletrônica|05 compensação convencional|06 por meio eletrônico
        07 depois de feriado local|08 em cartório|09 pelo banco|10 a pedido, por arquivo|11 a pedido, na internet|12 prazo dado pela empresa
        13 prazo dado pelo banco|14 protestado|15 título excluído|30 no caixa, em cheque|31 em banco correspondente|32 em caixa eletrônico
        33 pela internet|34 por office banking|35 em correspondente, em dinheiro|36 em correspondente, em cheque|37 por telefone
        """);

    private static readonly FrozenDictionary<string, string> CaixaOutcomes = Parse("""
        02 em lotérica|03 em agência da Caixa|04 compensação eletrônica|05 compensação convencional|06 pela internet|07 em correspondente
        08 em cartório|09 pelo banco|10 a pedido, por arquivo|11 a pedido, na internet|12 prazo dado pela empresa|13 prazo dado pelo banco
        14 protestado
        """);

    private static readonly FrozenDictionary<string, string> ItauEntry = Parse("""
        03 CEP sem atendimento de protesto|04 UF errada|05 vencimento fora do prazo|07 valor acima do máximo|08 falta o nome do pagador
        09 agência encerrada|10 falta o endereço|11 CEP errado|12 falta o nome do sacador|13 CEP não é da UF|14 nosso número já registrado ou fora da faixa
        15 nosso número repetido no arquivo|18 data de entrada que a carteira não permite|19 ocorrência errada|21 agência cobradora errada
        22 carteira não permitida|26 conta sem cobrança liberada|27 CNPJ do beneficiário inapto|29 categoria da conta errada|30 entradas bloqueadas
        31 conta sem permissão de protesto|35 IOF acima de 5%|37 CPF ou CNPJ do pagador errado|42 nosso número fora da faixa|56 vencimento longe demais
        60 abatimento errado|61 juros acima do permitido|62 desconto maior que o título|63 desconto por dia não permitido|64 data de emissão errada
        66 vencimento errado ou fora do prazo|67 valor do título errado|68 carteira errada
        """);

    private static readonly FrozenDictionary<string, string> ItauInstruction = Parse("""
        01 instrução não existe|03 conta sem permissão de protesto|06 nosso número zerado|14 registro repetido|19 abatimento acima de 90% do título
        20 sustação de protesto pendente|21 título não registrado|22 título já baixado ou pago|23 instrução não aceita|24 já há protesto
        25 não há protesto|26 ordem já foi ao cartório|27 ordem não foi ao cartório|28 instrução já cadastrada|30 há instrução de não protestar
        31 o pagador bloqueou a instrução|33 vencimento igual ou que torna o título vencido|35 instrução a cancelar não existe|37 carteira não permite
        """);

    private static readonly FrozenDictionary<string, string> ItauClosure = Parse("""
        04 nosso número repetido no arquivo|05 título já baixado ou pago|06 título não registrado|07 título não registrado|08 pagamento em compensação
        """);

    private static readonly FrozenDictionary<string, string> ItauChange = Parse("""
        02 agência cobradora errada ou igual|04 UF errada|05 vencimento errado ou igual|06 valor junto com outra alteração|08 nome do pagador igual
        11 CEP errado|13 número do documento igual|42 título vencido|43 vencimento já alterado|53 instrução igual|55 alterações iguais
        61 título já baixado, pago ou não registrado|81 título em negativação ou protesto
        """);

    private static readonly FrozenDictionary<string, string> ItauChannels = Parse("""
        AA em caixa eletrônico do Itaú|AC em cartório|AO acerto on-line|BC em banco correspondente|BF por telefone, no Itaú|BL pela internet, no Itaú
        B0 em outro banco, sem conexão|B1 em outro banco, pelo código de barras|B2 em outro banco, pela linha digitável
        B3 em outro banco, em caixa eletrônico|B4 em lotérica|B5 em correspondente de outro banco|B6 em outro banco, por telefone
        B7 em outro banco, por arquivo|CC em agência do Itaú, com cheque de outro banco|CI em correspondente do Itaú|CK por contas a pagar (SISPAG)
        CP em agência do Itaú, em conta, cheque ou dinheiro|DG em agência do Itaú, sem conexão|EA em terminal de caixa|LC em cartório, com cheque
        Q0 agendado|RA digitado pelo banco|ST por SELTEC
        """);

    private static readonly FrozenDictionary<string, string> BradescoEntry = Parse("""
        02 registro errado|03 ocorrência errada|04 ocorrência que a carteira não permite|05 ocorrência não é número|07 agência, conta ou dígito errado
        08 nosso número errado|09 nosso número já usado|10 carteira errada|13 quem emite o boleto está errado|16 vencimento errado
        18 vencimento fora do prazo|20 valor errado|21 espécie errada|22 espécie que a carteira não permite|24 data de emissão errada
        28 código de desconto errado|38 prazo de protesto errado|44 agência do beneficiário errada|45 falta o nome do pagador
        46 CPF ou CNPJ do pagador errado|47 falta o endereço do pagador|48 CEP errado|50 CEP de banco correspondente|63 título já cadastrado
        65 limite excedido|66 autorização não existe
        """);

    private static readonly FrozenDictionary<string, string> BradescoClosure = Parse("""
        14 título protestado|15 título excluído|16 prazo do banco|17 transferido de carteira|20 transferido para desconto
        """);

    private static readonly FrozenDictionary<string, string> BancoDoBrasilRefusals = Parse("""
        01 identificação errada|02 variação errada|03 juros por dia errados|04 desconto errado|05 espécie que a carteira não permite|07 agência errada
        08 valor errado|09 vencimento errado|10 fora do prazo|16 título preenchido errado|18 endereço do pagador não encontrado|19 código do cedente errado
        21 carteira errada|23 faixa de nosso número esgotada|24 abatimento errado|25 número do documento errado|27 nome do pagador errado
        28 novo vencimento errado|29 falta o endereço|30 título já pago|33 nosso número já existe|35 percentual de desconto errado|36 dias de protesto errados
        37 data de emissão errada|38 vencimento antes da emissão|39 alteração que a carteira não permite|41 abatimento não permitido|42 CEP ou UF errado
        45 carteira encerrada|46 convênio encerrado|47 valor diferente do informado|49 não há abatimento a cancelar|50 comando que a carteira não permite
        51 convênio errado|52 abatimento igual ou maior que o título|53 título já está como foi pedido|55 novo vencimento fora do limite
        56 título de outro convênio|61 já foi a protesto|63 dígito do nosso número errado|65 há ordem de não protestar|66 CPF ou CNPJ do pagador errado
        68 multa errada|69 juros errados|80 nosso número errado|81 data de desconto errada|82 CEP errado|84 título não encontrado|99 outros motivos
        """);

    private static readonly FrozenDictionary<string, string> SantanderErrors = Parse("""
        001 nosso número não é número|002 abatimento não é número|003 vencimento não é número|006 carteira errada|007 espécie errada
        013 valor não é número|014 juros não são número|015 data de emissão não é número|016 vencimento errado|019 CEP não é número
        021 CPF ou CNPJ não é número|022 ocorrência errada|029 juros errados|042 conta errada|051 título não encontrado|052 título já pago
        053 título já baixado|054 protesto já pedido|055 título já protestado|056 título não venceu|057 CEP errado|058 CPF ou CNPJ errado
        063 CEP não encontrado|064 cobrança que não permite protesto|065 sustação já pedida|066 sustação fora do prazo
        070 prorrogação antes do vencimento|073 abatimento igual ou maior que o título|074 desconto igual ou maior que o título
        078 não há abatimento a cancelar|089 multa antes do vencimento|091 já há desconto|092 nosso número já cadastrado|093 falta o valor
        098 data de emissão errada|099 registro repetido|100 emissão depois do vencimento|101 falta o nome do pagador|102 falta o endereço
        103 falta a cidade|104 falta a UF|106 falta o CPF ou CNPJ|107 UF errada|108 dígito do CPF ou CNPJ errado|113 desconto errado
        115 abatimento maior que o título|117 desconto maior que o título|124 CEP não encontrado|128 código de protesto errado
        """);

    private static readonly FrozenDictionary<string, string> CaixaRejections = Parse("""
        001 movimento sem cedente|002 movimento sem título|008 título já movimentado no dia|009 nosso número de outro cedente|010 título já existe
        012 movimento repetido|020 CEP do pagador não encontrado|021 agência cobradora não encontrada|022 agência do cedente não encontrada
        045 vencimento a mais de um ano|049 título já baixado ou pago|050 título já no cartório|055 já é para devolver|056 protesto em andamento
        057 já é para protestar|058 devolução em andamento|059 prazo errado|081 CEP errado|082 CPF ou CNPJ do pagador errado
        083 número do documento errado|084 protesto sem número do documento
        """);

    /// <summary>The words for a reason; null when no list has it. Inter's reasons are words already.</summary>
    public static string? Find(RetornoLayout layout, in RetornoLine line, string code) =>
        layout.Bank == "077" ? code : ListOf(layout, line.Occurrence, line.OccurrenceCode)?.GetValueOrDefault(code);

    /// <summary>The same number is another reason for another occurrence: only the list the manual names is asked.</summary>
    private static FrozenDictionary<string, string>? ListOf(RetornoLayout layout, RetornoOccurrence occurrence, string occurrenceCode)
    {
        var isRefusal = occurrence is RetornoOccurrence.EntryRejected or RetornoOccurrence.InstructionRejected or RetornoOccurrence.ChangeRejected
            or RetornoOccurrence.ClosureRejected;
        return (layout.Bank, layout.Format) switch
        {
            ("341", _) => ItauList(occurrence, occurrenceCode),
            ("237", CnabFormat.Cnab400) => occurrence switch
            {
                RetornoOccurrence.EntryConfirmed => BradescoEntered,
                RetornoOccurrence.EntryRejected => BradescoEntry,
                _ => occurrenceCode == "10" ? BradescoClosure : null,
            },
            ("001", CnabFormat.Cnab400) => isRefusal ? BancoDoBrasilRefusals : null,
            ("033", CnabFormat.Cnab400) => isRefusal ? SantanderErrors : null,
            ("104", CnabFormat.Cnab400) => isRefusal ? CaixaRejections : null,
            (_, CnabFormat.Cnab240) => isRefusal ? FebrabanRejections : FebrabanList(layout, occurrence),
            _ => null,
        };
    }

    /// <summary>The words for a channel.</summary>
    public static string? FindChannel(RetornoLayout layout, string code) => (layout.Bank, layout.Format) switch
    {
        ("341", _) => ItauChannels.GetValueOrDefault(code),
        ("104", CnabFormat.Cnab240) => CaixaOutcomes.GetValueOrDefault(code),
        (_, CnabFormat.Cnab240) => FebrabanOutcomes.GetValueOrDefault(code),
        _ => null,
    };

    private static FrozenDictionary<string, string>? FebrabanList(RetornoLayout layout, RetornoOccurrence occurrence) => occurrence switch
    {
        RetornoOccurrence.EntryConfirmed => FebrabanEntered,
        RetornoOccurrence.Tariff => FebrabanTariffs,
        _ when occurrence is RetornoOccurrence.Closed || occurrence.IsSettlement() => layout.Bank == "104" ? CaixaOutcomes : FebrabanOutcomes,
        _ => null,
    };

    private static FrozenDictionary<string, string>? ItauList(RetornoOccurrence occurrence, string occurrenceCode) => (occurrence, occurrenceCode) switch
    {
        (RetornoOccurrence.EntryRejected, _) => ItauEntry,
        (RetornoOccurrence.ClosureRejected, _) => ItauClosure,
        (RetornoOccurrence.ChangeRejected, _) => ItauChange,
        (_, "16") => ItauInstruction,
        _ => null,
    };

    private static FrozenDictionary<string, string> Parse(string list) => list
        .Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(entry => entry[..entry.IndexOf(' ')], entry => entry[(entry.IndexOf(' ') + 1)..]);
}
