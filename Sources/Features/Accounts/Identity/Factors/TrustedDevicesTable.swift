internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// The devices that are not asked for a second factor.
struct TrustedDevices: Component {
  let devices: [TrustedDeviceRecord]
  let csrf: String

  var body: HTML {
    h3 { "Not asked for a second factor" }
    Table("Devices that are not asked for a second factor", devices) {
      Column("Device", .name) { device in Device(agent: device.userAgent).words }
      Column("Last used") { device in Moment(instant: device.lastUsedAt) }
      Column("Until", .short) { device in Day(instant: device.expiresAt) }
      Column("Ask again", .actions) { device in
        Form(SecurityRoutes.untrust.path(device.id), csrf: csrf, .plain) { Button("Ask again", size: .small) }
      }
    }
  }
}
