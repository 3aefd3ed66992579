public import Essentials

// The elements that pages consist of, with one or two attributes: the same as in `Elements`, without a list that is made
// and thrown away for each of them. The compiler takes these where they fit.

public func section(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("section", attribute, [], content: content)
}
public func div(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("div", attribute, [], content: content)
}
public func span(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("span", attribute, [], content: content)
}
public func p(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("p", attribute, [], content: content)
}
public func ul(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("ul", attribute, [], content: content)
}
public func li(_ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("li", attribute, [], content: content)
}
public func span(_ one: Attribute, _ two: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("span", one, two, content: content)
}
public func a(href: Link, @HTMLBuilder content: () -> HTML) -> HTML {
  element("a", Attribute("href", href.text), [], content: content)
}
public func a(href: Link, _ attribute: Attribute, @HTMLBuilder content: () -> HTML) -> HTML {
  element("a", Attribute("href", href.text), attribute, content: content)
}
public func path(_ data: DrawnText, _ attribute: Attribute) -> HTML {
  element("path", Attribute("d", data.text, isPlain: true), attribute) {}
}

private func element(
  _ name: StaticString, _ one: Attribute, _ two: Attribute, @HTMLBuilder content: () -> HTML
) -> HTML {
  var html = content()
  html.wrap(in: name, one, and: two, [])
  return html
}
