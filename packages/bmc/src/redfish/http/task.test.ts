import { expect, test } from 'vitest';
import type { RawReply } from './exchange.ts';
import { followTask } from './task.ts';
import { defaultRedfishTiming } from './timing.ts';

const timing = { ...defaultRedfishTiming, taskPollMs: 1, taskTimeoutMs: 20 };
const reply = (status: number, body?: RawReply['body']): RawReply => ({
  status,
  body,
  headers: {},
  retryAfterSeconds: undefined,
});

function answers(...replies: readonly RawReply[]) {
  const left = [...replies];
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return left.length > 1 ? (left.shift() ?? reply(500)) : (left[0] ?? reply(500));
  };
  return { asked, result: () => followTask('/redfish/v1/Tasks/1', get, timing) };
}

test('a monitor is asked until it has the answer', async () => {
  const { asked, result } = answers(reply(202), reply(202), reply(200, { Id: '1' }));
  expect(await result()).toMatchObject({ status: 200, body: { Id: '1' } });
  expect(asked).toHaveLength(3);
});

test('a task resource is asked until it is completed', async () => {
  const { result } = answers(reply(200, { TaskState: 'Running' }), reply(200, { TaskState: 'Completed' }));
  expect(await result()).toMatchObject({ body: { TaskState: 'Completed' } });
});

test('a task that fails says why, and what it did is unknown', async () => {
  const Messages = [{ MessageId: 'Base.1.0.GeneralError', Message: 'The image is broken.' }];
  const { result } = answers(reply(200, { TaskState: 'Exception', Messages }));
  await expect(result()).rejects.toMatchObject({
    outcome: 'unknown',
    message: expect.stringContaining('The image is broken.'),
  });
});

test('a task without end is given up, and what it did is unknown', async () => {
  await expect(answers(reply(202)).result()).rejects.toMatchObject({ code: 'busy', outcome: 'unknown' });
});
