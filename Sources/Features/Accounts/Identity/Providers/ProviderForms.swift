internal import Essentials
internal import EvolvCore
internal import HTTPCalling
internal import Payloads
internal import Routing

/// What administrators say of a provider.
struct ProviderForm: Payload {
  let name: Text<ProviderName>, kind: ProviderKind, issuer: IssuerAddress, clientID: Text<ClientID>,
    clientSecret: ClientSecret?
  let scopes: Text<Scopes>, registers: Bool, domains: DomainList?, trustsFactors: Bool

  static let shape = Shape(
    "IdentityProviderForm", Self.init, Field("name", \.name, "Stands on the button"), Field("kind", \.kind),
    Field("issuer", \.issuer, "Where its configuration is found; must be the iss of its tokens, letter by letter"),
    Field("client_id", \.clientID), Field("client_secret", \.clientSecret, "Left out: the one that is kept stays"),
    Field("scopes", \.scopes, "Parted by blanks"), Field("registers", \.registers, "Whether it may bring new people"),
    Field("domains", \.domains, "Mail domains of new people, parted by blanks; left out: any"),
    Field("trusts_factors", \.trustsFactors, "Whether its sign-in counts as two factors"))

  /// A provider that tells nothing of a person's identity cannot be asked for it.
  func check() throws {
    guard kind == .oidc, !scopes.text.split(separator: " ").contains("openid") else { return }
    throw Problem.invalid("scopes", "openid", "must contain openid")
  }
}

enum ProviderName: TextRule { static let length = 1...40 }
enum ClientID: TextRule { static let length = 1...300 }
enum Scopes: TextRule { static let length = 1...300 }

/// Where a provider is found: an address without a query, and without a slash at the end that only looks the same.
struct IssuerAddress: PayloadValue, Hashable {
  let text: String

  init?(_ text: String) {
    let text = text.trimmed
    guard let address = WebAddress(text), !text.contains("?"), text.utf8.count <= 300, address.text == text else {
      return nil
    }
    self.text = text
  }
  static var schema: Schema { .scalar(type: "string", format: "uri", limits: [.init("maxLength", 300)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> IssuerAddress? {
    guard let text = json.string else { return faults.refuse("must be text") }
    if text.trimmed.isEmpty { return faults.refuse("is required", "missing") }
    guard let value = IssuerAddress(text) else {
      return faults.refuse("must be an address such as https://accounts.example.org, without ? and #", "issuer")
    }
    return value
  }
  static func sample(_ seed: Int) -> IssuerAddress {
    guard let value = IssuerAddress("https://sample\(seed).example.org") else {
      preconditionFailure("A sample fits its own rule.")
    }
    return value
  }
}

/// A secret as it was typed; it goes in and never comes out.
struct ClientSecret: PayloadValue, Hashable {
  let text: String

  static var schema: Schema {
    .scalar(type: "string", format: "password", limits: [.init("minLength", 1), .init("maxLength", 500)])
  }
  func write(to json: inout JSONWriter) { json.string("") }
  static func read(_ json: JSONNode, into faults: inout Faults) -> ClientSecret? {
    guard let text = json.string?.trimmed else { return faults.refuse("must be text") }
    guard (1...500).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return faults.refuse("must be 1 to 500 letters, digits and signs without blanks", "secret")
    }
    return ClientSecret(text: text)
  }
  static func sample(_ seed: Int) -> ClientSecret { ClientSecret(text: "secret-\(seed)") }
}

/// Mail domains parted by blanks or commas, kept in lower case with one blank between.
struct DomainList: PayloadValue, Hashable {
  let text: String

  init?(_ text: String) {
    let domains = text.lowercased().split { $0 == " " || $0 == "," || $0.isNewline }
    guard text.utf8.count <= 1000, domains.allSatisfy({ EmailAddress("a@\($0)") != nil }) else { return nil }
    self.text = domains.joined(separator: " ")
  }
  static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 1000)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> DomainList? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let list = DomainList(text) else {
      return faults.refuse("must be domains such as example.org, parted by blanks", "domains")
    }
    return list
  }
  static func sample(_ seed: Int) -> DomainList {
    guard let list = DomainList("sample\(seed).example.org") else { preconditionFailure("A sample fits its own rule.") }
    return list
  }
}
