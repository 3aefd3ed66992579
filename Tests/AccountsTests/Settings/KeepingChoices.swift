import EvolvCore
import Payloads
import Testing

/// What a school chose stays, whatever program wrote it.
@Suite struct `Keeping choices` {
  @Test func `what an older program did not know is taken from the standard`() {
    let kept = GeneralSettings.restored(from: #"{"school_name":"Harbor School"}"#)
    #expect(kept.schoolName.text == "Harbor School")
    #expect(kept.language == GeneralSettings.standard.language && kept.registrationIsOpen)
  }

  @Test func `what no longer holds falls back alone`() {
    let kept = GeneralSettings.restored(from: #"{"school_name":"Harbor School","language":"xx","gone":true}"#)
    #expect(kept.schoolName.text == "Harbor School")
    #expect(kept.language == GeneralSettings.standard.language)
  }

  @Test(arguments: ["", "[]", "null", "{"]) func `what is no section is the standard`(text: String) {
    #expect(GeneralSettings.restored(from: text) == .standard)
  }

  @Test func `a reader that was overtaken changes nothing`() {
    let snapshot = SettingsSnapshot()
    func kept(_ name: String, _ version: Int) -> SettingsSnapshot.Kept {
      SettingsSnapshot.Kept(section: "general", text: #"{"school_name":"\#(name)"}"#, version: version)
    }
    snapshot.take([kept("New", 2)])
    snapshot.take([kept("Old", 1)])
    #expect(snapshot.value(GeneralSettings.self).schoolName.text == "New")
    snapshot.take([kept("Newest", 3)])
    #expect(snapshot.value(GeneralSettings.self).schoolName.text == "Newest")
  }
}
