internal import Essentials
internal import EvolvCore
internal import SQLStore

/// What is to become of a row.
enum ImportVerdict: String, ColumnWord {
  case create, change, same, refused

  var words: String {
    switch self {
    case .create: "New"
    case .change: "Changed"
    case .same: "Unchanged"
    case .refused: "Refused"
    }
  }
}

/// An account that a row may mean.
struct ImportAccount: RowDecodable {
  let person: PersonRecord, profile: Profile, hasPassword: Bool, profileChangedAt: Instant?

  static let columns: SQL = """
    \(PersonRecord.columns), \(Profile.columns), users.password_hash IS NOT NULL, profiles.updated_at
    """
  init(row: inout Row) throws {
    person = try PersonRecord(row: &row)
    profile = try Profile(row: &row)
    hasPassword = try row.next()
    profileChangedAt = try row.nextIfPresent()
  }
}

/// The accounts that the rows of a file may mean, by what they are found by.
struct ImportAccounts: Sendable {
  private var byEmail: [String: ImportAccount] = [:], byUsername: [String: ImportAccount] = [:]

  init(_ accounts: [ImportAccount] = []) { for account in accounts { add(account) } }
  mutating func add(_ account: ImportAccount) {
    byEmail[account.person.email.lowercased()] = account
    if let username = account.person.username { byUsername[username.lowercased()] = account }
  }
  func account(email: String?, username: String?) -> ImportAccount? {
    if let email { return byEmail[email.lowercased()] }
    return username.flatMap { byUsername[$0.lowercased()] }
  }
  func holder(of username: String) -> ImportAccount? { byUsername[username.lowercased()] }
}

/// What the importer wants and may.
struct ImportRules: Sendable, Equatable {
  let defaultRole: Role
  /// Whether people who are here already take what the file says.
  let updates: Bool
  /// The roles whose people the importer may make and change.
  let roles: Set<Role>
}

/// A row, and what is to become of it.
struct PlannedRow: Sendable {
  let number: Int, verdict: ImportVerdict, reason: String?
  /// nil for someone who is not here yet.
  let account: ImportAccount?
  /// What the row brings that is not so yet.
  let values: ImportValues
  let role: Role

  private init(
    _ row: ImportedRow, _ verdict: ImportVerdict, _ reason: String? = nil, _ account: ImportAccount? = nil,
    values: ImportValues = ImportValues(), role: Role
  ) {
    number = row.number
    self.verdict = verdict
    self.reason = reason
    self.account = account
    self.values = values
    self.role = role
  }

  init(_ row: ImportedRow, _ accounts: ImportAccounts, _ rules: ImportRules) {
    let role = row.values[.role].flatMap { Role(rawValue: $0) } ?? rules.defaultRole
    if !row.faults.isEmpty {
      self.init(row, .refused, row.faults.joined(separator: "; "), role: role)
    } else if let account = accounts.account(email: row.values[.email], username: row.values[.username]) {
      self.init(row, account, accounts, rules)
    } else {
      self.init(new: row, accounts, rules, role)
    }
  }

  /// Somebody who is here: what the row says otherwise than the account. A row changes neither address nor role.
  private init(_ row: ImportedRow, _ account: ImportAccount, _ accounts: ImportAccounts, _ rules: ImportRules) {
    let role = account.person.role, now = ImportValues(account)
    let news = row.values.texts.filter { $0.key != .email && $0.key != .role && now[$0.key] != $0.value }
    if news.isEmpty || !rules.updates {
      self.init(row, .same, news.isEmpty ? nil : "Is here already and stays as it is", account, role: role)
    } else if !rules.roles.isSuperset(of: [role] + account.person.grants.map(\.role)) {
      self.init(row, .refused, "You may not change an account of this rank", account, role: role)
    } else if let username = news[.username], let other = accounts.holder(of: username),
      other.person.id != account.person.id
    {
      self.init(row, .refused, "Username \(username) belongs to another account", account, role: role)
    } else {
      self.init(row, .change, nil, account, values: ImportValues(news), role: role)
    }
  }

  private init(new row: ImportedRow, _ accounts: ImportAccounts, _ rules: ImportRules, _ role: Role) {
    let missing = [ImportField.email, .firstName, .lastName].filter { row.values[$0] == nil }
    if !missing.isEmpty {
      let words = missing.map(\.label).joined(separator: ", ")
      self.init(row, .refused, "Missing for a new person: \(words)", role: role)
    } else if let username = row.values[.username], accounts.holder(of: username) != nil {
      self.init(row, .refused, "Username \(username) belongs to another account", role: role)
    } else if !rules.roles.contains(role) {
      self.init(row, .refused, "You may not make someone \(role.rawValue)", role: role)
    } else {
      self.init(row, .create, values: row.values, role: role)
    }
  }

  /// The rows of a file in their order; of two that mean the same person, the first counts.
  static func read(_ rows: [(number: Int, cells: [String])], _ mapping: ColumnMapping, _ roles: RoleTable)
    -> [ImportedRow]
  {
    var seen: [String: Int] = [:]
    return rows.map { number, cells in
      var row = ImportedRow(number, cells, mapping, roles)
      let keys = [
        row.values[.email].map { "mail " + $0.lowercased() }, row.values[.username].map { "name " + $0.lowercased() },
      ]
      for key in keys.compactMap(\.self) {
        if let first = seen[key] { row.refuse("Is the same person as line \(first)") } else { seen[key] = number }
      }
      return row
    }
  }
}
