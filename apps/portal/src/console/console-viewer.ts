import type { ConsoleNotice } from '@postern/domain';

export type ConsoleScale = 'fit' | 'native';

/** What every engine offers to the page around it. One viewer lives as long as one console session. */
export interface ConsoleViewer {
  /** Presses X11 keysyms in order and releases them in reverse: one combination. */
  sendKeys(keysyms: readonly number[]): void;
  /** Types text, character by character. */
  typeText(text: string): void;
  setScale(scale: ConsoleScale): void;
  focus(): void;
  /** The last picture stays; input ends. */
  freeze(): void;
  /** Takes everything of it out of the page. */
  dispose(): void;
}

/** What an engine is built on. The socket is open and greeted; after `start` it carries the engine's own stream. */
export interface ViewerBase {
  readonly socket: WebSocket;
  /** Fills it; its size is the room there is. */
  readonly container: HTMLElement;
  readonly readOnly: boolean;
  /** The first picture, or the first text, is there. */
  readonly onFirstFrame: () => void;
  readonly onNotice: (notice: ConsoleNotice) => void;
}

export type CreateViewer = (base: ViewerBase) => ConsoleViewer;
