using static Cobranca.Domain.Cnab.CnabField;

namespace Cobranca.Domain.Cnab;

internal abstract partial class Remessa240
{
    /// <summary>The bank, first in every record.</summary>
    public static readonly CnabField Banco = Digits("Banco", 1, 3);

    /// <summary>0, 1, 3, 5 or 9.</summary>
    public static readonly CnabField TipoDeRegistro = Code("Tipo de registro", 8, 8);

    /// <summary>1 in a remessa, 2 in a retorno.</summary>
    public static readonly CnabField RemessaOuRetorno = Number("Remessa ou retorno", 143, 143);

    /// <summary>P, Q, R and so on, in records of type 3.</summary>
    public static readonly CnabField Segmento = Code("Segmento", 14, 14);

    /// <summary>Codes of FEBRABAN v10.6, note C015.</summary>
    protected static readonly EspecieCodes FebrabanEspecies = new(
        others: "99", (BoletoEspecie.DM, "02"), (BoletoEspecie.DS, "04"), (BoletoEspecie.NP, "12"), (BoletoEspecie.RC, "17"), (BoletoEspecie.ME, "21"),
        (BoletoEspecie.DD, "24"), (BoletoEspecie.EC, "30"), (BoletoEspecie.CC, "31"));

    /// <summary>The fields banks share, and the records made of them.</summary>
    protected static class Common
    {
        public static readonly CnabField InscricaoTipo = Number("Tipo de inscrição", 18, 18);
        public static readonly CnabField Inscricao = Digits("Número de inscrição", 19, 32);
        public static readonly CnabField Agencia = Digits("Agência", 53, 57);
        public static readonly CnabField AgenciaDv = Text("Dígito da agência", 58, 58);
        public static readonly CnabField Conta = Digits("Conta", 59, 70);
        public static readonly CnabField ContaDv = Text("Dígito da conta", 71, 71);
        public static readonly CnabField Empresa = Text("Nome da empresa", 73, 102);
        public static readonly CnabField NomeDoBanco = Text("Nome do banco", 103, 132);
        public static readonly CnabField DataDeGeracao = Date8("Data de geração", 144);
        public static readonly CnabField HoraDeGeracao = Digits("Hora de geração", 152, 157);
        public static readonly CnabField SequencialDoArquivo = Number("Número sequencial do arquivo", 158, 163);
        public static readonly CnabField Versao = Digits("Versão do leiaute", 164, 166);
        public static readonly CnabField Densidade = Digits("Densidade de gravação", 167, 171);

        public static readonly CnabRecordLayout FileHeader = new(
            "Header de arquivo", 240, Banco, Literal("Lote de serviço", 4, "0000"), Literal("Tipo de registro", 8, "0"), InscricaoTipo, Inscricao,
            Agencia, AgenciaDv, Conta, ContaDv, Empresa, NomeDoBanco, RemessaOuRetorno, DataDeGeracao, HoraDeGeracao, SequencialDoArquivo, Versao,
            Densidade);

        public static readonly CnabField Lote = Number("Lote de serviço", 4, 7);
        public static readonly CnabField VersaoDoLote = Digits("Versão do leiaute do lote", 14, 16);
        public static readonly CnabField InscricaoLote = Digits("Número de inscrição", 19, 33);
        public static readonly CnabField AgenciaLote = Digits("Agência", 54, 58);
        public static readonly CnabField AgenciaDvLote = Text("Dígito da agência", 59, 59);
        public static readonly CnabField ContaLote = Digits("Conta", 60, 71);
        public static readonly CnabField ContaDvLote = Text("Dígito da conta", 72, 72);
        public static readonly CnabField EmpresaLote = Text("Nome da empresa", 74, 103);
        public static readonly CnabField NumeroDaRemessa = Number("Número da remessa", 184, 191);
        public static readonly CnabField DataDeGravacao = Date8("Data de gravação", 192);
        public static readonly CnabField DataDeCredito = Date8("Data do crédito", 200);

        public static readonly CnabRecordLayout BatchHeader = new(
            "Header de lote", 240, Banco, Lote, Literal("Tipo de registro", 8, "1"), Literal("Operação", 9, "R"), Literal("Serviço", 10, "01"), VersaoDoLote,
            InscricaoTipo, InscricaoLote, AgenciaLote, AgenciaDvLote, ContaLote, ContaDvLote, EmpresaLote, NumeroDaRemessa, DataDeGravacao, DataDeCredito);

        public static readonly CnabField SequencialNoLote = Number("Sequência no lote", 9, 13);
        public static readonly CnabField Movimento = Digits("Código de movimento", 16, 17);
        public static readonly CnabField AgenciaTitulo = Digits("Agência", 18, 22);
        public static readonly CnabField AgenciaDvTitulo = Text("Dígito da agência", 23, 23);
        public static readonly CnabField ContaTitulo = Digits("Conta", 24, 35);
        public static readonly CnabField ContaDvTitulo = Text("Dígito da conta", 36, 36);
        public static readonly CnabField NossoNumero = Code("Nosso número", 38, 57);
        public static readonly CnabField Carteira = Digits("Carteira", 58, 58);
        public static readonly CnabField Cadastramento = Digits("Forma de cadastramento", 59, 59);
        public static readonly CnabField TipoDeDocumento = Text("Tipo de documento", 60, 60);
        public static readonly CnabField QuemEmite = Text("Emissão do boleto", 61, 61);
        public static readonly CnabField QuemDistribui = Text("Distribuição do boleto", 62, 62);
        public static readonly CnabField SeuNumero = Code("Número do documento", 63, 77);
        public static readonly CnabField Vencimento = Date8("Vencimento", 78);
        public static readonly CnabField Valor = Money("Valor do título", 86, 100);
        public static readonly CnabField AgenciaCobradora = Digits("Agência cobradora", 101, 105);
        public static readonly CnabField Especie = Digits("Espécie do título", 107, 108);
        public static readonly CnabField Aceite = Text("Aceite", 109, 109);
        public static readonly CnabField Emissao = Date8("Data de emissão", 110);
        public static readonly CnabField JurosCodigo = Number("Código dos juros de mora", 118, 118);
        public static readonly CnabField JurosData = Date8("Data dos juros de mora", 119);
        public static readonly CnabField JurosValor = Money("Juros de mora por dia", 127, 141);
        public static readonly CnabField JurosTaxa = Percent("Taxa mensal de juros de mora", 127, 141, 2);
        public static readonly CnabField DescontoCodigo = Number("Código do desconto", 142, 142);
        public static readonly CnabField DescontoData = Date8("Data do desconto", 143);
        public static readonly CnabField DescontoValor = Money("Valor do desconto", 151, 165);
        public static readonly CnabField Iof = Money("Valor do IOF", 166, 180);
        public static readonly CnabField Abatimento = Money("Valor do abatimento", 181, 195);
        public static readonly CnabField UsoDaEmpresa = Code("Uso da empresa", 196, 220);
        public static readonly CnabField ProtestoCodigo = Digits("Código para protesto", 221, 221);
        public static readonly CnabField ProtestoDias = Number("Dias para protesto", 222, 223);
        public static readonly CnabField BaixaCodigo = Digits("Código para baixa", 224, 224);
        public static readonly CnabField BaixaDias = Number("Dias para baixa", 225, 227);
        public static readonly CnabField Moeda = Digits("Moeda", 228, 229);
        public static readonly CnabField Contrato = Digits("Número do contrato", 230, 239);

        public static readonly CnabRecordLayout SegmentP = new(
            "Segmento P", 240, Banco, Lote, Literal("Tipo de registro", 8, "3"), SequencialNoLote, Literal("Segmento", 14, "P"), Movimento, AgenciaTitulo,
            AgenciaDvTitulo, ContaTitulo, ContaDvTitulo, NossoNumero, Carteira, Cadastramento, TipoDeDocumento, QuemEmite, QuemDistribui, SeuNumero,
            Vencimento, Valor, AgenciaCobradora, Especie, Aceite, Emissao, JurosCodigo, JurosData, JurosValor, DescontoCodigo, DescontoData, DescontoValor,
            Iof, Abatimento, UsoDaEmpresa, ProtestoCodigo, ProtestoDias, BaixaCodigo, BaixaDias, Moeda, Contrato);

        public static readonly CnabField Pagador = Text("Nome do pagador", 34, 73);
        public static readonly CnabField Endereco = Text("Endereço do pagador", 74, 113);
        public static readonly CnabField Bairro = Text("Bairro do pagador", 114, 128);
        public static readonly CnabField Cep = Digits("CEP do pagador", 129, 136);
        public static readonly CnabField Cidade = Text("Cidade do pagador", 137, 151);
        public static readonly CnabField Uf = Text("UF do pagador", 152, 153);
        public static readonly CnabField AvalistaTipo = Number("Tipo de inscrição do avalista", 154, 154);
        public static readonly CnabField AvalistaInscricao = Digits("Inscrição do avalista", 155, 169);
        public static readonly CnabField Avalista = Text("Nome do avalista", 170, 209);

        public static readonly CnabRecordLayout SegmentQ = new(
            "Segmento Q", 240, Banco, Lote, Literal("Tipo de registro", 8, "3"), SequencialNoLote, Literal("Segmento", 14, "Q"), Movimento, InscricaoTipo,
            InscricaoLote, Pagador, Endereco, Bairro, Cep, Cidade, Uf, AvalistaTipo, AvalistaInscricao, Avalista, Digits("Banco correspondente", 210, 212));

        public static readonly CnabField MultaCodigo = Number("Código da multa", 66, 66);
        public static readonly CnabField MultaData = Date8("Data da multa", 67);
        public static readonly CnabField MultaValor = Money("Valor da multa", 75, 89);
        public static readonly CnabField MultaTaxa = Percent("Percentual da multa", 75, 89, 2);

        public static readonly CnabRecordLayout SegmentR = new(
            "Segmento R", 240, Banco, Lote, Literal("Tipo de registro", 8, "3"), SequencialNoLote, Literal("Segmento", 14, "R"), Movimento,
            Digits("Desconto 2", 18, 41), Digits("Desconto 3", 42, 65), MultaCodigo, MultaData, MultaValor, Digits("Ocorrência do pagador", 200, 207),
            Digits("Banco e agência de débito", 208, 215), Digits("Conta de débito", 217, 228), Digits("Aviso de débito", 231, 231));

        public static readonly CnabField TipoDePagamento = Digits("Tipo de pagamento", 20, 21);

        public static readonly CnabRecordLayout SegmentY53 = new(
            "Segmento Y-53", 240, Banco, Lote, Literal("Tipo de registro", 8, "3"), SequencialNoLote, Literal("Segmento", 14, "Y"), Movimento,
            Literal("Registro opcional", 18, "53"), TipoDePagamento, Number("Quantidade de pagamentos", 22, 23), Number("Tipo do valor máximo", 24, 24),
            Money("Valor máximo", 25, 39), Number("Tipo do valor mínimo", 40, 40), Money("Valor mínimo", 41, 55));

        public static readonly CnabField QuantidadeDeRegistros = Number("Quantidade de registros no lote", 18, 23);
        public static readonly CnabField QuantidadeDeTitulos = Number("Quantidade de títulos", 24, 29);
        public static readonly CnabField ValorTotal = Money("Valor total dos títulos", 30, 46);

        public static readonly CnabRecordLayout BatchTrailer = new(
            "Trailer de lote", 240, Banco, Lote, Literal("Tipo de registro", 8, "5"), QuantidadeDeRegistros);

        public static readonly CnabField QuantidadeDeLotes = Number("Quantidade de lotes", 18, 23);
        public static readonly CnabField QuantidadeNoArquivo = Number("Quantidade de registros", 24, 29);

        public static readonly CnabRecordLayout FileTrailer = new(
            "Trailer de arquivo", 240, Banco, Literal("Lote de serviço", 4, "9999"), Literal("Tipo de registro", 8, "9"), QuantidadeDeLotes,
            QuantidadeNoArquivo);
    }
}
