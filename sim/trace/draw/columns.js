'use strict';

const { Numbers } = require('./records');

/** The columns of a chart: a socket of a board that is recorded, or the address and port of a peer that is not. */
class Columns {
  #columns = new Numbers();
  #sockets = new Map();
  #records;
  #endpoints;

  /** @param {Records} records */
  constructor(records) {
    this.#records = records;
    this.#endpoints = records.endpoints.list;
    // First of all, since what one board sends can go to the socket of another.
    for (const record of records.inOrder()) {
      const direction = records.direction[record];
      if (direction === 0) continue;
      const local = (direction === 1 ? records.source : records.destination)[record];
      const column = this.ofSocket(record, local);
      if (!this.#sockets.has(local)) this.#sockets.set(local, column);
    }
  }

  /** The socket whose board has recorded that; one that is bound to 0.0.0.0 can have several addresses. */
  ofSocket(record, endpoint) {
    const { interface: { [record]: board }, socket: { [record]: socket } } = this.#records;
    const { ip, port } = this.#endpoints[endpoint];
    return this.#columns.of(`${board}, ${socket ?? `port ${port}`}`, { board, ip, port });
  }

  /** Whoever has that address and port. */
  at(endpoint) {
    return this.#sockets.get(endpoint) ?? this.#columns.of(endpoint, { board: -1, ...this.#endpoints[endpoint] });
  }

  isRecorded(column) {
    return this.#columns.list[column].board !== -1;
  }

  /** @returns {object[]} `{board, ip, port}`; board is -1 for a peer */
  get list() {
    return this.#columns.list;
  }
}

module.exports = { Columns };
