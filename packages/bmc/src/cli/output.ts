/** What a command prints, for people and for programs. */
export interface CommandOutput {
  readonly text: string;
  readonly json: unknown;
}
