using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sharespine.Etl.Errors;
using Sharespine.Etl.Mappings.Expressions;
using Sharespine.Etl.Mappings.Targets;
using Sharespine.Etl.Model;

namespace Sharespine.Etl.Mappings.Documents;

/// <summary>The working state of mapping one record: frame, output and issues. Reused; not for two threads at once.</summary>
internal sealed partial class DocumentRun : IDisposable
{
    private readonly DocumentMapping _mapping;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;
    private readonly DeferredOpenings _openings;
    private readonly List<Issue> _issues = [];
    private readonly List<int> _positions = [];
    private readonly HashSet<Issue> _waits = [];
    private string? _record;

    internal DocumentRun(DocumentMapping mapping)
    {
        _mapping = mapping;
        Frame = new(mapping.Plan.Scope);
        // Validation costs and proves nothing here: the plan's shape is the target's.
        _writer = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _openings = new(_writer);
    }

    internal EvalFrame Frame { get; }

    internal List<ExplainedField>? Explained { get; set; }

    internal bool ShowsPersonal { get; set; }

    /// <summary>Where given: source paths that had a value in this record.</summary>
    internal HashSet<SourcePath>? Seen { get; set; }

    public void Dispose() => _writer.Dispose();

    internal MappingResult Map(JsonElement source, MappingInputs inputs)
    {
        Begin(source, inputs);
        SeeRules();
        foreach (var rule in _mapping.Plan.Skips)
        {
            if (Holds(rule.When, "skip"))
            {
                return new MappingResult.Skipped(rule.Because, rule.At);
            }
        }

        foreach (var rule in _mapping.Plan.Rejects)
        {
            if (Holds(rule.When, "reject"))
            {
                Add(new(MappingErrors.Rejected, rule.Because, rule.At with { Record = _record }));
            }
        }

        if (_issues.Count > 0)
        {
            return Refused();
        }

        _writer.WriteStartObject();
        Fields(_mapping.Plan.Body);
        _writer.WriteEndObject();
        _writer.Flush();
        if (_issues.Count > 0)
        {
            return Refused();
        }

        var utf8 = _mapping.AfterHooks(source, _buffer.WrittenSpan, _issues, _record) ?? _buffer.WrittenSpan.ToArray();
        return _issues.Count > 0 ? Refused() : new MappingResult.Document(utf8);
    }

    private void Begin(JsonElement source, MappingInputs inputs)
    {
        Frame.Begin(source);
        Frame.Lookups = inputs.Lookups;
        foreach (var (name, slot) in _mapping.Plan.InputSlots)
        {
            Frame[slot] = inputs.Values.TryGetValue(name, out var value) ? value : Value.Nothing;
        }

        _record = inputs.Record;
        _waits.Clear();
        _issues.Clear();
        _positions.Clear();
        _openings.Clear();
        _buffer.ResetWrittenCount();
        _writer.Reset();
    }

    private MappingResult Refused()
    {
        Issue[] issues = [.. _issues.Distinct()];
        return issues.All(_waits.Contains) ? new MappingResult.Held(issues) : new MappingResult.Rejected(issues);
    }

    private bool Fields(ObjectBody body)
    {
        var wrote = false;
        foreach (var field in body.Fields)
        {
            wrote |= Field(field);
        }

        return wrote;
    }

    /// <summary>True when the field has a value.</summary>
    private bool Field(FieldPlan plan) => plan switch
    {
        ValuePlan value => WriteValue(value),
        ObjectPlan @object => WriteObject(@object),
        _ => WriteList((ListPlan)plan),
    };

    private bool WriteObject(ObjectPlan plan)
    {
        if (Seen is not null && plan.When is not null)
        {
            See(plan.When);
        }

        if (plan.When is { } when && !Holds(when, plan.Path))
        {
            return plan.Field.IsRequired && Missing(plan.Path, when.Site);
        }

        var issuesBefore = _issues.Count;
        _openings.Enter(plan.Name);
        if (plan.Field.IsRequired)
        {
            _openings.Open();
        }

        var wrote = Fields(plan.Body);
        if (!wrote && !plan.Field.IsRequired && OnlyMissing(issuesBefore))
        {
            // Nothing of an optional object is there: then its required fields are not missed either.
            _issues.RemoveRange(issuesBefore, _issues.Count - issuesBefore);
        }

        _openings.Leave();
        return wrote || plan.Field.IsRequired;
    }

    private bool OnlyMissing(int from)
    {
        for (var i = from; i < _issues.Count; i++)
        {
            if (_issues[i].Code != MappingErrors.RequiredEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteList(ListPlan plan)
    {
        var count = 0;
        _openings.EnterList(plan.Name);
        if (plan.Field.IsRequired)
        {
            _openings.Open();
        }

        _positions.Add(0);
        foreach (var source in plan.Sources)
        {
            count = WriteItems(plan, source, count);
        }

        _positions.RemoveAt(_positions.Count - 1);
        _openings.Leave();
        return count > 0 || plan.Field.IsRequired;
    }

    private int WriteItems(ListPlan plan, ListSource source, int count)
    {
        var list = source.Each.Evaluate(Frame);
        if (list.IsFailed)
        {
            Take(plan.Path, isPersonal: false);
            return count;
        }

        var index = 0;
        Frame.EnterLoop(source.ItemName, Frame.PlaceOf(source.Each.Text.Text));
        foreach (var item in new Items(list))
        {
            Frame.NextItem(index++);
            Frame[source.ItemSlot] = item;
            foreach (var let in source.Lets)
            {
                Frame.Forget(let);
            }

            if (Seen is not null && source.When is not null)
            {
                See(source.When);
            }

            if (source.When is { } when && !Holds(when, plan.Path))
            {
                continue;
            }

            _positions[^1] = count++;
            _openings.Open();
            _writer.WriteStartObject();
            Fields(source.Body);
            _writer.WriteEndObject();
        }

        Frame.LeaveLoop();
        return count;
    }

    private bool WriteValue(ValuePlan plan)
    {
        var value = plan.Expression.Evaluate(Frame);
        var written = !value.IsFailed && !value.IsEmpty && Check(plan, value);
        if (written)
        {
            _openings.Open();
            _writer.WritePropertyName(plan.Name);
            TargetValue.Write(_writer, plan.Field.Type, value);
        }
        else if (value.IsFailed)
        {
            Take(plan.Path, plan.IsPersonal);
        }
        else if (value.IsEmpty && plan.Field.IsRequired)
        {
            Missing(plan.Path, plan.Expression.Site);
        }

        Explained?.Add(Explain(plan, value));
        return written;
    }

    private bool Holds(CompiledExpression when, string path)
    {
        var answer = when.Evaluate(Frame);
        if (answer.IsFailed)
        {
            Take(path, isPersonal: false);
        }

        return answer.Kind == ValueKind.Boolean && answer.IsTrue;
    }
}
