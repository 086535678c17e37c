using System.Linq.Expressions;
using System.Reflection;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// The database. Rows of a creditor are filtered by the scope's tenant; a scope without one sees none of them. What serves all creditors
/// (workers) says so with <c>IgnoreQueryFilters([CobrancaDb.TenantFilter])</c>, which is easy to search for.
/// </summary>
public sealed class CobrancaDb(DbContextOptions<CobrancaDb> options) : DbContext(options)
{
    public const string TenantFilter = "tenant";

    private static readonly TenantScope Nobody = new();
    private TenantScope _tenant = Nobody;

    public DbSet<Creditor> Creditors => Set<Creditor>();
    public DbSet<CreditorTerms> CreditorTerms => Set<CreditorTerms>();
    public DbSet<BankAccount> BankAccounts => Set<BankAccount>();
    public DbSet<Debtor> Debtors => Set<Debtor>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Receivable> Receivables => Set<Receivable>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<PaymentAllocation> PaymentAllocations => Set<PaymentAllocation>();
    public DbSet<JournalEntryRow> JournalEntries => Set<JournalEntryRow>();
    public DbSet<JournalLineRow> JournalLines => Set<JournalLineRow>();
    public DbSet<DebtorCredit> DebtorCredits => Set<DebtorCredit>();
    public DbSet<Boleto> Boletos => Set<Boleto>();
    public DbSet<BoletoTransition> BoletoTransitions => Set<BoletoTransition>();
    public DbSet<BoletoItem> BoletoItems => Set<BoletoItem>();
    public DbSet<BoletoPix> BoletoPixCodes => Set<BoletoPix>();
    public DbSet<Remessa> Remessas => Set<Remessa>();
    public DbSet<BankOrder> BankOrders => Set<BankOrder>();
    public DbSet<Retorno> Retornos => Set<Retorno>();
    public DbSet<BankOccurrence> BankOccurrences => Set<BankOccurrence>();
    public DbSet<AccessLink> AccessLinks => Set<AccessLink>();
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();
    public DbSet<Challenge> Challenges => Set<Challenge>();
    public DbSet<DebtorSession> DebtorSessions => Set<DebtorSession>();
    public DbSet<LetterCode> LetterCodes => Set<LetterCode>();
    public DbSet<ContactRequest> ContactRequests => Set<ContactRequest>();
    public DbSet<RateWindow> RateWindows => Set<RateWindow>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<OutgoingEvent> OutgoingEvents => Set<OutgoingEvent>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<IndexPoint> IndexPoints => Set<IndexPoint>();
    public DbSet<LocalHolidayRow> LocalHolidays => Set<LocalHolidayRow>();
    public DbSet<ReferenceChange> ReferenceChanges => Set<ReferenceChange>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    public DbSet<StoredFileChunk> StoredFileChunks => Set<StoredFileChunk>();
    public DbSet<EventSequence> EventSequences => Set<EventSequence>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<AuthenticityCode> AuthenticityCodes => Set<AuthenticityCode>();
    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();
    public DbSet<InstallationSecret> InstallationSecrets => Set<InstallationSecret>();

    /// <summary>Read by the query filter each time a query runs; no creditor has id 0.</summary>
    internal long TenantId => _tenant.CreditorId ?? 0;

    /// <summary>Hands the context to a scope: from here on its tenant decides what is seen and what may be written.</summary>
    public CobrancaDb For(TenantScope tenant)
    {
        _tenant = tenant;
        return this;
    }

    /// <summary>Contexts are lent from a pool: what goes back there belongs to nobody.</summary>
    public override void Dispose()
    {
        _tenant = Nobody;
        base.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public override ValueTask DisposeAsync()
    {
        _tenant = Nobody;
        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // The names the migrations use on every database; PostgreSQL cuts the longest ones itself, after 63 characters.
        modelBuilder.Model.SetMaxIdentifierLength(128);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CobrancaDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var key in entity.GetForeignKeys()) key.DeleteBehavior = DeleteBehavior.Restrict;
            // There a filtered index makes every change of its table depend on how the session quotes names: an administrator's tools would fail.
            if (Database.IsSqlServer())
                foreach (var index in entity.GetIndexes().Where(index => !index.IsUnique)) index.SetFilter(null);
            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType))
            {
                var row = Expression.Parameter(entity.ClrType, "row");
                var belongs = Expression.Equal(Expression.Property(row, nameof(ITenantOwned.CreditorId)),
                    Expression.Property(Expression.Constant(this), typeof(CobrancaDb).GetProperty(nameof(TenantId), BindingFlags.Instance | BindingFlags.NonPublic)!));
                modelBuilder.Entity(entity.ClrType).HasQueryFilter(TenantFilter, Expression.Lambda(belongs, row));
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Money>().HaveConversion<MoneyColumn>();
        configuration.Properties<Rate>().HaveConversion<RateColumn>();
        configuration.Properties<DateTime>().HaveConversion<UtcColumn>();
        configuration.Properties<TaxId>().HaveConversion<TaxIdColumn>().HaveMaxLength(14);
        configuration.Properties<Cnpj>().HaveConversion<CnpjColumn>().HaveMaxLength(14);
        configuration.Properties<Cpf>().HaveConversion<CpfColumn>().HaveMaxLength(11);
        configuration.Properties<Uf>().HaveConversion<UfColumn>().HaveMaxLength(2);
        configuration.Properties<Cep>().HaveConversion<CepColumn>().HaveMaxLength(8);
        configuration.Properties<PixKey>().HaveConversion<PixKeyColumn>().HaveMaxLength(PixKey.MaxLength);
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
        configuration.Properties<string>().AreUnicode();
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseForeignRows();
        TellReferenceChanges();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseForeignRows();
        TellReferenceChanges();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>A second wall behind the query filter: a bound scope cannot write another creditor's row, whatever the code above it did.</summary>
    private void RefuseForeignRows()
    {
        var now = _tenant.CreditorId;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && now is { } id && entry.Entity is ITenantOwned row && row.CreditorId != 0 && row.CreditorId != id)
                throw new InvalidOperationException($"{entry.Metadata.DisplayName()} belongs to another creditor than this scope.");
            // Optimistic concurrency: every saved change of a versioned row raises its version (referee of design.md §4).
            if (entry.State is EntityState.Modified && entry.Metadata.FindProperty("Version") is { IsConcurrencyToken: true })
                entry.Property("Version").CurrentValue = (long)entry.Property("Version").OriginalValue! + 1;
        }
    }

    /// <summary>Every node holds indices and holidays in memory: no way of changing them may forget to say so.</summary>
    private void TellReferenceChanges()
    {
        var changed = ChangeTracker.Entries().Where(entry => entry.Entity is IndexPoint or LocalHolidayRow && entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => entry.Metadata.GetTableName()!).Distinct().ToList();
        ReferenceChanges.AddRange(changed.Select(table => new ReferenceChange { What = table }));
    }

    private sealed class MoneyColumn() : ValueConverter<Money, long>(money => money.Centavos, centavos => new Money(centavos));

    /// <summary>Rates as whole millionths of a percent: six decimals, ordered and summed alike on every provider.</summary>
    private sealed class RateColumn() : ValueConverter<Rate, long>(rate => (long)(rate.PercentValue * 1_000_000m), micro => Rate.Percent(micro / 1_000_000m));

    private sealed class UtcColumn() : ValueConverter<DateTime, DateTime>(
        instant => instant.Kind == DateTimeKind.Utc ? instant : new DateTime(instant.Ticks, DateTimeKind.Utc),
        stored => new DateTime(stored.Ticks, DateTimeKind.Utc));

    private sealed class TaxIdColumn() : ValueConverter<TaxId, string>(id => id.Value, text => TaxId.Parse(text));
    private sealed class CnpjColumn() : ValueConverter<Cnpj, string>(id => id.Value, text => Cnpj.Parse(text));
    private sealed class CpfColumn() : ValueConverter<Cpf, string>(id => id.Value, text => Cpf.Parse(text));
    private sealed class UfColumn() : ValueConverter<Uf, string>(uf => uf.Value, text => Uf.Parse(text));
    private sealed class PixKeyColumn() : ValueConverter<PixKey, string>(key => key.Value, text => PixKey.Parse(text));
    private sealed class CepColumn() : ValueConverter<Cep, string>(cep => cep.Value, text => Cep.Parse(text));
}
