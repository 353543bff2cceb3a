import type { Tunnel } from 'guacamole-common-js';
import { Guacamole } from './guacamole.ts';

/**
 * Guacamole's tunnel over a WebSocket that is open already: text messages, each of whole instructions. The broker did
 * the handshake with guacd, so `connect` only begins to listen.
 */
export function createGuacdTunnel(options: {
  readonly socket: WebSocket;
  /** Instructions that are the broker's own, e.g. `postern-notice`. */
  readonly onOwnInstruction: (opcode: string, args: readonly string[]) => void;
}): Tunnel {
  const { socket, onOwnInstruction } = options;
  // The library's Tunnel is a plain constructor function whose members are meant to be replaced.
  const tunnel: Tunnel = new (Guacamole.Tunnel as unknown as new () => Tunnel)();
  const parser = new Guacamole.Parser();
  parser.oninstruction = (opcode, args) => {
    if (opcode.startsWith('postern-')) onOwnInstruction(opcode, args.map(String));
    else tunnel.oninstruction?.(opcode, args);
  };
  const setState = (state: Tunnel.State) => {
    if (tunnel.state === state) return;
    tunnel.state = state;
    tunnel.onstatechange?.(state);
  };
  const receive = ({ data }: MessageEvent) => parser.receive(String(data));
  const closed = () => setState(Guacamole.Tunnel.State.CLOSED);

  tunnel.connect = () => {
    socket.addEventListener('message', receive);
    socket.addEventListener('close', closed);
    setState(Guacamole.Tunnel.State.OPEN);
  };
  tunnel.sendMessage = (...elements: unknown[]) => {
    // The socket's end says it, and the broker tells guacd: sent from here, it would look as if the server had hung up.
    if (elements[0] === 'disconnect') return;
    if (socket.readyState === WebSocket.OPEN) socket.send(encode(elements));
  };
  tunnel.disconnect = () => {
    socket.removeEventListener('message', receive);
    socket.removeEventListener('close', closed);
    closed();
  };
  return tunnel;
}

/** `4.sync,8.12345678;` — lengths count code points. */
export function encode(elements: readonly unknown[]): string {
  const parts = elements.map((element) => {
    const text = String(element);
    return `${[...text].length}.${text}`;
  });
  return `${parts.join(',')};`;
}
