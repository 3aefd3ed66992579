public import Markup

/// Words of a machine, as they were written: an error, the particulars of a job, a mail in plain text.
public struct LogText: Component {
  let text: String
  public init(_ text: String) { self.text = text }

  public var body: HTML { pre(.class("log-text"), .focusable) { text } }
}
