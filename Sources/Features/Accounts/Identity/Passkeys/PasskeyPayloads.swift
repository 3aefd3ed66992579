internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads

/// Bytes as base64url, as browsers write them.
struct EncodedBytes: PayloadValue, Hashable {
  let bytes: [UInt8]
  private static let most = 16_384

  static var schema: Schema { .scalar(type: "string", format: "base64url", limits: [.init("maxLength", most * 4 / 3)]) }
  func write(to json: inout JSONWriter) { json.string(Base64URL.text(bytes)) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> EncodedBytes? {
    guard let text = json.string, let bytes = Base64URL.bytes(text), bytes.count <= most else {
      return faults.refuse("must be base64url", "base64url")
    }
    return EncodedBytes(bytes: bytes)
  }
  static func sample(_ seed: Int) -> EncodedBytes { EncodedBytes(bytes: [1, 2, UInt8(seed % 256)]) }
}

enum PasskeyName: TextRule { static let length = 1...60 }

/// A new passkey, as the page's script or a program sends it.
struct NewPasskey: Payload {
  let name: Text<PasskeyName>, clientData: EncodedBytes, attestation: EncodedBytes
  static let shape = Shape(
    "NewPasskey", Self.init(name:clientData:attestation:), Field("name", \.name, "To tell it from others"),
    Field("client_data", \.clientData, "response.clientDataJSON"),
    Field("attestation_object", \.attestation, "response.attestationObject"))
}

/// What a passkey answered.
struct PasskeyAnswer: Payload {
  let credential: EncodedBytes, clientData: EncodedBytes, authenticatorData: EncodedBytes, signature: EncodedBytes
  let userHandle: EncodedBytes?
  static let shape = Shape(
    "PasskeyProof", Self.init(credential:clientData:authenticatorData:signature:userHandle:),
    Field("credential_id", \.credential), Field("client_data", \.clientData, "response.clientDataJSON"),
    Field("authenticator_data", \.authenticatorData), Field("signature", \.signature),
    Field("user_handle", \.userHandle))
}

struct PasskeySignIn: Payload {
  let answer: PasskeyAnswer, token: String?, trustDevice: Bool?
  static let shape = Shape(
    "PasskeySignIn", Self.init(answer:token:trustDevice:), Field("answer", \.answer),
    Field("mfa_token", \.token, "Where the passkey is the second factor"), Field("trust_device", \.trustDevice))
}

/// The form that the page's script fills in.
struct PasskeyFields: Payload {
  let credential: EncodedBytes, clientData: EncodedBytes, authenticatorData: EncodedBytes, signature: EncodedBytes
  let userHandle: EncodedBytes?, trust: String?, next: String?
  static let shape = Shape(
    "PasskeyFields", Self.init(credential:clientData:authenticatorData:signature:userHandle:trust:next:),
    Field("credential_id", \.credential), Field("client_data", \.clientData),
    Field("authenticator_data", \.authenticatorData), Field("signature", \.signature),
    Field("user_handle", \.userHandle), Field("trust", \.trust), Field("next", \.next))

  var answer: PasskeyAnswer {
    PasskeyAnswer(
      credential: credential, clientData: clientData, authenticatorData: authenticatorData, signature: signature,
      userHandle: userHandle)
  }
}

struct PasskeyQuestionRequest: Payload {
  let token: String?
  static let shape = Shape(
    "PasskeyQuestionRequest", Self.init(token:),
    Field("mfa_token", \.token, "Where the passkey is the second factor; empty: the one in the cookie"))
}

/// What `navigator.credentials.get` is asked with.
struct PasskeyQuestion: Payload {
  let challenge: String, party: String, credentials: [EncodedBytes], verification: String, timeout: Int
  static let shape = Shape(
    "PasskeyQuestion", Self.init(challenge:party:credentials:verification:timeout:), Field("challenge", \.challenge),
    Field("rp_id", \.party), Field("allow_credentials", \.credentials, "Empty: any that the device has"),
    Field("user_verification", \.verification), Field("timeout", \.timeout, "Milliseconds"))
}

/// What `navigator.credentials.create` is asked with.
struct PasskeyInvitation: Payload {
  let challenge: String, party: String, partyName: String, user: EncodedBytes, userName: String, displayName: String
  let algorithms: [Int], excluded: [EncodedBytes], timeout: Int
  static let shape = Shape(
    "PasskeyInvitation",
    Self.init(challenge:party:partyName:user:userName:displayName:algorithms:excluded:timeout:),
    Field("challenge", \.challenge), Field("rp_id", \.party), Field("rp_name", \.partyName),
    Field("user_id", \.user), Field("user_name", \.userName), Field("user_display_name", \.displayName),
    Field("algorithms", \.algorithms, "COSE numbers, the best first"), Field("exclude_credentials", \.excluded),
    Field("timeout", \.timeout, "Milliseconds"))
}

/// A passkey as its owner sees it.
struct PasskeySummary: Payload {
  let id: ID<Passkey>, name: String, createdAt: Instant, lastUsedAt: Instant?
  static let shape = Shape(
    "Passkey", Self.init(id:name:createdAt:lastUsedAt:), Field("id", \.id), Field("name", \.name),
    Field("created_at", \.createdAt), Field("last_used_at", \.lastUsedAt))
}

extension PasskeySummary {
  init(_ passkey: Passkey) {
    self.init(id: passkey.id, name: passkey.name, createdAt: passkey.createdAt, lastUsedAt: passkey.lastUsedAt)
  }
}

struct PasskeyNameForm: Payload {
  let name: Text<PasskeyName>
  static let shape = Shape("PasskeyName", Self.init(name:), Field("name", \.name))
}
