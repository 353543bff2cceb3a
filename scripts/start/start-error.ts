/** Something a person can put right; its message is all that the terminal shows. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
