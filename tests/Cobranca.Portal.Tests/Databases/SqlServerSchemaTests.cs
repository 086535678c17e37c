using System.Text.RegularExpressions;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>The tables of SQL Server, from the SQL that makes them: by the migrations and from the model.</summary>
public sealed partial class SqlServerSchemaTests
{
    [Fact]
    public void Migrating_equals_the_model()
    {
        using var db = Open();
        var expected = Read(db.Database.GenerateCreateScript());
        Assert.True(expected.Count > 350, $"only {expected.Count} lines of schema");
        Assert.Equal(expected, Read(db.GetService<IMigrator>().GenerateScript()));
    }

    [Theory]
    [InlineData("Receivables.Principal bigint NOT NULL")]
    [InlineData("Receivables.DueOn date NOT NULL")]
    [InlineData("Receivables.IsConsumer bit NOT NULL")]
    [InlineData("Receivables.RowHash varbinary(32) NOT NULL")]
    [InlineData("Receivables.UpdatedAt datetime2 NOT NULL")]
    [InlineData("Receivables.ExternalId nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL")]
    [InlineData("Receivables.StatusReason nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("Receivables.Id bigint NOT NULL IDENTITY")]
    [InlineData("Receivables CONSTRAINT PK_Receivables PRIMARY KEY (Id)")]
    [InlineData("Receivables CONSTRAINT FK_Receivables_Debtors_DebtorId FOREIGN KEY (DebtorId) REFERENCES Debtors (Id) ON DELETE NO ACTION")]
    [InlineData("UNIQUE INDEX IX_Receivables_CreditorId_ExternalId ON Receivables (CreditorId, ExternalId)")]
    [InlineData("UNIQUE INDEX IX_Payments_CreditorId_Source_Reference ON Payments (CreditorId, Source, Reference)")]
    public void The_create_script_says(string line)
    {
        using var db = Open();
        Assert.Contains(line, Read(db.Database.GenerateCreateScript()));
    }

    /// <summary>A filter would let NULLs in that other databases refuse, or the other way round; a cascade would delete what must stay.</summary>
    [Fact]
    public void No_index_is_filtered_and_nothing_cascades()
    {
        using var db = Open();
        Assert.DoesNotContain(Read(db.Database.GenerateCreateScript()), line => line.Contains(" WHERE ", StringComparison.Ordinal) || line.Contains("CASCADE", StringComparison.Ordinal));
    }

    /// <summary>SQL Server takes 1,700 bytes in an index key, 900 in the clustered one; nvarchar takes two for each character.</summary>
    [Fact]
    public void Every_index_key_fits()
    {
        using var db = Open();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            foreach (var index in entity.GetIndexes()) Assert.InRange(index.Properties.Sum(p => Bytes(p)), 1, 1700);
            foreach (var key in entity.GetKeys()) Assert.InRange(key.Properties.Sum(p => Bytes(p)), 1, 900);
        }
    }

    [Fact]
    public void Texts_compare_byte_by_byte_whatever_the_servers_collation()
    {
        using var db = Open();
        var texts = Read(db.Database.GenerateCreateScript()).Where(line => line.Contains(" nvarchar(", StringComparison.Ordinal)).ToList();
        Assert.True(texts.Count > 100);
        Assert.All(texts, line => Assert.Contains(" COLLATE Latin1_General_100_BIN2 ", line, StringComparison.Ordinal));
    }

    internal static CobrancaDb Open()
    {
        var options = new DbContextOptionsBuilder<CobrancaDb>();
        options.UseDatabase(DatabaseProvider.SqlServer, "Server=nowhere.invalid");
        return new(options.Options);
    }

    private static int Bytes(Microsoft.EntityFrameworkCore.Metadata.IProperty property)
    {
        var stored = property.GetRelationalTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return stored == typeof(string) ? 2 * (property.GetMaxLength() ?? 10_000) : stored == typeof(byte[]) ? property.GetMaxLength() ?? 10_000 : 8;
    }

    /// <summary>Every column, key and index, one line each, without brackets. A statement it does not know fails: read it here too.</summary>
    private static List<string> Read(string script)
    {
        var lines = new List<string>();
        foreach (var statement in Batches().Split(script).SelectMany(batch => batch.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(s => s.Trim().TrimEnd(';').Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)))
        {
            if ((statement.StartsWith("INSERT INTO ", StringComparison.Ordinal) || statement.StartsWith("UPDATE ", StringComparison.Ordinal)) && !statement.Contains('"')) continue; // rows, not schema
            if (statement.Length == 0 || statement is "BEGIN TRANSACTION" or "COMMIT" || statement.Contains("__EFMigrationsHistory", StringComparison.Ordinal) || statement is "BEGIN" or "END") continue;
            if (Table().Match(statement) is { Success: true } table)
                foreach (var line in table.Groups["body"].Value.Split(",\n", StringSplitOptions.TrimEntries)) lines.Add(line.StartsWith("CONSTRAINT", StringComparison.Ordinal) ? $"{table.Groups["name"].Value} {line}" : $"{table.Groups["name"].Value}.{line}");
            else if (Added().Match(statement) is { Success: true } added) lines.Add($"{added.Groups["name"].Value}.{added.Groups["column"].Value}");
            else if (statement.StartsWith("CREATE ", StringComparison.Ordinal) && statement.Contains("INDEX", StringComparison.Ordinal)) lines.Add(statement["CREATE ".Length..]);
            else if (Dropped().Match(statement) is { Success: true } dropped) Assert.Equal(1, lines.RemoveAll(line => line.Contains($"INDEX {dropped.Groups["index"].Value} ON {dropped.Groups["name"].Value} ", StringComparison.Ordinal)));
            else Assert.Fail("Not understood: " + statement);
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Batches();

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+) \(\s*(?<body>.*?)\s*\)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Table();

    [GeneratedRegex(@"^ALTER TABLE (?<name>\w+) ADD (?<column>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Added();

    [GeneratedRegex(@"^DROP INDEX (?<index>\w+) ON (?<name>\w+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Dropped();
}
