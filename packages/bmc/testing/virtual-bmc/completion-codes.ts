/** Completion codes that the virtual BMC gives, IPMI 2.0 table 5-2 and the commands' own. */
export const completionCodes = {
  ok: 0x00,
  /** Set User Password: the tested password does not match. */
  passwordMismatch: 0x80,
  /** Set User Password: wrong size of the tested password. */
  passwordSize: 0x81,
  /** Parameter not supported (boot options, LAN and SOL configuration). */
  parameterNotSupported: 0x80,
  /** Activate Payload: somebody holds it. */
  payloadActive: 0x80,
  /** Deactivate Payload: nobody holds it. */
  payloadInactive: 0x80,
  payloadLimitReached: 0x82,
  /** Set Session Privilege Level: above what the user or the session may have. */
  privilegeExceeds: 0x81,
  invalidSessionId: 0x87,
  invalidSessionHandle: 0x88,
  nodeBusy: 0xc0,
  invalidCommand: 0xc1,
  outOfSpace: 0xc4,
  reservationLost: 0xc5,
  requestLength: 0xc7,
  outOfRange: 0xc9,
  tooMany: 0xca,
  notPresent: 0xcb,
  invalidField: 0xcc,
  duplicateRequest: 0xcf,
  insufficientPrivilege: 0xd4,
  wrongState: 0xd5,
} as const;
