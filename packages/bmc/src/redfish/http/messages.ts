/** Redfish error bodies (`@Message.ExtendedInfo`, DSP0266 §8.6) turned into errors that say what happened. Pure. */
import { BmcError, type BmcErrorCode, type Outcome } from '../../errors.ts';
import { type Json, objectAt, objectsAt, textAt, textsAt } from './json.ts';

export interface RedfishMessage {
  /** The last part of the message id, e.g. `PropertyValueNotInList`; the registry and its version vary. */
  readonly key: string;
  readonly text: string;
  readonly resolution: string | undefined;
  readonly arguments: readonly string[];
}

const longestSentence = 300;

export function messagesOf(body: Json | undefined): readonly RedfishMessage[] {
  const error = objectAt(body, 'error');
  const listed = [...objectsAt(error, '@Message.ExtendedInfo'), ...objectsAt(body, '@Message.ExtendedInfo')];
  const read = listed.map((message) => ({
    key: lastPart(textAt(message, 'MessageId') ?? ''),
    text: textAt(message, 'Message') ?? '',
    resolution: textAt(message, 'Resolution'),
    arguments: textsAt(message, 'MessageArgs'),
  }));
  if (read.length > 0 || error === undefined) return read;
  const text = textAt(error, 'message') ?? '';
  return [{ key: lastPart(textAt(error, 'code') ?? ''), text, resolution: undefined, arguments: [] }];
}

function lastPart(messageId: string): string {
  return messageId.slice(messageId.lastIndexOf('.') + 1);
}

/** Message ids that mean something whatever the status is; vendors use 400 for nearly everything. */
const meanings: Readonly<Record<string, BmcErrorCode>> = {
  PasswordChangeRequired: 'password-change-required',
  SessionLimitExceeded: 'no-session-slot',
  RAC0218: 'no-session-slot',
  CreateLimitReachedForResource: 'no-free-slot',
  InsufficientPrivilege: 'privilege-refused',
  ServiceTemporarilyUnavailable: 'busy',
  ServiceInUnknownState: 'busy',
  UnableToModifyDuringSystemPOST: 'busy',
  InvalidOperationForSystemState: 'busy',
  SYS518: 'busy',
  ServerBusy: 'busy',
  ActionNotSupported: 'not-supported',
  OperationNotAllowed: 'not-supported',
};

function codeFor(status: number, messages: readonly RedfishMessage[]): BmcErrorCode {
  for (const { key } of messages) {
    const meant = Object.hasOwn(meanings, key) ? meanings[key] : undefined;
    if (meant !== undefined) return meant;
  }
  switch (status) {
    case 401:
      return 'auth-failed';
    case 403:
      return 'privilege-refused';
    case 404:
    case 405:
    case 501:
      return 'not-supported';
    case 429:
    case 503:
      return 'busy';
    default:
      return 'rejected';
  }
}

export interface RefusedReply {
  readonly status: number;
  readonly body: Json | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * A status of 400 or more as an error. The BMC's own words are quoted, bounded and printable; they never hold what we
 * sent, unless the BMC repeats it: so for requests with a secret (`quote: false`) only the message's key is told.
 */
export function refusalOf(
  { status, body }: RefusedReply,
  { quote, outcome }: { readonly quote: boolean; readonly outcome: Outcome },
): BmcError {
  const messages = messagesOf(body);
  const code = codeFor(status, messages);
  const words = messages.map(({ key, text, resolution }) =>
    quote ? [text, resolution ?? ''].filter((part) => part !== '').join(' ') || key : key,
  );
  const said = words
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, longestSentence);
  const sentence = said === '' ? `The BMC refused (${status}).` : `The BMC refused (${status}): ${said}`;
  const later = code === 'busy' || code === 'no-session-slot' || status >= 500;
  return new BmcError(code, sentence, {
    outcome: code === 'busy' || status < 500 ? 'not-applied' : outcome,
    retry: later ? 'later' : 'never',
    httpStatus: status,
    messageKeys: messages.map(({ key }) => key),
  });
}
