using System.ComponentModel;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Boletos;

[Description("A parte de um título no boleto, no preço do vencimento dele.")]
public sealed record BoletoLine(string ExternalId, Money Principal, Money Correction, Money Fine, Money Interest, Money Total);

[Description("O que se pediu ao banco por arquivo: amount, dueDate e abatement são como o boleto fica se ele confirmar.")]
public sealed record BankOrderAnswer(BankOrderKind Kind, BankOrderState Status, Money Amount, DateOnly DueDate, Money Abatement, DateTime RequestedAt, DateTime? SentAt, string? SentIn, int? SentLine,
    DateTime? AnsweredAt, string? AnsweredIn, int? AnsweredLine, string? RejectionReason);

[Description("Um passo do boleto, com o arquivo e a linha de onde veio, quando veio de um.")]
public sealed record BoletoStep(BoletoStatus Status, DateTime At, string By, string? Detail, string? InFile, int? InLine);

[Description("Um boleto. linhaDigitavel, barcode e pdfUrl são null enquanto e quando ele não pode ser pago: antes do registro no banco, depois de pago, substituído ou vencido. pixCopyPaste existe já durante o registro. O banco recebe amount menos abatement. orders e history vêm na resposta de um boleto só; em listas são null.")]
public sealed record BoletoAnswer(string Id, BoletoStatus Status, bool Payable, string Bank, string NossoNumero, string NossoNumeroFormatted, string? LinhaDigitavel, string? Barcode, string? PixCopyPaste, string? PixTxid, Money Amount,
    Money Abatement, DateOnly DueDate, DateOnly PayableThrough, string? PdfUrl, IReadOnlyList<BoletoLine> Receivables, DateTime RequestedAt, DateTime? RegisteredAt, DateTime? ClosedAt, string? RejectionReason,
    IReadOnlyList<BankOrderAnswer>? Orders = null, IReadOnlyList<BoletoStep>? History = null);

/// <summary>Boletos as the API says them.</summary>
public sealed class BoletoAnswers(CobrancaDb db, BankConnections connections, BusinessClock clock, IHttpContextAccessor http)
{
    /// <summary>A slip has a handful of each; one that a bank's files repeat for ever must not make an answer without end.</summary>
    private const int AtMost = 100;

    internal static IQueryable<Boleto> Of(CobrancaDb db) => db.Boletos.AsNoTracking().Include(b => b.BankAccount).Include(b => b.Pix).Include(b => b.Items).ThenInclude(i => i.Receivable);

    public BoletoAnswer Of(Boleto boleto)
    {
        var payable = boleto.IsPayableOn(clock.Today) && connections.For(boleto.BankCode) is not null;
        return new(boleto.PublicId, boleto.Status, payable, boleto.BankCode, boleto.NossoNumero, boleto.NossoNumeroFormatted, payable ? boleto.LinhaDigitavel : null, payable ? boleto.Barcode : null,
            connections.For(boleto.BankCode) is null ? null : boleto.PixOn(clock.Today), boleto.Pix?.Txid, boleto.Amount, boleto.Abatement, boleto.DueOn, boleto.PayableThrough,
            payable ? http.HttpContext!.UrlOf($"{ApiEndpoints.Root}/boletos/{boleto.PublicId}/pdf") : null,
            [.. boleto.Items.OrderBy(i => i.Id).Select(i => new BoletoLine(i.Receivable!.ExternalId, i.Principal, i.Correction, i.Fine, i.Interest, i.Total))],
            boleto.RequestedAt, boleto.RegisteredAt, boleto.ClosedAt, boleto.RejectionReason);
    }

    /// <summary>With what was asked of the bank and all that happened, the first 100 of each; null when there is no such boleto.</summary>
    public async Task<BoletoAnswer?> WholeAsync(string publicId, CancellationToken cancellation)
    {
        if (await Of(db).SingleOrDefaultAsync(b => b.PublicId == publicId, cancellation) is not { } boleto) return null;
        var orders = await db.BankOrders.AsNoTracking().Where(o => o.BoletoId == boleto.Id).OrderBy(o => o.Id).Take(AtMost).ToListAsync(cancellation);
        var steps = await db.BoletoTransitions.AsNoTracking().Where(t => t.BoletoId == boleto.Id).OrderBy(t => t.At).ThenBy(t => t.Id).Take(AtMost).ToListAsync(cancellation);
        var sent = orders.Select(o => o.RemessaId).Concat(steps.Select(t => t.RemessaId)).OfType<long>().Distinct().ToList();
        var heard = orders.Select(o => o.RetornoId).Concat(steps.Select(t => t.RetornoId)).OfType<long>().Distinct().ToList();
        var remessas = sent.Count == 0 ? [] : await db.Remessas.Where(r => sent.Contains(r.Id)).Select(r => new { r.Id, r.FileName }).ToDictionaryAsync(r => r.Id, r => r.FileName, cancellation);
        var retornos = heard.Count == 0 ? [] : await db.Retornos.Where(r => heard.Contains(r.Id)).Select(r => new { r.Id, r.FileName }).ToDictionaryAsync(r => r.Id, r => r.FileName, cancellation);
        return Of(boleto) with
        {
            Orders = orders.ConvertAll(o => new BankOrderAnswer(o.Kind, o.State, o.Amount, o.DueOn, o.Abatement, o.CreatedAt, o.SentAt, Named(remessas, o.RemessaId), o.RemessaLine,
                o.AnsweredAt, Named(retornos, o.RetornoId), o.RetornoLine, o.Reason)),
            History = steps.ConvertAll(t => new BoletoStep(t.Status, t.At, t.Source, t.Detail, Named(remessas, t.RemessaId) ?? Named(retornos, t.RetornoId), t.FileLine)),
        };
    }

    private static string? Named(Dictionary<long, string> files, long? id) => id is { } known ? files.GetValueOrDefault(known) : null;
}
