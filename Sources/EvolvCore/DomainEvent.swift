public import Essentials
public import Payloads
public import SQLStore

/// A fact in the past tense. Recorded in the transaction that made it true: one audit line and one row of the outbox.
public protocol DomainEvent: Payload {
  /// Stable and versioned by its name: `course.published`.
  static var name: String { get }
  /// What it happened to.
  var subject: Subject { get }
}

/// A thing of any kind, as audit and events name it.
public struct Subject: Sendable, Hashable {
  public let kind: String
  public let id: UUIDBits
  public init<Thing>(_ kind: String, _ id: ID<Thing>) {
    self.kind = kind
    self.id = id.bits
  }
}

extension Transaction {
  /// Writes the audit line and the outbox row of `event` with the change; `before` and `after` are what changed, without secrets.
  public func record<Event: DomainEvent>(
    _ event: Event, by viewer: Viewer, at now: Instant, before: (some Payload)? = NoPayload?.none,
    after: (some Payload)? = NoPayload?.none
  ) {
    var line = AuditLine(
      at: now, actor: (viewer.identity?.actor?.person ?? viewer.person)?.retyped(), actorName: viewer.auditName,
      action: Event.name, entityType: event.subject.kind)
    if viewer.isActedFor { line.onBehalfOf = viewer.person?.retyped() }
    line.entity = ID(bits: event.subject.id)
    line.oldValues = before.map { JSONText(String(decoding: $0.json, as: UTF8.self)) }
    line.newValues = JSONText(String(decoding: after.map { $0.json } ?? event.json, as: UTF8.self))
    line.ipAddress = viewer.origin.address
    line.userAgent = viewer.origin.agent
    line.requestID = viewer.origin.requestID
    appendAudit(line)
    appendEvent(name: Event.name, payload: JSONText(String(decoding: event.json, as: UTF8.self)), at: now)
  }
}

extension Viewer {
  /// Who stands in the audit log: `Ada Okafor`, or `Ada Okafor for Mia Santos` while Ada acts as Mia.
  public var auditName: String {
    guard let identity else { return origin.actor }
    return identity.actor.map { "\($0.name) for \(identity.name)" } ?? identity.name
  }
}
