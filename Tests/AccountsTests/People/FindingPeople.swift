import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Finding people` {
  @Test func `by words of the name or address, by role and by status`()
    async throws
  {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      try await stage.add("Émile", .instructor)
      let mia = try await stage.add("Mia")
      _ = try await stage.json("PATCH", "/api/v1/users/\(mia.id.text)", #"{"status":"inactive"}"#, by: admin)
      #expect(try await names("?q=mia", stage, admin) == ["Mia Park"])
      #expect(try await names("?q=mia%40example.org", stage, admin) == ["Mia Park"])
      #expect(try await names("?q=park%20%C3%A9mi", stage, admin) == ["Émile Park"])
      #expect(try await names("?role=instructor", stage, admin) == ["Émile Park"])
      #expect(try await names("?status=inactive", stage, admin) == ["Mia Park"])
      #expect(try await names("?q=%22%27%29%20OR%201%3D1%20--%20*%20NEAR%28", stage, admin) == [])
      #expect(try await names("?q=%25", stage, admin).count == 3)
      #expect(try await stage.get("/people?q=mia&role=&status=", by: admin).text.contains("1 to 1 of 1 person"))
      #expect(try await stage.get("/people?q=xyzzy", by: admin).text.contains("No one found"))
    }
  }

  @Test func `every order pages through everyone once, by page and by cursor`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      for name in ["Bob", "Cid", "Dee", "Eve", "Fay"] { try await stage.add(name) }
      let all = ["Ada", "Bob", "Cid", "Dee", "Eve", "Fay"].map { "\($0) Park" }
      for sort in ["name", "-name", "created_at", "-created_at"] {
        let expected = sort.hasPrefix("-") ? Array(all.reversed()) : all
        var paged: [String] = []
        for page in 1...3 { paged += try await names("?page=\(page)&page_size=2&sort=\(sort)", stage, admin) }
        #expect(paged == expected, "\(sort)")
        var scrolled: [String] = [], cursor: String? = ""
        while let place = cursor {
          let query = "?page_size=4&sort=\(sort)" + (place.isEmpty ? "" : "&cursor=\(place)")
          let root = try JSONDocument(try await stage.json("GET", "/api/v1/users" + query, by: admin).bytes).root
          scrolled += root["data"]?.elements?.compactMap { $0["name"]?.string } ?? []
          #expect(root["meta"]?["total"]?.number == "6")
          cursor = root["meta"]?["next_cursor"]?.string
        }
        #expect(scrolled == expected, "\(sort)")
      }
      let page = try await stage.get("/people?page=2&page_size=2&sort=name&role=student", by: admin)
      #expect(
        page.text.contains("3 to 4 of 5 people")
          && page.text.contains("role=student&amp;sort=name&amp;page_size=2&amp;page=3"))
    }
  }

  @Test func `a question that makes no sense is refused at its field`()
    async throws
  {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      for (query, field) in [
        ("page=1000000000", "page"), ("page=-1", "page"), ("page=0", "page"), ("page_size=1000000000", "page_size"),
        ("page=x", "page"),
        ("role=pirate", "role"), ("cursor=AAAA", "cursor"), ("sort=password_hash", "sort"), ("limit=3", "limit"),
        ("q=%00", "q"),
      ] {
        let answer = try await stage.json("GET", "/api/v1/users?\(query)", by: admin)
        #expect(answer.status == 422, "\(query)")
        #expect(try !answer.codes(field).isEmpty, "\(query)")
      }
      #expect(try await stage.json("GET", "/api/v1/users?page=10000", by: admin).status == 200)
    }
  }

  @Test func `other features get names by id`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.add("Ada"), mia = try await stage.add("Mia")
      let found = try await stage.db.people([ada.id, mia.id, ID<Person>()])
      #expect(found[ada.id]?.name == "Ada Park" && found[mia.id]?.email == "mia@example.org" && found.count == 2)
      #expect(try await stage.db.people([]).isEmpty)
    }
  }
}

private func names(_ query: String, _ stage: Stage, _ somebody: Somebody) async throws -> [String] {
  let root = try JSONDocument(try await stage.json("GET", "/api/v1/users" + query, by: somebody).bytes).root
  return root["data"]?.elements?.compactMap { $0["name"]?.string } ?? []
}
