public import Essentials
internal import EvolvCore
public import Markup

/// A form that a device fills in: a script asks it with what `asks` answers, puts the answer into hidden fields and sends
/// them. It is not there in a browser without passkeys or without scripts.
public struct PasskeyForm: Component {
  public enum Act: String, Sendable {
    /// A new passkey.
    case create
    /// A passkey that is there.
    case get

    var fields: [String] {
      self == .create
        ? ["client_data", "attestation_object"]
        : ["credential_id", "client_data", "authenticator_data", "signature", "user_handle"]
    }
  }

  let act: Act
  let action: Link
  let asks: Link
  let csrf: String
  let isSecondStep: Bool
  let content: HTML

  /// - Parameters:
  ///   - asks: The call that says what to ask the device with.
  ///   - isSecondStep: Whether a sign-in waits for it.
  public init(
    _ act: Act, action: Link, asks: Link, csrf: String, isSecondStep: Bool = false, @HTMLBuilder content: () -> HTML
  ) {
    self.act = act
    self.action = action
    self.asks = asks
    self.csrf = csrf
    self.isSecondStep = isSecondStep
    self.content = content()
  }

  public var body: HTML {
    form(
      .post, action: action, .class("form"), .data("passkey", act.rawValue), .data("asks", asks.text),
      .data("second-step", "", when: isSecondStep), .hidden
    ) {
      input(.hidden, name: Form.tokenField, .value(csrf))
      for name in act.fields { input(.hidden, name: name, .value("")) }
      content
    }
  }
}
