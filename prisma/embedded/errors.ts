/** Why the embedded Postgres could not be started; `message` is fit to be shown to the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  readonly code: 'unsupported-platform' | 'port-in-use' | 'wrong-data-version' | 'failed';

  constructor(code: EmbeddedPostgresError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
