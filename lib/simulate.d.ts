/// <reference types="node" />

declare namespace simulate {
  /** A column of the platform table. */
  type Target = 'linux' | 'tizen-rpi' | 'raspbian-rpi' | 'nuttx-stm32f4' | 'tizenrt-artik053';

  /** A row of the platform table, as a script names it. */
  type Api = 'createSocket' | 'addMembership' | 'address' | 'bind' | 'close' | 'dropMembership' | 'send' |
    'setBroadcast' | 'setMulticastLoopback' | 'setMulticastTTL' | 'setTTL';

  /**
   * What can change with time: a value, and others with when they hold, such as `'5%,100%@10s-20s'`, `'100%@10s-'` (to
   * the end), `'100%@10s-20s every 60s'`. Times count from the first socket, or from the call of `set()`.
   */
  type Changing<Value extends string | number> =
    Value | `${Value}@${string}-${string}` | `${Value},${Value}@${string}-${string}`;

  /** The options of the command, without their dashes. */
  interface Options {
    /** The board to be. Default: none. */
    target?: Target;
    /** What the board has, whatever its column says. Default: nothing. */
    allow?: Api[] | string;
    /** Refuses scripts that no device can run, and members of messages that IoT.js's Buffer lacks. Default: `false`. */
    strict?: boolean;
    /** How many datagrams are lost: `'5%'`; `'5%/burst 4'`, so many in a row on average. */
    loss?: Changing<`${number}%` | `${number}%/burst ${number}`>;
    /** How much later they arrive: `'40ms'`, `'40ms±10ms'`, `'40ms+-10ms'`. */
    delay?: Changing<string>;
    /** How many arrive twice: `'1%'`. */
    duplicate?: Changing<`${number}%`>;
    /** How many are overtaken by the next one: `'2%'`. */
    reorder?: Changing<`${number}%`>;
    /** How much passes: `'50kbit/s'`. */
    rate?: Changing<`${number}${'bit' | 'kbit' | 'Mbit'}/s`>;
    /** How many datagrams wait for that at most. Default: 50. */
    queue?: Changing<number>;
    /** The largest packet in bytes, its 28 bytes of headers included. */
    mtu?: Changing<number>;
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

  /** What the network does to datagrams, and can do otherwise while it runs. */
  type Conditions = Pick<Options, 'loss' | 'delay' | 'duplicate' | 'reorder' | 'rate' | 'queue' | 'mtu'>;

  /** What happened to the datagrams of one direction. */
  interface Direction {
    /** How many there were. */
    datagrams: number;
    /** Lost by chance. */
    lost: number;
    /** Lost since they did not fit the queue. */
    overflowed: number;
    /** Lost since they were over the MTU. */
    tooLarge: number;
    delayed: number;
    duplicated: number;
    reordered: number;
    /** How many copies of them are still on their way. */
    underWay: number;
  }

  /** What has happened so far: the fields of the JSON report. */
  interface Counts {
    /** With which the run can be repeated; null before the first socket. */
    seed: number | null;
    /** Those that were given, as they were spelled last; null before the first socket. */
    conditions: Conditions | null;
    /** A direction is null where the network leaves it alone. `refused`: by the system, after their delay. */
    network: { sent: Direction | null; received: Direction | null; refused: number } | null;
    /** How many messages the script has sent, those that were lost included. */
    sent: number;
    /** How many messages the script was given. */
    received: number;
    /** How many datagrams the network has lost, in both directions. */
    lost: number;
    /** How many messages were answered. */
    answered: number;
    /** Milliseconds from a message to its answer; null without one. */
    meanMs: number | null;
    /** The longest of these. */
    longestMs: number | null;
  }

  /** The network while it runs. */
  interface Control {
    /**
     * Changes conditions; those that are not named stay as they are. What is sent or received from now on has the new
     * ones. Throws a RangeError for what is no condition or a wrong value.
     */
    set(conditions: Conditions): void;
    /** What has happened so far, also without a report. */
    counts(): Counts;
    /** Resolves when no datagram is under way, in either direction. */
    idle(): Promise<void>;
  }
}

/**
 * Has the sockets of this process, or of this worker thread, behave as on a board or in a bad network. To be called
 * before the first socket is created. A device has no such thing: it is for tests on the desktop.
 */
declare function simulate(options: simulate.Options): simulate.Control;

export = simulate;
