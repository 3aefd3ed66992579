internal import Essentials
internal import Markup

extension Mail {
  /// The message as it travels: headers, then text and HTML as alternatives, lines ended by CRLF.
  func message(from sender: MailAddress, at now: Instant) -> [UInt8] {
    let boundary = "=_\(id.text)"
    var lines = headerLines(from: sender, at: now)
    lines += ["MIME-Version: 1.0", "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"", ""]
    for (type, body) in [("text/plain", text), ("text/html", html.text)] {
      lines += [
        "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
      ]
      lines += QuotedPrintable.lines(of: body)
    }
    lines += ["--\(boundary)--", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private func headerLines(from sender: MailAddress, at now: Instant) -> [String] {
    var lines = [
      "Date: \(now.mailDate)", "From: \(HeaderText.address(sender))",
      "To: \(to.map(HeaderText.address).joined(separator: ",\r\n "))",
      "Message-ID: <\(id.text)@\(sender.domain)>", "Subject: \(HeaderText.unstructured(subject))",
      // Keeps out-of-office answers away (RFC 3834).
      "Auto-Submitted: auto-generated",
    ]
    if let replyTo { lines.append("Reply-To: \(HeaderText.address(replyTo))") }
    if let unsubscribe, unsubscribe.text.hasPrefix("https://") {
      lines += ["List-Unsubscribe: <\(unsubscribe.text)>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    }
    return lines + headers.map { "\($0.name): \(HeaderText.unstructured($0.value))" }
  }
}

extension Instant {
  /// RFC 5322 §3.3: `Sat, 21 Nov 2026 09:00:00 +0000`.
  fileprivate var mailDate: String {
    let time = civil
    let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.weekday]
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][time.month - 1]
    let clock = "\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2))"
    return "\(day), \(time.day.padded(2)) \(month) \(time.year.padded(4)) \(clock) +0000"
  }
}
