public import Essentials
public import EventLoops
public import Telemetry

/// Delivers mails: to the server that is set, or into the outbox when none is.
public struct Postman: Sendable {
  private enum Way: Sendable {
    case outbox(MailOutbox)
    case server(SMTPServer, BlockingPool)
  }
  public let sender: MailAddress
  private let way: Way
  private let sent: Labeled<Counter>

  /// Keeps mails for developers.
  public init(from sender: MailAddress, into outbox: MailOutbox, metrics: Metrics = Metrics()) {
    self.init(sender, .outbox(outbox), metrics)
  }

  /// Sends mails; the dialogue with the server runs on `pool`, one thread per mail under way.
  public init(from sender: MailAddress, by server: SMTPServer, on pool: BlockingPool, metrics: Metrics = Metrics()) {
    self.init(sender, .server(server, pool), metrics)
  }

  private init(_ sender: MailAddress, _ way: Way, _ metrics: Metrics) {
    self.sender = sender
    self.way = way
    sent = metrics.counters("evolv_mails_total", "Mails by outcome.", by: "outcome")
  }

  /// The outbox, when mails are kept.
  public var outbox: MailOutbox? {
    if case .outbox(let outbox) = way { outbox } else { nil }
  }

  /// Returns when the mail is taken; throws a `MailError` that says whether another try makes sense, or `PoolFull`.
  public func send(_ mail: Mail, at now: Instant) async throws {
    do {
      try await deliver(mail, at: now)
      sent.with("taken").add()
    } catch {
      sent.with((error as? MailError)?.isFinal == true ? "rejected" : "deferred").add()
      throw error
    }
  }

  private func deliver(_ mail: Mail, at now: Instant) async throws {
    if mail.to.isEmpty { throw MailError.nobody }
    let sender = mail.from ?? sender
    let message = mail.message(from: sender, at: now)
    switch way {
    case .outbox(let outbox): try outbox.keep(message, id: mail.id, at: now)
    case .server(let server, let pool):
      let recipients = mail.to.map(\.address)
      try await pool.run { try server.deliver(message, from: sender.address, to: recipients) }
    }
  }
}
