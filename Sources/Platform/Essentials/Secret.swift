/// A value that no log line, error or debugger print shows; `reveal()` is the one way to it.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: Value
  public init(_ value: Value) { self.value = value }
  /// The value itself, for the one place that needs it.
  public func reveal() -> Value { value }
  public var description: String { "[secret]" }
  public var debugDescription: String { "[secret]" }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
