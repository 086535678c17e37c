using System.ComponentModel;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api.Retornos;

/// <param name="Unreadable">Lines that could not be read.</param>
[Description("Títulos do arquivo; cada um está em exatamente um de applied, known, noted e forReview. As linhas ilegíveis (unreadable) também estão em forReview.")]
public sealed record RetornoCounts(long Titles, long Applied, long Known, long Noted, long ForReview, long Unreadable);

[Description("Um arquivo de retorno de um banco e o que resultou dele.")]
public sealed record RetornoAnswer(string Id, RetornoStatus Status, string Bank, CnabFormat Format, string FileName, string? Agencia, string? Conta, string? Convenio, long? Sequence, DateOnly? GeneratedOn,
    DateTime ReceivedAt, string ReceivedBy, DateTime? AppliedAt, RetornoCounts Counts, Money Received, Money Tariffs, string? Refusal, IReadOnlyList<RetornoRemark> Problems, IReadOnlyList<RetornoRemark> Doubts)
{
    public static RetornoAnswer Of(Retorno r)
    {
        var remarks = RetornoRemarks.Of(r);
        return new(r.PublicId, r.Status, r.BankCode, r.Format, r.FileName, r.Agencia, r.Conta, r.Convenio, r.Sequence, r.GeneratedOn, r.ReceivedAt, r.ReceivedBy, r.AppliedAt,
            new(r.Titles, r.Applied, r.Known, r.Noted, r.ForReview, remarks.Unreadable), r.Received, r.Tariffs, r.Refusal, remarks.Problems, remarks.Doubts);
    }
}

[Description("Um título de um retorno e o que foi feito com ele; como divergência, o que espera por uma pessoa.")]
public sealed record OccurrenceAnswer(string Id, string Retorno, int Line, string NossoNumero, string Code, RetornoOccurrence Meaning, DateOnly On, Money Amount, string? Boleto,
    OccurrenceOutcome Outcome, ReviewReason Review, string? Detail, DateTime? ResolvedAt, string? ResolvedBy, string? Resolution)
{
    /// <param name="retorno">The file's name in addresses.</param>
    /// <param name="boleto">The slip's; null when there is none.</param>
    public static OccurrenceAnswer Of(BankOccurrence o, string retorno, string? boleto) => new(o.Id.ToString(CultureInfo.InvariantCulture), retorno, o.Line, o.NossoNumero, o.Code, o.Meaning, o.On, o.Amount,
        boleto, o.Outcome, o.Review, o.Detail, o.ResolvedAt, o.ResolvedBy, o.Resolution);
}

/// <param name="Note">What was done.</param>
public sealed record ResolutionBody(string Note);
