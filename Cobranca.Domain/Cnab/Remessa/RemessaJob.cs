using System.Buffers;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Cnab;

/// <summary>One file being written: the request, the account as the bank prints it, and what was found wrong. (Remessa em escrita.)</summary>
internal sealed class RemessaJob
{
    private readonly CnabProblems found = new();
    private readonly List<RemessaProblem> problems = [];
    private readonly BankRules bank;
    private int? instruction;

    private RemessaJob(RemessaRequest request, BankRules bank, RemessaLayout layout, IBufferWriter<byte> output)
    {
        (Request, this.bank) = (request, bank);
        Output = new(output, layout.Width, found);
    }

    public RemessaRequest Request { get; }

    public CnabFileWriter Output { get; }

    /// <summary>The account; meaningless once a problem was found with it.</summary>
    public AccountFields Account { get; private set; }

    public IReadOnlyList<RemessaProblem> Problems
    {
        get
        {
            Collect();
            return problems;
        }
    }

    public int Batches { get; set; }

    public int Entries { get; private set; }

    public Money EntryTotal { get; private set; }

    /// <summary>Where each instruction begins, as far as they were begun.</summary>
    public List<int> FirstLines { get; } = [];

    public static RemessaJob Begin(RemessaRequest request, BankRules bank, RemessaLayout layout, IBufferWriter<byte> output)
    {
        var job = new RemessaJob(request, bank, layout, output);
        var fields = default(FieldProblems);
        job.Account = bank.Check(request.Account) is { Count: > 0 } refused
            ? Add(ref fields, refused)
            : layout.Complete(request.Account, bank.Fields(request.Account), ref fields);
        foreach (var problem in fields.All)
            job.found.Add(new(0, "Conta", problem.Field, problem.Text));
        return job;
    }

    /// <summary>What is found from now on belongs to this instruction.</summary>
    public RemessaInstruction Begin(int index)
    {
        Collect();
        instruction = index;
        FirstLines.Add(Output.Lines + 1);
        var current = Request.Instructions[index];
        if (!current.Amount.IsPositive || current.Amount > Barcode.HighestAmount)
        {
            found.Add(new(Output.Lines + 1, "", "Valor", $"O valor de um boleto vai de um centavo a {Barcode.HighestAmount}."));
        }
        else if (current is RemessaInstruction.Entry)
        {
            Entries++;
            EntryTotal += current.Amount;
        }
        return current;
    }

    /// <summary>What is found from now on belongs to the file.</summary>
    public void End()
    {
        Collect();
        instruction = null;
    }

    /// <summary>The title's whole number and its digit; empty texts after refusing it in the given field.</summary>
    public (string Number, string Dv) Number(CnabRecord record, CnabField field, RemessaInstruction title)
    {
        if (bank.Number(Account, title.NossoNumero) is { } number)
            return number;
        record.Refuse(field, "O nosso número não é desta conta: gere o boleto de novo.");
        return ("", "");
    }

    private static AccountFields Add(ref FieldProblems fields, IReadOnlyList<FieldProblem> refused)
    {
        foreach (var problem in refused)
            fields.Add(problem.Field, problem.Text);
        return default;
    }

    private void Collect()
    {
        for (var i = problems.Count; i < found.Kept.Count; i++)
            problems.Add(new(instruction, found.Kept[i]));
    }
}
