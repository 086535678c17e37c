using AngleSharp.Dom;
using Cobranca.Portal.Client.Forms;

namespace Cobranca.Portal.Tests.Components;

/// <summary>Every field says what it is, what is expected and what is wrong, to eyes and to a screen reader alike.</summary>
public class FieldTests
{
    public static TheoryData<Type> Fields => [typeof(TextField), typeof(TextArea), typeof(DigitsField), typeof(SelectField)];

    private static Dictionary<string, object?> Parameters(Type field, string? hint = null, string? error = null)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Name"] = "Form.Campo", ["Label"] = "Seu dado", ["Hint"] = hint, ["Error"] = error };
        if (field == typeof(DigitsField)) parameters["Length"] = 6;
        if (field == typeof(SelectField)) parameters["Choices"] = new Choice[] { new("1", "Um"), new("2", "Dois") };
        return parameters;
    }

    [Theory, MemberData(nameof(Fields))]
    public void A_label_names_its_control(Type field)
    {
        var page = Rendered.Page(field, Parameters(field));
        var control = page.One("input, textarea, select");
        Assert.Equal("Form.Campo", control.GetAttribute("name"));
        Assert.Equal(control.Id, page.One("label").GetAttribute("for"));
        Assert.Equal("Seu dado", page.One("label").TextContent.Trim());
    }

    [Theory, MemberData(nameof(Fields))]
    public void Without_hint_or_error_nothing_is_described_or_invalid(Type field)
    {
        var control = Rendered.Page(field, Parameters(field)).One("input, textarea, select");
        Assert.False(control.HasAttribute("aria-describedby"));
        Assert.False(control.HasAttribute("aria-invalid"));
    }

    [Theory, MemberData(nameof(Fields))]
    public void Hint_and_error_describe_the_control_in_that_order(Type field)
    {
        var page = Rendered.Page(field, Parameters(field, "Só números.", "Faltam dois números."));
        var control = page.One("input, textarea, select");
        var described = control.GetAttribute("aria-describedby")!.Split(' ').Select(id => page.GetElementById(id)!.TextContent).ToList();
        Assert.Equal("Só números.", described[0]);
        Assert.EndsWith("Faltam dois números.", described[1], StringComparison.Ordinal);
        Assert.Equal("true", control.GetAttribute("aria-invalid"));
    }

    [Fact]
    public void An_optional_field_says_so() =>
        Assert.Equal("E-mail (opcional)", Rendered.Page<TextField>(("Name", "Form.Email"), ("Label", "E-mail"), ("Optional", true)).One("label").TextContent.Trim());

    [Fact]
    public void A_code_field_offers_the_code_from_the_message_and_the_number_pad()
    {
        var input = Rendered.Page<DigitsField>(("Name", "Form.Codigo"), ("Label", "Código"), ("Length", 6), ("OneTimeCode", true)).One("input");
        Assert.Equal("one-time-code", input.GetAttribute("autocomplete"));
        Assert.Equal("numeric", input.GetAttribute("inputmode"));
        Assert.True(int.Parse(input.GetAttribute("maxlength")!, System.Globalization.CultureInfo.InvariantCulture) >= "123 456".Length);
    }

    [Fact]
    public void The_first_characters_of_an_alphanumeric_cnpj_can_be_typed() =>
        Assert.Equal("text", Rendered.Page<DigitsField>(("Name", "Form.Inicio"), ("Label", "Início"), ("Length", 3), ("AllowLetters", true)).One("input").GetAttribute("inputmode"));

    [Fact]
    public void A_select_keeps_what_was_chosen()
    {
        var page = Rendered.Page<SelectField>(("Name", "Form.Uf"), ("Label", "UF"), ("Choices", new Choice[] { new("SP", "São Paulo"), new("RJ", "Rio de Janeiro") }), ("Value", "RJ"));
        Assert.Equal("RJ", page.One("option[selected]").GetAttribute("value"));
        Assert.Equal(["", "SP", "RJ"], page.QuerySelectorAll("option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public void A_radio_list_is_a_question_with_answers()
    {
        var page = Rendered.Page<RadioList>(("Name", "Form.Canal"), ("Label", "Por onde?"), ("Value", "email"), ("Error", "Escolha um."),
            ("Choices", new Choice[] { new("sms", "SMS", "(11) 9••••-••34"), new("email", "E-mail") }));
        Assert.Equal("Por onde?", page.One("fieldset > legend").TextContent);
        Assert.NotNull(page.GetElementById(page.One("fieldset").GetAttribute("aria-describedby")!));
        Assert.Equal("true", page.One("fieldset[role=radiogroup]").GetAttribute("aria-invalid"));
        var radios = page.QuerySelectorAll("input[type=radio][name='Form.Canal']");
        Assert.Equal(2, radios.Length);
        Assert.All(radios, radio => Assert.NotNull(page.QuerySelector($"label[for='{radio.Id}']")));
        Assert.Equal("email", page.One("input[checked]").GetAttribute("value"));
    }

    [Fact]
    public void The_summary_takes_focus_and_leads_to_each_field()
    {
        var page = Rendered.Page<ErrorSummary>(("Errors", new FieldError[] { new("Form.Cpf", "Falta o CPF."), new("", "Tente de novo.") }));
        var summary = page.One("[role=alert]");
        Assert.Equal("-1", summary.GetAttribute("tabindex"));
        Assert.True(summary.HasAttribute("autofocus"));
        Assert.NotNull(page.GetElementById(summary.GetAttribute("aria-labelledby")!));
        Assert.Equal("#" + FieldId.For("Form.Cpf"), page.One("a").GetAttribute("href"));
        Assert.Equal(2, page.QuerySelectorAll("li").Length);
    }

    [Theory, MemberData(nameof(Fields))]
    [InlineData(typeof(RadioList))]
    public void What_the_summary_links_to_takes_focus(Type field)
    {
        var parameters = field == typeof(RadioList)
            ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["Name"] = "Form.Campo", ["Label"] = "Seu dado" } : Parameters(field);
        if (field == typeof(RadioList)) parameters["Choices"] = new Choice[] { new("1", "Um") };
        Assert.Contains(Rendered.Page(field, parameters).GetElementById(FieldId.For("Form.Campo"))!.LocalName, new[] { "input", "textarea", "select" });
    }

    [Fact]
    public void No_problem_no_summary() => Assert.Empty(Rendered.Page<ErrorSummary>(("Errors", Array.Empty<FieldError>())).Body!.Children);

    [Fact]
    public void A_button_sends_its_form_and_a_link_is_a_link()
    {
        var button = Rendered.Page<Button>(("Name", "acao"), ("Value", "pagar"), ("ChildContent", Rendered.Text("Pagar"))).One("button");
        Assert.Equal(("submit", "acao", "pagar"), (button.GetAttribute("type"), button.GetAttribute("name"), button.GetAttribute("value")));
        Assert.Equal("/aurora", Rendered.Page<Button>(("Href", "/aurora"), ("ChildContent", Rendered.Text("Voltar"))).One("a").GetAttribute("href"));
    }
}
