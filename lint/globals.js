'use strict';

// The globals of IoT.js as it is built by default: those of ES5, which ESLint knows by `ecmaVersion: 5`, and these.
// What `typeof` says to IoT.js 1.0 decides, not what its documentation lists.

const READABLE = ['Buffer', 'clearInterval', 'clearTimeout', 'console', 'global', 'module', 'process', 'require',
  'setImmediate', 'setInterval', 'setTimeout'];
const WRITABLE = ['exports'];

// What desktop Node.js has and IoT.js lacks. It has to be turned off by name, because another config of the user's may
// have turned it on for all files.
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

module.exports = Object.fromEntries([
  ...LACKING.map((name) => [name, 'off']),
  ...READABLE.map((name) => [name, 'readonly']),
  ...WRITABLE.map((name) => [name, 'writable']),
]);
