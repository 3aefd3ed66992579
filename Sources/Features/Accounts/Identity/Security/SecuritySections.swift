internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

// The page's sections, one for each kind of second factor. What changes something stands there only for who proved
// themselves a moment ago.

struct AuthenticatorSection: Component {
  let isThere: Bool, isProven: Bool, csrf: String

  var body: HTML {
    FormSection("Authenticator app", lead: "An app on your phone shows a new code every thirty seconds.") {
      div(.class("row")) {
        if isThere { Badge("On", .good, icon: .checkCircle) } else { Badge("Off") }
        if isThere {
          Button("Remove", to: AuthenticatorRoutes.askRemoval.path(), size: .small)
        } else if isProven {
          Form(AuthenticatorRoutes.begin.path(), csrf: csrf, .plain) { Button("Set up", icon: .phone, size: .small) }
        }
      }
    }
  }
}

struct RecoverySection: Component {
  let left: Int, isProven: Bool, csrf: String

  var body: HTML {
    FormSection("Recovery codes", lead: "Each lets you in once when you have lost your device.") {
      if left <= 3 {
        Callout(.warn) { left == 0 ? "You have none left. Make new ones." : "Only \(left) left. Make new ones soon." }
      } else {
        p { "\(left) of \(RecoveryCode.count) are left." }
      }
      if isProven {
        Form(SecurityRoutes.renewCodes.path(), csrf: csrf, .plain) {
          Button(
            "Make new codes", icon: .refresh, size: .small, confirm: "The codes you have stop working. Make new ones?")
        }
      }
    }
  }
}

struct PhoneSection: Component {
  let number: String?, isProven: Bool, csrf: String, draft: Draft

  var body: HTML {
    FormSection("Text messages", lead: "A code to your phone. Weaker than an app, better than nothing.") {
      if let number {
        div(.class("row")) {
          Badge("On", .good, icon: .checkCircle)
          span { "Codes go to the number that ends in \(PhoneNumber.veiled(number))." }
          Button("Remove", to: PhoneRoutes.askRemoval.path(), size: .small)
        }
      } else if isProven {
        Form(PhoneRoutes.add.path(), csrf: csrf) {
          Field(
            "number", "Phone number", .tel, value: draft.value("number"), help: "With the country: +49 151 12345678.",
            error: draft.sentence("number", "Phone number"), .autocomplete(.tel).required)
          FormActions { Button("Send a code", icon: .send, busy: "Sending") }
        }
      } else {
        Badge("Off")
      }
    }
  }
}

struct PasskeySection: Component {
  let passkeys: [Passkey], isProven: Bool, csrf: String

  var body: HTML {
    FormSection(
      "Passkeys", lead: "Sign in with your finger, your face or a security key. Nothing to type, nothing to steal."
    ) {
      if !passkeys.isEmpty { list }
      if isProven { AddPasskey(csrf: csrf) } else if passkeys.isEmpty { Badge("Off") }
    }
  }

  private var list: HTML {
    Table("Passkeys", passkeys) {
      Column("Name", .name) { passkey in a(href: PasskeyRoutes.show.path(passkey.id)) { passkey.name } }
      Column("Added", .short) { passkey in Day(instant: passkey.createdAt) }
      Column("Last used", .short) { passkey in
        if let used = passkey.lastUsedAt { Day(instant: used) } else { "Never" }
      }
      Column("Remove", .actions) { passkey in
        Button("Remove", to: PasskeyRoutes.askRemoval.path(passkey.id), size: .small)
      }
    }.body
  }
}

/// A new passkey needs a name before the device is asked.
struct AddPasskey: Component {
  let csrf: String

  var body: HTML {
    PasskeyForm(.create, action: PasskeyRoutes.add.path(), asks: PasskeyAPI.invite.path(), csrf: csrf) {
      Field("name", "Name", help: "Such as the device it is on.", .required.longest(60))
      FormActions { Button("Add a passkey", icon: .key) }
    }
  }
}
