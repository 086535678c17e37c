namespace Cobranca.Domain.Boletos;

/// <summary>What 44, 47 or 48 typed digits turned out to be: exactly one of the nested records. (Leitura.)</summary>
public abstract record CodeReading
{
    private CodeReading()
    {
    }

    /// <summary>A bank slip, every digit right.</summary>
    /// <param name="Barcode">The slip, as its bars say it.</param>
    /// <param name="DueOn">
    /// The due date; null when the slip has none (fator below 1000) or when no date near the day of reading has this fator.
    /// </param>
    public sealed record BankSlip(Barcode Barcode, DateOnly? DueOn) : CodeReading
    {
        /// <summary>The slip, as people type it.</summary>
        public LinhaDigitavel LinhaDigitavel => Barcode.ToLinhaDigitavel();

        /// <summary>True when the slip has a fator, but one that means no date near the day of reading.</summary>
        public bool DueDateIsUnreadable => DueOn is null && Barcode.Fator >= FatorVencimento.Lowest;
    }

    /// <summary>The bill of a utility, a town or an office: nothing this portal issues.</summary>
    /// <param name="Arrecadacao">The bill.</param>
    public sealed record Bill(Arrecadacao Arrecadacao) : CodeReading;

    /// <summary>Not payable as typed.</summary>
    /// <param name="Reasons">Everything found wrong, at least one.</param>
    public sealed record Refused(IReadOnlyList<CodeRefusal> Reasons) : CodeReading;
}

/// <summary>What is wrong with a typed code, and where. Positions count digits from 1, leaving punctuation out. (Recusa da leitura.)</summary>
public abstract record CodeRefusal
{
    private CodeRefusal()
    {
    }

    /// <summary>The reason as a person reads it.</summary>
    public abstract string Text { get; }

    /// <summary>Nothing was typed.</summary>
    public sealed record Empty : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => "Digite ou cole os números do boleto.";
    }

    /// <summary>A letter, or a digit of another script, where digits belong.</summary>
    /// <param name="Found">The character.</param>
    /// <param name="AfterDigits">How many digits come before it.</param>
    public sealed record UnexpectedCharacter(string Found, int AfterDigits) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => AfterDigits == 0
            ? $"O código tem só números: retire “{Found}” do começo."
            : $"O código tem só números: retire “{Found}”, que está depois do {AfterDigits}º número.";
    }

    /// <summary>Neither 47 nor 48 nor 44 digits.</summary>
    /// <param name="Digits">How many there are.</param>
    public sealed record WrongLength(int Digits) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text =>
            $"Aqui {(Digits == 1 ? "há 1 número" : $"há {Digits} números")}. O boleto tem 47, as contas de consumo e os tributos têm 48 e o código de barras tem 44.";
    }

    /// <summary>A check digit that does not follow from the digits it guards.</summary>
    /// <param name="Part">Which digits it guards.</param>
    /// <param name="Position">Where the check digit stands.</param>
    /// <param name="Expected">What it would have to be.</param>
    /// <param name="Found">What it is.</param>
    public sealed record WrongCheckDigit(CodePart Part, int Position, int Expected, int Found) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => Part switch
        {
            CodePart.Field1 => "Há um número errado no primeiro grupo (do 1º ao 10º número). Confira com o boleto.",
            CodePart.Field2 => "Há um número errado no segundo grupo (do 11º ao 21º número). Confira com o boleto.",
            CodePart.Field3 => "Há um número errado no terceiro grupo (do 22º ao 32º número). Confira com o boleto.",
            CodePart.DueDateAndAmount => "Há um número errado no fim do código (do 33º ao 47º número), onde ficam o vencimento e o valor. Confira com o boleto.",
            CodePart.Block1 => "Há um número errado no primeiro bloco (do 1º ao 12º número). Confira com a conta.",
            CodePart.Block2 => "Há um número errado no segundo bloco (do 13º ao 24º número). Confira com a conta.",
            CodePart.Block3 => "Há um número errado no terceiro bloco (do 25º ao 36º número). Confira com a conta.",
            CodePart.Block4 => "Há um número errado no quarto bloco (do 37º ao 48º número). Confira com a conta.",
            _ => "Há um número errado no código de barras: o dígito que confere todos os outros não bate. Confira com o boleto.",
        };
    }

    /// <summary>The currency digit of a bank slip is not 9.</summary>
    /// <param name="Position">Where it stands.</param>
    /// <param name="Found">What it is.</param>
    public sealed record NotInReais(int Position, char Found) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"O {Position}º número de um boleto em reais é 9, e aqui está {Found}. Confira com o boleto.";
    }

    /// <summary>The second digit of an arrecadação names no kind of payee.</summary>
    /// <param name="Found">What it is.</param>
    public sealed record UnknownSegment(char Found) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"O 2º número diz que tipo de conta é, e {Found} não existe. Confira com a conta.";
    }

    /// <summary>The third digit of an arrecadação names no kind of value.</summary>
    /// <param name="Found">What it is.</param>
    public sealed record UnknownValueKind(char Found) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"O 3º número de uma conta vai de 6 a 9, e aqui está {Found}. Confira com a conta.";
    }

    /// <summary>48 digits that do not start with 8, or 47 that do: a bank slip with one too many, or a bill with one missing.</summary>
    /// <param name="First">The first digit.</param>
    /// <param name="Digits">How many there are.</param>
    public sealed record StartAndLengthDisagree(char First, int Digits) : CodeRefusal
    {
        /// <inheritdoc/>
        public override string Text => Digits == Arrecadacao.TypedLength
            ? $"Um código de 48 números começa com 8, e este começa com {First}. Se for um boleto de banco, ele tem 47: há um número a mais."
            : "Um código que começa com 8 é de conta de consumo ou tributo e tem 48 números: falta um.";
    }
}

/// <summary>The digits a check digit guards. (Parte do código.)</summary>
public enum CodePart
{
    /// <summary>Digits 1-9 of a linha digitável.</summary>
    Field1,

    /// <summary>Digits 11-20 of a linha digitável.</summary>
    Field2,

    /// <summary>Digits 22-31 of a linha digitável.</summary>
    Field3,

    /// <summary>Fator and amount of a linha whose three fields hold: the general digit guards everything, but only these are left.</summary>
    DueDateAndAmount,

    /// <summary>The whole barcode, by its general digit.</summary>
    Whole,

    /// <summary>The first eleven digits of an arrecadação.</summary>
    Block1,

    /// <summary>The second eleven digits of an arrecadação.</summary>
    Block2,

    /// <summary>The third eleven digits of an arrecadação.</summary>
    Block3,

    /// <summary>The last eleven digits of an arrecadação.</summary>
    Block4,
}
