import Rfb from '@novnc/novnc';
import type { ConsoleViewer, ViewerBase } from './console-viewer.ts';
import { createRfbChannel } from './rfb-channel.ts';
import { typeText } from './type-text.ts';

/** A screen drawn by noVNC, straight from the server's own VNC. The broker did the log-in; here is security type None. */
export function createRfbViewer(base: ViewerBase): ConsoleViewer {
  const stage = document.createElement('div');
  stage.className = 'console-stage';
  base.container.replaceChildren(stage);
  // Published types know addresses only; the library takes an open channel as well.
  const channel = createRfbChannel(base.socket, base.onNotice) as unknown as string;
  const rfb = new Rfb(stage, channel, { shared: true });
  rfb.viewOnly = base.readOnly;
  rfb.scaleViewport = true;
  rfb.background = 'transparent';
  rfb.focusOnClick = true;
  // What is drawn before `connect` is the empty screen of the size that the server named.
  rfb.addEventListener('connect', () => {
    nameCanvas(stage);
    afterNextDrawing(stage, base.onFirstFrame);
  });

  const typing = new Set<{ stop(): void }>();
  const freeze = () => {
    for (const each of typing) each.stop();
    rfb.viewOnly = true;
  };
  return {
    sendKeys(keysyms) {
      for (const each of keysyms) rfb.sendKey(each, null, true);
      for (const each of [...keysyms].reverse()) rfb.sendKey(each, null, false);
    },
    typeText: (text) => typing.add(typeText(text, (keysym) => rfb.sendKey(keysym, null))),
    setScale(scale) {
      rfb.scaleViewport = scale === 'fit';
      rfb.clipViewport = false;
      stage.style.overflow = scale === 'fit' ? 'hidden' : 'auto';
    },
    focus: () => rfb.focus(),
    freeze,
    dispose() {
      freeze();
      rfb.disconnect();
      stage.remove();
    },
  };
}

function nameCanvas(stage: HTMLElement): void {
  const canvas = stage.querySelector('canvas');
  canvas?.setAttribute('role', 'application');
  canvas?.setAttribute('aria-label', 'Screen of the server. Keys go to the server.');
}

/** noVNC tells when it is connected, not when it has drawn: what lands on its canvas is listened to once. */
function afterNextDrawing(stage: HTMLElement, onDrawn: () => void): void {
  const context = stage.querySelector('canvas')?.getContext('2d');
  if (context === null || context === undefined) return;
  const draw = context.drawImage;
  context.drawImage = (...args: unknown[]) => {
    context.drawImage = draw;
    draw.apply(context, args as Parameters<typeof draw>);
    onDrawn();
  };
}
