internal import CExpat

/// What stands in an XML document, in the order it is read; names without their prefixes.
protocol XMLListener: AnyObject {
  func begin(_ name: String, _ attributes: [String: String])
  func end(_ name: String)
  func text(_ text: String)
}

/// Reads XML piece by piece. A document type declaration ends the reading: with it come entities, and no workbook has one.
@safe final class XMLReader {
  private let parser: XML_Parser
  private let listener: any XMLListener
  private var isRefused = false

  init(_ listener: any XMLListener) {
    guard let parser = unsafe XML_ParserCreate("UTF-8") else { preconditionFailure("Memory for a parser is there.") }
    unsafe self.parser = parser
    self.listener = listener
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(parser, { unsafe XMLReader.of($0).begin($1, $2) }, { unsafe XMLReader.of($0).end($1) })
    unsafe XML_SetCharacterDataHandler(parser) { unsafe XMLReader.of($0).text($1, $2) }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in unsafe XMLReader.of(user).refuse() }
  }
  deinit { unsafe XML_ParserFree(parser) }

  func read(_ bytes: ArraySlice<UInt8>, isLast: Bool = false) throws(DocumentFault) {
    let status = unsafe bytes.withUnsafeBytes { piece in
      unsafe XML_Parse(
        parser, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), isLast ? 1 : 0)
    }
    guard status == XML_STATUS_OK, !isRefused else { throw .brokenWorkbook }
  }

  private static func of(_ user: UnsafeMutableRawPointer?) -> XMLReader {
    guard let user = unsafe user else { preconditionFailure("The parser hands back what it was given.") }
    return unsafe Unmanaged<XMLReader>.fromOpaque(user).takeUnretainedValue()
  }

  private func refuse() {
    isRefused = true
    unsafe XML_StopParser(parser, 0)
  }

  private func begin(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    guard let name = unsafe name, let list = unsafe list else { return }
    var attributes: [String: String] = [:], index = 0
    while let key = unsafe list[index], let value = unsafe list[index + 1] {
      unsafe attributes[String(cString: key)] = String(cString: value)
      index += 2
    }
    listener.begin(Self.plain(unsafe String(cString: name)), attributes)
  }
  private func end(_ name: UnsafePointer<CChar>?) {
    if let name = unsafe name { listener.end(Self.plain(unsafe String(cString: name))) }
  }
  private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
    guard let bytes = unsafe bytes else { return }
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count))
    listener.text(unsafe String(decoding: piece, as: UTF8.self))
  }

  private static func plain(_ name: String) -> String {
    name.utf8.lastIndex(of: 0x3A).map { String(name[name.index(after: $0)...]) } ?? name
  }
}
