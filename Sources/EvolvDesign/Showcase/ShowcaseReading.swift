internal import Markup

struct ShowcaseReading: Component {
  var body: HTML {
    ShowcaseSection("Reading") {
      ReadingColumn {
        h2(.id("reading-how")) { "How the web works" }
        p {
          "The web is a conversation between two programs. One asks, the other answers, and "
          strong { "everything you see" }
          " is made of those answers. Read "
          a(href: nowhere) { "the lesson on requests" }
          " before you go on, or press "
          kbd { "→" }
          "."
        }
        h3(.id("reading-first")) { "A first page" }
        p {
          "Save this as "
          code { "index.html" }
          " and open it:"
        }
        pre {
          code {
            "<!doctype html>\n<title>Hello</title>\n<p>A page of my own, and a line that is long enough to need its own way of scrolling.</p>"
          }
        }
        ul {
          li { "A browser asks for the page." }
          li { "The server answers with text." }
          li { "The browser draws it." }
        }
        blockquote { p { "The best way to learn it is to build it, badly, and then again." } }
        Callout(.info, "Before you go on") { "Can you say in your own words what a request is?" }
        table {
          thead {
            tr {
              th(scope: .column) { "Method" }
              th(scope: .column) { "What it does" }
            }
          }
          tbody {
            tr {
              td { "GET" }
              td { "Reads, and changes nothing" }
            }
            tr {
              td { "POST" }
              td { "Changes something" }
            }
          }
        }
        details {
          summary { "Show the answer" }
          p { "A request is a question with an address." }
        }
        figure {
          Cover("how-the-web-works", hue: Hue(degrees: 195), family: .orbits)
          figcaption { "One asks, many answer." }
        }
      }
    }
  }
}
