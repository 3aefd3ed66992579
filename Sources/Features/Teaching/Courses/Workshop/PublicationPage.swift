internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Where a course stands, what is missing, and the next step.
struct PublicationPage: Page {
  let outline: CourseOutline
  let viewer: Viewer
  let csrf: String

  private var course: Course { outline.course }
  var thing: UUIDBits? { course.id.bits }
  private var checklist: CourseChecklist { CourseChecklist(outline) }
  var title: String { "Publication · \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .publication)
    ClosedNotice(outline: outline, viewer: viewer)
    div(.class("split")) {
      Card("Before people see it") { ChecklistView(checklist: checklist) }
      Card("Next step") {
        div(.class("stack")) {
          p(.class("soft")) { sentence }
          steps
        }
      }
    }
  }

  private var sentence: String {
    switch course.status {
    case .draft, .rejected:
      checklist.isComplete
        ? "The course is ready. A reviewer reads it and publishes it." : "Some things are needed first."
    case .submitted: "A reviewer reads the course. You can take it back until then."
    case .published: "The course stands in the catalog. Changes are seen at once."
    case .archived: "The course is out of the catalog. Who learns in it goes on."
    }
  }

  @HTMLBuilder private var steps: HTML {
    switch course.status {
    case .draft, .rejected:
      step(.submit, "Submit for review", .primary, icon: .send, isPossible: checklist.isComplete)
      if course.wasNeverPublished {
        step(.delete, "Delete course", .danger, confirm: "Delete the course with everything in it?")
      }
    case .submitted: step(.withdraw, "Withdraw", .secondary, icon: .undo)
    case .published:
      step(.archive, "Archive course", .secondary, icon: .folder, confirm: "Take the course out of the catalog?")
    case .archived: step(.restore, "Restore as a draft", .secondary, icon: .undo)
    }
  }

  private func step(
    _ step: StepForm.Step, _ label: String, _ look: Button.Look, icon: Icon? = nil, isPossible: Bool = true,
    confirm: String? = nil
  ) -> HTML {
    Form(TeachRoutes.step.path(course.slug), csrf: csrf, .plain) {
      Button(
        label, look, icon: icon, name: "step", value: step.rawValue, confirm: confirm, isDisabled: !isPossible)
    }.body
  }
}
