using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>How a node learns that indices or holidays changed, in one look-up of a few rows.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261122120000_ReferenceChanges")]
public sealed class ReferenceChanges : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.CreateTable("ReferenceChanges", table => new
    {
        Id = table.Column<long>(nullable: false).Numbered(),
        What = table.Column<string>(maxLength: 40, nullable: false),
    }, constraints: table =>
    {
        table.PrimaryKey("PK_ReferenceChanges", row => row.Id);
    });
}
