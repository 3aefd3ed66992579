internal import CPasswords
internal import Essentials

// Passwords are kept as bcrypt (libxcrypt) or Argon2id (libargon2) hashes. Hashing takes tens to hundreds of
// milliseconds on purpose: callers run it on a blocking pool, never on a loop.

/// How new hashes are made; old ones of either kind stay valid and are renewed at the next login.
public enum HashAlgorithm: Sendable, Equatable {
  case bcrypt(cost: Int)
  case argon2id(memoryKilobytes: Int, passes: Int, lanes: Int)

  public static let standard = HashAlgorithm.bcrypt(cost: 12)
  /// OWASP's first choice of parameters: 19 MB, two passes, one lane.
  public static let argon2id = HashAlgorithm.argon2id(memoryKilobytes: 19_456, passes: 2, lanes: 1)
}

/// Makes and checks password hashes.
public struct PasswordHasher: Sendable {
  public let algorithm: HashAlgorithm
  public init(_ algorithm: HashAlgorithm = .standard) { self.algorithm = algorithm }

  /// No person types more; longer input would only cost time.
  public static let longestBytes = 1024

  public func hash(_ password: String) -> String {
    switch algorithm {
    case .bcrypt(let cost): return Bcrypt.mark + Bcrypt.hash(Bcrypt.prehashed(password), cost: cost)
    case .argon2id(let memory, let passes, let lanes):
      return Argon2.hash(password, memory: memory, passes: passes, lanes: lanes)
    }
  }

  /// Whether the password is the one the hash was made of. Plain bcrypt hashes of other programs are understood.
  public func isValid(_ password: String, for hash: String) -> Bool {
    guard password.utf8.count <= Self.longestBytes, !hash.utf8.contains(0) else { return false }
    if hash.hasPrefix("$argon2id$") { return Argon2.isValid(password, for: hash) }
    if hash.hasPrefix(Bcrypt.mark) {
      return Bcrypt.isValid(Bcrypt.prehashed(password), for: String(hash.dropFirst(Bcrypt.mark.count)))
    }
    guard ["$2a$", "$2b$", "$2y$"].contains(where: hash.hasPrefix), !password.utf8.contains(0) else { return false }
    return Bcrypt.isValid(password, for: hash)
  }

  /// Takes as long as checking a password: for a login whose account does not exist, so that nobody can tell by the clock.
  public func isValidForNobody(_ password: String) -> Bool {
    _ = password.utf8.count <= Self.longestBytes ? hash(password) : ""
    return false
  }

  /// Whether the hash was made in another way than new ones are.
  public func needsRehash(_ hash: String) -> Bool {
    switch algorithm {
    case .bcrypt(let cost): return !hash.hasPrefix("\(Bcrypt.mark)$2b$\(cost.padded(2))$")
    case .argon2id(let memory, let passes, let lanes):
      return !hash.hasPrefix("$argon2id$v=19$m=\(memory),t=\(passes),p=\(lanes)$")
    }
  }
}

private enum Bcrypt {
  /// Stands before hashes whose password was hashed before.
  static let mark = "h1"

  /// bcrypt reads 72 bytes and stops at a NUL: it gets 44 letters that all of the password went into. The HMAC's key
  /// makes them useless against plain SHA-256 digests leaked elsewhere.
  static func prehashed(_ password: String) -> String {
    Base64.text(HMAC256.code(for: Array(password.utf8), key: Array("evolv password 1".utf8)))
  }

  static func hash(_ phrase: String, cost: Int) -> String {
    var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    let random = Randomness.bytes(16).map { CChar(bitPattern: $0) }
    let made = unsafe crypt_gensalt_rn("$2b$", UInt(cost), random, Int32(random.count), &setting, Int32(setting.count))
    guard unsafe made != nil, let hash = crypt(phrase, setting) else {
      preconditionFailure("libxcrypt has no bcrypt of cost \(cost).")
    }
    return hash
  }

  static func isValid(_ phrase: String, for hash: String) -> Bool {
    guard let again = crypt(phrase, hash.utf8CString.map { $0 }) else { return false }
    return ConstantTime.isEqual(Array(again.utf8), Array(hash.utf8))
  }

  private static func crypt(_ phrase: String, _ setting: [CChar]) -> String? {
    var output = [CChar](repeating: 0, count: Int(CRYPT_OUTPUT_SIZE))
    guard unsafe password_crypt(phrase, setting, &output) == 1 else { return nil }
    return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

private enum Argon2 {
  static func hash(_ password: String, memory: Int, passes: Int, lanes: Int) -> String {
    let bytes = Array(password.utf8), salt = Randomness.bytes(16)
    var output = [CChar](repeating: 0, count: 256)
    let code = unsafe argon2id_hash_encoded(
      UInt32(passes), UInt32(memory), UInt32(lanes), bytes, bytes.count, salt, salt.count, 32, &output, output.count)
    precondition(code == 0, "libargon2 refuses these parameters, or memory is short.")
    return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func isValid(_ password: String, for hash: String) -> Bool {
    let bytes = Array(password.utf8)
    return unsafe argon2id_verify(hash, bytes, bytes.count) == 0
  }
}
