internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// A course in a grid of courses.
struct CourseCard: Component {
  let course: CourseBrief
  /// What it stands under, for its color and its eyebrow.
  let category: Category?
  var headingLevel = 3
  var marksFeatured = true

  var body: HTML {
    MediaCard(
      course.title, to: CourseRoutes.show.path(course.slug),
      cover: CourseCover(course: course, hue: category?.hue).body,
      eyebrow: category?.name, price: course.priceWords,
      summary: course.shortDescription.isEmpty ? nil : course.shortDescription,
      meta: course.facts, badge: marksFeatured && course.isFeatured ? Badge("Featured", .accent, icon: .star) : nil,
      headingLevel: headingLevel)
  }
}

/// The picture of a course: its own, or one drawn from its name in the color of its category.
struct CourseCover: Component {
  let course: CourseBrief
  let hue: Int?

  var body: HTML {
    if let cover = course.cover {
      CoverPicture(link: cover)
    } else {
      Cover(course.slug.text, hue: hue.map { Hue(degrees: $0) }, letter: course.title.first { $0.isLetter })
    }
  }
}

/// A course's own picture in the frame of covers, whose size is known before it is loaded. The title stands beside it.
struct CoverPicture: Component {
  let link: Link

  var body: HTML { img(src: link, alt: "", width: 640, height: 360, .class("cover-picture"), .loadsLazily) }
}

extension CourseBrief {
  var cover: Link? { coverID.map { CourseFileRoutes.show.path(id, $0) } }
}

/// Sections and items of a course, each where `link` leads.
struct CourseOutlineView: Component {
  let outline: CourseOutline
  /// nil: the item is closed.
  let link: (CourseItem) -> Link?
  var state: (CourseItem) -> Outline.State

  var body: HTML {
    Outline(
      outline.sections.enumerated().map { position, section in
        Outline.Section(
          section.title, note: section.items.count.counted("item"), isOpen: position < 3, section.items.map(line))
      })
  }

  private func line(_ item: CourseItem) -> Outline.Item {
    Outline.Item(
      item.title, to: link(item), state(item), icon: item.kind == .lesson ? nil : item.kind.mark,
      note: item.minutes.map { "\($0) min" })
  }
}

extension Category {
  /// The catalog narrowed to it.
  var link: Link { CatalogRoutes.list.path().query(["category": slug.text]) }
}
