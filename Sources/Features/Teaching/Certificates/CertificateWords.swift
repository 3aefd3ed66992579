internal import Essentials
internal import EvolvCore

/// The words that a certificate has of itself, in each language of a school.
struct CertificateWords {
  let title: String, lead: String, body: String
  let instructor: String, completed: String, issued: String, number: String, check: String, revoked: String

  private init(_ list: [String]) {
    precondition(list.count == 9, "Every language has nine words.")
    title = list[0]
    lead = list[1]
    body = list[2]
    instructor = list[3]
    completed = list[4]
    issued = list[5]
    number = list[6]
    check = list[7]
    revoked = list[8]
  }

  init(_ language: GeneralSettings.Language) {
    self.init((Self.others[language] ?? Self.english).split(separator: "|").map(String.init))
  }

  private static let english = """
    Certificate of completion|This is to certify that|has completed the course {{ course }}.|\
    Instructor|Completed on|Issued on|Number|Check it at|Revoked on
    """

  private static let others: [GeneralSettings.Language: String] = [
    .arabic: """
    شهادة إتمام|تشهد {{ school }} بأن|قد أتمّ دورة {{ course }}.|المدرّس|تاريخ الإتمام|\
    تاريخ الإصدار|الرقم|للتحقق|أُلغيت في
    """,
    .german: """
    Zertifikat|Hiermit wird bestätigt, dass|den Kurs {{ course }} abgeschlossen hat.|Kursleitung|\
    Abgeschlossen am|Ausgestellt am|Nummer|Prüfen unter|Widerrufen am
    """,
    .spanish: """
    Certificado de finalización|Se certifica que|ha completado el curso {{ course }}.|Docente|\
    Completado el|Emitido el|Número|Verificar en|Revocado el
    """,
    .french: """
    Attestation de réussite|Il est certifié que|a terminé le cours {{ course }}.|Enseignant|\
    Terminé le|Délivré le|Numéro|À vérifier sur|Révoqué le
    """,
    .italian: """
    Attestato di completamento|Si certifica che|ha completato il corso {{ course }}.|Docente|\
    Completato il|Rilasciato il|Numero|Verifica su|Revocato il
    """,
    .dutch: """
    Certificaat|Hiermee wordt verklaard dat|de cursus {{ course }} heeft voltooid.|Docent|\
    Voltooid op|Uitgegeven op|Nummer|Te controleren op|Ingetrokken op
    """,
    .portuguese: """
    Certificado de conclusão|Certifica-se que|concluiu o curso {{ course }}.|Docente|Concluído em|\
    Emitido em|Número|Verificar em|Revogado em
    """,
    .turkish: """
    Tamamlama belgesi|Bu belge ile onaylanır ki|{{ course }} kursunu tamamlamıştır.|Eğitmen|\
    Tamamlanma tarihi|Veriliş tarihi|Numara|Doğrulama|İptal tarihi
    """,
  ]

  /// A day as the language writes it.
  static func day(_ instant: Instant, in language: GeneralSettings.Language) -> String {
    let civil = instant.civil
    let name = months(of: language)[civil.month - 1]
    return switch language {
    case .german: "\(civil.day). \(name) \(civil.year)"
    case .spanish, .portuguese: "\(civil.day) de \(name) de \(civil.year)"
    default: "\(civil.day) \(name) \(civil.year)"
    }
  }

  private static func months(of language: GeneralSettings.Language) -> [String] {
    let list =
      switch language {
      case .english: "January February March April May June July August September October November December"
      case .arabic: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
      case .german: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
      case .spanish: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
      case .french: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
      case .italian: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
      case .dutch: "januari februari maart april mei juni juli augustus september oktober november december"
      case .portuguese: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
      case .turkish: "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"
      }
    return list.split(separator: " ").map(String.init)
  }
}
