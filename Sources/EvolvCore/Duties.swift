public import Essentials
public import JobQueue
public import Mailing

/// The jobs of the program, and who listens to which event; the App lists them.
public typealias Duties = JobTable<Facilities>
/// What a running job is given.
public typealias Errand = Work<Facilities>

extension JobTable where Surroundings == Facilities {
  /// Calls `react` after each commit that recorded an `Event`; see `on(_:_:as:rule:_:)`.
  public mutating func on<Event: DomainEvent>(
    _: Event.Type, as subscriber: String, rule: JobRule = JobRule(),
    _ react: @escaping @Sendable (Event, Errand) async throws -> Void
  ) {
    on(Event.name, Event.self, as: subscriber, rule: rule, react)
  }
}

extension Work where Surroundings == Facilities {
  /// Delivers a mail. One that the server will never take is not tried again.
  public func send(_ mail: Mail) async throws {
    let chosen = surroundings.settings(MailSettings.self)
    var mail = mail
    mail.from = mail.from ?? chosen.sender(else: surroundings.postman.sender, school: surroundings.schoolName)
    mail.replyTo = mail.replyTo ?? chosen.replyTo.flatMap { MailAddress($0.text) }
    do {
      try await surroundings.postman.send(mail, at: now)
    } catch let error as MailError where error.isFinal {
      throw GiveUp("\(error)")
    }
  }

  /// The number of this job's mail, the same at every try, so that a receiver recognizes one that comes twice.
  public var mailID: ID<Mail> { ID(bits: id.bits) }
}
