using System.Reflection;
using BenchmarkDotNet.Running;
using Cobranca.Benchmarks.Runs;

// `run NAME …` drives the portal as a process of its own (imports, API, pages, start-up); everything else is BenchmarkDotNet's.
if (args is ["run", .. var rest]) return await PortalRuns.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
return 0;
