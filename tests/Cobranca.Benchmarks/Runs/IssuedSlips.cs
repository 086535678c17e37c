using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// A boleto for every debt of the bench's portfolio, and the file in which the bank says the same of all: registered ones were paid, those sent
/// to it are registered. A portal in this process on top.
/// </summary>
internal sealed class IssuedSlips : IAsyncDisposable
{
    public const string NumberingKey = "0057/12345/109/";

    private readonly PortalUnderLoad _portal;
    private readonly WebApplication _app;

    private IssuedSlips(PortalUnderLoad portal)
    {
        _portal = portal;
        _app = Composition.Builder(portal.Arguments).Build();
        Retorno = portal.PathOf("retorno.ret");
    }

    public Creditor Creditor { get; private set; } = null!;

    /// <summary>Where the bank's file is.</summary>
    public string Retorno { get; }

    /// <param name="news">What the file says: <see cref="RetornoOccurrence.Settled"/> of registered slips, or <see cref="RetornoOccurrence.EntryConfirmed"/> of sent ones.</param>
    public static async Task<IssuedSlips> MakeAsync(RunDatabase database, int rows, CnabFormat format, RetornoOccurrence news = RetornoOccurrence.Settled)
    {
        var portal = await PortalUnderLoad.CreateAsync(database);
        var file = portal.PathOf("titulos.csv");
        SamplePortfolio.WriteCsv(file, rows);
        await portal.CommandAsync("import", file, "--creditor", "bancada");
        var made = new IssuedSlips(portal);
        await using var unbound = made._app.Services.CreateAsyncScope();
        made.Creditor = await unbound.ServiceProvider.GetRequiredService<CobrancaDb>().Creditors.SingleAsync();
        await using var scope = made.Scope();
        var (db, clock) = (scope.ServiceProvider.GetRequiredService<CobrancaDb>(), scope.ServiceProvider.GetRequiredService<BusinessClock>());
        await IssueAsync(db, clock.Now, clock.Today);
        if (news == RetornoOccurrence.EntryConfirmed) await SendAsync(db, clock.Now);
        await AnalyzeAsync(db);
        await WriteRetornoAsync(db, made.Retorno, format, clock.Today, news);
        return made;
    }

    /// <summary>One creditor's scope, as a command has it.</summary>
    public AsyncServiceScope Scope()
    {
        var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(Creditor.Id);
        return scope;
    }

    /// <summary>The server's process that works for this connection, when it works on this machine.</summary>
    public static async Task<Process?> ServerProcessAsync(CobrancaDb db) => db.Database.IsNpgsql() ? Process.GetProcessById(await db.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync()) : null;

    /// <summary>Keeps the bank's file here, as the command does before it applies it.</summary>
    public async Task<Retorno> TakeAsync(IServiceProvider services)
    {
        await using var content = File.OpenRead(Retorno);
        return await services.GetRequiredService<TakeRetorno>().HandleAsync(Creditor, "retorno.ret", content, "bancada", enqueue: false, default) is TakeRetornoOutcome.Taken taken
            ? taken.Retorno
            : throw new InvalidOperationException("The bench's own file was not taken.");
    }

    public Task<(string Output, TimeSpan Took, long PeakBytes)> ImportAsync() => _portal.CommandAsync("retorno", "import", Retorno, "--creditor", "bancada");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _portal.DisposeAsync();
    }

    /// <summary>Set-wise: they are the scene, not what is measured. The same words on SQLite and PostgreSQL.</summary>
    private static async Task IssueAsync(CobrancaDb db, DateTime now, DateOnly today)
    {
        var (requested, registered, due) = (now.AddDays(-10), now.AddDays(-10).AddSeconds(2), today.AddDays(5));
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "Boletos" ("PublicId", "CreditorId", "DebtorId", "BankAccountId", "Kind", "Status", "BankCode", "NumberingKey", "NossoNumero", "NossoNumeroFormatted", "Amount", "Abatement",
                "DueOn", "PayableThrough", "Barcode", "LinhaDigitavel", "RequestKey", "RequestedAt", "RegisteredAt", "BankCalls", "Version")
            SELECT 'slip' || substr(CAST(1000000000 + r."Id" AS text), 2), r."CreditorId", r."DebtorId", a."Id", 'Reissue', 'Registered', '341', {NumberingKey}, substr(CAST(100000000 + r."Id" AS text), 2),
                '109/' || substr(CAST(100000000 + r."Id" AS text), 2) || '-0', r."Principal" + r."Principal" / 50 + r."Principal" / 30, 0, {due}, {due},
                '3419112345678901234567890123456789' || substr(CAST(10000000000 + r."Id" AS text), 2), '3419112345678901234567890123456789012' || substr(CAST(10000000000 + r."Id" AS text), 2),
                'key' || CAST(r."Id" AS text), {requested}, {registered}, 1, 2
            FROM "Receivables" r JOIN "BankAccounts" a ON a."CreditorId" = r."CreditorId" ORDER BY r."Id"
            """);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "BoletoItems" ("CreditorId", "BoletoId", "ReceivableId", "Principal", "Correction", "Fine", "Interest", "Total", "DaysLate")
            SELECT r."CreditorId", b."Id", r."Id", r."Principal", 0, r."Principal" / 50, r."Principal" / 30, b."Amount", 100
            FROM "Boletos" b JOIN "Receivables" r ON r."Id" = CAST(b."NossoNumero" AS bigint) ORDER BY b."Id"
            """);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "BoletoTransitions" ("CreditorId", "BoletoId", "At", "Status", "Source")
            SELECT b."CreditorId", b."Id", b."RequestedAt", 'Requested', 'devedor' FROM "Boletos" b ORDER BY b."Id"
            """);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "BoletoTransitions" ("CreditorId", "BoletoId", "At", "Status", "Source")
            SELECT b."CreditorId", b."Id", b."RegisteredAt", 'Registered', 'banco' FROM "Boletos" b ORDER BY b."Id"
            """);
    }

    /// <summary>Takes the slips back to where a remessa leaves them, each with its order.</summary>
    private static async Task SendAsync(CobrancaDb db, DateTime now)
    {
        await db.Database.ExecuteSqlAsync($"""UPDATE "Boletos" SET "Status" = 'Sent', "RegisteredAt" = NULL""");
        await db.Database.ExecuteSqlAsync($"""UPDATE "BoletoTransitions" SET "Status" = 'Sent', "Source" = 'remessa' WHERE "Status" = 'Registered'""");
        var (asked, sent) = (now.AddDays(-10), now.AddDays(-10).AddSeconds(2));
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "BankOrders" ("CreditorId", "BankAccountId", "BankCode", "NumberingKey", "NossoNumero", "BoletoId", "Kind", "Number", "State", "Amount", "DueOn", "Abatement", "DocumentNumber",
                "RequestedBy", "CreatedAt", "RemessaLine", "SentAt", "Version")
            SELECT b."CreditorId", b."BankAccountId", b."BankCode", b."NumberingKey", b."NossoNumero", b."Id", 'Entry', 1, 'Sent', b."Amount", b."DueOn", 0, b."NossoNumero", 'portal', {asked}, b."Id", {sent}, 2
            FROM "Boletos" b ORDER BY b."Id"
            """);
    }

    private static Task<int> AnalyzeAsync(CobrancaDb db) => db.Database.IsNpgsql()
        ? db.Database.ExecuteSqlAsync($"VACUUM ANALYZE")
        : db.Database.ExecuteSqlAsync($"PRAGMA analysis_limit = 400; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>In the order of the slips, as a bank's file is by its numbers.</summary>
    private static async Task WriteRetornoAsync(CobrancaDb db, string path, CnabFormat format, DateOnly today, RetornoOccurrence news)
    {
        var amounts = await db.Boletos.OrderBy(b => b.NossoNumero).Select(b => b.Amount).ToListAsync();
        var first = int.Parse(await db.Boletos.MinAsync(b => b.NossoNumero) ?? "0", CultureInfo.InvariantCulture);
        var header = new RetornoHeader
        {
            Bank = "341", Format = format, CompanyName = "BANCADA DE MEDIDAS LTDA", CompanyTaxId = "11222333000181", Agencia = "0057", Conta = "12345", ContaDv = "7", GeneratedOn = today, Sequence = 1,
        };
        var code = RetornoWriter.CodeOf("341", format, news)!;
        using var output = new FileOutput(path);
        var problems = RetornoWriter.Write(header, amounts.Select((amount, i) =>
        {
            var line = new RetornoLine
            {
                OccurrenceCode = code, Occurrence = news, NossoNumero = (first + i).ToString("00000000", CultureInfo.InvariantCulture), NossoNumeroDv = "0", Carteira = "109", DueOn = today.AddDays(5), FaceValue = amount,
                OccurredOn = today.AddDays(-1), ReceivingBank = "001", ReceivingAgency = "1234", CompanyTaxId = "11222333000181",
            };
            return RetornoWriter.Fit(header, news == RetornoOccurrence.Settled ? line with { Paid = amount, Tariff = new(199), CreditOn = today, Net = amount - new Money(199) } : line);
        }), output);
        if (problems.Any || amounts.Count == 0) throw new InvalidOperationException(problems.Any ? problems.Kept[0].ToString() : "No slips.");
    }

    /// <summary>Straight to disk: a file of a million titles is four hundred megabytes. A record is filled after it was taken, so it leaves with a later one.</summary>
    private sealed class FileOutput(string path) : IBufferWriter<byte>, IDisposable
    {
        private readonly FileStream _file = File.Create(path);
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _filled;

        public void Advance(int count) => _filled += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_buffer.Length - _filled < Math.Max(sizeHint, 1)) Flush();
            return _buffer.AsMemory(_filled);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose()
        {
            Flush();
            _file.Dispose();
        }

        private void Flush()
        {
            _file.Write(_buffer, 0, _filled);
            _filled = 0;
        }
    }
}
