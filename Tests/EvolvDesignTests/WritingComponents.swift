import Essentials
import EvolvDesign
import Markup
import Testing

@Suite struct `Writing components` {
  let here = Link(path: "/x")

  @Test func `a form carries its token`() {
    let form = Form(here, csrf: "t<") { Button("Save", .primary) }
    #expect(
      form.body.text == """
        <form method="post" action="/x" class="form"><input type="hidden" name="csrf" value="t&lt;">\
        <button type="submit" class="button button-primary"><span>Save</span></button></form>
        """)
  }

  @Test func `a field keeps the answer and says what is wrong`() {
    let field = Field(
      "mail", "E-mail", .email, value: "a\"b", help: "For the receipt.", error: "Enter an address",
      .autocomplete(.email).required)
    let text = field.body.text
    #expect(text.contains(#"<label for="field-mail" class="field-label">E-mail</label>"#))
    #expect(text.contains(#"value="a&quot;b""#))
    #expect(text.contains(#"aria-describedby="field-mail-error field-mail-help""#))
    #expect(
      text.contains(#"aria-invalid="true""#) && text.contains(#"autocomplete="email""#) && text.contains(" required"))
    #expect(text.contains(#"<span>Enter an address</span>"#))
  }

  @Test func `every kind of field has a label that leads to it`() {
    let kinds: [Control] = [
      .text, .email, .password, .search, .url, .tel, .date, .time, .dateTime, .number(min: 1, max: 3), .area(rows: 9),
      .select([Choice("a", "A")]), .file(accept: "image/*", multiple: true),
    ]
    for kind in kinds {
      let text = Field("it", "It", kind).body.text
      #expect(
        text.contains(#"<label for="field-it""#) && text.contains(#"id="field-it""#) && text.contains(#"name="it""#))
    }
  }

  @Test func `a password is never written back`() {
    #expect(!Field("secret", "Password", .password, value: "hunter2").body.text.contains("hunter2"))
  }

  @Test func `the summary of errors leads to the fields`() {
    let text = ErrorSummary([("mail", "Enter <an> address"), (nil, "Try later")]).body.text
    #expect(
      text.contains(##"<a href="#field-mail">Enter &lt;an&gt; address</a>"##) && text.contains("<li>Try later</li>"))
    #expect(ErrorSummary([]).body.text.isEmpty)
  }

  @Test func `one answer of a group is chosen`() {
    let group = ChoiceGroup("who", "Who", [Choice("a", "All"), Choice("n", "None")], selected: "n").body.text
    #expect(group.contains(#"<legend>Who</legend>"#))
    #expect(group.contains(#"type="radio" name="who" id="field-who" value="a">"#))
    #expect(group.contains(#"id="field-who-1" value="n" checked>"#))
  }

  @Test func `a table repeats its headings for phones`() {
    let table = Table("Courses", [("Clay", 3)]) {
      Column("Course", .name, sort: Sort(here, .ascending)) { $0.0 }
      Column("Learners", .number) { "\($0.1)" }
      Column("Actions", .actions) { _ in "…" }
    }
    let text = table.body.text
    #expect(text.contains(#"<caption class="hidden-text">Courses</caption>"#))
    #expect(text.contains(#"<th scope="col" class="cell-name" aria-sort="ascending">"#))
    #expect(
      text.contains(
        #"<th scope="row" class="cell-name">Clay</th><td class="cell-number" data-heading="Learners">3</td>"#))
  }

  @Test func `a work list asks about each row by its name`() {
    let list = WorkList(
      "People", ["Mia", "Leo"], action: here, csrf: "t", key: { "id-\($0)" }, name: { $0 },
      bulk: [BulkAction("approve", "Approve")]
    ) { Column("Name", .name) { $0 } }
    let text = list.body.text
    #expect(text.contains(#"name="selected" value="id-Mia"><span class="hidden-text">Choose Mia</span>"#))
    #expect(text.contains(#"name="action" value="approve""#))
  }

  @Test func `a list is sorted by plain forms`() {
    let text = SortableList(
      "Lessons", action: here, csrf: "t", ["a", "b"].map { name in .init(name, name: name) { name } }
    )
    .body.text
    #expect(text.contains(#"name="position" value="-1" data-move="up" disabled>"#))
    #expect(text.contains(#"name="position" value="1" data-move="down">"#))
    #expect(text.contains(#"aria-label="Move b up""#))
  }

  @Test func `progress is said in words`() {
    let bar = ProgressBar(done: 12, of: 58, unit: "lessons").body.text
    #expect(
      bar.contains(#"value="12" max="58" aria-label="12 of 58 lessons""#) && bar.contains(">12 of 58 lessons</span>"))
    #expect(ProgressRing(done: 3, of: 0, unit: "lessons").body.text.contains("0%"))
    #expect(ProgressRing(done: 29, of: 58, unit: "lessons").body.text.contains("50%"))
  }

  @Test func `every chart keeps its table behind it`() {
    let points = [ChartPoint("Free", 2), ChartPoint("Paid", 1.5, "1½")]
    let charts = [
      Bars("Ways in", headings: ("Way", "People"), points).body,
      Line("Ways in", headings: ("Way", "People"), points).body,
      Donut("Ways in", headings: ("Way", "People"), center: "3", points).body,
    ]
    for chart in charts {
      #expect(
        chart.text.contains(
          #"<th scope="row" class="cell-name">Paid</th><td class="cell-number" data-heading="People">1½</td>"#))
    }
    #expect(Bars("None", headings: ("A", "B"), []).body.text.contains("<figure"))
    #expect(Line("None", headings: ("A", "B"), []).body.text.contains("<figure"))
  }

  @Test func `a cover is always the same, and every family draws`() {
    #expect(Cover("foundations").body == Cover("foundations").body)
    #expect(Cover("foundations").body != Cover("gardens").body)
    for family in Cover.Family.allCases {
      let text = Cover("x<y", family: family, letter: "<").body.text
      #expect(text.utf8.count < 4_000 && !text.contains("<<"))
    }
  }

  @Test func `every icon has lines of its own`() {
    let drawings = Icon.allCases.map { $0.body.text }
    #expect(Set(drawings).count == drawings.count)
    #expect(drawings.allSatisfy { $0.contains(#"aria-hidden="true""#) && !$0.contains(#"d="""#) })
    #expect(Icon.close.labelled("Close").text.contains(#"role="img" aria-label="Close""#))
  }

  @Test func `initials are of the first and the last name`() {
    #expect(Monogram(name: "Ada King Lovelace").body.text.contains(">AL<"))
    #expect(Monogram(name: "mia").body.text.contains(">M<"))
    #expect(Monogram(name: "").body.text.contains("></span>"))
  }

  @Test func `the outline says how one stands`() {
    let outline = Outline([
      .init(
        "One", note: "1 of 2", [.init("Start", to: here, .done, isCurrent: true), .init("Later", to: nil, .locked)])
    ])
    let text = outline.body.text
    #expect(text.contains(#"<a href="/x" class="outline-item state-done" aria-current="page">"#))
    #expect(
      text.contains(" (done)") && text.contains(#"<div class="outline-item state-locked">"#)
        && text.contains(" (locked)"))
  }

  @Test func `how lessons look survives a bad cookie`() {
    #expect(ReadingStyle(cookie: "sans-large") == ReadingStyle(typeface: .sans, size: .large))
    #expect(ReadingStyle(cookie: "<script>-9") == ReadingStyle())
    #expect(ReadingStyle(cookie: nil) == ReadingStyle())
  }
}
