using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Boletos;

public sealed class SimulatedCounterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-bank-").FullName;
    private readonly TestClock _clock = new(PortalFixture.Start);

    [Fact]
    public async Task It_registers_after_three_seconds()
    {
        var bank = NewBank();
        Assert.IsType<BankAnswer.Waiting>(await bank.RegisterAsync(Slip(10_000), default));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<BankAnswer.Waiting>(await bank.AskAsync(Slip(10_000).Number, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<BankAnswer.Registered>(await bank.AskAsync(Slip(10_000).Number, default));
    }

    [Fact]
    public async Task It_refuses_amounts_that_end_in_13_centavos()
    {
        var bank = NewBank();
        await bank.RegisterAsync(Slip(10_013), default);
        _clock.Advance(SimulatedBank.Delay);
        Assert.Equal(SimulatedCounter.RefusalReason, Assert.IsType<BankAnswer.Rejected>(await bank.AskAsync(Slip(10_013).Number, default)).Reason);
    }

    [Fact]
    public async Task It_remembers_over_a_restart_even_when_killed_while_writing()
    {
        await NewBank().RegisterAsync(Slip(10_000), default);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await File.AppendAllTextAsync(Path.Combine(_folder, "dev", "banco-simulado.jsonl"), "\n{\"at\":\"2026-11-2");
        var restarted = NewBank();
        await restarted.RegisterAsync(Slip(20_000, "00000044"), default);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var again = NewBank();
        Assert.IsType<BankAnswer.Registered>(await again.AskAsync(Slip(10_000).Number, default));
        Assert.IsType<BankAnswer.Waiting>(await again.AskAsync(Slip(20_000, "00000044").Number, default));
    }

    [Fact]
    public async Task Asking_twice_answers_as_the_first_time()
    {
        var bank = NewBank();
        await bank.RegisterAsync(Slip(10_000), default);
        _clock.Advance(SimulatedBank.Delay);
        Assert.IsType<BankAnswer.Registered>(await bank.RegisterAsync(Slip(10_000), default));
        Assert.IsType<BankAnswer.Waiting>(await bank.RequestClosureAsync(Slip(10_000).Number, default));
        _clock.Advance(SimulatedBank.Delay);
        Assert.IsType<BankAnswer.Closed>(await bank.RequestClosureAsync(Slip(10_000).Number, default));
        Assert.IsType<BankAnswer.Closed>(await bank.RegisterAsync(Slip(10_000), default));
    }

    [Fact]
    public async Task A_slip_it_never_saw_is_unknown() => Assert.IsType<BankAnswer.Unknown>(await NewBank().AskAsync(Slip(1).Number, default));

    /// <summary>With the bank at the other end of the watched folders.</summary>
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    public void It_exists_in_development_only(string environment, bool exists)
    {
        var builder = Composition.Builder([$"--environment={environment}", $"--Data:Directory={_folder}", "--Portal:PublicUrl=https://acordo.example.com.br", "--Demo:Enabled=false", "--Database:Provider=Sqlite"]);
        Assert.Equal(environment, builder.Environment.EnvironmentName);
        Assert.Equal(exists, builder.Services.Any(service => service.ImplementationType == typeof(SimulatedCounter)));
        Assert.Equal(exists, builder.Services.Any(service => service.ServiceType == typeof(SimulatedBank)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SimulatedCounter NewBank()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", _folder)]).Build();
        return new(new PortalSettings(configuration, new HostEnvironment()), new BusinessClock(_clock));
    }

    private static BankSlip Slip(long centavos, string number = "00000043")
    {
        var party = new BankParty("Aurora Ensino Ltda", Cnpj.Parse("11222333000181"), null, null);
        return new(new("341", "0057/12345/109/", number), new(centavos), new(2026, 11, 30), new(2026, 11, 30), "ME", "1", party, party);
    }

    private sealed class HostEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";
        public string ApplicationName { get; set; } = "tests";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
