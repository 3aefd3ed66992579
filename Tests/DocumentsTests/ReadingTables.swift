import Documents
import Foundation
import Testing

@Suite struct `Reading tables of other programs` {
  static let limits = TableLimits(rows: 100, columns: 20, bytes: 100_000)

  @Test(arguments: [
    "name,city\nZoë,Köln\n", "name;city\r\nZoë;Köln\r\n", "name\tcity\rZoë\tKöln", "sep=;\nname;city\nZoë;Köln",
    "\"name\",\"city\"\n\"Zoë\",\"Köln\"\n\n\n", " name , city \n Zoë , Köln ",
  ])
  func `reads every dialect alike`(text: String) throws {
    let table = try SeparatedValues.read(Array(text.utf8), Self.limits)
    #expect(table.rows.map(\.cells) == [["name", "city"], ["Zoë", "Köln"]])
  }

  @Test func `reads every encoding alike`() throws {
    let text = "name;city\nZoë;Köln\n"
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let wide = Array(text.utf16)
    let little = wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
      big = wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let old = text.unicodeScalars.map { UInt8($0.value) }
    for bytes in [Array(text.utf8), mark + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, old] {
      let table = try SeparatedValues.read(bytes, Self.limits)
      #expect(table.rows.map(\.cells) == [["name", "city"], ["Zoë", "Köln"]])
    }
  }

  @Test func `keeps quotes, line breaks and the numbers of lines`() throws {
    let table = try SeparatedValues.read(Array("a,b\n\"say \"\"hi\"\"\",\"two\nlines\"\n\nlast,\n".utf8), Self.limits)
    #expect(table.rows.map(\.cells) == [["a", "b"], ["say \"hi\"", "two\nlines"], ["last", ""]])
    #expect(table.rows.map(\.number) == [1, 2, 5])
  }

  @Test func `refuses what is broken or too much`() throws {
    #expect(throws: DocumentFault.openQuote(line: 2)) { try SeparatedValues.read(Array("a\n\"b\nc".utf8), Self.limits) }
    #expect(throws: DocumentFault.notText) { try SeparatedValues.read([1, 0, 2, 3, 4, 5, 0x80, 7, 8], Self.limits) }
    let long = Array(String(repeating: "x\n", count: 101).utf8)
    #expect(throws: DocumentFault.tooMuch("100 rows")) { try SeparatedValues.read(long, Self.limits) }
    let wide = Array(String(repeating: ",x", count: 21).utf8)
    #expect(throws: DocumentFault.tooMuch("20 columns")) { try SeparatedValues.read(wide, Self.limits) }
  }

  @Test(arguments: ["=1+1", "+254", "-1", "@SUM(A1)", "\tx"])
  func `writes no cell that a spreadsheet calculates, and reads it back`(text: String) throws {
    #expect(SeparatedValues.harmless(text) == "'" + text)
    #expect(SeparatedValues.original("'" + text) == text)
    #expect(SeparatedValues.line([text, "a,b", nil]).hasPrefix("'"))
  }
  @Test func `leaves an apostrophe of a name where it is`() {
    #expect(SeparatedValues.original("'t Hooft") == "'t Hooft")
  }

  @Test func `reads the first sheet of a workbook`() throws {
    let path = try workbook(
      sheet: """
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>city</t></is></c></row>
        <row r="3"><c r="A3" t="str"><v>Zoë</v></c><c r="B3"><v>2.5420222E11</v></c><c r="C3" t="b"><v>1</v></c></row>
        """)
    let table = try read(path)
    #expect(table.rows.map(\.cells) == [["full name", "", "city"], ["Zoë", "254202220000", "true"]])
    #expect(table.rows.map(\.number) == [1, 3])
  }

  @Test func `does not unfold a bomb`() throws {
    let path = folder() + "/bomb.xlsx", writer = try ZipWriter(path: path)
    try writer.add("xl/worksheets/sheet1.xml", [UInt8](repeating: 0x20, count: 70 << 20))
    try writer.finish()
    let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    #expect(size < 200_000)
    #expect(throws: DocumentFault.tooMuch("64 MB in one part")) { try read(path) }
  }

  @Test func `refuses entities, damage and what is no workbook`() throws {
    let evil = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet>&a;</worksheet>"
    #expect(throws: DocumentFault.brokenWorkbook) {
      try read(try archive(["xl/worksheets/sheet1.xml": evil]))
    }
    #expect(throws: DocumentFault.brokenWorkbook) {
      try read(try archive(["word/document.xml": "<a/>"]))
    }
    #expect(throws: DocumentFault.brokenWorkbook) {
      try read(try archive(["xl/worksheets/sheet1.xml": "<worksheet><row>"]))
    }
    let broken = folder() + "/broken.xlsx"
    try Data([0x50, 0x4B, 3, 4, 1, 2, 3]).write(to: URL(fileURLWithPath: broken))
    #expect(throws: DocumentFault.brokenArchive) { try read(broken) }
  }

  private func read(_ path: String) throws -> TableText {
    let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    return try Workbook.read(path: path, 0..<size, Self.limits)
  }

  private func workbook(sheet rows: String) throws -> String {
    try archive([
      "xl/workbook.xml": """
      <workbook xmlns:r="r"><sheets><sheet name="People" sheetId="1" r:id="rId7"/></sheets></workbook>
      """,
      "xl/_rels/workbook.xml.rels": """
      <Relationships><Relationship Id="rId7" Target="worksheets/people.xml"/></Relationships>
      """,
      "xl/sharedStrings.xml": """
      <sst><si><r><t>full </t></r><r><t>name</t></r><rPh><t>hint</t></rPh></si></sst>
      """,
      "xl/worksheets/people.xml": "<worksheet><sheetData>\(rows)</sheetData></worksheet>",
    ])
  }

  private func archive(_ parts: [String: String]) throws -> String {
    let path = folder() + "/book.xlsx", writer = try ZipWriter(path: path)
    for (name, text) in parts { try writer.add(name, Array(text.utf8)) }
    try writer.finish()
    return path
  }

  private func folder() -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      Issue.record(error)
    }
    return path
  }
}
