internal import EvolvDesign
internal import Markup
internal import Routing

/// One field and one button.
struct NewCoursePage: Page {
  let draft: Draft
  let csrf: String

  var title: String { "New course" }

  var body: HTML {
    PageHeader(
      "New course", lead: "A title is enough. Everything can be changed later.",
      crumbs: Breadcrumbs([(label: "Teaching", link: TeachRoutes.mine.path())]))
    div(.class("narrow")) {
      DraftErrors(draft: draft)
      Form(TeachRoutes.create.path(), csrf: csrf) {
        Field(
          "title", "Title", value: draft.value("title"), help: "What people will call it.",
          error: draft.error(of: "title"), .required.longest(255).autofocus)
        FormActions {
          Button("Create draft", .primary, busy: "Creating")
          Button("Cancel", to: TeachRoutes.mine.path(), .quiet)
        }
      }
    }
  }
}
