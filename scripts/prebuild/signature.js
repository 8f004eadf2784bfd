'use strict';

// The code signature of a Mach-O file: macOS on ARM kills a process that loads code whose hashes are not those in it.

const { createHash } = require('node:crypto');

const LC_CODE_SIGNATURE = 0x1d;
const HEADER_SIZE = 32; // of a 64-bit Mach-O file
const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const SHA256 = 2;

/** Where the signature starts; undefined where there is none. */
function signatureOffset(file) {
  let at = HEADER_SIZE;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    if (file.readUInt32LE(at) === LC_CODE_SIGNATURE) return file.readUInt32LE(at + 8);
    at += file.readUInt32LE(at + 4);
  }
  return undefined;
}

/** The hashes of the file's pages, in the code directory of the signature. Its numbers are big-endian. */
function codeDirectory(file, signature) {
  if (file.readUInt32BE(signature) !== SUPER_BLOB) return undefined;
  for (let i = 0; i < file.readUInt32BE(signature + 8); i++) {
    const blob = signature + file.readUInt32BE(signature + 12 + 8 * i + 4);
    if (file.readUInt32BE(blob) === CODE_DIRECTORY) return blob;
  }
  return undefined;
}

/**
 * @param {Buffer} file a Mach-O file for one 64-bit architecture
 * @returns {boolean} whether it is signed and all hashes are right
 */
function isSigned(file) {
  const signature = signatureOffset(file);
  const directory = signature && codeDirectory(file, signature);
  if (directory === undefined || file[directory + 37] !== SHA256) return false;
  const hashes = directory + file.readUInt32BE(directory + 16);
  const count = file.readUInt32BE(directory + 28);
  const limit = file.readUInt32BE(directory + 32);
  const pageSize = 2 ** file[directory + 39];
  if (limit !== signature || count !== Math.ceil(limit / pageSize)) return false;
  for (let page = 0; page < count; page++) {
    const bytes = file.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit));
    const expected = file.subarray(hashes + 32 * page, hashes + 32 * (page + 1));
    if (!createHash('sha256').update(bytes).digest().equals(expected)) return false;
  }
  return true;
}

module.exports = { isSigned };
