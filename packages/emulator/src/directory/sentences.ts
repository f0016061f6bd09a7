/** What the sentence of an error is about; each uses the parts it needs. */
export interface Subject {
  /** The application (client) ID. */
  readonly clientId?: string;
  /** The display name of the application. */
  readonly appName?: string;
  readonly redirectUri?: string;
  /** The user principal name. */
  readonly username?: string;
  /** The tenant's name or id. */
  readonly tenant?: string;
  /** The resource that a token is for. */
  readonly resource?: string;
  /** A scope, a parameter or a value that is wrong. */
  readonly value?: string;
}

/** An error of the directory, by the digits after AADSTS. */
export type AadstsCode =
  | 50011
  | 50020
  | 50034
  | 50049
  | 50057
  | 50058
  | 50076
  | 50079
  | 50097
  | 50173
  | 50196
  | 53000
  | 53003
  | 54005
  | 65001
  | 65004
  | 70000
  | 70003
  | 70008
  | 70011
  | 70016
  | 70018
  | 70020
  | 70043
  | 90002
  | 90006
  | 90009
  | 90014
  | 90033
  | 90055
  | 500011
  | 501481
  | 700016
  | 700038
  | 700082
  | 7000218;

/** What a person reads after the number, for each error of the directory. */
export const SENTENCES: Readonly<Record<AadstsCode, (subject: Required<Subject>) => string>> = {
  50011: ({ redirectUri, clientId }) =>
    `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application.`,
  50020: ({ username, tenant }) =>
    `User account '${username}' from another identity provider does not exist in tenant '${tenant}' and cannot access it.`,
  50034: ({ username, tenant }) =>
    `The user account '${username}' does not exist in the '${tenant}' directory. To sign into this application, the account must be added to the directory.`,
  50049: ({ value }) => `Unknown or invalid instance '${value}'.`,
  50057: () => "The user account is disabled.",
  50058: () => "A silent sign-in request was sent but no user is signed in.",
  50076: ({ resource }) =>
    `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${resource}'.`,
  50079: ({ resource }) =>
    `Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '${resource}'.`,
  50097: () => "Device authentication is required.",
  50173: () =>
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
  50196: () =>
    "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.",
  53000: () =>
    "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.",
  53003: () =>
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
  54005: () =>
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  65001: ({ clientId, appName }) =>
    `The user or administrator has not consented to use the application with ID '${clientId}' named '${appName}'. Send an interactive authorization request for this user and resource.`,
  65004: ({ appName }) => `User declined to consent to access the app '${appName}'.`,
  70000: () => "Provided grant is invalid or malformed.",
  70003: ({ value }) => `The app requested an unsupported grant type '${value}'.`,
  70008: () =>
    "The provided authorization code or refresh token has expired. Send a new interactive request.",
  70011: ({ value }) =>
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '${value}' is not valid.`,
  70016: () => "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
  70018: () =>
    "Invalid verification code due to the user typing in a wrong user code for device code flow. Authorization is not approved.",
  70020: () => "The provided value for the input parameter 'device_code' is not valid. The code has expired.",
  70043: () =>
    "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
  90002: ({ tenant }) =>
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check that the tenant has active subscriptions.`,
  90006: () => "The service is temporarily unavailable. Please retry later.",
  90009: ({ clientId }) =>
    `Application '${clientId}' is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.`,
  90014: ({ value }) => `The required field '${value}' is missing from the request.`,
  90033: () => "A transient error has occurred. Please try again.",
  90055: () => "The server is terminating the request because there are too many incoming requests.",
  500011: ({ resource, tenant }) =>
    `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  501481: () => "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  700016: ({ clientId, tenant }) =>
    `Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  700038: ({ clientId }) => `${clientId} is not a valid application identifier.`,
  700082: () => "The refresh token has expired due to inactivity.",
  7000218: () =>
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
};
