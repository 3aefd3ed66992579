internal import Essentials

/// One engine's text of a statement, with `$1`, `$2`… and the values that they stand for.
struct Rendition: Sendable {
  struct Bind: Sendable {
    let value: BoundValue
    let type: ColumnType
  }
  let text: String
  private(set) var binds: [Bind] = []

  init(text: String) { self.text = text }

  init(_ pieces: [SQL.Piece], for dialect: Dialect) {
    let extent = pieces.extent(for: dialect)
    var binds: [Bind] = []
    binds.reserveCapacity(extent.binds)
    text = unsafe String(unsafeUninitializedCapacity: extent.bytes) { buffer in
      var text = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
      pieces.write(for: dialect, to: &text, &binds)
      return unsafe text.finalize(for: buffer)
    }
    self.binds = binds
  }
}

extension [SQL.Piece] {
  /// At most how many bytes the text has, and how many values.
  fileprivate func extent(for dialect: Dialect) -> (bytes: Int, binds: Int) {
    var bytes = 0, binds = 0
    for piece in self {
      switch piece {
      case .literal(let text): bytes += text.utf8CodeUnitCount
      case .text(let text): bytes += text.utf8.count
      case .bind:
        bytes += "$65535".utf8.count
        binds += 1
      case .fragment(let pieces):
        let inner = pieces.extent(for: dialect)
        bytes += inner.bytes
        binds += inner.binds
      case .either(let sqlite, let postgres):
        let inner = (dialect == .sqlite ? sqlite : postgres).extent(for: dialect)
        bytes += inner.bytes
        binds += inner.binds
      }
    }
    return (bytes, binds)
  }

  fileprivate func write(for dialect: Dialect, to text: inout OutputSpan<UInt8>, _ binds: inout [Rendition.Bind]) {
    for piece in self {
      switch piece {
      case .literal(let literal):
        unsafe text.append(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
      case .text(var made): made.withUTF8 { unsafe text.append($0) }
      case .bind(let value, let type):
        binds.append(Rendition.Bind(value: value, type: type))
        text.append(0x24)
        text.append(decimal: Int64(binds.count))
      case .fragment(let pieces): pieces.write(for: dialect, to: &text, &binds)
      case .either(let sqlite, let postgres):
        (dialect == .sqlite ? sqlite : postgres).write(for: dialect, to: &text, &binds)
      }
    }
  }
}

extension OutputSpan<UInt8> {
  fileprivate mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.count <= freeCapacity)
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let from = bytes.baseAddress, let to = buffer.baseAddress else { return }
      unsafe (to + count).update(from: from, count: bytes.count)
      count += bytes.count
    }
  }
}
