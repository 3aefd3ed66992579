internal import Markup

struct ShowcaseCards: Component {
  var body: HTML {
    ShowcaseSection("Cards, covers, people") {
      CardGrid {
        MediaCard(
          "Foundations of the web", to: nowhere,
          cover: Cover("foundations", hue: Hue(degrees: 210), family: .waves).body,
          eyebrow: "Programming", summary: "From the first page to the first program, one small step at a time.",
          meta: [.init("58 lessons", .book), .init("40 h", .clock), .init("Free")])
        MediaCard(
          "Typography for screens", to: nowhere,
          cover: Cover("typography", hue: Hue(degrees: 30), family: .letter).body,
          eyebrow: "Design", summary: "Letters, lines and space.", meta: [.init("12 lessons", .book), .init("€ 49")],
          badge: Badge("New", .accent))
        MediaCard(
          "Gardens in dry places", to: nowhere, cover: Cover("gardens", hue: Hue(degrees: 150), family: .leaves).body,
          eyebrow: "Living", meta: [.init("9 lessons", .book)], progress: (4, 9))
        MediaCard(
          "أساسيات الرياضيات: من العدّ إلى التفاضل والتكامل لمن نسي كل شيء", to: nowhere,
          cover: Cover("math", hue: Hue(degrees: 285), family: .grid).body, eyebrow: "Mathematics",
          meta: [.init("31 lessons", .book)], progress: (31, 31), badge: Badge("Done", .good, icon: .check))
        MediaCard(
          "How the planets move", to: nowhere, cover: Cover("planets", hue: Hue(degrees: 255), family: .orbits).body,
          eyebrow: "Science", meta: [.init("20 lessons", .book)])
      }
      div(.class("split")) {
        Card("People") {
          div(.class("stack")) {
            PersonLine("Ada Lovelace", note: "Director", to: nowhere)
            PersonLine("محمد الفاسي", note: "Teacher of mathematics")
            PersonLine("Mia", note: "Last seen 2 hours ago")
          }
        } actions: {
          Button("Invite", to: nowhere, size: .small)
        }
        Card("How far you are") {
          div(.class("stack")) {
            div(.class("row")) {
              ProgressRing(done: 0, of: 58, unit: "lessons")
              ProgressRing(done: 12, of: 58, unit: "lessons")
              ProgressRing(done: 58, of: 58, unit: "lessons")
            }
            ProgressBar(done: 12, of: 58, unit: "lessons")
            ProgressBar(done: 58, of: 58, unit: "lessons")
          }
        }
      }
      StatRow {
        Stat("Learners", "1,284", note: "+32 this week", tone: .good, icon: .people)
        Stat("Courses", "46", note: "3 wait for approval", icon: .book)
        Stat("Finished", "61 %", note: "−4 since October", tone: .bad, icon: .award)
        Stat("Live now", "2", icon: .film)
      }
    }
  }
}
