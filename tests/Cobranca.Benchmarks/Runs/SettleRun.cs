using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// The steps of settling a file of ordinary settlements, one after the other: reading and finding the slips, the debtors' turns, deciding and
/// writing, the bank's words, the commit. <see cref="RetornoApplyRun"/> measures the whole as an operator gets it.
/// </summary>
public static class SettleRun
{
    public static async Task RunAsync(RunOptions options)
    {
        Console.WriteLine($"database    layout   lines      seconds   lines/s  cpu s  server   read+match   turns  settle  occurrences  commit   peak MB  KB/line   (batches of {options.Batch})");
        foreach (var database in options.Databases())
            foreach (var rows in options.Rows)
                await MeasureAsync(database, rows, CnabFormat.Cnab400, options.Batch);
    }

    private static async Task MeasureAsync(RunDatabase database, int rows, CnabFormat format, int batch)
    {
        await using var bench = await IssuedSlips.MakeAsync(database, rows, format);
        await using var scope = bench.Scope();
        var (db, creditor, clock, retorno) = (scope.ServiceProvider.GetRequiredService<CobrancaDb>(), bench.Creditor, scope.ServiceProvider.GetRequiredService<BusinessClock>(), bench.Retorno);

        var settle = scope.ServiceProvider.GetRequiredService<SettleSlips>();
        var stored = new StoredFile { CreditorId = creditor.Id, Name = "retorno.ret", ContentType = "text/plain", CreatedAt = clock.Now };
        var took = new TimeSpan[5];
        var watch = new Stopwatch();
        await using var connection = await BulkConnection.OpenAsync(db, default);
        await using var occurrences = new BulkInsert<BankOccurrence>(db);
        var retornoId = await TakenAsync(db, creditor, stored, format, clock.Now);
        await using var stream = File.OpenRead(retorno);
        var reader = ((RetornoOpening.Opened)RetornoReader.Open(stream)).Reader;
        var whole = Stopwatch.StartNew();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        using var server = await IssuedSlips.ServerProcessAsync(db);
        var serverBefore = server?.TotalProcessorTime ?? default;
        var done = 0L;
        for (var more = true; more;)
        {
            watch.Restart();
            var lines = new List<RetornoLine>(batch);
            while (lines.Count < batch && (more = reader.Read())) lines.Add(reader.Line);
            if (lines.Count == 0) break;
            var numbers = lines.ConvertAll(line => line.NossoNumero);
            var slips = await db.Boletos.AsNoTracking().Where(b => b.BankCode == "341" && b.NumberingKey == IssuedSlips.NumberingKey && EF.Parameter(numbers).Contains(b.NossoNumero)).ToDictionaryAsync(b => b.NossoNumero);
            Lap(watch, ref took[0]);
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.TakeDebtorTurnsAsync([.. slips.Values.Select(b => b.DebtorId).Distinct()], default);
            Lap(watch, ref took[1]);
            var settled = await settle.SettleAsync(creditor, lines.ConvertAll(line => new SlipSettlement(line.FirstLine, slips[line.NossoNumero], line.Paid, line.OccurredOn!.Value,
                new(line.CreditOn!.Value, line.Tariff), $"341/{line.NossoNumero}/{line.OccurrenceCode}/{line.OccurredOn:yyyyMMdd}/{line.Paid.Centavos}")),
                new("retorno", retornoId, $"retorno/{retornoId}/{lines[0].FirstLine}", "bancada"), clock.Now, default);
            if (settled.Declined.Count > 0) throw new InvalidOperationException($"{settled.Declined.Count} declined at line {settled.Declined[0].Line}.");
            Lap(watch, ref took[2]);
            await occurrences.InsertAsync(lines.ConvertAll(line => new BankOccurrence
            {
                CreditorId = creditor.Id, RetornoId = retornoId, Line = line.FirstLine, Account = IssuedSlips.NumberingKey, NossoNumero = line.NossoNumero, Code = line.OccurrenceCode, Meaning = line.Occurrence,
                On = line.OccurredOn!.Value, Amount = line.Paid, BoletoId = slips[line.NossoNumero].Id, Outcome = OccurrenceOutcome.Applied,
            }), default);
            Lap(watch, ref took[3]);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            db.ChangeTracker.Clear();
            Lap(watch, ref took[4]);
            done += settled.Lines.Count;
        }
        var seconds = whole.Elapsed.TotalSeconds;
        if (done != rows || reader.Refusal is not null) throw new InvalidOperationException($"{done} of {rows} settled; {reader.Refusal} {reader.Titles} titles, {(reader.Problems.Any ? reader.Problems.Kept[0] : null)}");
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        server?.Refresh();
        var serverCpu = server is null ? 0 : (server.TotalProcessorTime - serverBefore).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{database.Name,-11} 341 {(int)format}  {rows,-9} {seconds,8:0.0} {rows / seconds,9:N0} {cpu,6:0.0} {serverCpu,7:0.0}   {Share(0),8:0}%  {Share(1),6:0}% {Share(2),6:0}% {Share(3),10:0}%  {Share(4),6:0}%  {process.PeakWorkingSet64 / 1048576,7} {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / rows,8:0.0}"));

        double Share(int step) => took[step].TotalSeconds / seconds * 100;
    }

    private static void Lap(Stopwatch watch, ref TimeSpan sum)
    {
        sum += watch.Elapsed;
        watch.Restart();
    }

    private static async Task<long> TakenAsync(CobrancaDb db, Creditor creditor, StoredFile stored, CnabFormat format, DateTime now)
    {
        db.StoredFiles.Add(stored);
        await db.SaveChangesAsync();
        var retorno = new Retorno { PublicId = "bancada", CreditorId = creditor.Id, BankCode = "341", Format = format, FileName = "retorno.ret", FileId = stored.Id, Sha256 = new byte[32], ReceivedAt = now, ReceivedBy = "bancada" };
        db.Retornos.Add(retorno);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return retorno.Id;
    }
}
