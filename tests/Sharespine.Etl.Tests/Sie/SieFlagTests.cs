using System.Text;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Sie;

public sealed class SieFlagTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".si");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("#FLAGGA 0\r\n#VER")]
    [InlineData("\uFEFF\n#flagga\t\"0\"\n")]
    public void Setting_the_flag_changes_one_byte(string text)
    {
        var before = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(_path, before);
        Assert.False(SieFlag.Read(_path));

        SieFlag.Set(_path, true);

        Assert.True(SieFlag.Read(_path));
        Assert.Equal(text.Replace('0', '1'), Encoding.UTF8.GetString(File.ReadAllBytes(_path)));
        SieFlag.Set(_path, false);
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#FLAGGA")]
    [InlineData("#FLAGGA \n")]
    [InlineData("#FLAGGA 2\n")]
    [InlineData("#PROGRAM 0\n")]
    public void A_file_without_flag_is_said_to_have_none(string text)
    {
        File.WriteAllText(_path, text);

        var failure = Assert.Throws<EtlException>(() => SieFlag.Read(_path));

        Assert.Equal($"{Path.GetFileName(_path)}: SIE401 The file does not begin with #FLAGGA 0 or #FLAGGA 1.", failure.Message);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public void A_file_held_by_another_program_may_be_free_later()
    {
        File.WriteAllText(_path, "#FLAGGA 0\n");
        using var held = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var failure = Assert.Throws<EtlException>(() => SieFlag.Read(_path));

        Assert.Equal($"{Path.GetFileName(_path)}: SIE401 The file cannot be opened; another program may hold it.", failure.Message);
        Assert.True(failure.IsTransient);
    }
}
