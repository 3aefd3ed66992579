internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// One open item, for those who look around.
struct PreviewPage: Page {
  let outline: CourseOutline
  let open: OpenItem
  var film: MediaFilm?

  var title: String { "\(open.item.title) · \(outline.course.title)" }
  var shell: Shell { .public }
  var scripts: [String] { film == nil ? [] : FilmFigure.scripts }
  var isIndexed: Bool { open.item.isPreview && outline.course.isPublished }

  var body: HTML {
    article(.class("preview-page")) {
      PageHeader(
        open.item.title, lead: sectionTitle,
        crumbs: Breadcrumbs([
          (label: "Courses", link: CatalogRoutes.list.path()),
          (label: outline.course.title, link: CourseRoutes.show.path(outline.course.slug)),
        ]))
      ItemBody(open: open, film: film)
    }
    hr()
    div(.class("row-apart")) {
      Button("Back to the course", to: CourseRoutes.show.path(outline.course.slug), .primary, icon: .arrowLeft)
      if let next {
        Button("Next preview: \(next.title)", to: CourseRoutes.preview.path(outline.course.slug, next.slug))
      }
    }
  }

  private var sectionTitle: String? { outline.sections.first { $0.id == open.item.sectionID }?.title }
  private var next: CourseItem? {
    outline.items.drop { $0.id != open.item.id }.dropFirst().first(where: \.isPreview)
  }
}
