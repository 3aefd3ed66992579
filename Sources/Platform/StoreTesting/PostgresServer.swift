internal import CPostgres
internal import Foundation

/// Makes and drops whole databases, which no transaction may do and the store therefore cannot.
struct PostgresServer {
  let address: String

  struct Refusal: Error, CustomStringConvertible { let description: String }

  /// The address of another database on the same server.
  func address(of database: String) throws -> String {
    guard var whole = URLComponents(string: address) else { throw Refusal(description: "\(address) is no address.") }
    whole.path = "/" + database
    return whole.string ?? address
  }

  func create(_ database: String, from template: String) throws {
    try run("CREATE DATABASE \"\(database)\" TEMPLATE \"\(template)\"")
  }
  func drop(_ database: String) throws { try run("DROP DATABASE \"\(database)\" WITH (FORCE)") }

  private func run(_ statement: String) throws {
    let connection = unsafe PQconnectdb(address)
    defer { unsafe PQfinish(connection) }
    let result = unsafe PQexec(connection, statement)
    defer { unsafe PQclear(result) }
    guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else {
      throw Refusal(description: unsafe "\(statement): \(String(cString: PQerrorMessage(connection)))")
    }
  }
}
