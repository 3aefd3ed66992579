public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

extension Transaction {
  /// A role of a demo school's own.
  public func addSampleRole(by viewer: Viewer, at now: Instant) async throws {
    guard let title = Text<RoleTitle>("Teaching assistant"),
      let about = Text<RoleAbout>("Sees how learners get on in every course, and changes nothing.")
    else { preconditionFailure("A sample fits the rules of its form.") }
    let form = RoleForm(title: title, about: about, permissions: [.seeAnyCourse, .seeAnyLearners, .readAnyLesson])
    _ = try await createRole(form, by: viewer, at: now)
  }
}
