using System.Text;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Errors;

/// <summary>
/// Something wrong with one place in the input (a mapping, a setting, a file, a record): collected, never thrown, so that
/// everything wrong is told at once.
/// </summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Message">What is wrong here, with the offending value quoted and shortened. Never a secret or a personal field's value.</param>
/// <param name="At">File, line, column, record.</param>
/// <param name="Field">The field or setting, where one is meant.</param>
/// <param name="Try">What to write instead, if we can tell ("did you mean …").</param>
public sealed record Issue(ErrorCode Code, string Message, SourcePosition? At = null, string? Field = null, string? Try = null)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        if (At is { } at)
        {
            text.Append(at).Append(": ");
        }

        text.Append(Code.Code).Append(' ');
        if (Field is not null)
        {
            text.Append(Field).Append(": ");
        }

        text.Append(Message);
        if (Try is not null)
        {
            text.Append(" Try: ").Append(Try);
        }

        return text.ToString();
    }
}
