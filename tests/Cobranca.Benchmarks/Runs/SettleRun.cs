using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// Applying a file of settlements that was taken in, from its first title to its last, in both layouts: a line is a title in 400 positions
/// and half of one in 240. <see cref="RetornoApplyRun"/> measures the whole command as an operator gets it.
/// </summary>
public static class SettleRun
{
    private const int WarmUp = 60_000;

    public static async Task RunAsync(RunOptions options)
    {
        Console.WriteLine($"database    layout   titles     seconds  titles/s   lines/s  cpu us  server us  peak MB  KB/title   (batches of {options.Batch}; processor time and bytes a title)");
        // A portal that has run for a while: RetornoApplyRun has the cold start.
        foreach (var format in new[] { CnabFormat.Cnab400, CnabFormat.Cnab240 }) await MeasureAsync(options.Databases().First(), WarmUp, format, options.Batch, isShown: false);
        foreach (var database in options.Databases())
            foreach (var rows in options.Rows)
                foreach (var format in new[] { CnabFormat.Cnab400, CnabFormat.Cnab240 })
                    await MeasureAsync(database, rows, format, options.Batch, isShown: true);
    }

    private static async Task MeasureAsync(RunDatabase database, int rows, CnabFormat format, int batch, bool isShown)
    {
        await using var bench = await IssuedSlips.MakeAsync(database, rows, format);
        await using var scope = bench.Scope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var retorno = await bench.TakeAsync(scope.ServiceProvider);
        var apply = scope.ServiceProvider.GetRequiredService<ApplyRetorno>();
        apply.TitlesAtOnce = batch;
        await db.Database.OpenConnectionAsync();
        using var process = Process.GetCurrentProcess();
        using var server = await IssuedSlips.ServerProcessAsync(db);
        var (before, serverBefore, allocated) = (process.TotalProcessorTime, server?.TotalProcessorTime ?? default, GC.GetTotalAllocatedBytes());
        var watch = Stopwatch.StartNew();
        var end = await apply.HandleAsync(bench.Creditor, retorno.Id, null, default);
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        server?.Refresh();
        if (end.Applied != rows || await db.Payments.CountAsync() != rows || await db.JournalEntries.CountAsync() > rows / 10) throw new InvalidOperationException($"{end.Applied} of {rows} settled.");
        if (!isShown) return;
        var (cpu, serverCpu) = (process.TotalProcessorTime - before, (server?.TotalProcessorTime ?? default) - serverBefore);
        var lines = format == CnabFormat.Cnab240 ? 2L * rows : rows;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{database.Name,-11} 341 {(int)format}  {rows,-9} {seconds,8:0.0} {rows / seconds,9:N0} {lines / seconds,9:N0} {cpu.TotalMicroseconds / rows,7:0} {serverCpu.TotalMicroseconds / rows,10:0} {process.PeakWorkingSet64 / 1048576,8} {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / rows,9:0.0}"));
    }
}
