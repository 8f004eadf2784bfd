/// <reference types="node" />

declare namespace simulate {
  /** A column of the platform table. */
  type Target = 'linux' | 'tizen-rpi' | 'raspbian-rpi' | 'nuttx-stm32f4' | 'tizenrt-artik053';

  /** A row of the platform table, as a script names it. */
  type Api = 'createSocket' | 'addMembership' | 'address' | 'bind' | 'close' | 'dropMembership' | 'send' |
    'setBroadcast' | 'setMulticastLoopback' | 'setMulticastTTL' | 'setTTL';

  /** The options of the command, without their dashes. */
  interface Options {
    /** The board to be. Default: none. */
    target?: Target;
    /** What the board has, whatever its column says. Default: nothing. */
    allow?: Api[] | string;
    /** Refuses scripts that no device can run, and members of messages that IoT.js's Buffer lacks. Default: `false`. */
    strict?: boolean;
    /** How many datagrams are lost: `'5%'`. */
    loss?: `${number}%`;
    /** How much later they arrive: `'40ms'`, `'40ms±10ms'`, `'40ms+-10ms'`. */
    delay?: string;
    /** How many arrive twice: `'1%'`. */
    duplicate?: `${number}%`;
    /** How many are overtaken by the next one: `'2%'`. */
    reorder?: `${number}%`;
    /** How much passes: `'50kbit/s'`. */
    rate?: `${number}${'bit' | 'kbit' | 'Mbit'}/s`;
    /** How many datagrams wait for that at most. Default: 50. */
    queue?: number;
    /** The largest packet in bytes, its 28 bytes of headers included. */
    mtu?: number;
    /** 0 to 4294967295, to repeat a run. Default: another one each time. */
    seed?: number;
    /** What the network does that to. Default: `'both'`. */
    direction?: 'send' | 'receive' | 'both';
    /** Prints a line of what happened to how many, on exit: `true` or `'text'`; or `'json'`. Default: `false`. */
    report?: boolean | 'text' | 'json';
    /**
     * Prints a line for each datagram: `true`; or, with commas between, `'bytes'` for all that is in it and
     * `'port=5683'`, `'copy=3'` for only those of a port or of a copy in a fleet. Default: `false`.
     */
    trace?: boolean | string;
    /** Records datagrams to this file, a capture for Wireshark: `'run.pcapng'`. Default: none. */
    record?: string;
    /** Draws what happened to datagrams to this file, a page for a browser: `'run.html'`. Default: none. */
    draw?: string;
  }
}

/**
 * Has the sockets of this process, or of this worker thread, behave as on a board or in a bad network. To be called
 * before the first socket is created. A device has no such thing: it is for tests on the desktop.
 */
declare function simulate(options: simulate.Options): void;

export = simulate;
