import type { ConsoleScale, ConsoleViewer, ViewerBase } from './console-viewer.ts';
import { Guacamole } from './guacamole.ts';
import { createGuacdTunnel } from './guacd-tunnel.ts';
import { readNotice } from './read-notice.ts';
import { typeText } from './type-text.ts';

/** Pixels become mush beyond this. */
const largestScale = 2;

/** A screen drawn by guacd. */
export function createGuacdViewer(base: ViewerBase): ConsoleViewer {
  const { socket, container, readOnly } = base;
  const tunnel = createGuacdTunnel({
    socket,
    onOwnInstruction: (opcode, [json = '']) => {
      const notice = opcode === 'postern-notice' ? readNotice(json) : undefined;
      if (notice !== undefined) base.onNotice(notice);
    },
  });
  const client = new Guacamole.Client(tunnel);
  const display = client.getDisplay();
  const element = display.getElement();
  const stage = document.createElement('div');
  stage.className = 'console-stage';
  stage.tabIndex = 0;
  stage.setAttribute('role', 'application');
  stage.setAttribute('aria-label', 'Screen of the server. Keys go to the server.');
  stage.append(element);
  container.replaceChildren(stage);

  let scale: ConsoleScale = 'fit';
  const layOut = () => {
    const [width, height] = [display.getWidth(), display.getHeight()];
    if (width === 0 || height === 0) return;
    const fit = Math.min(container.clientWidth / width, container.clientHeight / height, largestScale);
    display.scale(scale === 'fit' && fit > 0 ? fit : 1);
  };
  display.onresize = layOut;
  const watcher = new ResizeObserver(layOut);
  watcher.observe(container);

  const keyboard = new Guacamole.Keyboard(stage);
  const typing = new Set<{ stop(): void }>();
  const input = readOnly ? undefined : listen();

  function listen(): AbortController {
    const ends = new AbortController();
    keyboard.onkeydown = (keysym) => {
      client.sendKeyEvent(1, keysym);
      return false;
    };
    keyboard.onkeyup = (keysym) => client.sendKeyEvent(0, keysym);
    const mouse = new Guacamole.Mouse(element);
    const touch = new Guacamole.Mouse.Touchscreen(element);
    for (const pointer of [mouse, touch]) {
      pointer.onEach(['mousedown', 'mousemove', 'mouseup'], (event) => {
        if (event.type === 'mousedown') stage.focus({ preventScroll: true });
        client.sendMouseState((event as InstanceType<typeof Guacamole.Mouse.Event>).state, true);
      });
    }
    // A key that is held while the focus leaves would stay down on the server.
    const { signal } = ends;
    stage.addEventListener('blur', () => keyboard.reset(), { signal });
    window.addEventListener('blur', () => keyboard.reset(), { signal });
    document.addEventListener('visibilitychange', () => keyboard.reset(), { signal });
    return ends;
  }

  client.onstatechange = (state) => {
    if (state === Guacamole.Client.State.CONNECTED) base.onFirstFrame();
  };
  client.connect();

  const press = (keysym: number) => {
    client.sendKeyEvent(1, keysym);
    client.sendKeyEvent(0, keysym);
  };
  const freeze = () => {
    for (const each of typing) each.stop();
    input?.abort();
    keyboard.onkeydown = null;
    keyboard.onkeyup = null;
  };
  return {
    sendKeys(keysyms) {
      for (const each of keysyms) client.sendKeyEvent(1, each);
      for (const each of [...keysyms].reverse()) client.sendKeyEvent(0, each);
    },
    typeText: (text) => typing.add(typeText(text, press)),
    setScale(next) {
      scale = next;
      layOut();
    },
    focus: () => stage.focus({ preventScroll: true }),
    freeze,
    dispose() {
      keyboard.reset();
      freeze();
      watcher.disconnect();
      client.disconnect();
      stage.remove();
    },
  };
}
