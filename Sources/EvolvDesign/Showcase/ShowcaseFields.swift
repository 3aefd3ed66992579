internal import Markup

struct ShowcaseFields: Component {
  let csrf: String

  var body: HTML {
    ShowcaseSection("Forms") {
      div(.class("split")) {
        Form(nowhere, csrf: csrf, label: "A form with faults") {
          ErrorSummary(
            [("mail", "Enter an e-mail address like name@example.org"), ("agree", "Agree to the rules to go on")],
            takesFocus: false)
          Field("name", "Full name", value: "Ayşe Nur Yılmaz", .autocomplete(.name).required)
          Field(
            "mail", "E-mail address", .email, value: "ayse@", help: "We send the receipt there.",
            error: "Enter an e-mail address like name@example.org", .autocomplete(.email).required)
          Field("secret", "Password", .password, help: "At least 10 characters.", .autocomplete(.newPassword).required)
          Checkbox("agree", "I agree to the house rules", error: "Agree to the rules to go on")
          FormActions {
            Button("Create account", .primary, busy: "Creating")
            Button("Sign in instead", to: nowhere, .quiet)
          }
        }
        Form(nowhere, csrf: csrf, label: "A form with every kind of field") { kinds }
      }
      choices
    }
  }

  @HTMLBuilder private var kinds: HTML {
    Field("about", "About the course", .area(rows: 4), value: "What a learner can do at the end.", .optional)
    Field("level", "Level", .select([Choice("1", "Beginner"), Choice("2", "Intermediate")]), value: "2")
    Field("seats", "Seats", .number(min: 1, max: 500), value: "24", help: "Between 1 and 500.")
    Field("starts", "Starts on", .date, value: "2026-11-23")
    Field("site", "Web address", .url, value: "https://example.org", .placeholder("https://").optional)
    Field("cover", "Cover picture", .file(accept: "image/*"), help: "PNG or JPEG, up to 5 MB.")
    Field("city", "City", value: "Nairobi", .suggestions(["Nairobi", "Rabat", "Tunis"]))
    Field("number", "Registration number", value: "EV-2026-0042", help: "Set by the school.", FieldOptions().readOnly)
  }

  private var choices: HTML {
    div(.class("split")) {
      Form(nowhere, csrf: csrf, label: "Choices") {
        ChoiceGroup(
          "visibility", "Who can see the course",
          [
            Choice("all", "Everyone", help: "It appears in the catalog."),
            Choice("link", "People with the link"),
            Choice("none", "Only its teachers"),
          ], selected: "all")
        ChoiceGroup(
          "days", "Days of class", ["Mon", "Tue", "Wed", "Thu", "Fri"].map { Choice($0, $0) }, anyOf: ["Tue", "Thu"],
          look: .chips)
        HueChoice("hue", "Color of the subject", selected: Hue(degrees: 165), help: "Of its courses' pictures.")
      }
      Form(nowhere, csrf: csrf, label: "Choices as cards") {
        ChoiceGroup(
          "entry", "How people get in",
          [
            Choice("free", "Free", help: "Anyone with an account enrolls with one click."),
            Choice("code", "Access code", help: "You print codes and hand them out."),
            Choice("paid", "Paid", help: "They pay, and the course opens at once."),
          ], selected: "code", look: .cards)
      }
    }
  }
}
