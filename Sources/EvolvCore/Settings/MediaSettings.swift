internal import Essentials
public import Payloads

/// How much people may bring in.
public struct MediaSettings: SettingsSection {
  public var imageMegabytes: Number<FileMegabytes>, videoMegabytes: Number<FileMegabytes>
  public var audioMegabytes: Number<FileMegabytes>, documentMegabytes: Number<FileMegabytes>
  public var personMegabytes: Number<QuotaMegabytes>, schoolMegabytes: Number<QuotaMegabytes>

  public static let name = "media"
  public static let standard = MediaSettings(
    imageMegabytes: .known(20), videoMegabytes: .known(2048), audioMegabytes: .known(200),
    documentMegabytes: .known(100), personMegabytes: .known(20_480), schoolMegabytes: .known(512_000))

  public static let shape = Shape(
    "MediaSettings", Self.init,
    Field("image_megabytes", \.imageMegabytes, "The largest picture"),
    Field("video_megabytes", \.videoMegabytes, "The largest video"),
    Field("audio_megabytes", \.audioMegabytes, "The largest sound"),
    Field("document_megabytes", \.documentMegabytes, "The largest document"),
    Field("person_megabytes", \.personMegabytes, "What one person may bring in altogether"),
    Field("school_megabytes", \.schoolMegabytes, "What all people may bring in altogether"))
}

public enum FileMegabytes: NumberRule { public static let range = 1...4096 }
public enum QuotaMegabytes: NumberRule { public static let range = 1...100_000_000 }

extension Number {
  /// A number of megabytes in bytes.
  public var megabytes: Int { value << 20 }
}
