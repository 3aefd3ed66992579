internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What a course holds, to be arranged: sections with their items, the order of the sections and the checklist beside them.
struct OutlineEditorPage: Page {
  let outline: CourseOutline
  let viewer: Viewer
  let csrf: String
  var draft = Draft()

  private var course: Course { outline.course }
  var thing: UUIDBits? { course.id.bits }
  private var isOpen: Bool { course.isOpenToChanges(by: viewer) }
  var title: String { "Outline · \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .outline)
    ClosedNotice(outline: outline, viewer: viewer)
    div(.class("with-side")) {
      div(.class("stack-wide")) {
        if outline.sections.isEmpty {
          EmptyState("Give it a first section", "Sections hold lessons, videos and materials, in the order you want.")
        }
        for section in outline.sections { SectionEditor(section: section, course: course, isOpen: isOpen, csrf: csrf) }
        if isOpen { newSection }
      }
      div(.class("stack-wide")) {
        if isOpen, outline.sections.count > 1 { order }
        if !course.isPublished {
          Card("Before people see it") {
            ChecklistView(checklist: CourseChecklist(outline))
          } actions: {
            Button("Publication", to: TeachRoutes.publication.path(course.slug), size: .small)
          }
        }
      }
    }
  }

  private var newSection: HTML {
    Card("New section") {
      DraftErrors(draft: draft)
      Form(OutlineRoutes.addSection.path(course.slug), csrf: csrf, .inline, label: "New section") {
        Field(
          "title", "Title", value: draft.value("title"), error: draft.error(of: "title"), .required.longest(255))
        Button("Add section", outline.sections.isEmpty ? .primary : .secondary, icon: .plus)
      }
    }.body
  }

  private var order: HTML {
    Card("Order of the sections") {
      SortableList(
        "Sections", action: OutlineRoutes.moveSection.path(course.slug), csrf: csrf,
        outline.sections.map { section in
          SortableList.Item(section.id.text, name: section.title) {
            a(href: section.anchor(in: course), .ownDirection) { section.title }
          }
        })
    }.body
  }
}

extension CourseSection {
  /// Its place on the page that arranges it.
  func anchor(in course: Course) -> Link { TeachRoutes.outline.path(course.slug).at("section-\(id.text)") }
}

/// One section: its name, its items in their order, and what can be added.
struct SectionEditor: Component {
  let section: CourseSection
  let course: Course
  let isOpen: Bool
  let csrf: String

  var body: HTML {
    Markup.section(.class("section-editor"), .id("section-\(section.id.text)")) {
      header(.class("row-apart")) {
        h2(.ownDirection) { section.title }
        if isOpen { tools }
      }
      if isOpen { rename }
      if !section.description.isEmpty { p(.class("soft"), .ownDirection) { section.description } }
      if isOpen { arranged } else { listed }
    }
  }

  private var arranged: HTML {
    div(.class("stack")) {
      SortableList(
        "Items of \(section.title)", action: OutlineRoutes.moveItem.path(section.id), csrf: csrf, group: "items",
        section.items.map { item in SortableList.Item(item.id.text, name: item.title) { ItemLine(item: item) } })
      div(.class("row")) {
        for kind in ItemKind.allCases {
          Button(
            kind.words, to: ItemRoutes.new.path(section.id, kind), icon: .plus, size: .small)
        }
      }
    }
  }

  private var listed: HTML {
    ol(.class("stack")) { for item in section.items { li { ItemLine(item: item) } } }
  }

  private var tools: HTML {
    Menu("More about \(section.title)") {
      MenuItem(
        "Remove section", posts: OutlineRoutes.removeSection.path(section.id), csrf: csrf, icon: .trash, isDanger: true,
        confirm: "Remove the section with everything in it?")
    }.body
  }

  private var rename: HTML {
    details(.class("section-rename")) {
      summary { "Rename or describe" }
      Form(OutlineRoutes.renameSection.path(section.id), csrf: csrf, label: "Rename \(section.title)") {
        // Ids stand once on a page, so these fields write their own labels.
        label(.class("field")) {
          span(.class("field-label")) { "Title" }
          input(.text, name: "title", .class("control"), .value(section.title), .required, .longest(255), .ownDirection)
        }
        label(.class("field")) {
          span(.class("field-label")) { "Description (optional)" }
          textarea(name: "description", .class("control"), .rows(2), .ownDirection) { section.description }
        }
        FormActions { Button("Save", size: .small) }
      }
    }
  }
}

/// One item in the workshop: what it is, its name, what is special about it.
struct ItemLine: Component {
  let item: CourseItem

  var body: HTML {
    span(.class("item-line")) {
      item.kind.mark.labelled(item.kind.words)
      a(href: ItemRoutes.edit.path(item.id), .ownDirection) { item.title }
      if item.isPreview { Badge("Preview", .accent) }
      if let minutes = item.minutes { span(.class("faint small numbers")) { "\(minutes) min" } }
    }
  }
}
