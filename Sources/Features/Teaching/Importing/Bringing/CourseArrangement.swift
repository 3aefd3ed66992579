internal import Essentials

/// The sections of a course and the items of each, in the order that an import gives them: that of the folder; what was
/// written here stays behind what it stood behind.
struct CourseArrangement: Equatable {
  private let sections: [ID<CourseSection>: Int], items: [ID<CourseItem>: Int]
  /// Whether anything stands elsewhere than before.
  let isOther: Bool

  init(_ plan: CoursePlan) {
    let heldSections = plan.known?.sections.map(\.section.id) ?? []
    let order = plan.sections.map(\.id).merged(with: heldSections)
    var planned: [ID<CourseSection>: [ID<CourseItem>]] = [:], items: [ID<CourseItem>: Int] = [:]
    for item in plan.items { planned[item.section, default: []].append(item.id) }
    let placed = Set(plan.items.map(\.id))
    var isOther = order != heldSections
    for section in order {
      let before = plan.known?.items(of: section).map(\.item.id) ?? []
      let own = planned[section] ?? []
      let after = own.merged(with: before.filter { !placed.contains($0) || own.contains($0) })
      if after != before { isOther = true }
      for (index, item) in after.enumerated() { items[item] = index + 1 }
    }
    self.sections = Dictionary(zip(order, 1...)) { first, _ in first }
    self.items = items
    self.isOther = isOther
  }

  /// From 1.
  func place(of section: ID<CourseSection>) -> Int? { sections[section] }
  func place(of item: ID<CourseItem>) -> Int? { items[item] }
}

extension Array where Element: Hashable {
  /// These in their order, and between them those of `others` that are not among them, each behind what it stood behind.
  func merged(with others: [Element]) -> [Element] {
    var order = self
    let own = Set(self)
    for (index, other) in others.enumerated() where !own.contains(other) {
      let place = index == 0 ? 0 : (order.firstIndex(of: others[index - 1]).map { $0 + 1 } ?? order.count)
      order.insert(other, at: place)
    }
    return order
  }
}
