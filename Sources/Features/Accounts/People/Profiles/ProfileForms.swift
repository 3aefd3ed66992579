internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A change of a profile asked for by the API: what is left out stays, null takes away.
struct ProfileChange: Payload {
  var phone: Change<PhoneText> = .keep, gender: Change<Text<Words>> = .keep
  var dateOfBirth: Change<CalendarDay> = .keep, bio: Change<Text<Bio>> = .keep
  var address: Change<Text<Words>> = .keep, city: Change<Text<Words>> = .keep
  var postalCode: Change<Text<PostalCode>> = .keep, country: Change<CountryCode> = .keep
  var language: Change<LanguageCode> = .keep, links: Change<[PageAddress]> = .keep
  var educationLevel: Change<Text<Words>> = .keep, specialization: Change<Text<Words>> = .keep
  var qualification: Change<Text<Bio>> = .keep, experienceYears: Change<Number<Years>> = .keep
  var emergencyName: Change<Text<Words>> = .keep, emergencyPhone: Change<PhoneText> = .keep

  static let shape: Shape<ProfileChange> = shape(named: "ProfileFields")

  /// The fields under the name of the whole that they are a part of.
  static func shape(named name: String) -> Shape<ProfileChange> {
    Shape(
      name,
      Self.init(
        phone:gender:dateOfBirth:bio:address:city:postalCode:country:language:links:educationLevel:specialization:
        qualification:experienceYears:emergencyName:emergencyPhone:),
      Field("phone", \.phone), Field("gender", \.gender), Field("date_of_birth", \.dateOfBirth), Field("bio", \.bio),
      Field("address", \.address), Field("city", \.city), Field("postal_code", \.postalCode),
      Field("country", \.country), Field("language", \.language), Field("links", \.links),
      Field("education_level", \.educationLevel), Field("specialization", \.specialization),
      Field("qualification", \.qualification), Field("experience_years", \.experienceYears),
      Field("emergency_contact_name", \.emergencyName), Field("emergency_contact_phone", \.emergencyPhone))
  }

  func applied(to old: Profile) -> Profile {
    Profile(
      phone: phone.applied(to: old.phone), gender: gender.applied(to: old.gender),
      dateOfBirth: dateOfBirth.applied(to: old.dateOfBirth), bio: bio.applied(to: old.bio),
      address: address.applied(to: old.address), city: city.applied(to: old.city),
      postalCode: postalCode.applied(to: old.postalCode), country: country.applied(to: old.country),
      language: language.applied(to: old.language), links: links.applied(to: old.links) ?? [],
      educationLevel: educationLevel.applied(to: old.educationLevel),
      specialization: specialization.applied(to: old.specialization),
      qualification: qualification.applied(to: old.qualification),
      experienceYears: experienceYears.applied(to: old.experienceYears),
      emergencyName: emergencyName.applied(to: old.emergencyName),
      emergencyPhone: emergencyPhone.applied(to: old.emergencyPhone))
  }
}

/// What someone changes of their own account and profile in one call.
struct OwnProfilePatch: Payload {
  let account: ProfilePatch, profile: ProfileChange
  static let shape = Shape(
    ProfilePatch.shape, \.account, ProfileChange.shape(named: "OwnProfileChange"), \.profile,
    Self.init(account:profile:))
}

/// What the school's people change of somebody in one call.
struct PersonProfilePatch: Payload {
  let account: PersonPatch, profile: ProfileChange
  static let shape = Shape(
    PersonPatch.shape, \.account, ProfileChange.shape(named: "PersonProfileChange"), \.profile,
    Self.init(account:profile:))
}

/// A person with their profile, as the API tells of them.
struct ProfileAnswer: Payload {
  let user: UserAnswer, rest: ProfileRest
  static let shape = Shape(UserAnswer.shape, \.user, ProfileRest.shape, \.rest, Self.init(user:rest:))
}

/// What a profile adds to an account.
struct ProfileRest: Payload {
  let profile: Profile, photo: PhotoAnswer
  static let shape = Shape(Profile.shape, \.profile, PhotoAnswer.shape, \.photo, Self.init(profile:photo:))
}

/// Where the picture of a person is; null for who has none.
struct PhotoAnswer: Payload {
  let avatarURL: String?
  static let shape = Shape("UserProfile", Self.init(avatarURL:), Field("avatar_url", \.avatarURL))
}

extension ProfileAnswer {
  init(_ known: KnownProfile) {
    user = UserAnswer(known.person)
    rest = ProfileRest(profile: known.profile, photo: PhotoAnswer(avatarURL: known.photo?.link.text))
  }
}
