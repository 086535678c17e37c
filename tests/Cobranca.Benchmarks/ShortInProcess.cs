using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Cobranca.Benchmarks;

/// <summary>
/// How every benchmark here is run: in the process that was started, because the packaged toolchains of this version do not know .NET 10,
/// and with few iterations, because each has its floor beside it.
/// </summary>
internal static class ShortInProcess
{
    public static IConfig Config { get; } = ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddColumn(StatisticColumn.OperationsPerSecond);
}
