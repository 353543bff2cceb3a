import { type BlockKind, clockOffsetLimitMs, type GrantScope, type RemovalRefusal } from '@postern/domain';
import type { Refusal } from './refusal.ts';

/** A refusal in words for people: what happened, and what to do now. Never more than the viewer may know. */
export interface PublicRefusal {
  readonly code:
    | 'NOT_FOUND'
    | 'FORBIDDEN'
    | 'CONFLICT'
    | 'BAD_REQUEST'
    | 'TOO_MANY_REQUESTS'
    | 'PRECONDITION_FAILED';
  readonly message: string;
  readonly advice: string | null;
  /** The form field that it is about, if it is about one. */
  readonly field?: string;
}

export function describeRefusal(refusal: Refusal): PublicRefusal {
  switch (refusal.reason) {
    case 'not-found':
      return say('NOT_FOUND', 'There is nothing here.', 'It may have been removed, or it is not yours.');
    case 'not-permitted':
      return say('FORBIDDEN', 'Your role does not allow this.', 'Ask an administrator.');
    case 'server-not-yours':
      return say('NOT_FOUND', 'There is nothing here.', 'It may have been removed, or it is not yours.');
    case 'duration-too-short':
      return about('durationSeconds', `The shortest access here is ${minutes(refusal.minSeconds)}.`);
    case 'duration-too-long':
      return about('durationSeconds', `The longest access here is ${minutes(refusal.maxSeconds)}.`);
    case 'server-has-grant':
      return say(
        'CONFLICT',
        'Somebody has access to this server already.',
        'The page shows who, and until when.',
      );
    case 'too-many-live-grants':
      return say(
        'CONFLICT',
        `Your organisation has access to ${refusal.maxLiveGrants} servers at once, which is the most.`,
        'End access that is no longer needed, or ask support.',
      );
    case 'access-being-removed':
      return say(
        'CONFLICT',
        'An earlier access to this server is still being removed.',
        'New access can be asked for as soon as it is proven gone.',
      );
    case 'server-has-no-bmc':
      return say('PRECONDITION_FAILED', 'This server has no BMC set up.', 'Support can add it.');
    case 'server-without-tenant':
      return say(
        'PRECONDITION_FAILED',
        'This server is rented to nobody.',
        'Assign it to an organisation first.',
      );
    case 'holder-not-of-tenant':
      return say('BAD_REQUEST', 'This person does not belong to the tenant of this server.', null);
    case 'organisation-suspended':
      return say('FORBIDDEN', 'This organisation is suspended.', 'Resume it first.');
    case 'no-broker':
      return say(
        'PRECONDITION_FAILED',
        "No broker of this server's site answers.",
        'The server is not affected. Try again in a minute; support sees it too.',
      );
    case 'site-observing':
      return say(
        'PRECONDITION_FAILED',
        "Nothing is sent to the BMCs of this server's site right now.",
        'Its database was restored or put on hold, and an admin has to confirm first. Try again later.',
      );
    case 'observation-over':
      return say('CONFLICT', 'This site is not on hold any more.', 'Reload to see how it stands.');
    case 'observation-incomplete':
      return say('CONFLICT', 'Not every BMC of this site was looked at yet.', 'Wait until all of them are.');
    case 'plan-changed':
      return say('CONFLICT', 'What would be done has changed since you saw it.', 'Look again, then confirm.');
    case 'grant-not-active':
      return say('CONFLICT', 'This access is not active.', 'Reload to see how it stands.');
    case 'grant-permanent':
      return say('CONFLICT', 'This access has no end that could be moved.', null);
    case 'extensions-used-up':
      return say(
        'CONFLICT',
        `This access was extended ${refusal.maxExtensions} times, which is the most.`,
        'Ask for new access after it ends.',
      );
    case 'total-too-long':
      return about(
        'bySeconds',
        `Access lasts ${minutes(refusal.maxTotalSeconds)} at most, extensions included.`,
      );
    case 'deadline-passed':
    case 'grant-over':
      return say('CONFLICT', 'This access is over.', 'Ask for new access.');
    case 'address-unknown':
      return say('CONFLICT', 'Your address is not known here.', 'Type it in instead.');
    case 'grant-needed':
      return say('FORBIDDEN', 'You have no active access to this server.', 'Request IPMI access first.');
    case 'scope-missing':
      return say(
        'FORBIDDEN',
        `This access does not include ${scopeNouns[refusal.scope]}.`,
        'End it and request access that does.',
      );
    case 'scope-not-offered':
      return about('scopes', `Access to this server cannot include ${scopeNouns[refusal.scope]}.`);
    case 'nothing-offered':
      return say(
        'PRECONDITION_FAILED',
        'Nothing that access may be for here can be done on this server.',
        'Support can change what is allowed.',
      );
    case 'blocked':
      return say(
        'FORBIDDEN',
        `${blockSentences[refusal.block.kind]} ${refusal.block.reason}`,
        'Support can tell what has to happen first.',
      );
    case 'not-waiting':
      return say(
        'CONFLICT',
        'This request does not wait for a decision any more.',
        'Reload to see how it stands.',
      );
    case 'clocks-off':
      return say(
        'PRECONDITION_FAILED',
        `The clocks of the brokers of ${refusal.siteName} and of the database differ by more than ${clockOffsetLimitMs / 1000} seconds, so no new access is made.`,
        'Set the time of these machines by NTP; it works again seconds later. Access that stands is not affected.',
      );
    case 'owner-not-staff':
      return about('ownerId', 'Somebody of support or an administrator answers for permanent access.');
    case 'not-permanent':
      return say('CONFLICT', 'This is no permanent access that stands.', 'Reload to see how it stands.');
    case 'no-grace':
      return say(
        'FORBIDDEN',
        'Consoles on this server are cut at the end of the access.',
        'Extend it in time.',
      );
    case 'reason-needed':
      return about('reason', 'Say why: the tenant of this server sees it.');
    case 'action-running':
      return say('CONFLICT', 'Another power operation runs on this server.', 'Wait until it is done.');
    case 'idempotency-key-used':
      return say('CONFLICT', 'This click was used for something else.', 'Reload the page and try again.');
    case 'too-many-requests':
      return say(
        'TOO_MANY_REQUESTS',
        `That is more than ${refusal.limit} times in ${minutes(refusal.withinSeconds)}.`,
        'Wait a moment, then try again.',
      );
    case 'console-not-offered':
      return say(
        'PRECONDITION_FAILED',
        refusal.kind === 'screen'
          ? 'This server has no screen that can be shown.'
          : 'This server has no serial console.',
        null,
      );
    case 'site-has-no-key':
      return say(
        'PRECONDITION_FAILED',
        'No broker of this site has registered its key yet, so nothing can be sealed for it.',
        "Start the site's broker once, then save again.",
      );
    case 'login-needed':
      return about('login', 'A new BMC needs a user name and a password.');
    case 'certificate-needed':
      return about('certificatePin', 'Redfish needs the certificate of the BMC: detect it, and compare it.');
    case 'certificate-moved-on':
      return say(
        'CONFLICT',
        'The BMC shows another certificate by now than the one you looked at.',
        'Look at the page again and compare.',
      );
    case 'screen-address-needed':
      return about('screenHost', 'A screen needs an address and a port.');
    case 'screen-password-needed':
      return about('screenPassword', 'A screen at a new address needs its password again.');
    case 'name-taken':
      return {
        code: 'CONFLICT',
        message: 'This name is taken.',
        advice: 'Choose another one.',
        field: refusal.field,
      };
    case 'address-taken':
      return {
        code: 'CONFLICT',
        message: 'Another server has a BMC at this address and port.',
        advice: null,
        field: 'host',
      };
    case 'organisation-needed':
      return about('organisationId', 'A tenant belongs to an organisation, and staff to none.');
    case 'bmc-user-changed':
      return say(
        'CONFLICT',
        'This BMC user has changed since you looked.',
        'Look at the list again, then decide.',
      );
    case 'bmc-user-stays':
      return say('CONFLICT', whyUserStays[refusal.why], null);
    case 'name-mistyped':
      return about('name', 'This is not the name of the user. Type it exactly as it stands on the BMC.');
    case 'no-hand-over':
      return say('CONFLICT', 'No hand-over of this server is open.', 'Reload to see how it stands.');
    case 'own-account':
      return say('CONFLICT', 'You cannot disable yourself.', 'Another administrator can.');
    case 'password-wrong':
      return about('password', 'This is not your password.');
    case 'code-wrong':
      return about('code', 'This code is wrong, or it was used before.');
    case 'offer-over':
      return say('CONFLICT', 'This secret was shown too long ago.', 'Close this and begin again.');
    case 'second-factor-there':
      return say('CONFLICT', 'You have a second factor.', 'Remove it first.');
    case 'no-second-factor':
      return say('CONFLICT', 'You have no second factor.', 'Reload to see how it stands.');
    case 'own-second-factor':
      return say('CONFLICT', 'This is your own.', 'Remove it on your profile, with a code.');
    case 'too-many-attempts':
      return say('TOO_MANY_REQUESTS', 'Too many attempts.', 'Wait a few minutes, then try again.');
  }
}

/** Why there is no new access, before the reason that somebody wrote. */
export const blockSentences: Record<BlockKind, string> = {
  unpaid: 'No new access while something is unpaid.',
  abuse: 'No new access: this was blocked because of abuse.',
  'being-reinstalled': 'No new access while the server is being reinstalled.',
};

const scopeNouns: Record<GrantScope, string> = {
  view: 'looking at the console',
  console: 'using the console',
  power: 'power and boot',
  media: 'virtual media',
  account: 'an account on the BMC',
};

const whyUserStays: Record<RemovalRefusal, string> = {
  'is-the-login': 'This is the login that Postern itself uses. It is never removed.',
  'is-an-account': 'This account belongs to access that somebody has. End the access instead.',
  'slot-one': 'Slot 1 belongs to the firmware and is never touched.',
  'name-is-fixed': 'The firmware fixes this name, so nobody can remove it.',
  'no-name': 'This user has no name, so nothing would tell him from another.',
};

function say(code: PublicRefusal['code'], message: string, advice: string | null): PublicRefusal {
  return { code, message, advice };
}

function about(field: string, message: string): PublicRefusal {
  return { code: 'BAD_REQUEST', message, advice: null, field };
}

function minutes(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const whole = Math.round(seconds / 60);
  if (whole % 60 !== 0) return `${whole} minutes`;
  return whole === 60 ? '1 hour' : `${whole / 60} hours`;
}
