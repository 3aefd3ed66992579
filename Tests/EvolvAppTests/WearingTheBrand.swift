import EvolvApp
import EvolvCore
import EvolvDesign
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// Colors and pictures of the school, on every page from the moment they are chosen.
@Suite(.school) struct `Wearing the brand` {
  let school = School.current

  private func sheet(of page: String) -> String? {
    page.firstMatch(of: /href="(\/branding\.css\?v=[a-z0-9]+)"/).map { String($0.output.1) }
  }

  @Test func `colors come as a stylesheet of their own that is kept for ever`() async throws {
    #expect(sheet(of: try await school.get("/").text) == nil)
    let saved = try await school.post(
      "/admin/settings/branding", form: ["has_primary": "true", "primary": "#0a7d3c", "accent": "#cc5500"], as: .ada)
    #expect(saved.status == 303)
    let page = try await school.get("/")
    let link = try #require(sheet(of: page.text))
    #expect(!page.text.contains("style=\""))
    let css = try await school.get(link)
    #expect(
      css.header("content-type") == "text/css; charset=utf-8"
        && css.header("cache-control")?.contains("immutable") == true)
    #expect(css.text.contains("--accent: light-dark(#0a7d3c, #") && css.text.contains(":root"))
    // A version that is not there now is answered and not kept.
    #expect(try await school.get("/branding.css?v=old").header("cache-control") == "no-cache")
    _ = try await school.call(.patch, "/api/v1/settings/branding", json: ##"{"accent":"#cc5500"}"##, as: .ada)
    let other = try #require(sheet(of: try await school.get("/").text))
    #expect(other != link)
    #expect(try await school.get(other).text.contains("--highlight: light-dark("))
    _ = try await school.call(.patch, "/api/v1/settings/branding", json: #"{"primary":null,"accent":null}"#, as: .ada)
    #expect(sheet(of: try await school.get("/login").text) == nil)
  }

  @Test func `a preview shows colors that nobody else sees yet`() async throws {
    let css = try await school.get("/admin/settings/branding/preview.css?primary=%23ffee00", as: .ada)
    #expect(css.status == 200 && css.text.contains(".brand-preview") && !css.text.contains("#ffee00"))
    #expect(try await school.get("/admin/settings/branding/preview.css?primary=red;}body{", as: .ada).status == 422)
    #expect(try await school.get("/admin/settings/branding/preview.css?primary=%23ffee00", as: .mia).status == 403)
  }

  @Test func `a logo stands on every page and in mails, and goes again`() async throws {
    let sent = try await school.upload(
      .picture(width: 120, height: 40), to: "/admin/settings/branding/logo", as: .ada)
    #expect(sent.status == 303, "\(sent.text)")
    let page = try await school.get("/login").text
    let link = try #require(page.firstMatch(of: /src="(\/branding\/logo\?v=[0-9a-f]{12})"/).map { String($0.output.1) })
    let picture = try await school.get(link)
    #expect(picture.status == 200 && picture.header("content-type") == "image/png")
    #expect(picture.header("cache-control")?.contains("immutable") == true)
    _ = try await school.call(
      .post, "/api/v1/auth/register",
      json: #"{"first_name":"Nora","last_name":"Lind","email":"nora@example.org","password":"\#(School.password)"}"#)
    try await school.doJobs()
    #expect(try #require(try school.mails(to: "nora@example.org").last).html.contains(link))
    #expect(try await school.call(.delete, "/api/v1/settings/branding/logo", as: .ada).status == 204)
    #expect(try await !school.get("/login").text.contains("/branding/logo"))
    #expect(try await school.get(link).status == 404)
  }

  @Test func `takes pictures only, small ones, from who may`() async throws {
    let target = "/admin/settings/branding/icon"
    #expect(try await school.upload(SentFile("logo.svg", "<svg onload='x()'/>"), to: target, as: .ada).status == 422)
    #expect(try await school.upload(.document(), to: target, as: .ada).status == 422)
    #expect(try await school.upload(.picture(width: 9000, height: 10), to: target, as: .ada).status == 422)
    #expect(try await school.upload(nil, to: target, as: .ada).status == 422)
    #expect(try await school.upload(.picture(), to: target, as: .mia).status == 403)
    #expect(try await school.upload(.picture(), to: "/admin/settings/branding/banner", as: .ada).status == 404)
    #expect(try await school.get("/branding/icon").status == 404)
  }

  @Test func `whatever color a school has, everyone can read it`() async throws {
    let mixed = stride(from: 0, to: 256, by: 51).flatMap { red in
      stride(from: 0, to: 256, by: 51).flatMap { green in
        stride(from: 0, to: 256, by: 51).map { HexColor(red: UInt8(red), green: UInt8(green), blue: UInt8($0)) }
      }
    }
    let white = HexColor(red: 255, green: 255, blue: 255)
    for chosen in mixed {
      let color = BrandColor(chosen)
      let pairs = [
        (color.light.plain, white), (color.light.plain, color.light.wash), (color.light.hover, color.light.ink),
        (color.light.plain, color.light.ink), (color.dark.plain, color.dark.wash), (color.dark.plain, color.dark.ink),
        (color.dark.hover, color.dark.ink),
      ]
      for (words, ground) in pairs {
        #expect(words.contrast(with: ground) >= 4.5, "\(chosen.text): \(words.text) on \(ground.text)")
      }
    }
    // What can be read as it is stays as it is.
    for text in ["#0a7d3c", "#2f4fb3", "#7a1f5c", "#000000"] {
      let chosen = try #require(HexColor(text))
      #expect(BrandColor(chosen).isUnchanged)
    }
    #expect(HexColor("#12345g") == nil && HexColor("123456") == nil && HexColor("#-12345") == nil)
  }
}
