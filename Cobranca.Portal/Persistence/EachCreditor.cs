namespace Cobranca.Portal.Persistence;

/// <summary>Work for several creditors, one after the other, each as if there were no other.</summary>
public static class EachCreditor
{
    /// <summary>Looks over all creditors for those with work, then works for each in a scope of its own, bound to it. The trouble of one stops no other.</summary>
    /// <returns>The sum of what <paramref name="work"/> returned.</returns>
    /// <exception cref="AggregateException">What failed, once all had their turn.</exception>
    public static async Task<int> WorkAsync(IServiceScopeFactory scopes, Func<IServiceProvider, Task<List<long>>> find, Func<IServiceProvider, Task<int>> work, CancellationToken stopping)
    {
        List<long> creditors;
        await using (var scope = scopes.CreateAsyncScope()) creditors = await find(scope.ServiceProvider);
        var (done, failures) = (0, new List<Exception>());
        foreach (var creditor in creditors)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor);
            try { done += await work(scope.ServiceProvider); }
            catch (Exception failure) when (!stopping.IsCancellationRequested) { failures.Add(failure); }
        }
        return failures.Count == 0 ? done : throw new AggregateException(failures);
    }
}
