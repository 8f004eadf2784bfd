'use strict';

// The globals of IoT.js as it is built by default, and those of desktop Node.js that it lacks.

const { globals, scope } = require('../sim/board/runtime');

const WRITABLE = new Set(['exports']);

// The rule `runtime` reports them, and says what to write instead.
const LACKING = [
  // ECMAScript since 2015
  'AggregateError', 'ArrayBuffer', 'AsyncDisposableStack', 'Atomics', 'BigInt', 'BigInt64Array', 'BigUint64Array',
  'DataView', 'DisposableStack', 'FinalizationRegistry', 'Float16Array', 'Float32Array', 'Float64Array', 'Int16Array',
  'Int32Array', 'Int8Array', 'Intl', 'Iterator', 'Map', 'Promise', 'Proxy', 'Reflect', 'Set', 'SharedArrayBuffer',
  'SuppressedError', 'Symbol', 'Temporal', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap',
  'WeakRef', 'WeakSet', 'globalThis',
  // the module wrapper and the timers of Node.js
  '__dirname', '__filename', 'clearImmediate', 'queueMicrotask',
  // of the web, in Node.js too
  'AbortController', 'AbortSignal', 'Blob', 'BroadcastChannel', 'ByteLengthQueuingStrategy', 'CloseEvent',
  'CompressionStream', 'CountQueuingStrategy', 'Crypto', 'CryptoKey', 'CustomEvent', 'DOMException',
  'DecompressionStream', 'ErrorEvent', 'Event', 'EventSource', 'EventTarget', 'File', 'FormData', 'Headers',
  'MessageChannel', 'MessageEvent', 'MessagePort', 'Navigator', 'Performance', 'PerformanceEntry', 'PerformanceMark',
  'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList', 'PerformanceResourceTiming',
  'QuotaExceededError', 'ReadableByteStreamController', 'ReadableStream', 'ReadableStreamBYOBReader',
  'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader', 'Request', 'Response',
  'Storage', 'SubtleCrypto', 'TextDecoder', 'TextDecoderStream', 'TextEncoder', 'TextEncoderStream', 'TransformStream',
  'TransformStreamDefaultController', 'URL', 'URLPattern', 'URLSearchParams', 'WebAssembly', 'WebSocket',
  'WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter', 'atob', 'btoa', 'crypto', 'fetch',
  'localStorage', 'navigator', 'performance', 'sessionStorage', 'structuredClone',
];

/** For `languageOptions.globals`. What IoT.js lacks is in it, too, so that `no-undef` does not report it once more. */
const configured = Object.fromEntries([...LACKING, ...Object.keys(globals), ...scope]
  .map((name) => [name, WRITABLE.has(name) ? 'writable' : 'readonly']));

module.exports = { configured, lacking: new Set(LACKING) };
