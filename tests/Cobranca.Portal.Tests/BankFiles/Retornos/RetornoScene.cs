using System.Buffers;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Features.Ledger;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>Accounts at several banks, slips they issued, and files as those banks write them.</summary>
internal sealed class RetornoScene(PortalFixture portal)
{
    public static readonly DateOnly Today = BoletoScene.Today;
    private int _files;

    public PortalFixture Portal => portal;

    public DateTime Now => portal.Clock.GetUtcNow().UtcDateTime;

    public static BankAccount AccountAt(string bank, long creditorId) => bank switch
    {
        "001" => new() { CreditorId = creditorId, BankCode = bank, Agencia = "1234", AgenciaDv = "5", Conta = "98765", ContaDv = "0", Carteira = "17", Convenio = "1234567", Variacao = "019" },
        "104" => new() { CreditorId = creditorId, BankCode = bank, Agencia = "0647", Conta = "55555", Carteira = "14", Convenio = "123456" },
        "237" => new() { CreditorId = creditorId, BankCode = bank, Agencia = "1172", AgenciaDv = "0", Conta = "0403005", ContaDv = "2", Carteira = "09" },
        "341" => new() { CreditorId = creditorId, BankCode = bank, Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109", Especie = "ME", FirstSequence = 43 },
        "422" => new() { CreditorId = creditorId, BankCode = bank, Agencia = "0153", AgenciaDv = "0", Conta = "278971", ContaDv = "0", Carteira = "01" },
        _ => throw new ArgumentOutOfRangeException(nameof(bank), bank, "No account of the tests is there."),
    };

    /// <summary>An account of Aurora's at each bank, once per fixture.</summary>
    public async Task PrepareAsync(params string[] banks)
    {
        await new BoletoScene(portal).PrepareAsync();
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            foreach (var bank in banks)
                if (!await db.BankAccounts.AnyAsync(a => a.BankCode == bank)) db.BankAccounts.Add(AccountAt(bank, portal.Aurora.Id));
            return await db.SaveChangesAsync();
        });
    }

    /// <summary>A slip for one debt that is not late, so that it costs what was lent.</summary>
    public async Task<Boleto> SlipAsync(string bank = "341", long centavos = 10_000, BoletoStatus status = BoletoStatus.Registered, Creditor? creditor = null, Debtor? debtor = null, Receivable? debt = null)
    {
        creditor ??= portal.Aurora;
        debtor ??= await portal.AddDebtorAsync(creditor);
        var dueOn = new DateOnly(2026, 12, 10);
        return await portal.InDbAsync(creditor, async db =>
        {
            var account = await db.BankAccounts.SingleAsync(a => a.BankCode == bank);
            account.LastSequence = Math.Max(account.LastSequence + 1, account.FirstSequence);
            Assert.True(Domain.Boletos.Banks.TryFind(bank, out var rules));
            var issued = rules.Issue(account.ForRules(), account.LastSequence, new(centavos), dueOn, Today) as BoletoIssue.Issued ?? throw new InvalidOperationException($"The test's account at {bank} issues nothing.");
            if (debt is null)
            {
                debt = new()
                {
                    CreditorId = creditor.Id, DebtorId = debtor.Id, ExternalId = string.Create(CultureInfo.InvariantCulture, $"R{bank}-{account.LastSequence}"), Description = "Mensalidade", DueOn = dueOn,
                    Principal = new(centavos), IsConsumer = true, CreatedAt = Now, UpdatedAt = Now,
                };
                db.Receivables.Add(debt);
                // As an import would, so that the books can be proved.
                db.Post(creditor.Id, Domain.Payments.Bookkeeping.ReceivableRecorded(debt.Principal), $"test/{debt.ExternalId}", "teste", Now);
                await db.SaveChangesAsync();
            }
            var registered = status is not (BoletoStatus.Requested or BoletoStatus.Sent or BoletoStatus.Rejected);
            var boleto = new Boleto
            {
                PublicId = RandomKey.New(), CreditorId = creditor.Id, DebtorId = debtor.Id, BankAccountId = account.Id, Kind = BoletoKind.Reissue, Status = status, BankCode = bank,
                NumberingKey = account.NumberingKey, NossoNumero = issued.NossoNumero, NossoNumeroFormatted = issued.NossoNumeroFormatted, Amount = new(centavos), DueOn = dueOn, PayableThrough = dueOn,
                Barcode = issued.Barcode.Digits, LinhaDigitavel = issued.LinhaDigitavel.Digits, RequestKey = RandomKey.New(), RequestedAt = Now, RegisteredAt = registered ? Now : null,
                Items = [new() { CreditorId = creditor.Id, ReceivableId = debt.Id, Principal = new(centavos), Total = new(centavos) }],
            };
            db.Boletos.Add(boleto);
            await db.SaveChangesAsync();
            return boleto;
        });
    }

    /// <summary>Many slips of one person, registered, each for a debt of its own.</summary>
    public async Task<List<Boleto>> SlipsAsync(string bank, int count)
    {
        var first = await SlipAsync(bank);
        return await portal.InDbAsync(portal.Aurora, async db =>
        {
            var account = await db.BankAccounts.SingleAsync(a => a.BankCode == bank);
            Assert.True(Domain.Boletos.Banks.TryFind(bank, out var rules));
            var debts = Enumerable.Range(0, count).Select(i => new Receivable
            {
                CreditorId = account.CreditorId, DebtorId = first.DebtorId, ExternalId = string.Create(CultureInfo.InvariantCulture, $"M{bank}-{first.Id}-{i}"), DueOn = first.DueOn, Principal = first.Amount, IsConsumer = true, CreatedAt = Now, UpdatedAt = Now,
            }).ToList();
            db.AddRange(debts);
            db.Post(account.CreditorId, Domain.Payments.Bookkeeping.ReceivableRecorded(debts.Sum(d => d.Principal)), $"test/{debts[0].ExternalId}", "teste", Now);
            await db.SaveChangesAsync();
            var boletos = debts.ConvertAll(debt =>
            {
                var issued = (BoletoIssue.Issued)rules.Issue(account.ForRules(), ++account.LastSequence, first.Amount, first.DueOn, Today);
                return new Boleto
                {
                    PublicId = RandomKey.New(), CreditorId = account.CreditorId, DebtorId = first.DebtorId, BankAccountId = account.Id, Status = BoletoStatus.Registered, BankCode = bank, NumberingKey = account.NumberingKey,
                    NossoNumero = issued.NossoNumero, NossoNumeroFormatted = issued.NossoNumeroFormatted, Amount = first.Amount, DueOn = first.DueOn, PayableThrough = first.DueOn, Barcode = issued.Barcode.Digits,
                    LinhaDigitavel = issued.LinhaDigitavel.Digits, RequestKey = RandomKey.New(), RequestedAt = Now, RegisteredAt = Now,
                    Items = [new() { CreditorId = account.CreditorId, ReceivableId = debt.Id, Principal = debt.Principal, Total = debt.Principal }],
                };
            });
            db.AddRange(boletos);
            await db.SaveChangesAsync();
            return boletos;
        });
    }

    /// <summary>What the bank says of a slip; money comes with its credit on the next day and a tariff of 1,99.</summary>
    public static RetornoLine Line(Boleto slip, string code, long? paid = null, DateOnly? on = null) => new()
    {
        OccurrenceCode = code, NossoNumero = slip.NossoNumero, FaceValue = slip.Amount, DueOn = slip.DueOn, OccurredOn = on ?? Today, DocumentNumber = "1", Carteira = "",
        Paid = new(paid ?? 0), Tariff = new(paid is null ? 0 : 199), CreditOn = paid is null ? null : (on ?? Today).AddDays(1),
    };

    public static RetornoLine Line(Boleto slip, string code, string reasons) => Line(slip, code) with { Reasons = reasons };

    /// <summary>A whole file of Aurora's account at the bank, in its layout; no two of one test are alike.</summary>
    public byte[] FileOf(string bank, CnabFormat format, params IEnumerable<RetornoLine> lines)
    {
        var account = AccountAt(bank, 0);
        var header = new RetornoHeader { Bank = bank, Format = format, CompanyName = "AURORA ENSINO LTDA", GeneratedOn = Today, Sequence = Interlocked.Increment(ref _files) };
        header = (bank, format) switch
        {
            ("237", _) => header with { Convenio = "4815" },
            ("104", CnabFormat.Cnab240) => header with { Agencia = account.Agencia, Convenio = account.Convenio },
            _ => header with { Agencia = account.Agencia, Conta = account.Conta, ContaDv = account.ContaDv, Convenio = bank == "001" ? account.Convenio : "" },
        };
        return Written(header, lines);
    }

    public static byte[] Written(RetornoHeader header, IEnumerable<RetornoLine> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        var problems = RetornoWriter.Write(header, lines.Select(line => RetornoWriter.Fit(header, line)), output);
        Assert.Empty(problems.Kept);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes a file in and applies it, as the command does.</summary>
    public async Task<Retorno> ApplyAsync(byte[] file, string name = "retorno.ret")
    {
        var outcome = await TakeAsync(file, name);
        var retorno = outcome is TakeRetornoOutcome.Taken taken ? taken.Retorno : Assert.IsType<TakeRetornoOutcome.KnownAlready>(outcome).Retorno;
        return await ApplyAsync(retorno);
    }

    public async Task<Retorno> ApplyAsync(Retorno retorno)
    {
        var end = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<ApplyRetorno>().HandleAsync(portal.Aurora, retorno.Id, null, default));
        // No title is lost, and none is counted twice.
        if (end.Status == RetornoStatus.Applied) Assert.Equal(end.Titles, end.Applied + end.Known + end.Noted + end.ForReview - RetornoRemarks.Of(end).Unreadable);
        return end;
    }

    public Task<TakeRetornoOutcome> TakeAsync(byte[] file, string name = "retorno.ret", bool enqueue = false, Creditor? creditor = null) => portal.InAsync(creditor ?? portal.Aurora, async services =>
    {
        await using var content = new MemoryStream(file);
        return await services.GetRequiredService<TakeRetorno>().HandleAsync(creditor ?? portal.Aurora, name, content, "teste", enqueue, default);
    });

    public Task<Retorno> ApplyAsync(string bank, CnabFormat format, params IEnumerable<RetornoLine> lines) => ApplyAsync(FileOf(bank, format, lines));

    public Task<Boleto> ReloadAsync(Boleto slip, Creditor? creditor = null) => portal.InDbAsync(creditor ?? portal.Aurora, db =>
        db.Boletos.AsNoTracking().Include(b => b.Items).ThenInclude(i => i.Receivable).Include(b => b.Transitions).SingleAsync(b => b.Id == slip.Id));

    public Task<List<Payment>> PaymentsAsync(Boleto slip) => portal.InDbAsync(portal.Aurora, db =>
        db.Payments.AsNoTracking().Include(p => p.Allocations).Where(p => p.BoletoId == slip.Id).OrderBy(p => p.Id).ToListAsync());

    public Task<List<BankOccurrence>> OccurrencesAsync(Retorno retorno) => portal.InDbAsync(portal.Aurora, db =>
        db.BankOccurrences.AsNoTracking().Where(o => o.RetornoId == retorno.Id).OrderBy(o => o.Line).ThenBy(o => o.Id).ToListAsync());

    public async Task AssertBooksAsync()
    {
        var report = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<LedgerCheck>().RunAsync(default));
        Assert.Empty(report.Problems);
    }
}
