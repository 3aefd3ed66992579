public import Essentials
public import Payloads

extension Permission: PayloadValue {
  public static var schema: Schema { .choice(allCases.map(\.name)) }
  public func write(to json: inout JSONWriter) { json.string(name) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Permission? {
    guard let text = json.string, let permission = Permission(name: text) else {
      return faults.refuse("must be the name of a permission such as see_people")
    }
    return permission
  }
  public static func sample(_ seed: Int) -> Permission { allCases[seed % allCases.count] }
}

extension RoleScope: PayloadValue, PathValue {
  public static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 44)]) }
  public func write(to json: inout JSONWriter) { json.string(rawValue) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> RoleScope? {
    guard let text = json.string, let scope = RoleScope(rawValue: text) else {
      return faults.refuse("must be everything, or course: and the id of a course", "scope")
    }
    return scope
  }
  public static func sample(_ seed: Int) -> RoleScope { .course(ID<RoleScope>.sample(seed).bits) }
  public static let pathFormat = PathFormat.text
  public init?(pathText: String) { self.init(rawValue: pathText) }
  public var pathText: String { rawValue }
}
