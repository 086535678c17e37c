using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Debtors;

/// <summary>A debtor by CPF or CNPJ, which is the creditor's own key to it. The path is never logged (docs/decisions/0033).</summary>
internal static class DebtorResource
{
    private const int MaxReceivables = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var routes = api.MapGroup("/debtors").WithTags("Devedores");
        routes.MapGet("/{taxId}", (TaxIdInPath named, CobrancaDb db, ApiCaller caller, BusinessClock clock, CancellationToken cancellation) => AnswerAsync(named.Value, db, caller, clock, cancellation))
            .RequireScope(ApiScopes.DebtorsRead).WithSummary("Um devedor com contatos, autorizações e de onde veio cada contato.")
            .WithDescription("O CPF ou CNPJ com ou sem pontuação (/ é %2F).").Answers<DebtorAnswer>(200).Refuses(400, 404)
            .Example(200, "/debtors/52998224725", answer: DebtorExamples.Shown);
        routes.MapPut("/{taxId}/contacts", PutAsync).RequireScope(ApiScopes.DebtorsWrite)
            .WithSummary("Inclui, muda ou retira contatos de um devedor.")
            .WithDescription("O que não vem não é mexido. Um contato novo do próprio devedor só recebe códigos de acesso depois da carência do credor (usableFrom), e os contatos que já recebem são avisados. refused retira o contato de vez: links e sessões que saíram dele deixam de abrir.")
            .Answers<DebtorAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .Example(200, "/debtors/52998224725/contacts", DebtorExamples.Contacts, DebtorExamples.Changed);
    }

    private static async Task<IResult> PutAsync(TaxIdInPath named, ApiBody<PutContacts> body, PutDebtorContacts put, CobrancaDb db, ApiCaller caller, BusinessClock clock, CancellationToken cancellation)
    {
        if (PutDebtorContacts.Read(body.Value, out var asked) is { Count: > 0 } errors) return ApiProblem.Invalid(errors);
        return await put.HandleAsync(named.Value, asked, caller.Creditor, caller.Actor, cancellation) switch
        {
            PutDebtorContacts.Outcome.Done => await AnswerAsync(named.Value, db, caller, clock, cancellation),
            PutDebtorContacts.Outcome.TooMany => ApiProblem.Conflict($"Este devedor já tem {ContactCoolOff.MaxWaiting} contatos novos em carência: espere que valham, ou retire os que não servem (refused). Nada foi mudado."),
            _ => Unknown(),
        };
    }

    /// <summary>Written down before it is told: nobody sees a debtor unseen (design §6).</summary>
    private static async Task<IResult> AnswerAsync(TaxId taxId, CobrancaDb db, ApiCaller caller, BusinessClock clock, CancellationToken cancellation)
    {
        if (await db.Debtors.AsNoTracking().Include(d => d.Contacts).SingleOrDefaultAsync(d => d.TaxId == taxId, cancellation) is not { } debtor) return Unknown();
        var receivables = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.DebtorId == debtor.Id).OrderByDescending(r => r.Id).Take(MaxReceivables)
            .Select(r => new DebtorReceivable(r.ExternalId, r.Status, r.DueOn, r.Principal)).ToListAsync(cancellation);
        db.NoteDebtorRead(caller, clock.Now, debtor.Id);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(DebtorAnswer.Of(debtor, receivables));
    }

    private static IResult Unknown() => ApiProblem.NotFound("Não há devedor com este CPF ou CNPJ.");
}
