/// <reference types="node" />

import { EventEmitter } from 'node:events';

/** Options of {@link createSocket}. */
export interface SocketOptions {
  /** IPv4 is all there is. */
  type: 'udp4';
  /** Lets {@link Socket.bind} share an address with other sockets that have this set. Default: `false`. */
  reuseAddr?: boolean;
}

/** Options of {@link Socket.bind}. */
export interface BindOptions {
  /** 0 to 65535. Default: 0, the system chooses. */
  port?: number;
  /** An IPv4 address of this machine, or a name of it. Default: `'0.0.0.0'`, all of them. */
  address?: string | null;
}

/** Where a socket is bound. */
export interface AddressInfo {
  address: string;
  family: 'IPv4';
  port: number;
}

/** Where a message came from. */
export interface RemoteInfo extends AddressInfo {
  /** The length of the message in bytes. */
  size: number;
}

/** An error that the system reported. `code` and `errno` say no more than that, as on the device. */
export interface SystemError extends Error {
  code: 'error';
  errno: 'error';
  /** What failed: `'bind'`, `'send'`, `'setTTL'`, … */
  syscall: string;
  /** The address, where one was involved. */
  address?: string;
  /** The port as the script gave it, where one was involved. */
  port?: number;
  /** What the system said, with a `code` such as `'EADDRINUSE'`, and where bind() was called. Only on the desktop. */
  cause?: Error & { code: string; errno: number };
}

/** An error of the resolver: the name has no IPv4 address, or could not be looked up. It has no `code`. */
export interface LookupError extends Error {
  /** What the system said, with a `code` such as `'EAI_NONAME'`; it has the name. Only on the desktop. */
  cause?: Error & { code: string; errno: number };
}

/** What may be sent. An array goes as one message, its items behind each other; strings go as UTF-8. */
export type Message = Buffer | string | ReadonlyArray<Buffer | string>;

/**
 * Tells how a send ended: `null` when the message has been handed to the system, or why it was not. `length` is the
 * size of the message in bytes; there is none where a name could not be looked up.
 */
export type SendListener = (
  ...result:
    | [error: null, length: number]
    | [error: SystemError, length: number]
    | [error: LookupError, length: undefined]
) => void;

/** The events of a {@link Socket} and their arguments. */
export interface SocketEvents {
  /** The socket is closed. No message comes any more. */
  close: [];
  /** The bind failed, a message could not be received, or a name of a send without a callback not be looked up. */
  error: [error: SystemError | LookupError];
  /** The socket is bound and receives. */
  listening: [];
  /** A message arrived. */
  message: [msg: Buffer, rinfo: RemoteInfo];
}

/** What listens to an event of a {@link Socket}. */
export type SocketListener<Event extends keyof SocketEvents> = (this: Socket, ...args: SocketEvents[Event]) => void;

/**
 * Makes a UDP socket.
 *
 * @param type `'udp4'`
 * @param listener for the `'message'` event
 * @throws {Error} `Bad socket type specified. Valid types are: udp4`
 */
export function createSocket(type: 'udp4', listener?: SocketListener<'message'>): Socket;
/**
 * Makes a UDP socket.
 *
 * @param options with the `type`, `'udp4'`
 * @param listener for the `'message'` event
 * @throws {Error} `Bad socket type specified. Valid types are: udp4`
 */
export function createSocket(options: SocketOptions, listener?: SocketListener<'message'>): Socket;

/**
 * A UDP socket over IPv4, made by {@link createSocket}. Every method throws an `Error` (`Not running`) after
 * {@link Socket.close}.
 */
export class Socket extends EventEmitter {
  private constructor();

  readonly type: 'udp4';

  addListener<Event extends keyof SocketEvents>(event: Event, listener: SocketListener<Event>): this;
  on<Event extends keyof SocketEvents>(event: Event, listener: SocketListener<Event>): this;
  once<Event extends keyof SocketEvents>(event: Event, listener: SocketListener<Event>): this;
  emit<Event extends keyof SocketEvents>(event: Event, ...args: SocketEvents[Event]): boolean;
  removeListener<Event extends keyof SocketEvents>(event: Event, listener: SocketListener<Event>): this;

  /**
   * Binds the socket and starts to receive; `'listening'` follows, or `'error'`. A socket that could not be bound can
   * be bound again. A bound socket keeps the process alive until it is closed.
   *
   * @param port 0 to 65535. Default: 0, the system chooses.
   * @param address Default: `'0.0.0.0'`.
   * @param listener for the next `'listening'` event
   * @throws {Error} `Socket is already bound`
   * @throws {RangeError} for a port out of range
   */
  bind(port?: number | null, address?: string | null, listener?: SocketListener<'listening'>): this;
  bind(port: number | null | undefined, listener: SocketListener<'listening'>): this;
  bind(listener: SocketListener<'listening'>): this;
  bind(options: BindOptions, listener?: SocketListener<'listening'>): this;

  /**
   * Sends a message. The bytes are taken now; a socket that is not bound is bound first, to any port. A failure goes
   * to the listener. Without one, a name that cannot be looked up is an `'error'` event, and what the system refuses
   * a process warning.
   *
   * @param msg the message
   * @param port 1 to 65535
   * @param address an IPv4 address or a name. Default: `'127.0.0.1'`.
   * @param listener called once, later
   * @throws {TypeError} for a message or an address of another type
   * @throws {RangeError} for a port out of range
   */
  send(msg: Message, port: number, address?: string | null, listener?: SendListener): void;
  /**
   * Sends a message to 127.0.0.1.
   *
   * @deprecated IoT.js 1.0 throws a TypeError here, although its documentation has this form. Give the address.
   */
  send(msg: Message, port: number, listener: SendListener): void;
  /**
   * Sends a part of a message.
   *
   * @param msg a Buffer or a string; not an array
   * @param offset where the part starts, in bytes
   * @param length how long it is, in bytes; cut off at the end of the message
   * @param port 1 to 65535
   * @param address an IPv4 address or a name. Default: `'127.0.0.1'`.
   * @param listener called once, later
   */
  send(msg: Buffer | string, offset: number, length: number, port: number, address?: string | null,
       listener?: SendListener): void;
  /**
   * Sends a part of a message to 127.0.0.1.
   *
   * @deprecated IoT.js 1.0 throws a TypeError here, although its documentation has this form. Give the address.
   */
  send(msg: Buffer | string, offset: number, length: number, port: number, listener: SendListener): void;

  /**
   * {@link Socket.send} with an offset and a length, for old scripts. The address is not optional, whatever the
   * documentation of IoT.js says.
   *
   * @throws {Error} for an offset or a length that is no number, or an address that is no string
   */
  sendto(msg: Buffer | string, offset: number, length: number, port: number, address: string,
         listener?: SendListener): void;

  /**
   * Closes the socket; `'close'` follows. Messages that have not left yet are discarded, with a process warning.
   *
   * @param listener for the `'close'` event
   */
  close(listener?: SocketListener<'close'>): this;

  /**
   * Where the socket is bound.
   *
   * @throws {SystemError} `getsockname error`, before it is
   */
  address(): AddressInfo;

  /**
   * Joins a multicast group. On a socket that is not bound the system picks a port, and the first bind fails then:
   * bind first.
   *
   * @param multicastAddress 224.0.0.0 to 239.255.255.255
   * @param multicastInterface the IPv4 address of the interface. Default: the system chooses.
   * @throws {SystemError} when the system refuses
   */
  addMembership(multicastAddress: string, multicastInterface?: string | null): void;

  /**
   * Leaves a multicast group.
   *
   * @throws {SystemError} when the system refuses: for one, the socket is no member
   */
  dropMembership(multicastAddress: string, multicastInterface?: string | null): void;

  /**
   * Allows to send to broadcast addresses, or forbids it. Default: forbidden.
   *
   * @throws {SystemError} before the socket is bound
   */
  setBroadcast(flag: boolean): void;

  /**
   * Says whether multicast messages come back to this machine. Default: they do.
   *
   * @returns flag
   * @throws {SystemError} before the socket is bound
   */
  setMulticastLoopback(flag: boolean): boolean;

  /**
   * Sets how many hops a multicast message may travel. Default: 1.
   *
   * @param ttl 0 to 255
   * @returns ttl
   * @throws {SystemError} for a number out of range, or before the socket is bound
   */
  setMulticastTTL(ttl: number): number;

  /**
   * Sets how many hops a message may travel. Default: 64 mostly.
   *
   * @param ttl 1 to 255
   * @returns ttl
   * @throws {SystemError} for a number out of range, or before the socket is bound
   */
  setTTL(ttl: number): number;
}
