internal import Markup

/// The drawings of the empty states: a few quiet lines and one accent.
struct EmptyDrawing: Component {
  let drawing: EmptyState.Drawing

  var body: HTML {
    svg(width: 160, height: 100, .class("empty-drawing"), .width(160), .height(100)) {
      path("M16 86h128", .class("draw-line"))
      switch drawing {
      case .shelf: shelf
      case .search: search
      case .done: done
      case .people: people
      case .letters: letters
      case .locked: locked
      case .lost: lost
      }
    }
  }

  @HTMLBuilder private var shelf: HTML {
    rect(44, 36, width: 14, height: 50, corner: 3, .class("draw-wash"))
    rect(62, 26, width: 16, height: 60, corner: 3, .class("draw-accent"))
    rect(82, 42, width: 12, height: 44, corner: 3, .class("draw-wash"))
    path("M102 84l10-46 12 3-10 45", .class("draw-line"))
    path("M66 38h8M66 44h8", .class("draw-paper"))
  }
  @HTMLBuilder private var search: HTML {
    rect(36, 26, width: 62, height: 60, corner: 6, .class("draw-wash"))
    path("M48 42h38M48 54h24M48 66h30", .class("draw-line"))
    circle(104, 52, radius: 18, .class("draw-lens"))
    path("M117 66l14 14", .class("draw-accent-line"))
  }
  @HTMLBuilder private var done: HTML {
    circle(80, 48, radius: 30, .class("draw-wash"))
    path("M66 49l10 10 19-22", .class("draw-accent-line"))
    path("M34 34l6 4M124 30l-6 5M30 58h7M130 56h-7", .class("draw-line"))
  }
  @HTMLBuilder private var people: HTML {
    circle(58, 46, radius: 11, .class("draw-wash"))
    path("M38 86c2-16 9-24 20-24s18 8 20 24", .class("draw-wash"))
    circle(98, 40, radius: 13, .class("draw-accent"))
    path("M74 86c2-19 10-28 24-28s22 9 24 28", .class("draw-accent"))
  }
  @HTMLBuilder private var letters: HTML {
    rect(38, 30, width: 84, height: 56, corner: 6, .class("draw-wash"))
    path("M40 34l40 30 40-30", .class("draw-accent-line"))
  }
  @HTMLBuilder private var locked: HTML {
    rect(54, 46, width: 52, height: 40, corner: 7, .class("draw-wash"))
    path("M64 46V36a16 16 0 0 1 32 0v10", .class("draw-line"))
    circle(80, 64, radius: 5, .class("draw-accent"))
    path("M80 66v8", .class("draw-accent-line"))
  }
  @HTMLBuilder private var lost: HTML {
    path("M30 86c14-30 26-30 38-10s24 14 34-12 18-24 30-26", .class("draw-dashes"))
    circle(132, 36, radius: 6, .class("draw-accent"))
    circle(30, 82, radius: 4, .class("draw-wash"))
    path("M84 30v24M84 32h18l-5 6 5 6H84", .class("draw-line"))
  }
}
