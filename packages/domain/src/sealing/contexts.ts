/** Names of the rows that sealed values belong to. Sealer and opener must build the same text. */
export const sealingContext = {
  bmcLogin: (bmcId: string) => `bmc-login:${bmcId}`,
  consolePassword: (bmcId: string) => `console-password:${bmcId}`,
  accountPasswordForTenant: (accountId: string) => `account-tenant:${accountId}`,
  secondFactor: (userId: string) => `second-factor:${userId}`,
  accountPasswordForBroker: (accountId: string) => `account-broker:${accountId}`,
} as const;

/** The JSON inside a sealed BMC login. */
export interface BmcLogin {
  readonly username: string;
  readonly password: string;
}
