internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// One course as the reviewer reads it: everything opens, and the decision stands beside it.
struct ReviewPage: Page {
  let outline: CourseOutline
  let mayFeature: Bool
  let draft: Draft
  let csrf: String

  private var course: Course { outline.course }
  var thing: UUIDBits? { course.id.bits }
  var title: String { "Review · \(course.title)" }

  var body: HTML {
    PageHeader(
      course.title, lead: course.shortDescription.isEmpty ? nil : course.shortDescription,
      crumbs: Breadcrumbs([(label: "Review", link: ReviewRoutes.list.path())])
    ) {
      course.status.badge
      Button("View page", to: CourseRoutes.show.path(course.slug), icon: .eye, size: .small)
      Button("Edit", to: TeachRoutes.outline.path(course.slug), icon: .edit, size: .small)
    }
    div(.class("with-side")) {
      div(.class("stack-wide")) {
        MetaLine(
          course.facts + [
            MediaCard.Meta(course.priceWords, .tag),
            MediaCard.Meta(course.instructorName, .teacher), MediaCard.Meta(course.language.name, .globe),
          ])
        if !outline.description.isEmpty {
          ReadingColumn(language: course.language.text) { HTML.description(outline.description) }
        }
        contents
      }
      div(.class("stack-wide")) {
        decision
        Card("What it has") { ChecklistView(checklist: CourseChecklist(outline)) }
      }
    }
  }

  private var contents: HTML {
    section {
      SectionHeader("What it holds", lead: "\(outline.sections.count.counted("section")), \(course.lessonWords)")
      CourseOutlineView(outline: outline, link: { CourseRoutes.preview.path(course.slug, $0.slug) }) {
        $0.isPreview ? .preview : .open
      }
    }
  }

  @HTMLBuilder private var decision: HTML {
    switch course.status {
    case .submitted:
      Card("Decision") {
        div(.class("stack-wide")) {
          Form(ReviewRoutes.approve.path(course.slug), csrf: csrf, .plain) {
            Button("Approve and publish", .primary, icon: .check, busy: "Publishing", isWide: true)
          }
          Form(ReviewRoutes.reject.path(course.slug), csrf: csrf) {
            Field(
              "reason", "What should change?", .area(rows: 5), value: draft.value("reason"),
              help: "\(course.instructorName) reads this.", error: draft.error(of: "reason"), .required)
            FormActions { Button("Send back", icon: .undo) }
          }
        }
      }
    case .published: if mayFeature { featuring }
    case .draft, .rejected, .archived:
      Card("Decision") { p(.class("soft")) { "The course is not under review." } }
    }
  }

  private var featuring: HTML {
    Card("First page") {
      Form(ReviewRoutes.feature.path(course.slug), csrf: csrf, .plain) {
        div(.class("stack")) {
          p(.class("soft")) {
            course.isFeatured ? "The course stands on the first page." : "Show the course on the first page."
          }
          input(.hidden, name: "is_featured", .value(course.isFeatured ? "false" : "true"))
          Button(course.isFeatured ? "Take it off" : "Feature course", icon: .star)
        }
      }
    }.body
  }
}
