internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// What protects an account is changed only by who proved a moment ago that it is theirs: by signing in, or by the password
// or a code. A browser left open in a library changes nothing.

enum ProofRules {
  /// For so long a proof lasts.
  static let lifetime = Seconds.minutes(10)
}

/// A password or a code.
enum ProofText: TextRule { static let length = 1...128 }

struct ProofForm: Payload {
  let proof: PasswordText
  static let shape = Shape("Proof", Self.init(proof:), Field("proof", \.proof, "The password or a code"))
}

extension Context {
  /// Whether who asks proved a moment ago who they are.
  func isProven() async throws -> Bool {
    guard let session = viewer.identity?.session else { return false }
    let provenAt: Instant? = try await db.first("SELECT proven_at FROM sessions WHERE id = \(session)")
    return provenAt.map { now < $0 + ProofRules.lifetime } ?? false
  }

  /// The viewer, if they proved a moment ago who they are.
  func requireProven() async throws -> ID<Person> {
    let id = try viewer.requireThemselves()
    guard try await isProven() else { throw Problem.proofNeeded }
    return id
  }

  /// Takes a proof and remembers it for a while.
  func prove(by proof: String) async throws {
    let session = viewer.identity?.session, now = now
    try await checkProof(proof)
    try await db.execute("UPDATE sessions SET proven_at = \(now) WHERE id = \(session)")
  }

  /// Throws unless this is the viewer's password or a code of theirs, which is used up.
  func checkProof(_ proof: String) async throws {
    let id = try viewer.requireThemselves(), sealer = facilities.sealer, now = now, origin = viewer.origin
    let credential = try await db.credential(of: id), hasher = facilities.passwords
    let isRight = try await counted(for: id) { () -> Bool? in
      if let hash = credential.passwordHash {
        let isPassword = try await facilities.aside { hasher.isValid(proof, for: hash) }
        if isPassword { return true }
      }
      let kind = try await db.transaction { try await $0.useCode(proof, of: id, sealer, from: origin, at: now) }
      return kind == nil ? nil : true
    }
    guard isRight != nil else { throw Problem.invalid("proof", "wrong", "is not right") }
  }
}

extension Viewer {
  /// The person, unless someone else acts as them: nobody gives themselves a way into another's account.
  func requireThemselves() throws -> ID<Person> {
    if isActedFor { throw Problem.forbidden("change how someone else proves who they are") }
    try requireInPerson()
    return try requirePerson()
  }
}
