/// Listens to a sheet and keeps its rows.
final class SheetCells: XMLListener {
  private let shared: [String]
  private(set) var table: TableText
  /// The first thing that is too much; what follows is not listened to.
  private(set) var fault: DocumentFault?
  private var number = 0, cells: [String] = [], column = 0, kind = "", value = "", isInValue = false
  private let mostColumns: Int, mostValue = 32_768

  init(_ shared: [String], _ limits: TableLimits) {
    self.shared = shared
    table = TableText(limits)
    mostColumns = limits.columns
  }

  func begin(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "row":
      number = attributes["r"].flatMap { Int($0) } ?? number + 1
      (cells, column) = ([], 0)
    case "c":
      column = attributes["r"].flatMap(Self.column) ?? column + 1
      (kind, value) = (attributes["t"] ?? "n", "")
    case "v", "t": isInValue = true
    default: break
    }
  }

  func text(_ text: String) {
    if isInValue, value.utf8.count + text.utf8.count <= mostValue { value += text }
  }

  func end(_ name: String) {
    switch name {
    case "v", "t": isInValue = false
    case "c": place(cell)
    case "row":
      guard fault == nil else { return }
      do throws(DocumentFault) { try table.add(cells, number: number) } catch { fault = error }
    default: break
    }
  }

  private func place(_ text: String) {
    guard !text.isEmpty, fault == nil else { return }
    guard column <= mostColumns else {
      fault = .tooMuch("\(mostColumns) columns")
      return
    }
    while cells.count < column { cells.append("") }
    if column > 0 { cells[column - 1] = text }
  }

  private var cell: String {
    switch kind {
    case "s": Int(value).flatMap { shared.indices.contains($0) ? shared[$0] : nil } ?? ""
    case "b": value == "1" ? "true" : "false"
    case "e": ""
    case "n": Self.number(value)
    default: value.trimmedBlanks
    }
  }

  /// A whole number as it is read out: `2.5420222E11` is a phone number.
  private static func number(_ text: String) -> String {
    guard let value = Double(text), value.isFinite, value == value.rounded(), abs(value) < 1e15 else { return text }
    return String(Int64(value))
  }

  /// `AB12` is in column 28.
  private static func column(_ reference: String) -> Int? {
    let letters = reference.utf8.prefix { (0x41...0x5A).contains($0) }
    guard (1...3).contains(letters.count) else { return nil }
    return letters.reduce(0) { $0 * 26 + Int($1) - 0x40 }
  }
}
