internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Everything about one course on one page.
struct CoursePage: Page {
  let outline: CourseOutline
  let category: CategoryMark?
  let parts: [CourseBrief]
  let viewer: Viewer
  let standing: CourseStanding
  let csrf: String

  private var course: Course { outline.course }
  var title: String { course.title }
  var description: String? { course.shortDescription.isEmpty ? nil : course.shortDescription }
  var shell: Shell { .public }
  var isIndexed: Bool { course.isPublished }

  var body: HTML {
    if course.mayBeEdited(by: viewer) { CourseMakerBar(course: course) }
    div(.class("course-page")) {
      div(.class("course-head stack")) {
        PageHeader(course.title, lead: description, crumbs: crumbs)
        MetaLine(facts)
        PersonLine(course.instructorName, note: "Teaches this course")
      }
      EnrollCard(course: course, hue: category?.hue, standing: standing, csrf: csrf)
      div(.class("course-body stack-sections")) {
        if !outline.description.isEmpty {
          section {
            SectionHeader("About this course")
            ReadingColumn(language: course.language.text) { HTML.description(outline.description) }
          }
        }
        contents
        if !parts.isEmpty { subcourses }
      }
    }
  }

  private var crumbs: Breadcrumbs {
    Breadcrumbs(
      [(label: "Courses", link: CatalogRoutes.list.path())]
        + (category.map { [(label: $0.name, link: $0.link)] } ?? []))
  }

  private var facts: [MediaCard.Meta] {
    var facts = course.facts
    if course.totalEnrolled > 0 { facts.append(MediaCard.Meta(course.totalEnrolled.counted("learner"), .people)) }
    if course.rating.count > 0 { facts.append(MediaCard.Meta(course.rating.words, .star)) }
    return facts
  }

  private var contents: HTML {
    let isOpen = isOpen
    return section {
      SectionHeader("What it holds", lead: contentsLead)
      if outline.isEmpty {
        EmptyState("Nothing here yet", "Sections and lessons will stand here.", .shelf)
      } else {
        CourseOutlineView(outline: outline, link: { link(to: $0, isOpen: isOpen) }) { item in
          isOpen || standing.openItems.contains(item.id) ? .open : item.isPreview ? .preview : .locked
        }
      }
    }
  }

  private var contentsLead: String {
    let sections = outline.sections.count.counted("section"), minutes = outline.minutes
    return minutes == 0
      ? "\(sections), \(course.lessonWords)"
      : "\(sections), \(course.lessonWords), about \(minutes.asDuration) to read and watch"
  }

  /// Whether everything is open to this viewer.
  private var isOpen: Bool {
    standing.isOpen || course.mayBeEdited(by: viewer) || viewer.may(.readAnyLesson, in: course.scope)
  }
  private func link(to item: CourseItem, isOpen: Bool) -> Link? {
    if standing.isOpen || standing.openItems.contains(item.id) {
      return LearningRoutes.item.path(course.slug, item.slug)
    }
    return isOpen || item.isPreview ? CourseRoutes.preview.path(course.slug, item.slug) : nil
  }

  private var subcourses: HTML {
    section {
      SectionHeader("Courses that belong to it")
      CardGrid { for part in parts { CourseCard(course: part, category: nil) } }
    }
  }
}

/// For those who made the course: where it stands, and the way to the workshop.
struct CourseMakerBar: Component {
  let course: Course

  var body: HTML {
    Callout(course.isPublished ? .neutral : .info) {
      div(.class("row-apart")) {
        div(.class("row")) {
          course.status.badge
          span { course.isPublished ? "Everyone sees this page." : "Only you and the editors see this page." }
        }
        Button("Edit course", to: TeachRoutes.outline.path(course.slug), icon: .edit, size: .small)
      }
    }
  }
}

extension Rating {
  var words: String { "\(hundredths / 100).\(hundredths / 10 % 10) (\(count))" }
}
