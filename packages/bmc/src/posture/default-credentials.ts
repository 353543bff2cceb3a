/** Logins that BMCs come with, from their makers' public manuals. Each of them has been the way in somewhere. */
export interface DefaultCredential {
  readonly username: string;
  readonly password: string;
}

export const defaultCredentials: readonly DefaultCredential[] = [
  { username: 'ADMIN', password: 'ADMIN' },
  { username: 'root', password: 'calvin' },
  { username: 'admin', password: 'admin' },
  { username: 'root', password: '0penBmc' },
  { username: 'USERID', password: 'PASSW0RD' },
  { username: 'admin', password: 'password' },
  { username: 'root', password: 'root' },
  { username: 'root', password: 'superuser' },
];
