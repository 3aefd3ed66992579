internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

extension CoursePlan {
  /// What becomes of the parts of the course first, then what was found in each file.
  var lines: [(kind: String, line: ReportLine)] {
    var list: [(kind: String, line: ReportLine)] = []
    for section in sections where section.outcome != .unchanged {
      list.append(part(section.outcome, section.source.key, "section \(section.title.text)"))
    }
    for item in items {
      let what = "\(item.content.kind.rawValue) \(item.title.text)"
      list.append(line(item.outcome, item.source.key, what, item.note ?? ""))
    }
    for item in gone {
      let why = "It stays, because learners’ progress may hang on it. Remove it in the outline if it should go."
      list.append(line(.gone, item.key ?? "", "\(item.item.kind.rawValue) \(item.item.title)", why))
    }
    for file in files where file.outcome != .unchanged { list.append(part(file.outcome, file.key, "file")) }
    for film in films { list.append(part(.added, film.key, "film \(film.film.name)")) }
    list += (source.report + faults).prefix(20_000).map { ($0.kind.rawValue, $0) }
    return list
  }

  private func line(_ outcome: PartOutcome, _ key: String, _ what: String, _ why: String) -> (String, ReportLine) {
    (outcome.rawValue, ReportLine(.taken, key, what, because: why))
  }
  /// Of what is no item and not counted among them.
  private func part(_ outcome: PartOutcome, _ key: String, _ what: String) -> (String, ReportLine) {
    ("part_" + outcome.rawValue, ReportLine(.taken, key, what, because: ""))
  }
}

extension Transaction {
  /// Keeps the report of an import in place of an earlier one.
  func keepLines(of plan: CoursePlan, for id: ID<CourseImport>) {
    later("DELETE FROM course_import_lines WHERE import_id = \(id)")
    let lines = plan.lines
    for start in stride(from: 0, to: lines.count, by: 500) {
      keep(lines[start..<min(start + 500, lines.count)], from: start + 1, for: id)
    }
  }

  /// Many lines in one statement.
  private func keep(_ lines: ArraySlice<(kind: String, line: ReportLine)>, from first: Int, for id: ID<CourseImport>) {
    var json = JSONWriter()
    json.openArray()
    for (number, (kind, line)) in zip(first..., lines) {
      json.openObject()
      json.key("number")
      json.number(number)
      for (key, text) in [("kind", kind), ("file", line.file), ("what", line.what), ("why", line.why)] {
        json.key(key)
        json.string(String(text.prefix(1_000)))
      }
      json.key("line")
      line.line.write(to: &json)
      json.closeObject()
    }
    json.closeArray()
    let list = JSONText(String(decoding: json.bytes, as: UTF8.self))
    later(
      .sqlite(
        """
        INSERT INTO course_import_lines (import_id, number, kind, file, line, what, why)
        SELECT \(id), value ->> '$.number', value ->> '$.kind', value ->> '$.file', value ->> '$.line',
          value ->> '$.what', value ->> '$.why'
        FROM json_each(\(list))
        """
      ).postgres(
        """
        INSERT INTO course_import_lines (import_id, number, kind, file, line, what, why)
        SELECT \(id), number, kind, file, line, what, why
        FROM jsonb_to_recordset(\(list)) AS rows(number bigint, kind text, file text, line bigint, what text, why text)
        """))
  }
}
