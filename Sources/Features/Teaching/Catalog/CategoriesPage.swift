internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// The tree of subjects, to be arranged.
struct CategoriesPage: Page {
  let tree: CategoryTree
  let draft: Draft
  let csrf: String

  var title: String { "Subjects" }

  var body: HTML {
    PageHeader("Subjects", lead: "What courses are filed under, in the order that visitors see.")
    div(.class("with-side")) {
      if tree.roots.isEmpty {
        EmptyState("Begin with one subject", "Courses can be filed under it, and subjects can stand below it.")
      } else {
        ul(.class("category-tree")) { for line in tree.flattened { row(line.branch, line.depth) } }
      }
      newCategory
    }
  }

  private func row(_ branch: CategoryBranch, _ depth: Int) -> HTML {
    let category = branch.category, siblings = tree.children(of: category.parentID)
    let place = (siblings.firstIndex { $0.id == category.id } ?? 0) + 1
    return li(.class("category-row depth-\(depth)")) {
      span(.class("category-color \(Hue(degrees: category.hue).name)"), .aria("hidden", "true")) {}
      a(href: CategoryRoutes.edit.path(category.id), .ownDirection, .class("grow")) { category.name }
      if category.isArchived { Badge("Archived", icon: .folder) }
      Form(CategoryRoutes.place.path(category.id), csrf: csrf, .plain) {
        div(.class("sortable-moves")) {
          move("Move \(category.name) up", .arrowUp, to: place - 1, isPossible: place > 1)
          move("Move \(category.name) down", .arrowDown, to: place + 1, isPossible: place < siblings.count)
        }
      }
    }
  }

  private func move(_ label: String, _ icon: Icon, to place: Int, isPossible: Bool) -> Button {
    Button(
      label, .quiet, icon: icon, size: .small, name: "position", value: String(place), isIconOnly: true,
      isDisabled: !isPossible)
  }

  private var newCategory: HTML {
    Card("New subject") {
      DraftErrors(draft: draft)
      Form(CategoryRoutes.add.path(), csrf: csrf) {
        Field(
          "name", "Name", value: draft.value("name"), error: draft.error(of: "name"), .required.longest(100))
        Field(
          "parent_id", "Below", .select([Choice("", "Nothing: at the top")] + tree.choices()),
          value: draft.value("parent_id"), error: draft.error(of: "parent_id"))
        FormActions { Button("Add subject", .primary, icon: .plus) }
      }
    }.body
  }
}

/// One subject: its name, place and color.
struct CategoryPage: Page {
  let category: Category
  let tree: CategoryTree
  let draft: Draft
  let csrf: String

  var title: String { category.name }
  var thing: UUIDBits? { category.id.bits }

  var body: HTML {
    PageHeader(category.name, crumbs: Breadcrumbs([(label: "Subjects", link: CategoryRoutes.list.path())])) {
      Menu {
        MenuItem(
          "Delete or archive", posts: CategoryRoutes.remove.path(category.id), csrf: csrf, icon: .trash, isDanger: true,
          confirm: "Delete the subject? One with courses or subjects below it is archived.")
      }
    }
    div(.class("narrow")) {
      DraftErrors(draft: draft)
      Form(CategoryRoutes.save.path(category.id), csrf: csrf) {
        field("name", "Name", .text, .required.longest(100))
        field("description", "Description", .area(rows: 4), .optional, help: "Stands above its courses.")
        field(
          "parent_id", "Below",
          .select(
            [Choice("", "Nothing: at the top")]
              + tree.choices(keeping: category.parentID).filter { $0.value != category.id.text }))
        HueChoice(
          "hue", "Color", selected: Int(draft.value("hue")).map { Hue(degrees: $0) },
          help: "Of its courses' pictures.", error: draft.error(of: "hue"))
        Checkbox("is_active", "Courses can be filed under it", isChecked: draft.value("is_active") == "true")
        FormActions {
          Button("Save subject", .primary, busy: "Saving")
          Button("Cancel", to: CategoryRoutes.list.path(), .quiet)
        }
      }
    }
  }

  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions = FieldOptions(), help: String? = nil
  ) -> Field {
    Field(name, label, control, value: draft.value(name), help: help, error: draft.error(of: name), options)
  }
}
