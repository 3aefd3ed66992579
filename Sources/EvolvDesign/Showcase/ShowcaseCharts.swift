internal import Markup

struct ShowcaseCharts: Component {
  private let weeks = [12.0, 18, 15, 22, 30, 28, 41, 38, 46, 44, 57, 63]

  var body: HTML {
    ShowcaseSection("Charts") {
      div(.class("split")) {
        Card {
          Line(
            "Lessons finished per week", message: "Five times as many as in September.", headings: ("Week", "Lessons"),
            weeks.enumerated().map { ChartPoint("Week \($0.offset + 36)", $0.element) })
        }
        Card {
          Bars(
            "Learners by course", message: "Foundations brings most people in.", headings: ("Course", "Learners"),
            [
              ChartPoint("Foundations", 1284, "1,284"), ChartPoint("Typography", 340), ChartPoint("Gardens", 122),
              ChartPoint("أساسيات الرياضيات", 64),
            ])
        }
        Card {
          Donut(
            "How people got in", headings: ("Way", "People"), center: "420",
            [
              ChartPoint("Free", 210), ChartPoint("Access code", 120), ChartPoint("Paid", 66),
              ChartPoint("By staff", 24),
            ])
        }
        Card {
          Heatmap(
            "When people learn", message: "Tuesday evenings are busiest.", rowsAre: "Day",
            rows: ["Mon", "Tue", "Wed", "Thu", "Fri"],
            columns: ["8", "", "", "", "12", "", "", "", "16", "", "", "", "20", ""],
            (0..<5).map { row in (0..<14).map { column in Double((row * 7 + column * column * 3) % 23) } })
        }
      }
    }
  }
}
