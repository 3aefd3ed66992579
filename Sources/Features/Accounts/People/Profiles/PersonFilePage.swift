internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// A person as the school sees them: who they are, what they take and teach, what is noted of them.
struct PersonFilePage: Page {
  let file: PersonFile
  let viewer: Viewer
  let roles: RoleTable
  let instructors: [PersonCard]
  let csrf: String
  let draft: Draft
  var title: String { person.name }

  init(of id: ID<Person>, _ context: Context, draft: Draft = Draft()) async throws {
    file = try await context.personFile(id)
    viewer = context.viewer
    roles = context.roles
    instructors = context.viewer.may(.managePeople) ? try await context.db.instructors() : []
    csrf = context.forgeryToken
    self.draft = draft
  }

  private var person: PersonRecord { file.known.person }
  private var profile: Profile { file.known.profile }
  private var teaches: Bool { roles.permissions(of: person.role).includes(.createCourses) }
  private var showsNotes: Bool { viewer.maySeeNotes(of: person, file.notes) }

  var body: HTML {
    PageHeader(person.name, lead: profile.specialization?.text ?? roles.title(of: person.role), crumbs: crumbs)
    div(.class("with-side")) {
      div(.class("stack")) {
        draft.summary(Self.labels)
        if showsNotes || teaches { StatRow { stats } }
        if let bio = profile.bio { p(.class("keeps-lines")) { bio.text } }
        ForEachSection(sections: file.sections)
        if file.sections.isEmpty, profile.bio == nil {
          EmptyState("Nothing here yet", "Courses and words about them will stand here.", .people)
        }
        if viewer.mayManage(person, among: roles) { notesForm }
      }
      Card("Profile") {
        Avatar(name: person.name, picture: file.known.photo?.link, size: .large)
        Facts(facts)
      } actions: {
        if viewer.may(.managePeople) {
          Button("Account", to: PersonRoutes.show.path(person.id), icon: .settings, size: .small)
        } else if viewer.person == person.id {
          Button("Change", to: ProfileRoutes.show.path(), icon: .edit, size: .small)
        }
      }
    }
  }

  private var crumbs: Breadcrumbs? {
    viewer.may(.managePeople) ? Breadcrumbs([("People", PersonRoutes.list.path())]) : nil
  }

  @HTMLBuilder private var stats: HTML {
    if showsNotes, !teaches {
      Stat("Courses", String(file.figures.coursesTaken))
      Stat("Completed", String(file.figures.coursesCompleted))
      if let progress = file.figures.progress { Stat("Progress", "\(progress.whole) %") }
    }
    if teaches {
      Stat("Courses taught", String(file.figures.coursesTaught))
      Stat("Learners", String(file.figures.learners))
    }
  }

  private var facts: [(String, HTML)] {
    var facts: [(String, HTML)] = [("Role", HTML(roles.title(of: person.role)))]
    func add(_ label: String, _ text: String?) { if let text { facts.append((label, HTML(text))) } }
    add("Qualification", profile.qualification?.text)
    add("Experience", profile.experienceYears.map { "\($0.value) years" })
    add("Speaks", profile.language?.name)
    if showsNotes {
      add("Email", person.email)
      add("Phone", profile.phone?.text)
      add("Lives in", [profile.city?.text, profile.country?.name].compactMap(\.self).joined(separator: ", ").nonEmpty)
      add("Education", profile.educationLevel?.text)
      add(
        "In an emergency",
        [profile.emergencyName?.text, profile.emergencyPhone?.text].compactMap(\.self).joined(separator: ", ").nonEmpty)
      add("Instructor", file.instructor?.name)
      add("At the school since", file.notes.enrollmentDate?.text)
      if !viewer.mayManage(person, among: roles) { add("Notes", file.notes.notes?.text) }
    }
    return facts
  }

  private static let labels: KeyValuePairs<String, String> = [
    "assigned_instructor": "Assigned instructor", "enrollment_date": "At the school since", "notes": "Notes",
  ]

  private var notesForm: HTML {
    FormSection("Notes of the school", lead: "Only the school’s office and the assigned instructor read these.") {
      Form(PersonFileRoutes.note.path(person.id), csrf: csrf) {
        Field(
          "assigned_instructor", "Assigned instructor",
          .select([Choice("", "Nobody")] + instructors.map { Choice($0.id.text, $0.name) }),
          value: draft.value("assigned_instructor", or: file.notes.assignedInstructor?.text ?? ""),
          error: draft.sentence("assigned_instructor", "Assigned instructor"))
        Field(
          "enrollment_date", "At the school since", .date,
          value: draft.value("enrollment_date", or: file.notes.enrollmentDate?.text ?? ""),
          error: draft.sentence("enrollment_date", "At the school since"), .optional)
        Field(
          "notes", "Notes", .area(rows: 4), value: draft.value("notes", or: file.notes.notes?.text ?? ""),
          error: draft.sentence("notes", "Notes"), .optional)
        FormActions { Button("Save notes", busy: "Saving") }
      }
    }.body
  }
}

/// Sections that other features made.
private struct ForEachSection: Component {
  let sections: [FileSection]
  var body: HTML {
    for part in sections {
      section(.class("stack")) {
        h2 { part.heading }
        part.content
      }
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
