import Essentials
import EvolvCore
import Payloads
import Routing
import Testing

@testable import Accounts

@Suite struct `Declaring the wing` {
  @Test func `every payload is read as it is written`() {
    #expect(
      Registration.roundTripFaults() == [] && RegistrationForm.roundTripFaults() == []
        && LoginForm.roundTripFaults() == [])
    #expect(
      LoginRequest.roundTripFaults() == [] && RefreshRequest.roundTripFaults() == []
        && SignInAnswer.roundTripFaults() == [])
    #expect(
      ProfileForm.roundTripFaults() == [] && ProfilePatch.roundTripFaults() == []
        && PasswordForm.roundTripFaults() == [])
    #expect(
      PeopleQuery.roundTripFaults() == [] && PersonForm.roundTripFaults() == []
        && PersonEditForm.roundTripFaults() == [])
    #expect(
      PersonPatch.roundTripFaults() == [] && UserAnswer.roundTripFaults() == [] && UserList.roundTripFaults() == [])
    #expect(
      TokenForm.roundTripFaults() == [] && EmailForm.roundTripFaults() == [] && EmailPageForm.roundTripFaults() == []
        && ForgottenForm.roundTripFaults() == [] && ForgottenRequest.roundTripFaults() == []
        && ResetForm.roundTripFaults() == [] && SessionAnswer.roundTripFaults() == [])
    #expect(
      SendVerification.roundTripFaults() == [] && SendEmailChange.roundTripFaults() == []
        && SendPasswordReset.roundTripFaults() == [] && SendNotice.roundTripFaults() == [])
    #expect(
      TeamForm.roundTripFaults() == [] && TeamPatch.roundTripFaults() == [] && InvitationForm.roundTripFaults() == []
        && InvitedForm.roundTripFaults() == [] && OwnershipForm.roundTripFaults() == []
        && MemberRoleForm.roundTripFaults() == [] && TeamList.roundTripFaults() == []
        && TeamMemberList.roundTripFaults() == [] && InvitationList.roundTripFaults() == []
        && SendInvitation.roundTripFaults() == [] && SendTeamNews.roundTripFaults() == []
        && TeamValues.roundTripFaults() == [] && MemberValues.roundTripFaults() == [])
    #expect(
      APITokenForm.roundTripFaults() == [] && APITokenList.roundTripFaults() == []
        && MadeAPITokenAnswer.roundTripFaults() == [] && APITokenValues.roundTripFaults() == [])
    #expect(AuditQuery.roundTripFaults() == [] && PersonValues.roundTripFaults() == [])
  }

  @Test func `every payload of settings and audit is read as it is written`() {
    #expect(
      GeneralSettings.roundTripFaults() == [] && BrandingSettings.roundTripFaults() == []
        && SecuritySettings.roundTripFaults() == [] && MailSettings.roundTripFaults() == []
        && RetentionSettings.roundTripFaults() == [] && PaymentSettings.roundTripFaults() == []
        && MailTexts.roundTripFaults() == [] && MediaSettings.roundTripFaults() == [])
    #expect(
      MediaQuery.roundTripFaults() == [] && MediaPatch.roundTripFaults() == [] && MediaList.roundTripFaults() == []
        && MediaValues.roundTripFaults() == [] && UploadList.roundTripFaults() == []
        && FinishUpload.roundTripFaults() == [] && PrepareMedia.roundTripFaults() == [])
    #expect(
      SecurityForm.roundTripFaults() == [] && ColorForm.roundTripFaults() == [] && PreviewQuery.roundTripFaults() == []
        && PaymentForm.roundTripFaults() == [] && PaymentChange.roundTripFaults() == []
        && PaymentAnswer.roundTripFaults() == [] && MailTextAnswer.roundTripFaults() == []
        && MailTextList.roundTripFaults() == [])
    #expect(
      AllSettings.roundTripFaults() == [] && AllSettingsChange.roundTripFaults() == []
        && BrandingChange.roundTripFaults() == [] && SendTestMail.roundTripFaults() == []
        && SettingsChanged.roundTripFaults() == [] && AuditTaken.roundTripFaults() == []
        && AuditAnswer.roundTripFaults() == [] && AuditList.roundTripFaults() == [])
  }

  @Test func `every event is read as it is written`() {
    #expect(
      PersonRegistered.roundTripFaults() == [] && PersonCreated.roundTripFaults() == []
        && PersonChanged.roundTripFaults() == [])
    #expect(
      PersonRoleChanged.roundTripFaults() == [] && PersonSuspended.roundTripFaults() == []
        && PersonActivated.roundTripFaults() == [])
    #expect(
      PersonDeactivated.roundTripFaults() == [] && PersonDeleted.roundTripFaults() == []
        && PersonSignedIn.roundTripFaults() == [])
    #expect(
      PersonSignedOut.roundTripFaults() == [] && PasswordChanged.roundTripFaults() == []
        && SessionRevoked.roundTripFaults() == [])
    #expect(
      EmailVerified.roundTripFaults() == [] && EmailChangeAsked.roundTripFaults() == []
        && EmailChanged.roundTripFaults() == [] && PasswordResetAsked.roundTripFaults() == []
        && PasswordReset.roundTripFaults() == [] && AllSessionsEnded.roundTripFaults() == [])
    #expect(
      TeamCreated.roundTripFaults() == [] && TeamChanged.roundTripFaults() == [] && TeamDeleted.roundTripFaults() == []
        && TeamMemberJoined.roundTripFaults() == [] && TeamMemberLeft.roundTripFaults() == []
        && TeamMemberRemoved.roundTripFaults() == [] && TeamRoleChanged.roundTripFaults() == []
        && TeamTransferred.roundTripFaults() == [] && TeamInvitationSent.roundTripFaults() == []
        && TeamInvitationRenewed.roundTripFaults() == [] && TeamInvitationWithdrawn.roundTripFaults() == []
        && TeamInvitationDeclined.roundTripFaults() == [] && APITokenMade.roundTripFaults() == []
        && APITokenRevoked.roundTripFaults() == [])
    #expect(OtherSessionsRevoked.roundTripFaults() == [] && RefreshTokenReused.roundTripFaults() == [])
  }

  @Test func `no address is declared twice, and only the ways in are open to everyone`() {
    var table = RouteTable<Context>()
    for feature in [Identity.self, People.self, Roles.self, Teams.self, APITokens.self, Audit.self]
      as [any Feature.Type]
    {
      feature.register(on: &table)
    }
    let open = table.entries.filter { $0.endpoint.access == .everyone }.map(\.endpoint.pattern)
    #expect(
      open.allSatisfy {
        $0.hasPrefix("/login") || $0.hasPrefix("/register") || $0.hasPrefix("/logout") || $0.contains("/auth/")
          || $0 == "/api/v1/register" || $0.hasPrefix("/password/") || $0 == "/verification"
          || $0.hasPrefix("/invitation") || $0 == "/api/v1/invitations/register" || $0.contains("/unsubscribe/")
          || $0.hasPrefix("/sign-in-with/")
      })
  }
}
