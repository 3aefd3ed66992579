/// Values that were worked out before, by what they were worked out from; for what never changes once it is made. What was
/// not asked for while `most` others were is forgotten, so it keeps twice as many at the most.
public final class Cache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline struct Generations {
    @usableFromInline var recent: [Key: Value] = [:], former: [Key: Value] = [:]
    @inlinable init() {}

    @inlinable mutating func keep(_ value: Value, for key: Key, _ most: Int) {
      if recent.count >= most {
        former = recent
        recent = [:]
      }
      recent[key] = value
    }
  }
  @usableFromInline let most: Int
  @usableFromInline let generations: Locked<Generations>

  @inlinable public init(most: Int) {
    self.most = most
    generations = Locked(Generations())
  }

  @inlinable public subscript(key: Key) -> Value? {
    generations.withLock { known in
      if let value = known.recent[key] { return value }
      guard let value = known.former.removeValue(forKey: key) else { return nil }
      known.keep(value, for: key, most)
      return value
    }
  }

  @inlinable public func keep(_ value: Value, for key: Key) { generations.withLock { $0.keep(value, for: key, most) } }

  /// The kept value, or a new one; where two ask at once, both may make it.
  @inlinable public func value(for key: Key, _ make: () -> Value) -> Value {
    if let value = self[key] { return value }
    let value = make()
    keep(value, for: key)
    return value
  }
}
