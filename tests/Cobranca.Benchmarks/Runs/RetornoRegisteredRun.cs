using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// Applying a file of nothing but confirmed entries, what comes back after a large remessa, in this process: from the stored file to its last
/// title, processor time here and in the server apart. The floor puts as many bare rows (three a title, one index each) into a database by the same
/// driver.
/// </summary>
public static class RetornoRegisteredRun
{
    /// <summary>The slip's step, its event, the bank's word.</summary>
    private const int RowsPerTitle = 3;

    public static async Task RunAsync(RunOptions options)
    {
        Console.WriteLine("database    layout   titles     seconds  titles/s   cpu µs/title   server µs/title   peak MB    floor   ratio");
        foreach (var database in options.Databases())
            foreach (var rows in options.Rows)
                await MeasureAsync(database, rows, CnabFormat.Cnab400);
    }

    private static async Task MeasureAsync(RunDatabase database, int rows, CnabFormat format)
    {
        await using var bench = await IssuedSlips.MakeAsync(database, rows, format, RetornoOccurrence.EntryConfirmed);
        await using var scope = bench.Scope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        await db.Database.OpenConnectionAsync();
        var retorno = await bench.TakeAsync(scope.ServiceProvider);

        using var server = await IssuedSlips.ServerProcessAsync(db);
        using var process = Process.GetCurrentProcess();
        var (before, serverBefore, watch) = (process.TotalProcessorTime, server?.TotalProcessorTime ?? default, Stopwatch.StartNew());
        var end = await scope.ServiceProvider.GetRequiredService<ApplyRetorno>().HandleAsync(bench.Creditor, retorno.Id, null, default);
        var took = watch.Elapsed;
        process.Refresh();
        server?.Refresh();
        var (cpu, serverCpu) = (process.TotalProcessorTime - before, (server?.TotalProcessorTime ?? default) - serverBefore);

        if (end.Applied != rows || await db.Boletos.CountAsync(b => b.Status == BoletoStatus.Registered) != rows || await db.BankOrders.CountAsync(o => o.State == BankOrderState.Confirmed) != rows)
            throw new InvalidOperationException($"{end.Applied} of {rows} were applied, {end.ForReview} wait for a person.");
        var floor = await RetornoApplyRun.FloorAsync(database, rows, RowsPerTitle);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{database.Name,-11} 341 {(int)format}  {rows,-9} {took.TotalSeconds,8:0.0} {rows / took.TotalSeconds,9:N0} {cpu.TotalMicroseconds / rows,14:0} {serverCpu.TotalMicroseconds / rows,17:0} {process.PeakWorkingSet64 / 1048576,9} {floor.TotalSeconds,7:0.0}s {took / floor,7:0.0}"));
    }
}
