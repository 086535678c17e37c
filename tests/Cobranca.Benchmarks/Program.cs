using System.Reflection;
using BenchmarkDotNet.Running;
using Cobranca.Benchmarks;
using Cobranca.Benchmarks.Runs;

// Two kinds drive the portal themselves; everything else is BenchmarkDotNet's.
if (args is ["access-timing", .. var timing]) return await AccessTiming.RunAsync(timing);
if (args is ["run", .. var rest]) return await PortalRuns.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, ShortInProcess.Config);
return 0;
