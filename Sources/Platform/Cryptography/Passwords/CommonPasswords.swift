internal import CPasswords
internal import Glibc
internal import Synchronization

/// Passwords that attackers try first: the words of cracklib's dictionary in any simple disguise, and the stems of
/// the lists that leaked from large sites.
public enum CommonPasswords {
  /// Where Debian's cracklib-runtime keeps its dictionary.
  static let dictionary = "/var/cache/cracklib/cracklib_dict"

  /// Whether the dictionary is installed; without it only the short list of stems is checked.
  public static let hasDictionary = ["pwd", "pwi", "hwm"].allSatisfy { unsafe access("\(dictionary).\($0)", R_OK) == 0 }

  public static func contains(_ password: String) -> Bool {
    password.stems.contains(where: stems.contains) || isInDictionary(password)
  }

  /// cracklib keeps the dictionary in static variables and ends the process when it is missing: hence lock and check.
  private static func isInDictionary(_ password: String) -> Bool {
    guard hasDictionary, password.utf8.count < 1000 else { return false }
    let text = password.replacing("\0", with: " ")
    // The user's name is checked by the policy; cracklib is given one that no password contains.
    return gate.withLock { _ in unsafe FascistCheckUser(text, dictionary, "\u{1}\u{2}\u{3}", nil) != nil }
  }
  private static let gate = Mutex<Void>(())

  /// Frequent stems of leaked passwords that are no dictionary words; digits and signs around them are ignored.
  private static let stems: Set<String> = Set(
    """
    passwort motdepasse contrasena password passw passwd pass admin administrator adminadmin root toor user guest test testtest demo \
    welcome welcometo letmein letmeinnow changeme changethis default secret topsecret mysecret login logmein access master superuser \
    iloveyou iloveu loveyou lovely loveme princess sunshine shadow monkey dragon football baseball basketball soccer hockey superman \
    batman spiderman starwars pokemon naruto minecraft fortnite trustno trustnoone whatever freedom qwerty qwertyuiop qwertyui qwert \
    qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc wasd poiuyt \
    lkjhgf mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa aaaa aaaaaa xxxxxx zzzzzz hello helloworld hallo bonjour salut \
    charlie michael jordan jennifer ashley jessica daniel thomas nicole hunter hunting ranger buster tigger killer summer winter \
    spring autumn monday friday january december cheese cookie banana chocolate computer internet google facebook youtube instagram \
    school student teacher evolv evolvschool university college academy
    """.split(separator: " ").map { String($0).plain })
}

extension String {
  /// What is left when digits and signs around it are taken off and disguises undone: `P4ssw0rd!`, `4dmin2026`.
  fileprivate var stems: [String] {
    let front = String(reversed().drop { !$0.isLetter }.reversed())
    return [front.plain, String(front.drop { !$0.isLetter }).plain]
  }
}
