using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cobranca.Portal.Client.Content;

/// <summary>A heading of the level its page needs; the outline of a page has no gaps.</summary>
public sealed class Heading : ComponentBase
{
    /// <summary>From 1 to 6.</summary>
    [Parameter, EditorRequired] public int Level { get; set; }
    [Parameter] public string? Id { get; set; }
    [Parameter] public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Level, 6);
        builder.OpenElement(0, "h" + Level.ToString(CultureInfo.InvariantCulture));
        if (Id is not null) builder.AddAttribute(1, "id", Id);
        builder.AddContent(2, ChildContent);
        builder.CloseElement();
    }
}
