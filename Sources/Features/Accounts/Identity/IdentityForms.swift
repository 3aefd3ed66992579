internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// The form of the sign-in page.
struct LoginForm: Payload {
  let login: Text<LoginName>, password: PasswordText, next: String?
  static let shape = Shape(
    "LoginForm", Self.init, Field("login", \.login), Field("password", \.password), Field("next", \.next))
}

/// A mail address or a username, as it is typed.
enum LoginName: TextRule { static let length = 1...254 }

/// A sign-in by the API.
struct LoginRequest: Payload {
  let email: Text<LoginName>?, username: Text<LoginName>?, password: PasswordText, code: Text<FactorCode>?
  static let shape = Shape(
    "Login", Self.init, Field("email", \.email, "Or username"), Field("username", \.username, "Or email"),
    Field("password", \.password), Field("code", \.code, "Of the second factor, where the person has one"))

  func login() throws -> String {
    guard let name = email ?? username else { throw Problem.invalid("email", "missing", "is required, or a username") }
    return name.text
  }
}

/// What someone gives who makes an account.
struct Registration: Payload {
  let firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username?, password: PasswordText
  static let shape = Shape(
    "Registration", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("email", \.email),
    Field("username", \.username, "To sign in with instead of the mail address"), Field("password", \.password))
}

/// The same on the page, which remembers where to go on.
struct RegistrationForm: Payload {
  let firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username?, password: PasswordText,
    next: String?
  static let shape = Shape(
    "RegistrationForm", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("email", \.email),
    Field("username", \.username), Field("password", \.password), Field("next", \.next))

  var registration: Registration {
    Registration(firstName: firstName, lastName: lastName, email: email, username: username, password: password)
  }
}

/// Where to go on after signing in.
struct NextQuery: Payload {
  let next: String?
  static let shape = Shape("NextQuery", Self.init, Field("next", \.next))
}

/// What people change of their own account on its page.
struct ProfileForm: Payload {
  let firstName: PersonName, lastName: PersonName, username: Username?, timeZone: TimeZoneName
  static let shape = Shape(
    "ProfileForm", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("username", \.username),
    Field("time_zone", \.timeZone))

  var edit: PersonEdit {
    PersonEdit(
      firstName: firstName, lastName: lastName, username: username.map { .set($0) } ?? .clear, timeZone: timeZone)
  }
}

/// The same by the API; what is left out stays.
struct ProfilePatch: Payload {
  let firstName: PersonName?, lastName: PersonName?, username: Change<Username>, timeZone: TimeZoneName?
  static let shape = Shape(
    "ProfileChange", Self.init, Field("first_name", \.firstName), Field("last_name", \.lastName),
    Field("username", \.username, "null takes it away"), Field("time_zone", \.timeZone))

  var edit: PersonEdit { PersonEdit(firstName: firstName, lastName: lastName, username: username, timeZone: timeZone) }
}

struct PasswordForm: Payload {
  let current: PasswordText, password: PasswordText
  static let shape = Shape(
    "PasswordForm", Self.init, Field("current_password", \.current), Field("password", \.password))
}

struct RefreshRequest: Payload {
  let refreshToken: String?
  static let shape = Shape(
    "Refresh", Self.init, Field("refresh_token", \.refreshToken, "Left out, the cookie of that name is taken"))
}
