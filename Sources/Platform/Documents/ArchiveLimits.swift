/// How much of an archive is unpacked.
public struct ArchiveLimits: Sendable {
  public var entries: Int
  /// Bytes of all entries together, unpacked.
  public var bytes: Int
  public var entryBytes: Int
  /// How many times larger than packed an entry may be, and all of them together; small ones may be more.
  public var ratio: Int
  /// Folders within folders.
  public var depth: Int
  /// Bytes of the archive's own directory, which is read whole.
  public var directoryBytes = 4 << 20

  public init(entries: Int, bytes: Int, entryBytes: Int, ratio: Int = 200, depth: Int = 16) {
    self.entries = entries
    self.bytes = bytes
    self.entryBytes = entryBytes
    self.ratio = ratio
    self.depth = depth
  }

  /// What is smaller than this fills nothing, however well it was packed.
  static let small = 1 << 20
}

/// Why an archive is not unpacked. A single bad entry is enough: whoever sends one means no good, or sends a broken file.
public enum ArchiveFault: Error, Sendable, Equatable, CustomStringConvertible {
  case broken
  case tooManyEntries(most: Int)
  case tooManyBytes(most: Int)
  case tooLarge(String, most: Int)
  case bomb(String)
  case outside(String)
  case unreadableName(entry: Int)
  case tooDeep(String, most: Int)
  case twice(String)
  case noFile(String)
  case locked(String)
  case disk(String)

  public var description: String {
    switch self {
    case .broken: "is damaged, or is no zip archive"
    case .tooManyEntries(let most): "has more than \(most) files"
    case .tooManyBytes(let most): "has more than \(most >> 20) MB when it is unpacked"
    case .tooLarge(let name, let most): "has a file of more than \(most >> 20) MB: \(name)"
    case .bomb(let name): "has a file that unpacks to far more than it says or is worth: \(name)"
    case .outside(let name): "has a file that would land outside its folder: \(name)"
    case .unreadableName(let entry): "has a file whose name cannot be read, the \(entry)th"
    case .tooDeep(let name, let most): "has a file below more than \(most) folders, or with too long a name: \(name)"
    case .twice(let name): "has a file twice: \(name)"
    case .noFile(let name): "has a link or a device where a file should be: \(name)"
    case .locked(let name): "is locked with a password: \(name)"
    case .disk(let what): "could not be unpacked here (\(what))"
    }
  }
}

/// The path of an entry, taken apart and found harmless.
struct EntryPath {
  let parts: [String]
  let isFolder: Bool
  var text: String { parts.joined(separator: "/") }

  /// Programs of Windows write `\\` for `/`.
  init(_ name: String, depth: Int) throws(ArchiveFault) {
    let shown = String(
      name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) }.prefix(120))
    let plain = name.replacing("\\", with: "/")
    let pieces = plain.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isOdd = name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    guard !name.isEmpty, !plain.hasPrefix("/"), !pieces.contains(".."), !isOdd,
      pieces[0].utf8.count != 2 || pieces[0].last != ":"
    else { throw .outside(shown) }
    parts = pieces.filter { !$0.isEmpty && $0 != "." }
    isFolder = plain.hasSuffix("/") || parts.isEmpty
    guard parts.count <= depth + 1, name.utf8.count <= 1_000, parts.allSatisfy({ $0.utf8.count <= 200 }) else {
      throw .tooDeep(shown, most: depth)
    }
  }
}
