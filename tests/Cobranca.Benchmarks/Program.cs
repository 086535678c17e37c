using System.Reflection;
using BenchmarkDotNet.Running;
using Cobranca.Benchmarks;
using Cobranca.Benchmarks.Runs;

// Some kinds drive the portal or the readers themselves; everything else is BenchmarkDotNet's.
if (args is ["access-timing", .. var timing]) return await AccessTiming.RunAsync(timing);
if (args is ["run", .. var rest]) return await PortalRuns.RunAsync(rest);
if (args is ["fuzz", .. var spoiled]) return FuzzRuns.Run(spoiled);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, ShortInProcess.Config);
return 0;
