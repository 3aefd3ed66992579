internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Begins to act as someone for an hour, in the session the viewer has. Whatever is done meanwhile stands in the audit
  /// log with both names.
  func beginActing(as id: ID<Person>, for reason: String, by viewer: Viewer, at now: Instant) async throws
    -> PersonRecord
  {
    try viewer.require(.actAsPeople)
    guard let identity = viewer.identity, identity.actor == nil, identity.apiToken == nil, identity.person != id else {
      throw Problem.conflict("You can act as someone else only as yourself, signed in with a browser.")
    }
    let person = try await lockedPerson(id)
    guard viewer.rights.cover(try await rights(of: person)) else {
      throw Problem.forbidden("act as someone who may do more than you")
    }
    guard person.status == .active else { throw Problem.conflict("This account cannot sign in at the moment.") }
    setActing(as: id, in: identity.session, until: now + .minutes(60))
    record(ActingBegun(person: id, reason: reason), by: viewer, at: now)
    return person
  }

  /// Is oneself again.
  func endActing(by viewer: Viewer, at now: Instant) throws {
    guard let identity = viewer.identity, identity.actor != nil else { throw Problem.conflict("You are yourself.") }
    setActing(as: nil, in: identity.session, until: nil)
    record(ActingEnded(person: identity.person), by: viewer, at: now)
  }
}
