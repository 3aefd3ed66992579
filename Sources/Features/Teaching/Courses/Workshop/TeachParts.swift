internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The head of every page about one course in the workshop: its name, its state and its parts.
struct CourseHead: Component {
  enum Part: Sendable {
    case outline, details, publication, learners, progress, codes, access, archive, certificates
  }
  let course: Course
  let current: Part

  var body: HTML {
    PageHeader(course.title, crumbs: Breadcrumbs([(label: "Teaching", link: TeachRoutes.mine.path())])) {
      course.status.badge
      Button("View page", to: CourseRoutes.show.path(course.slug), icon: .eye, size: .small)
    }
    Tabs(
      "Parts of the course",
      [
        tab("Outline", .outline, TeachRoutes.outline.path(course.slug)),
        tab("Details", .details, TeachRoutes.details.path(course.slug)),
        tab("Access", .access, TermsRoutes.show.path(course.slug)),
        tab("Learners", .learners, EnrollmentRoutes.learners.path(course.slug)),
        tab("Progress", .progress, CourseProgressRoutes.show.path(course.slug)),
        tab("Access codes", .codes, AccessCodeRoutes.list.path(course.slug)),
        tab("Certificates", .certificates, CertificateRoutes.course.path(course.slug)),
        tab("Publication", .publication, TeachRoutes.publication.path(course.slug)),
        tab("Archive", .archive, CourseExportRoutes.show.path(course.slug)),
      ])
  }

  private func tab(_ label: String, _ part: Part, _ link: Link) -> Tabs.Tab {
    Tabs.Tab(label, to: link, isCurrent: part == current)
  }
}

/// Why a course cannot be changed at the moment, if that is so.
struct ClosedNotice: Component {
  let outline: CourseOutline
  let viewer: Viewer

  var body: HTML {
    if outline.course.status == .rejected, let note = outline.reviewNote {
      Callout(.warn, "The reviewers sent it back") { p(.ownDirection, .class("keeps-lines")) { note } }
    }
    if !outline.course.isOpenToChanges(by: viewer) {
      Callout(.info, outline.course.status.words) {
        if outline.course.status == .submitted {
          "The course waits for review and cannot be changed. Withdraw it under Publication to go on."
        } else {
          "The course is archived and cannot be changed. Restore it under Publication to go on."
        }
      }
    }
  }
}

/// What a course should have before people see it.
struct ChecklistView: Component {
  let checklist: CourseChecklist

  var body: HTML {
    ul(.class("checklist")) {
      for point in checklist.points {
        li(.classes(point.isDone ? "is-done" : nil)) {
          point.isDone
            ? Icon.checkCircle.labelled("Done") : Icon.circle.labelled(point.isNeeded ? "Needed" : "Recommended")
          span {
            point.words
            if !point.isNeeded { span(.class("faint")) { " (recommended)" } }
          }
        }
      }
    }
  }
}

/// The faults of a submitted form, above it, each under its name on the page.
struct DraftErrors: Component {
  let draft: Draft

  var body: HTML { ErrorSummary(draft.errors.map { (field: $0.field, message: $0.sentence) }) }
}

extension FieldError {
  /// `Title must have 1 to 255 characters`.
  fileprivate var sentence: String {
    let name = field.replacing("_id", with: "").replacing("_", with: " ")
    return name.prefix(1).uppercased() + name.dropFirst() + " " + message
  }
}
