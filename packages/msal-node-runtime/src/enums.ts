/**
 * How a call ended, by Microsoft's number. As a TypeScript enum is, it can be read both ways: `ErrorStatus.NoNetwork` is
 * 3 and `ErrorStatus[3]` is `"NoNetwork"`.
 */
// oxlint-disable-next-line eslint/no-redeclare -- a value and a type of one name, as an enum is
export const ErrorStatus = {
  Unexpected: 0,
  Reserved: 1,
  InteractionRequired: 2,
  NoNetwork: 3,
  NetworkTemporarilyUnavailable: 4,
  ServerTemporarilyUnavailable: 5,
  ApiContractViolation: 6,
  UserCanceled: 7,
  ApplicationCanceled: 8,
  IncorrectConfiguration: 9,
  InsufficientBuffer: 10,
  AuthorityUntrusted: 11,
  UserSwitched: 12,
  AccountUnusable: 13,
  UserDataRemovalRequired: 14,
  KeyNotFound: 15,
  AccountNotFound: 16,
  0: "Unexpected",
  1: "Reserved",
  2: "InteractionRequired",
  3: "NoNetwork",
  4: "NetworkTemporarilyUnavailable",
  5: "ServerTemporarilyUnavailable",
  6: "ApiContractViolation",
  7: "UserCanceled",
  8: "ApplicationCanceled",
  9: "IncorrectConfiguration",
  10: "InsufficientBuffer",
  11: "AuthorityUntrusted",
  12: "UserSwitched",
  13: "AccountUnusable",
  14: "UserDataRemovalRequired",
  15: "KeyNotFound",
  16: "AccountNotFound",
} as const;

/** A number of {@link ErrorStatus}. */
// oxlint-disable-next-line eslint/no-redeclare -- and the members as types, as an enum has them
export type ErrorStatus = Extract<(typeof ErrorStatus)[keyof typeof ErrorStatus], number>;

/** The members of {@link ErrorStatus} as types, as an enum has them. */
export declare namespace ErrorStatus {
  export type Unexpected = 0;
  export type Reserved = 1;
  export type InteractionRequired = 2;
  export type NoNetwork = 3;
  export type NetworkTemporarilyUnavailable = 4;
  export type ServerTemporarilyUnavailable = 5;
  export type ApiContractViolation = 6;
  export type UserCanceled = 7;
  export type ApplicationCanceled = 8;
  export type IncorrectConfiguration = 9;
  export type InsufficientBuffer = 10;
  export type AuthorityUntrusted = 11;
  export type UserSwitched = 12;
  export type AccountUnusable = 13;
  export type UserDataRemovalRequired = 14;
  export type KeyNotFound = 15;
  export type AccountNotFound = 16;
}

/** How much a line of the log matters, by Microsoft's number; it can be read both ways. */
// oxlint-disable-next-line eslint/no-redeclare -- a value and a type of one name, as an enum is
export const LogLevel = {
  Trace: 1,
  Debug: 2,
  Info: 3,
  Warning: 4,
  Error: 5,
  Fatal: 6,
  1: "Trace",
  2: "Debug",
  3: "Info",
  4: "Warning",
  5: "Error",
  6: "Fatal",
} as const;

/** A number of {@link LogLevel}. */
// oxlint-disable-next-line eslint/no-redeclare -- and the members as types, as an enum has them
export type LogLevel = Extract<(typeof LogLevel)[keyof typeof LogLevel], number>;

/** The members of {@link LogLevel} as types, as an enum has them. */
export declare namespace LogLevel {
  export type Trace = 1;
  export type Debug = 2;
  export type Info = 3;
  export type Warning = 4;
  export type Error = 5;
  export type Fatal = 6;
}
