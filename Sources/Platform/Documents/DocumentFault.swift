// Files that people make in other programs: separated values, workbooks, archives. What comes in is a stranger's: nothing
// is read without a bound on its size, no name of an archive becomes a path, and no document brings entities along. The
// decoding of archives and XML is libzip's and expat's; separated values are ours, because their dialects are a few lines.

/// Why a file cannot be read; each is for its sender to mend.
public enum DocumentFault: Error, Sendable, Equatable, CustomStringConvertible {
  case notText
  case brokenArchive
  case brokenWorkbook
  /// More than is read; what, and how much of it.
  case tooMuch(String)
  /// A quotation mark that nothing closes, and the line it stands on.
  case openQuote(line: Int)

  public var description: String {
    switch self {
    case .notText: "is neither text nor a workbook"
    case .brokenArchive: "is a damaged archive"
    case .brokenWorkbook: "is not a workbook that can be read; save it as .xlsx or CSV again"
    case .tooMuch(let what): "has more than \(what)"
    case .openQuote(let line): "has a quotation mark in line \(line) that is never closed"
    }
  }
}

/// How much of a table is read.
public struct TableLimits: Sendable {
  public var rows: Int
  public var columns: Int
  /// Bytes of text in all cells together.
  public var bytes: Int

  public init(rows: Int, columns: Int, bytes: Int) {
    self.rows = rows
    self.columns = columns
    self.bytes = bytes
  }
}

/// A table as it came in, in rows of texts; those that are empty throughout are left out.
public struct TableText: Sendable {
  /// Each row with its number in the file, counted from 1.
  public private(set) var rows: [(number: Int, cells: [String])] = []
  /// What was done to read it, for whoever wonders about odd signs.
  public internal(set) var note: String?
  private let limits: TableLimits
  private var bytes = 0

  init(_ limits: TableLimits) { self.limits = limits }

  mutating func add(_ cells: [String], number: Int) throws(DocumentFault) {
    guard cells.contains(where: { !$0.isEmpty }) else { return }
    guard cells.count <= limits.columns else { throw .tooMuch("\(limits.columns) columns") }
    guard rows.count < limits.rows else { throw .tooMuch("\(limits.rows) rows") }
    bytes += cells.reduce(0) { $0 + $1.utf8.count }
    guard bytes <= limits.bytes else { throw .tooMuch("\(limits.bytes >> 20) MB of text") }
    rows.append((number, cells))
  }
}
