using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cobranca.Portal.Tests.Databases;

public class PreparedStatementTests
{
    [Theory]
    [InlineData("Host=db.invalid;Database=x;Username=u;Password=p", 50)]
    [InlineData("Host=db.invalid;Database=x;Max Auto Prepare=0", 0)]
    [InlineData("Host=db.invalid;Database=x;maxautoprepare=7", 7)]
    public void PostgreSql_prepares_what_is_asked_often_unless_told_otherwise(string given, int prepared)
    {
        var options = new DbContextOptionsBuilder<CobrancaDb>();
        options.UseDatabase(DatabaseProvider.PostgreSql, given);
        using var db = new CobrancaDb(options.Options);
        var used = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString());
        Assert.Equal((prepared, "db.invalid", "x"), (used.MaxAutoPrepare, used.Host, used.Database));
    }
}
