using System.Text;
using Sharespine.Etl.Connectors.Erps.VismaAdministration;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Sie;

namespace Sharespine.Etl.Tests.Connectors.VismaAdministration;

public sealed class SieDropTests : ExchangeFixture
{
    private static readonly byte[] First = Encoding.ASCII.GetBytes("#FLAGGA 0\r\n#VER \"K\" \"\" 20260227 \"klarna/1\"\r\n");
    private static readonly byte[] Second = Encoding.ASCII.GetBytes("#FLAGGA 0\r\n#VER \"K\" \"\" 20260228 \"klarna/2\"\r\n");

    private SieDrop Drop => new(Folder, "ETL.SI");

    private string DropPath => Path.Combine(Folder, "ETL.SI");

    [Fact]
    public void A_free_place_takes_the_file_and_lying_there_it_is_known_again()
    {
        Assert.Equal(new(SieDropState.Free, null), Drop.Look());

        Assert.Equal(new SieDropAnswer.Placed(SieDrop.Hash(First)), Drop.Place(First, null));

        Assert.Equal(First, File.ReadAllBytes(DropPath));
        Assert.Equal(new(SieDropState.Lying, SieDrop.Hash(First)), Drop.Look());
        Assert.Equal(new SieDropAnswer.AlreadyThere(SieDropState.Lying), Drop.Place(First, null));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void An_unread_file_is_never_replaced_confirmed_or_not()
    {
        Drop.Place(First, null);

        var answer = Assert.IsType<SieDropAnswer.Waiting>(Drop.Place(Second, SieDrop.Hash(First)));

        Assert.Equal("ETL.SI: VAD011 The file lies there with #FLAGGA 0.", answer.Issue.ToString());
        Assert.Equal(First, File.ReadAllBytes(DropPath));
    }

    [Fact]
    public void A_read_file_is_replaced_only_when_that_very_file_is_confirmed()
    {
        Drop.Place(First, null);
        SieFlag.Set(DropPath, true);
        Assert.Equal(new(SieDropState.Read, SieDrop.Hash(First)), Drop.Look());

        foreach (var confirmed in new[] { null, SieDrop.Hash(Second) })
        {
            var answer = Assert.IsType<SieDropAnswer.Waiting>(Drop.Place(Second, confirmed));
            Assert.Equal("ETL.SI: VAD012 The file lies there with #FLAGGA 1, and its vouchers are not confirmed.", answer.Issue.ToString());
        }

        Assert.Equal(new SieDropAnswer.Placed(SieDrop.Hash(Second)), Drop.Place(Second, SieDrop.Hash(First)));
        Assert.Equal(Second, File.ReadAllBytes(DropPath));
    }

    [Fact]
    public void A_file_that_was_read_is_not_put_there_again()
    {
        Drop.Place(First, null);
        SieFlag.Set(DropPath, true);

        Assert.Equal(new SieDropAnswer.AlreadyThere(SieDropState.Read), Drop.Place(First, SieDrop.Hash(First)));
        Assert.True(SieFlag.Read(DropPath));
    }

    [Fact]
    public void A_held_or_foreign_file_is_left_alone()
    {
        File.WriteAllBytes(DropPath, First);
        using (new FileStream(DropPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal("ETL.SI: VAD013 The file cannot be opened; another program may hold it.", Assert.IsType<SieDropAnswer.Waiting>(Drop.Place(Second, null)).Issue.ToString());
        }

        File.WriteAllText(DropPath, "Hej");
        Assert.Equal("ETL.SI: VAD013 The file does not begin with #FLAGGA 0 or #FLAGGA 1.", Assert.IsType<SieDropAnswer.Waiting>(Drop.Place(Second, null)).Issue.ToString());
        Assert.Equal("Hej", File.ReadAllText(DropPath));
    }

    [Fact]
    public void A_name_with_a_folder_and_content_without_flag_are_refused()
    {
        Assert.Equal("VAD006 \"../ETL.SI\" cannot be part of a file name.", Assert.Throws<EtlException>(() => new SieDrop(Folder, "../ETL.SI")).Message);
        Assert.Throws<ArgumentException>(() => Drop.Place("Hej"u8.ToArray(), null));
        Assert.Empty(Directory.GetFiles(Folder));
    }
}
