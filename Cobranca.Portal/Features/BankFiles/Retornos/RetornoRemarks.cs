using System.Text.Encodings.Web;
using System.Text.Json;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>What one reading of a retorno to its end left to say, kept with it.</summary>
/// <param name="Unreadable">Lines that could not be read, all of them counted.</param>
/// <param name="Problems">The first of those lines, with the reason.</param>
/// <param name="Doubts">What was read and looks wrong all the same.</param>
/// <param name="SaysTwice">Some title stands in the file more than once, word for word.</param>
public sealed record RetornoRemarks(long Unreadable, IReadOnlyList<RetornoRemark> Problems, IReadOnlyList<RetornoRemark> Doubts, bool SaysTwice)
{
    /// <summary>More are of no use to a person: the bank is asked for the file again.</summary>
    private const int Kept = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RetornoRemarks None { get; } = new(0, [], [], SaysTwice: false);

    public static RetornoRemarks Of(RetornoReader read, bool saysTwice) => new(read.Problems.Count, First(read.Problems), First(read.Warnings), saysTwice);

    public static RetornoRemarks Of(Retorno retorno) => retorno.Remarks is { } json ? JsonSerializer.Deserialize<RetornoRemarks>(json, Json)! : None;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static List<RetornoRemark> First(CnabProblems problems) => [.. problems.Kept.Take(Kept).Select(p => new RetornoRemark(p.Line, p.ToString()))];
}

/// <summary>One of them: where, and what to do about it. Holds no value of the line.</summary>
public sealed record RetornoRemark(int Line, string Text);
