using System.Collections.Frozen;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>What each field, parameter and status means, in Portuguese. One name, one meaning, everywhere in the API.</summary>
internal static class ApiWords
{
    private static readonly FrozenDictionary<string, string> Fields = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // problems
        ["type"] = "Endereço da definição do problema.", ["title"] = "O problema em poucas palavras.", ["detail"] = "O que aconteceu e o que fazer.", ["errors"] = "Cada campo que precisa mudar.",
        ["field"] = "Onde está, como items[3].amount; vazio quando é o todo.", ["message"] = "O que está errado e o que seria certo.", ["traceId"] = "Número deste pedido.",
        ["problemId"] = "Número com que o operador encontra a falha.",
        // keys
        ["id"] = "Identificador.", ["name"] = "Nome.", ["creditor"] = "O credor da chave.", ["scopes"] = "O que a chave pode.", ["expiresAt"] = "Quando deixa de valer; null se não expira.",
        // lists
        ["items"] = "Os itens desta página ou deste pedido.", ["nextCursor"] = "Enviado em cursor, dá a página seguinte; null na última.",
        // receivables
        ["externalId"] = "Seu identificador do título, único na sua carteira.", ["taxId"] = "CPF ou CNPJ, só letras e números.", ["dueDate"] = "Vencimento.", ["amount"] = "Valor em reais.",
        ["status"] = "Situação.", ["principal"] = "Parte do principal.", ["correction"] = "Correção monetária; abaixo de zero em deflação.", ["fine"] = "Multa.", ["interest"] = "Juros de mora.",
        ["discount"] = "Desconto concedido.", ["total"] = "O que quita na data.", ["daysLate"] = "Dias de atraso cobrados na data.", ["payDate"] = "O dia para o qual é o preço.",
        ["steps"] = "Cada linha do cálculo; somadas sem a última, dão o total.", ["kind"] = "De que espécie é.", ["label"] = "O que é.", ["base"] = "O valor sobre o qual foi calculado.",
        ["ratePercent"] = "Percentual aplicado.", ["days"] = "Dias contados.", ["rule"] = "A regra e sua versão.", ["source"] = "De onde veio: lei, contrato ou origem do contato.",
        ["movedTo"] = "Nova data concedida ao devedor antes do vencimento.", ["paidAmount"] = "Tudo o que já foi recebido.", ["paidOn"] = "O dia em que o pagador pagou.",
        ["description"] = "O que foi vendido, nas palavras que o devedor reconhece.", ["contract"] = "Número do contrato.", ["statusReason"] = "Por que foi suspenso, contestado, quitado ou cancelado.",
        ["statusChangedAt"] = "Quando a situação mudou por aqui.", ["timeBarred"] = "Prescrito na data: não é oferecido ao devedor.", ["collectableThrough"] = "Último dia em que pode ser cobrado.",
        ["createdAt"] = "Quando foi criado.", ["updatedAt"] = "Quando mudou pela última vez.", ["results"] = "Um resultado por item, na ordem enviada.",
        ["outcome"] = "O que foi feito do item.", ["warnings"] = "O que é estranho em um item aceito; null quando nada.", ["reason"] = "O motivo, guardado com o título e na auditoria; o devedor não vê.",
        ["birthDate"] = "Data de nascimento.", ["representativeTaxId"] = "CPF de quem representa a empresa.", ["email"] = "E-mail.", ["mobile"] = "Celular com DDD.", ["phone"] = "Telefone com DDD.",
        ["contactKind"] = "De quem são os contatos: own, work ou thirdParty.", ["contactSource"] = "De onde vieram os contatos: contract, debtor ou enrichment:PARCEIRO.",
        ["optInEmail"] = "Aceita e-mails de cobrança.", ["optInSms"] = "Aceita SMS de cobrança.", ["optInCall"] = "Aceita ligações de cobrança.", ["optInWhatsApp"] = "Aceita WhatsApp de cobrança.",
        ["state"] = "UF.", ["cityCode"] = "Código do município no IBGE, 7 números.", ["address"] = "Endereço.", ["postalCode"] = "CEP.", ["issuedOn"] = "Emissão.",
        ["paymentMethod"] = "Como o devedor pagava.", ["consumer"] = "É relação de consumo; true se não vier.", ["guarantor"] = "Fiador.", ["slipBank"] = "Banco do boleto que você já emitiu, 3 números.",
        ["slipNossoNumero"] = "Nosso número do boleto que você já emitiu.", ["slipLinha"] = "Linha digitável do boleto que você já emitiu.", ["documentUrl"] = "Endereço https do documento.",
        ["originalCreditor"] = "Credor original, quando o crédito foi cedido.", ["assignedOn"] = "Data da cessão.", ["timeBarredOn"] = "Primeiro dia em que já não pode ser cobrado.",
        ["finePercent"] = "Multa deste título, em %.", ["interestPercentPerMonth"] = "Juros de mora deste título, em % ao mês.", ["segment"] = "Segmento, a seu critério.",
        // payments
        ["method"] = "Por onde o dinheiro veio.", ["reference"] = "Como você chama este pagamento: a mesma referência é o mesmo pagamento.", ["surplus"] = "O que sobrou e pertence a quem pagou.",
        ["shortfall"] = "O que faltou dentro da tolerância do boleto e foi relevado.", ["boleto"] = "O boleto por onde veio.", ["recordedAt"] = "Quando foi registrado.",
        ["tariff"] = "A tarifa que o banco reteve; null enquanto ele não diz.", ["net"] = "O que o banco creditou: o valor menos a tarifa.", ["creditedOn"] = "O dia do crédito na conta; null enquanto não se sabe.",
        ["reversedAt"] = "Quando o pagamento foi estornado, e as dívidas voltaram a ser devidas; null enquanto vale.",
        ["paymentId"] = "O pagamento de onde veio.", ["paymentReference"] = "Como o pagamento se chama.", ["refundRequestedAt"] = "Quando quem pagou pediu a devolução; null enquanto não pediu.",
        ["refundedOn"] = "Quando foi devolvido; null enquanto não foi.", ["refundReference"] = "Como você chama a devolução.",
        ["receivables"] = "Os títulos envolvidos.", ["receivableStatus"] = "Situação atual do título.",
        // debtors
        ["contacts"] = "Contatos.", ["channel"] = "email, mobile ou landline.", ["value"] = "E-mail, ou telefone com DDD.", ["sourceDetail"] = "O parceiro, arquivo ou pedido por onde veio.",
        ["optIn"] = "O que o devedor autorizou em cada canal; null onde nada foi dito.", ["sms"] = "SMS.", ["call"] = "Ligação.", ["whatsApp"] = "WhatsApp.",
        ["usableFrom"] = "Códigos de acesso só vão para este contato a partir de então.", ["refusedAt"] = "Fora de uso desde então.", ["refusedReason"] = "Por que está fora de uso.",
        // links, boletos, imports and their jobs
        ["url"] = "Endereço.", ["code"] = "Código.", ["contact"] = "O e-mail ou celular do devedor para onde você vai enviar.", ["validDays"] = "Por quantos dias o link abre; sem isso, o que o credor definiu.",
        ["file"] = "O CSV.", ["decimal"] = "O que 1.234 quer dizer: comma ou dot; sem isso, aprende-se do arquivo.", ["dryRun"] = "Ensaio: conta o que aconteceria e não grava.", ["fileName"] = "Nome do arquivo enviado.",
        ["progress"] = "Quanto já foi feito.", ["done"] = "Quanto já foi feito.", ["percent"] = "Percentual.", ["counts"] = "O que resultou; null até terminar.", ["rows"] = "Linhas.", ["created"] = "Novos.",
        ["updated"] = "Que mudaram.", ["unchanged"] = "Sem mudança.", ["padded"] = "CPF ou CNPJ que tinham perdido zeros.", ["line"] = "A linha do arquivo; null quando é o todo.", ["column"] = "A coluna; null quando é o todo.",
        ["item"] = "A posição do item no pedido, a partir de zero.", ["links"] = "Links criados.", ["withoutContact"] = "Devedores sem contato que possa ser usado.", ["refusals"] = "Itens recusados, com o motivo.",
        ["fileUrl"] = "Onde buscar o arquivo pronto, com a mesma chave; null até lá.", ["errorFileUrl"] = "Onde buscar as recusas, com a mesma chave; null quando não há.", ["error"] = "Por que falhou; null quando não falhou.",
        ["attempts"] = "Quantas vezes foi começado.", ["startedAt"] = "Quando foi começado.", ["finishedAt"] = "Quando terminou.",
        ["bank"] = "Código do banco, 3 números.", ["bankName"] = "Nome do banco.", ["nossoNumero"] = "Nosso número, sem dígito.", ["nossoNumeroFormatted"] = "Nosso número como impresso.", ["linhaDigitavel"] = "Linha digitável, só números.",
        ["pixCopyPaste"] = "Pix copia e cola do mesmo valor; null se a conta não tem chave Pix ou o boleto acabou. O banco do boleto não sabe dele: os dois podem ser pagos.",
        ["pixTxid"] = "O txid do Pix, que volta com o dinheiro: por ele se acha o boleto.",
        ["barcode"] = "Os 44 números do código de barras.", ["payable"] = "Pode ser pago hoje.", ["payableThrough"] = "Último dia em que o banco aceita.", ["pdfUrl"] = "Onde buscar o PDF, com a mesma chave.",
        ["abatement"] = "O que o banco tira do valor (abatimento); zero quando nada.", ["orders"] = "O que se pediu ao banco por arquivo, do mais antigo ao mais novo; null em listas.",
        ["history"] = "Tudo o que aconteceu, do mais antigo ao mais novo; null em listas.", ["by"] = "Quem fez acontecer: devedor, banco, remessa, retorno, portal, um comando ou uma chave.",
        ["inFile"] = "O arquivo de onde veio, remessa ou retorno; null quando não veio de um.", ["inLine"] = "A linha nesse arquivo.", ["sentAt"] = "Quando foi posto em uma remessa; null enquanto espera a próxima.",
        ["sentIn"] = "A remessa.", ["sentLine"] = "A linha na remessa.", ["answeredAt"] = "Quando o banco respondeu; null enquanto não.", ["answeredIn"] = "O retorno com a resposta.", ["answeredLine"] = "A linha no retorno.",
        ["requestedAt"] = "Quando foi pedido.", ["registeredAt"] = "Quando o banco registrou.", ["closedAt"] = "Quando o banco baixou.", ["rejectionReason"] = "Por que o banco recusou.",
        // files of banks
        ["conta"] = "Conta.", ["convenio"] = "Convênio.", ["on"] = "O dia em que aconteceu.", ["problems"] = "O que não pôde ser lido, com o que fazer.",
        ["agencia"] = "Agência.", ["generatedOn"] = "O dia em que o banco gerou o arquivo; null quando não diz.", ["receivedAt"] = "Quando chegou.", ["receivedBy"] = "Quem trouxe: um comando, uma chave ou a pasta.",
        ["appliedAt"] = "Quando terminou de ser aplicado; null até lá.", ["titles"] = "Títulos do arquivo.", ["applied"] = "Títulos que mudaram algo aqui.", ["known"] = "Títulos que outro arquivo já tinha dito.",
        ["noted"] = "Notícias que não pedem nada.", ["forReview"] = "Títulos que esperam por uma pessoa, com o dinheiro registrado ou não.", ["unreadable"] = "Linhas que não puderam ser lidas: o que trazem não foi registrado.",
        ["received"] = "O que os pagadores pagaram.", ["tariffs"] = "O que o banco reteve.", ["refusal"] = "Por que o arquivo foi recusado inteiro; null quando não foi.", ["doubts"] = "O que foi lido e parece errado.",
        ["text"] = "O que é, e o que fazer.", ["retorno"] = "O arquivo em que o banco disse isso.", ["meaning"] = "O que o código quer dizer nesse banco.", ["outcome"] = "O que foi feito: applied, noted ou review.",
        ["review"] = "Por que uma pessoa deve olhar; none quando não deve.", ["detail"] = "O que houve, por extenso; null quando não há o que dizer.", ["resolvedAt"] = "Quando foi conferida; null enquanto espera.",
        ["resolvedBy"] = "Quem conferiu.", ["resolution"] = "O que se fez.", ["note"] = "O que se fez, em uma linha.",
        ["remessas"] = "Os arquivos gerados agora.", ["format"] = "O leiaute: cnab240 ou cnab400.", ["sequence"] = "O número do arquivo no banco.", ["lines"] = "Linhas do arquivo.",
        ["instructions"] = "Quantas instruções leva.", ["entries"] = "Quantas delas registram boletos.", ["entryTotal"] = "A soma dos boletos que registra.", ["sha256"] = "O SHA-256 do arquivo, em hexadecimal.",
        ["createdBy"] = "Quem pediu: portal, um comando ou uma chave.", ["unwritable"] = "Instruções que não cabem no arquivo do banco.", ["documentNumber"] = "O número do documento, como o banco o recebe.",
        ["abatement"] = "Abatimento pedido; zero onde não é isso.", ["remessaLine"] = "A primeira linha na remessa; null enquanto espera.", ["sentAt"] = "Quando entrou em uma remessa.",
        ["answeredAt"] = "Quando foi respondida, ou posta de lado; null enquanto não.", ["answerReason"] = "Por que não foi feita; null quando não há o que dizer.",
        ["agenciaDv"] = "Dígito da agência.", ["contaDv"] = "Dígito da conta.", ["terms"] = "As condições.", ["daysInMonth"] = "Dias do mês.", ["publishedMonth"] = "O mês cujo valor foi usado.", ["segmentName"] = "O segmento por extenso.",
        ["key"] = "Chave Pix.", ["keyKind"] = "De que tipo é a chave.", ["city"] = "Cidade.", ["recurrenceUrl"] = "Endereço da recorrência.",
        // events and webhooks
        ["events"] = "Eventos.", ["last"] = "Número do último evento que já existe.", ["number"] = "Número do evento na sequência do credor, sem falhas.", ["at"] = "Quando aconteceu.", ["data"] = "O que aconteceu.",
        ["types"] = "Tipos de evento; vazio são todos.", ["secret"] = "Com que as entregas são assinadas; só aparece nesta resposta.", ["plannedThrough"] = "Número do último evento planejado para este endereço.",
        ["disabledAt"] = "Parado desde então.", ["previousSecretUntil"] = "Até quando o segredo anterior assina junto.", ["pending"] = "Entregas à espera.", ["parked"] = "Entregas de que se desistiu; replay as retoma.",
        ["delivered"] = "O endereço aceitou.", ["keepPreviousDays"] = "Por quantos dias o segredo anterior ainda assina junto.", ["after"] = "Só o que vem depois deste número.", ["through"] = "Até este número.",
        ["onlyParked"] = "Só as entregas de que se desistiu.", ["eventId"] = "O evento.", ["tries"] = "Tentativas feitas.", ["nextTryAt"] = "Quando é a próxima tentativa.", ["deliveredAt"] = "Quando foi entregue.",
        ["parkedAt"] = "Quando se desistiu.", ["lastStatus"] = "O que o endereço respondeu por último.", ["lastError"] = "Por que a última tentativa falhou.",
        ["partner"] = "Quem encontrou o contato; obrigatório com enrichment.", ["refused"] = "Retira o contato de uso, de vez.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["externalId"] = "Seu identificador do título, codificado (/ é %2F). Se um proxy decodifica endereços, use - aqui e ?externalId= na consulta.",
        ["taxId"] = "CPF ou CNPJ, com ou sem pontuação.", ["payDate"] = "Dia do preço, ano-mês-dia; hoje se não vier.", ["on"] = "O dia, ano-mês-dia.", ["cursor"] = "O nextCursor da página anterior.",
        ["limit"] = "Quantos itens por página.", ["after"] = "O número do último evento que você já tem; 0 ou nada começa do primeiro.", ["types"] = "Só estes tipos, separados por vírgula.", ["pixTxid"] = "Só o boleto deste txid, que veio com um Pix recebido.", ["updatedSince"] = "Só o que mudou desde este instante ou dia.", ["id"] = "Identificador.",
        [Idempotency.Header] = "Até 200 caracteres seus, por exemplo um UUID. O mesmo pedido com a mesma chave recebe a mesma resposta, sem ser feito de novo, por 7 dias.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string? Field(string name) => Fields.GetValueOrDefault(name);

    public static string? Parameter(string name) => Parameters.GetValueOrDefault(name) ?? Fields.GetValueOrDefault(name);

    public static string Status(int status) => status switch
    {
        200 => "Feito.", 201 => "Criado.", 202 => "Aceito: será feito em seguida.", 204 => "Feito, sem conteúdo.",
        400 => "Algo no pedido precisa mudar: veja errors.", 401 => "Chave ausente ou inválida.", 403 => "A chave não tem o escopo.", 404 => "Não existe, ou é de outro credor.",
        409 => "Em conflito com o estado atual, ou com outro pedido de mesma Idempotency-Key.", 410 => "Já não está disponível.", 413 => "Corpo grande demais.", 415 => "Formato não aceito.",
        422 => "Entendido, mas não pode ser feito.", 429 => "Pedidos demais: espere Retry-After segundos.", 500 => "Falha nossa: tente de novo.", 503 => "Indisponível no momento.",
        _ => "Resposta.",
    };
}
