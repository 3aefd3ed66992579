// Where the members of an object lie while it is read. A shape has fields of many types, and the compiler does not make code
// for each shape's list of them: generic code would ask for the types at run time, field by field, which costs more than the
// reading. So each field brings code that knows its type, and the values wait in plain memory until all of them are there.

/// Puts one member's value down, or says what is wrong with it.
@safe public struct Slot: Sendable {
  @usableFromInline typealias Read =
    @Sendable (JSONNode?, StaticString, inout Faults, UnsafeMutableRawPointer) -> Bool
  @usableFromInline typealias Drop = @Sendable (UnsafeMutableRawPointer) -> Void
  let size: Int, alignment: Int
  /// False, and nothing is put down, where there is a fault.
  let read: Read
  let drop: Drop

  @inlinable init<Value: PayloadValue>(for _: Value.Type) {
    unsafe self.init(
      size: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment,
      read: { node, name, faults, place in
        guard let value = Value.member(node, named: name, &faults) else { return false }
        unsafe place.initializeMemory(as: Value.self, to: value)
        return true
      }, drop: { unsafe $0.assumingMemoryBound(to: Value.self).deinitialize(count: 1) })
  }

  @usableFromInline init(size: Int, alignment: Int, read: @escaping Read, drop: @escaping Drop) {
    self.size = size
    self.alignment = alignment
    unsafe self.read = read
    unsafe self.drop = drop
  }
}

extension PayloadValue {
  @inlinable static func member(_ node: JSONNode?, named name: StaticString, _ faults: inout Faults) -> Self? {
    guard let node else {
      if isRequired { faults.add("missing", "is required", at: name.description) }
      return isRequired ? nil : read(.absent, into: &faults)
    }
    return faults.inside(name.description) { read(node, into: &$0) }
  }
}

/// The slots of a shape's fields, one behind the other.
struct Slots: Sendable {
  private struct Place {
    let name: StaticString, slot: Slot, offset: Int
  }
  private var places: [Place] = []
  private var size = 0, alignment = 1

  init(_ slots: [(StaticString, Slot)]) {
    for (name, slot) in slots {
      let offset = (size + slot.alignment - 1) / slot.alignment * slot.alignment
      places.append(Place(name: name, slot: slot, offset: offset))
      size = offset + slot.size
      alignment = max(alignment, slot.alignment)
    }
  }

  /// Reads a member from each node and hands all of them to `make`; nil where one of them has a fault.
  func filled<Root>(
    from nodes: ArraySlice<JSONNode?>, _ faults: inout Faults, _ make: (inout Values) -> Root
  ) -> Root? {
    unsafe withUnsafeTemporaryAllocation(byteCount: max(size, 1), alignment: alignment) { memory in
      guard let base = memory.baseAddress else { return nil }
      let count = unsafe fill(base, from: nodes, &faults)
      guard count == places.count else {
        for place in places[..<count] { unsafe place.slot.drop(base + place.offset) }
        return nil
      }
      var values = unsafe Values(base, of: self)
      return make(&values)
    }
  }

  /// How many values from the first on lie there; behind a fault the rest is only looked at, so that all faults are told.
  private func fill(_ base: UnsafeMutableRawPointer, from nodes: ArraySlice<JSONNode?>, _ faults: inout Faults) -> Int {
    var count = 0
    for (index, place) in places.enumerated() {
      let value = unsafe base + place.offset
      guard unsafe place.slot.read(nodes[nodes.startIndex + index], place.name, &faults, value) else { continue }
      if index == count { count += 1 } else { unsafe place.slot.drop(value) }
    }
    return count
  }

  /// The values that were read, to be taken once each, in the order of the fields.
  @safe struct Values {
    private let base: UnsafeMutableRawPointer
    private let slots: Slots
    private var position = 0

    fileprivate init(_ base: UnsafeMutableRawPointer, of slots: Slots) {
      unsafe self.base = base
      self.slots = slots
    }

    mutating func takeNext<Value>(_: Value.Type) -> Value {
      defer { position += 1 }
      return unsafe (base + slots.places[position].offset).assumingMemoryBound(to: Value.self).move()
    }
  }
}
