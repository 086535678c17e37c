using System.Reflection;
using BenchmarkDotNet.Running;
using Cobranca.Benchmarks;

if (args is ["access-timing", .. var rest]) return await AccessTiming.RunAsync(rest);

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
return 0;
