using System.Security.Cryptography;
using System.Text;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>What came of taking a retorno in: exactly one of the nested records.</summary>
public abstract record TakeRetornoOutcome
{
    private TakeRetornoOutcome()
    {
    }

    /// <summary>It is here, to be applied.</summary>
    public sealed record Taken(Retorno Retorno) : TakeRetornoOutcome;

    /// <summary>This very file was here before, whatever it was called.</summary>
    public sealed record KnownAlready(Retorno Retorno) : TakeRetornoOutcome;

    /// <summary>Nothing of it was or will be done.</summary>
    /// <param name="Why">In Portuguese, with what to do.</param>
    /// <param name="Retorno">What is kept of it; null for what is no retorno of this creditor's, of which nothing is.</param>
    public sealed record Refused(string Why, Retorno? Retorno) : TakeRetornoOutcome;
}

/// <summary>
/// Takes a bank's file in: kept byte for byte, read once to its end, and from then on one row that says how far it is. Whether a file is whole
/// shows at its end, so nothing is applied before. (Receber retorno.)
/// </summary>
public sealed class TakeRetorno(CobrancaDb db, StoredFiles files, JobQueue queue, BankFileSettings settings, BusinessClock clock)
{
    /// <summary>Findings of lines that could not be read; what is beyond is counted, and the bank is asked for the file again anyway.</summary>
    private const int MaxFindings = 50;

    /// <summary>Keeps what comes, then as <see cref="HandleAsync(Creditor,StoredFile,string,bool,CancellationToken)"/>.</summary>
    public async Task<TakeRetornoOutcome> HandleAsync(Creditor creditor, string fileName, Stream content, string actor, bool enqueue, CancellationToken cancellation)
    {
        await using var writer = files.Create(creditor.Id, fileName, "text/plain");
        await content.CopyToAsync(writer, StoredFiles.ChunkBytes, cancellation);
        return await HandleAsync(creditor, await writer.FinishAsync(cancellation, keep: false), actor, enqueue, cancellation);
    }

    /// <param name="stored">What came, whole; thrown away unless it is kept as the retorno's.</param>
    /// <param name="actor">Who brought it.</param>
    /// <param name="enqueue">Whether a job shall apply it; else the caller does.</param>
    public async Task<TakeRetornoOutcome> HandleAsync(Creditor creditor, StoredFile stored, string actor, bool enqueue, CancellationToken cancellation)
    {
        TakeRetornoOutcome outcome;
        try { outcome = await DecideAsync(creditor, stored, actor, enqueue, cancellation); }
        catch
        {
            // Whoever brings the file again stores it again: what is here would only gather.
            db.ChangeTracker.Clear();
            if (!await db.Retornos.AnyAsync(r => r.FileId == stored.Id, CancellationToken.None)) await StoredFiles.DeleteAsync(db, stored.Id, CancellationToken.None);
            throw;
        }
        if (outcome is TakeRetornoOutcome.KnownAlready or TakeRetornoOutcome.Refused { Retorno: null }) await StoredFiles.DeleteAsync(db, stored.Id, cancellation);
        return outcome;
    }

    private async Task<TakeRetornoOutcome> DecideAsync(Creditor creditor, StoredFile stored, string actor, bool enqueue, CancellationToken cancellation)
    {
        if (await FindAsync(stored.Sha256!, cancellation) is { } known) return await KnownAsync(creditor, known, actor, enqueue, cancellation);
        await using var file = await files.OpenAsync(creditor.Id, stored.Id, cancellation) ?? throw new InvalidOperationException("The file that was just stored is gone.");
        var opening = await RetornoReader.OpenAsync(file, cancellation);
        if (opening is RetornoOpening.Refused none) return new TakeRetornoOutcome.Refused(none.Problem.ToString(), null);
        var reader = ((RetornoOpening.Opened)opening).Reader;
        var repeated = await RepeatedTitles.FindAsync(reader, cancellation);
        if (await WhyNotOursAsync(reader.Header, file, cancellation) is { } why) return new TakeRetornoOutcome.Refused(why, null);

        var retorno = RowOf(creditor, stored, reader, repeated.Any, actor);
        try { await SaveAsync(retorno, reader, stored, actor, enqueue, cancellation); }
        catch (DbUpdateException race) when (race.IsUniqueViolation())
        {
            // The same file, by another door at the same moment.
            db.ChangeTracker.Clear();
            if (await FindAsync(stored.Sha256!, cancellation) is not { } first) throw;
            return await KnownAsync(creditor, first, actor, enqueue, cancellation);
        }
        return retorno.Status == RetornoStatus.Refused ? new TakeRetornoOutcome.Refused(retorno.Refusal!, retorno) : new TakeRetornoOutcome.Taken(retorno);
    }

    private Task<Retorno?> FindAsync(byte[] sha256, CancellationToken cancellation) => db.Retornos.AsNoTracking().SingleOrDefaultAsync(r => r.Sha256 == sha256, cancellation);

    /// <summary>A file whose job gave up is worked on again by sending it again.</summary>
    private async Task<TakeRetornoOutcome> KnownAsync(Creditor creditor, Retorno known, string actor, bool enqueue, CancellationToken cancellation)
    {
        var order = new RetornoOrder(known.PublicId).ToJson();
        if (enqueue && known.Status is RetornoStatus.Received or RetornoStatus.Applying
            && !await db.Jobs.AnyAsync(j => j.Kind == JobKind.Retorno && j.Options == order && (j.Status == JobStatus.Queued || j.Status == JobStatus.Running), cancellation))
        {
            queue.Add(creditor.Id, JobKind.Retorno, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), actor, order, inputFileId: null, known.Titles);
            await db.SaveChangesAsync(cancellation);
        }
        return new TakeRetornoOutcome.KnownAlready(known);
    }

    /// <summary>Null when it is about an account of this creditor's. Says nothing of whose it may be instead.</summary>
    private async Task<string?> WhyNotOursAsync(RetornoHeader header, StoredFileStream file, CancellationToken cancellation)
    {
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.BankCode == header.Bank).ToListAsync(cancellation);
        if (accounts.Count == 0) return $"O arquivo é do banco {header.Bank}, e este credor não tem conta nesse banco aqui. Confira o arquivo, ou cadastre a conta com: creditor apply.";
        if (AccountOfFile.Named(header, accounts).Count > 0) return null;
        if (AccountOfFile.HeaderDecides(header, accounts)) return $"O arquivo é de outra conta do banco {header.Bank} (agência {header.Agencia}, conta {header.Conta}), que este credor não tem aqui. Confira o arquivo e a conta cadastrada.";
        file.Position = 0;
        var reader = ((RetornoOpening.Opened)await RetornoReader.OpenAsync(file, cancellation)).Reader;
        var first = await AccountOfFile.FirstAsync(reader, cancellation);
        return first.Count == 0 || (await AccountOfFile.IssuedAsync(db.Boletos, header.Bank, accounts, first, cancellation)).Count > 0
            ? null
            : $"O arquivo do banco {header.Bank} não diz de que conta é, e nenhum dos primeiros boletos dele é deste credor. Confira se é o arquivo certo.";
    }

    private Retorno RowOf(Creditor creditor, StoredFile stored, RetornoReader read, bool saysTwice, string actor)
    {
        var header = read.Header;
        var remarks = RetornoRemarks.Of(read, saysTwice);
        return new()
        {
            PublicId = RandomKey.New(), CreditorId = creditor.Id, BankCode = header.Bank, Format = header.Format, FileName = stored.Name, FileId = stored.Id,
            Sha256 = stored.Sha256!, Status = read.Refusal is null ? RetornoStatus.Received : RetornoStatus.Refused, Refusal = read.Refusal?.ToString().AtMost(300),
            Agencia = Kept(header.Agencia, 20), Conta = Kept(header.Conta, 20), Convenio = Kept(header.Convenio, 30), Sequence = header.Sequence, GeneratedOn = header.GeneratedOn,
            ReceivedAt = clock.Now, ReceivedBy = actor.AtMost(120), Titles = read.Titles, ForReview = read.Refusal is null ? read.Problems.Count : 0, Remarks = remarks.ToJson(),
        };
    }

    private static string? Kept(string text, int length) => text.Length == 0 ? null : text.AtMost(length);

    private async Task SaveAsync(Retorno retorno, RetornoReader read, StoredFile stored, string actor, bool enqueue, CancellationToken cancellation)
    {
        var until = clock.Now + settings.KeepFor;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Retornos.Add(retorno);
        await db.SaveChangesAsync(cancellation);
        await db.StoredFiles.Where(f => f.Id == stored.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.ExpiresAt, until), cancellation);
        if (retorno.Status != RetornoStatus.Refused)
        {
            AddFindings(retorno, read);
            if (enqueue) queue.Add(retorno.CreditorId, JobKind.Retorno, NameOf(retorno), actor, new RetornoOrder(retorno.PublicId).ToJson(), inputFileId: null, retorno.Titles);
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    /// <summary>A line nobody could read may be money: it waits for a person like any other divergence, from the moment the file is here.</summary>
    private void AddFindings(Retorno retorno, RetornoReader read)
    {
        var number = 0;
        foreach (var problem in read.Problems.Kept.Take(MaxFindings))
            Add(problem.Line, problem.ToString());
        if (read.Problems.Count > number)
            Add(read.Problems.Kept[^1].Line, $"Mais {read.Problems.Count - number} linhas deste arquivo não puderam ser lidas. Peça o arquivo de novo ao banco.");

        void Add(int line, string text) => db.BankOccurrences.Add(new()
        {
            CreditorId = retorno.CreditorId, RetornoId = retorno.Id, Line = line, Account = $"arquivo {Convert.ToHexStringLower(retorno.Sha256.AsSpan(0, 16))}", NossoNumero = "", Code = "",
            Meaning = RetornoOccurrence.Unknown, On = JournalPosting.DayOf(retorno.ReceivedAt), Amount = Money.Zero, Repeat = number++, Outcome = OccurrenceOutcome.Review,
            Review = ReviewReason.Unreadable, Detail = text.AtMost(300),
        });
    }

    /// <summary>One job for one file of one creditor.</summary>
    private static string NameOf(Retorno retorno) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"retorno {retorno.PublicId}")));
}
