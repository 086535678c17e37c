using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>A person or company that owes one creditor. The same CPF at two creditors is two debtors: they are separate controllers. (Devedor.)</summary>
public sealed class Debtor : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public required TaxId TaxId { get; set; }
    public required string Name { get; set; }
    public DateOnly? BirthDate { get; set; }
    public string? Address { get; set; }
    public Uf? Uf { get; set; }
    public Cep? Cep { get; set; }
    public string? CityCode { get; set; }
    /// <summary>Of a company: the CPF of who signs for it, asked at sign-in because a CNPJ is public.</summary>
    public Cpf? RepresentativeCpf { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime UpdatedAt { get; set; }
    public long Version { get; set; }

    public List<Contact> Contacts { get; set; } = [];
}

public enum ContactChannel { Email, Mobile, Landline }

/// <summary>Whose contact it is. Codes and content go to <see cref="Own"/> ones only.</summary>
public enum ContactOwnership { Own, Work, ThirdParty }

/// <summary>Where it came from. Enriched ones serve to locate, never to identify.</summary>
public enum ContactSource { Contract, Debtor, Enrichment }

/// <summary>One way to reach a debtor, with opt-in and provenance. (Contato.)</summary>
public sealed class Contact : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public Debtor? Debtor { get; set; }
    public ContactChannel Channel { get; set; }
    /// <summary>Canonical: an e-mail address, or a phone in E.164.</summary>
    public required string Value { get; set; }
    public ContactOwnership Ownership { get; set; }
    public ContactSource Source { get; set; }
    /// <summary>The partner of an enriched contact; the file or request it came by.</summary>
    public string? SourceDetail { get; set; }
    public bool? OptInEmail { get; set; }
    public bool? OptInSms { get; set; }
    public bool? OptInCall { get; set; }
    public bool? OptInWhatsApp { get; set; }
    /// <summary>Out of use since: «não sou eu», bounced, refused. Null while usable.</summary>
    public DateTime? FlaggedAt { get; set; }
    public string? FlagReason { get; set; }
    /// <summary>A contact changed on request waits until here before codes go to it.</summary>
    public DateTime? UsableFrom { get; set; }
    public DateTime CreatedAt { get; set; }
}

internal sealed class DebtorMapping : IEntityTypeConfiguration<Debtor>, IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Debtor> builder)
    {
        builder.ToTable("Debtors");
        builder.HasIndex(d => new { d.CreditorId, d.TaxId }).IsUnique();
        builder.Property(d => d.Name).HasMaxLength(200);
        builder.Property(d => d.Address).HasMaxLength(300);
        builder.Property(d => d.CityCode).HasMaxLength(7);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasOne<Creditor>().WithMany().HasForeignKey(d => d.CreditorId);
    }

    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("Contacts");
        builder.HasIndex(c => new { c.DebtorId, c.Channel, c.Value }).IsUnique();
        // Finds contacts shared by several debtors of one creditor: those never receive codes. The value comes first: with the creditor in
        // front, SQLite would walk all of a creditor's contacts to find those of one debtor.
        builder.HasIndex(c => new { c.Value, c.CreditorId });
        builder.Property(c => c.Value).HasMaxLength(254);
        builder.Property(c => c.SourceDetail).HasMaxLength(120);
        builder.Property(c => c.FlagReason).HasMaxLength(60);
        builder.HasOne(c => c.Debtor).WithMany(d => d.Contacts).HasForeignKey(c => c.DebtorId);
    }
}
