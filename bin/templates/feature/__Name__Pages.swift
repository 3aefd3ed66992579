internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// All of them, and the form for one more.
struct __Names__Page: Page {
  let rows: [__Name__]
  let viewer: Viewer
  let draft: Draft
  let csrf: String

  var title: String { "__Words__" }

  var body: HTML {
    PageHeader(title, lead: "Say in one sentence what people find here.")
    if viewer.person != nil {
      Form(__Name__Routes.add.path(), csrf: csrf) {
        Field(
          "title", "Title", value: draft.values["title"] ?? "", error: draft.error(of: "title"), .required.longest(200))
        FormActions { Button("Add", .primary) }
      }
    }
    if rows.isEmpty {
      EmptyState("Nothing here yet", "Say what will be here, and offer the first step.", .letters)
    } else {
      Table(title, rows) {
        Column("Title", .name) { row in span(.ownDirection) { row.title } }
      }
    }
  }
}
