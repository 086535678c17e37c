namespace Cobranca.Browser.Tests;

public class ChromiumTests
{
    [Fact]
    public void Chromium_is_installed() => Assert.True(File.Exists("/usr/bin/chromium"), "./test installs Debian's chromium");
}
