namespace Cobranca.Domain.Calendars;

/// <summary>
/// What a file held: every good line as a value and every bad one as a problem, none of either dropped. (Leitura de arquivo.)
/// </summary>
/// <param name="Values">In the order of the file.</param>
/// <param name="Problems">In the order of the file; empty when the file is right.</param>
public sealed record FileReading<T>(IReadOnlyList<T> Values, IReadOnlyList<LineProblem> Problems);

/// <summary>Why a line was not taken. (Erro de linha.)</summary>
/// <param name="Line">The line, from 1, as an editor shows it.</param>
/// <param name="Problem">One sentence in Portuguese saying what is wrong and what to do.</param>
public readonly record struct LineProblem(int Line, string Problem)
{
    /// <summary>As printed: <c>linha 3: ...</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"linha {Line}: {Problem}");
}
