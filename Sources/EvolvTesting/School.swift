internal import Accounts
internal import Cryptography
public import Essentials
internal import EventLoops
public import EvolvApp
public import EvolvCore
public import SQLStore

// A whole program over a database of its own, filled with the small school, that answers requests without a socket: what a
// test sends passes the same gates as what a browser sends.

/// A fresh, filled school; `School.current` inside a test that carries `.school`.
public final class School: Sendable {
  public let program: Program
  public let db: Database
  public let people: SampleSchool
  let folder: String
  let configuration: StoreConfiguration
  private let clock: Locked<Instant>
  let keys = Locked<[Caller: Keys]>([:])

  /// Everyone's password.
  public static let password = "Blue kettle 7 rises!"
  static let passwordHash = PasswordHasher(.bcrypt(cost: 4)).hash(password)
  /// When every school's clock starts.
  static let opening = Instant(microseconds: 1_795_000_000_000_000)
  static let loop: EventLoop = {
    let loop = EventLoop(name: "school")
    loop.start()
    return loop
  }()

  @TaskLocal static var bound: School?
  public static var current: School {
    guard let bound else { preconditionFailure("Only a test or suite with the trait .school has a school.") }
    return bound
  }

  init(
    program: Program, db: Database, people: SampleSchool, folder: String, _ configuration: StoreConfiguration,
    clock: Locked<Instant>
  ) {
    self.program = program
    self.db = db
    self.people = people
    self.folder = folder
    self.configuration = configuration
    self.clock = clock
  }

  public var now: Instant { clock.withLock { $0 } }
  /// Lets so much time pass that everyone signs in again at their next request.
  public func waitLong(_ time: Seconds) {
    wait(time)
    keys.withLock { $0 = [:] }
  }

  /// Lets time pass.
  public func wait(_ time: Seconds) { clock.withLock { $0 = $0 + time } }

  /// Adds somebody who can sign in as `.account(email)` with the password of the school.
  @discardableResult
  public func add(_ first: String, _ role: Role = .student) async throws -> Caller {
    let email = "\(first.lowercased())@evolv.example", now = now
    guard let name = PersonName(first), let last = PersonName("Park"), let address = EmailAddress(email) else {
      preconditionFailure("\(first) is not a name.")
    }
    let new = NewPerson(firstName: name, lastName: last, email: address, role: role, passwordHash: Self.passwordHash)
    try await db.transaction { _ = try await $0.createPerson(new, by: .program, at: now) }
    return .account(email)
  }
}
