/// The first sheet of a workbook (Office Open XML, ECMA-376), as the texts of its cells.
public enum Workbook {
  /// Whether a file begins like one.
  public static func isOne(_ head: some Sequence<UInt8>) -> Bool { head.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  /// No part of a workbook may unfold to more.
  private static let mostBytes = 64 << 20
  /// The texts that cells share.
  private static let mostShared = 16 << 20

  /// Reads a workbook that lies in a part of a file.
  public static func read(path: String, _ range: Range<Int>, _ limits: TableLimits) throws(DocumentFault) -> TableText {
    let archive = try ZipReader(path: path, range)
    let shared = SharedTexts(most: mostShared)
    _ = try parse("xl/sharedStrings.xml", of: archive, shared)
    if shared.isTooMuch { throw .tooMuch("\(mostShared >> 20) MB of text") }
    let sheet = SheetCells(shared.texts, limits)
    guard try parse(try firstSheet(of: archive), of: archive, sheet) else { throw .brokenWorkbook }
    if let fault = sheet.fault { throw fault }
    return sheet.table
  }

  /// The part that holds the sheet that is shown first.
  private static func firstSheet(of archive: ZipReader) throws(DocumentFault) -> String {
    let book = Attributes(of: "sheet", key: "id"), relations = Attributes(of: "Relationship", key: "Id")
    guard try parse("xl/workbook.xml", of: archive, book),
      try parse("xl/_rels/workbook.xml.rels", of: archive, relations), let first = book.list.first,
      let id = first["r:id"] ?? first.first(where: { $0.key.hasSuffix(":id") })?.value,
      let target = relations.list.first(where: { $0["Id"] == id })?["Target"]
    else { return "xl/worksheets/sheet1.xml" }
    return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
  }

  private static func parse(_ name: String, of archive: ZipReader, _ listener: any XMLListener) throws(DocumentFault)
    -> Bool
  {
    let reader = XMLReader(listener)
    let isThere = try archive.read(name, most: mostBytes) { piece throws(DocumentFault) in
      if (listener as? SheetCells)?.fault == nil { try reader.read(piece) }
    }
    if isThere, (listener as? SheetCells)?.fault == nil { try reader.read([], isLast: true) }
    return isThere
  }
}

/// Collects the attributes of all elements of one name.
private final class Attributes: XMLListener {
  private let name: String
  private(set) var list: [[String: String]] = []

  init(of name: String, key: String) { self.name = name }
  func begin(_ name: String, _ attributes: [String: String]) { if name == self.name { list.append(attributes) } }
  func end(_ name: String) {}
  func text(_ text: String) {}
}

/// The texts that cells refer to by number; a text may come in several runs, and phonetic hints are none of it.
private final class SharedTexts: XMLListener {
  private let most: Int
  private var bytes = 0, isInText = false, isHint = false, current = ""
  private(set) var texts: [String] = []
  var isTooMuch: Bool { bytes > most }

  init(most: Int) { self.most = most }

  func begin(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "si": current = ""
    case "rPh": isHint = true
    case "t": isInText = !isHint
    default: break
    }
  }
  func end(_ name: String) {
    switch name {
    case "si": if !isTooMuch { texts.append(current.trimmedBlanks) }
    case "rPh": isHint = false
    case "t": isInText = false
    default: break
    }
  }
  func text(_ text: String) {
    guard isInText, !isTooMuch else { return }
    bytes += text.utf8.count
    current += text
  }
}
