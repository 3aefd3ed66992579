import Cryptography
import Testing

private let cheap = PasswordHasher(.bcrypt(cost: 4))

@Suite struct `Keeping passwords` {
  @Test(arguments: [HashAlgorithm.bcrypt(cost: 4), .argon2id(memoryKilobytes: 64, passes: 1, lanes: 1)])
  func `the right password opens, any other does not`(algorithm: HashAlgorithm) {
    let hasher = PasswordHasher(algorithm), hash = hasher.hash("Grüße-7-Wörter")
    #expect(hash != hasher.hash("Grüße-7-Wörter"))
    #expect(hasher.isValid("Grüße-7-Wörter", for: hash))
    for wrong in ["", "grüße-7-wörter", "Grüße-7-Wörter ", "Grüße-7-Wörte"] {
      #expect(!hasher.isValid(wrong, for: hash))
    }
  }

  @Test(arguments: [HashAlgorithm.bcrypt(cost: 4), .argon2id(memoryKilobytes: 64, passes: 1, lanes: 1)])
  func `the 128th character counts, and so does what follows a NUL`(algorithm: HashAlgorithm) {
    let hasher = PasswordHasher(algorithm), long = String(repeating: "é", count: 127)
    #expect(!hasher.isValid(long + "b", for: hasher.hash(long + "a")))
    #expect(!hasher.isValid("abc\u{0}x", for: hasher.hash("abc\u{0}y")))
  }

  @Test func `the standard is bcrypt of cost 12`() {
    #expect(PasswordHasher().hash("x").hasPrefix("h1$2b$12$"))
  }

  @Test func `a changed setting asks for a new hash, and the old one still opens`() {
    let bcrypt = cheap.hash("p"), argon = PasswordHasher(.argon2id(memoryKilobytes: 64, passes: 1, lanes: 1)).hash("p")
    #expect(!cheap.needsRehash(bcrypt) && cheap.needsRehash(argon) && PasswordHasher().needsRehash(bcrypt))
    #expect(PasswordHasher(.argon2id).needsRehash(bcrypt) && PasswordHasher(.argon2id).needsRehash(argon))
    #expect(cheap.isValid("p", for: argon) && PasswordHasher(.argon2id).isValid("p", for: bcrypt))
  }

  @Test func `a plain bcrypt hash of another program is understood and renewed`() {
    let known = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    #expect(cheap.isValid("U*U", for: known) && !cheap.isValid("U*V", for: known) && cheap.needsRehash(known))
  }

  @Test(arguments: [
    "", "h1", "h1$2b$04$", "$2b$04$short", "$argon2id$v=19$m=1,t=1,p=1$x", "$1$md5$x", "plain", "h1$1$salt$x", "*0",
    "*1",
  ])
  func `a damaged or foreign hash opens for nobody`(hash: String) {
    #expect(!cheap.isValid("plain", for: hash) && !cheap.isValid("", for: hash))
  }

  @Test func `input without end is refused before it costs anything`() {
    let endless = String(repeating: "a", count: 1025)
    #expect(!cheap.isValid(endless, for: cheap.hash(endless)))
    #expect(!cheap.isValidForNobody("x") && !cheap.isValidForNobody(endless))
  }
}

@Suite struct `Choosing a password` {
  @Test(arguments: ["Xk9#mP2$vL", "Blaue-Katze-42-Fenster", "Ünï-c0de-Straße", "T7\u{1F600}grmpf-Qx"])
  func `a good one has no fault`(password: String) { #expect(PasswordPolicy.standard.faults(in: password) == []) }

  @Test func `all faults are told at once`() {
    #expect(PasswordPolicy.standard.faults(in: "") == [.tooShort(8), .noUpperCase, .noLowerCase, .noDigit, .noSpecial])
    #expect(
      PasswordPolicy.standard.faults(in: "ada", names: ["Ada"]) == [
        .tooShort(8), .noUpperCase, .noDigit, .noSpecial, .personal,
      ])
    #expect(PasswordPolicy.standard.faults(in: String(repeating: "aB1!", count: 33)) == [.tooLong(128)])
    #expect(PasswordPolicy.standard.faults(in: "password1") == [.noUpperCase, .noSpecial, .common])
  }

  @Test(arguments: [
    "Password1!", "P4ssw0rd!", "Qwerty123!", "Summer2026!", "Welcome-1", "L3tm31n!!", "Aa1!Aa1!", "4Dmin-2026",
    "drowssaP1!", "Iloveyou1!", "Abcdefgh1!",
  ])
  func `what attackers try first is common`(password: String) {
    #expect(PasswordPolicy.standard.faults(in: password) == [.common])
  }

  @Test(arguments: ["Lovelace-7-Engine", "x9L0v3lace#q", "Ada.King-77-vbX", "7-Evolving-schule-X", "C0untess.Qx-4"])
  func `neither name nor address may stand in it`(password: String) {
    let faults = PasswordPolicy.standard.faults(
      in: password, names: ["Ada Lovelace", "countess"], email: "ada.king@schule.example")
    #expect(faults == [.personal])
  }

  @Test func `a short name or the address's ending does not get in the way`() {
    #expect(PasswordPolicy.standard.faults(in: "Kli-9-comorg-Xq", names: ["Li", ""], email: "jo@ab.com") == [])
  }

  @Test func `the ASVS profile asks for length and no composition`() {
    #expect(PasswordPolicy.asvs.faults(in: "correct horse battery staple") == [])
    #expect(PasswordPolicy.asvs.faults(in: "short words") == [.tooShort(12)])
    #expect(PasswordPolicy.asvs.faults(in: "qwertyuiop12") == [.common])
  }

  @Test func `checking from many threads at once holds`() async {
    await withTaskGroup { group in
      for number in 0..<8 {
        group.addTask {
          for turn in 0..<50 {
            #expect(
              CommonPasswords.contains(turn % 2 == 0 ? "Sunflower\(number)" : "Xk9#mP2$vL\(number)") == (turn % 2 == 0))
          }
        }
      }
    }
  }

  @Test func `messages and codes say what is right`() {
    #expect(
      PasswordFault.tooShort(8).message == "must have at least 8 characters"
        && PasswordFault.common.code == "password_common")
  }
}
