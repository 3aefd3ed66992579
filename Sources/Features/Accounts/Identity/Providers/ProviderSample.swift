public import Cryptography
public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

extension Transaction {
  /// A provider as a demo school has it: set up as far as that goes without a client of its own, and disabled.
  public func addSampleProvider(_ sealer: Sealer, by viewer: Viewer, at now: Instant) async throws {
    let preset = ProviderPreset.google
    guard let name = Text<ProviderName>(preset.name), let issuer = IssuerAddress(preset.issuer),
      let client = Text<ClientID>("000000000000-demo.apps.googleusercontent.com"),
      let scopes = Text<Scopes>(preset.scopes)
    else { preconditionFailure("A preset fits the rules of its form.") }
    let form = ProviderForm(
      name: name, kind: preset.kind, issuer: issuer, clientID: client, clientSecret: nil, scopes: scopes,
      registers: true,
      domains: nil, trustsFactors: false)
    let provider = try await addProvider(form, sealer, by: viewer, at: now)
    _ = try await setProvider(provider.id, open: false, by: viewer, at: now)
  }
}
