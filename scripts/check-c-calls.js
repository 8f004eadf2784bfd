'use strict';

// Fails on the first circle of calls between the files of src/: `node scripts/check-c-calls.js`. What calls what is
// read from the object files that `npm run compile` has left.

const fs = require('node:fs');
const path = require('node:path');

const { ROOT, capture } = require('./variant.js');

const OBJECTS = path.join(ROOT, 'build', 'Release', 'obj.target', 'iotjs_dgram', 'src');

/** The names of a file's symbols of some kinds, as nm marks them. */
function symbolsOf(file, kinds) {
  const { status, stdout, stderr } = capture('nm', ['--format=posix', file]);
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').map((line) => line.split(' '))
    .filter(([, kind]) => kinds.includes(kind))
    .map(([name]) => name);
}

/**
 * @returns {Map<string, Set<string>>} for each object file, those that define what it calls
 */
function callsBetweenFiles() {
  const files = fs.readdirSync(OBJECTS, { recursive: true }).filter((name) => name.endsWith('.o'));
  const definedIn = new Map(files.flatMap((file) =>
    symbolsOf(path.join(OBJECTS, file), ['T', 'D', 'R', 'B']).map((symbol) => [symbol, file])));
  return new Map(files.map((file) => {
    const called = symbolsOf(path.join(OBJECTS, file), ['U']).map((symbol) => definedIn.get(symbol));
    return [file, new Set(called.filter((each) => each !== undefined && each !== file))];
  }));
}

/**
 * @param {Map<string, Set<string>>} graph
 * @returns {?string[]} the files of a circle, the first one again at the end; null where there is none
 */
function findCircle(graph) {
  const done = new Set();
  function search(file, above) {
    if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const callee of graph.get(file)) {
      const circle = search(callee, [...above, file]);
      if (circle !== null) return circle;
    }
    done.add(file);
    return null;
  }
  for (const file of graph.keys()) {
    const circle = search(file, []);
    if (circle !== null) return circle;
  }
  return null;
}

const graph = callsBetweenFiles();
if (graph.size === 0) throw new Error('There are no object files: npm run compile makes them');
const circle = findCircle(graph);
if (circle !== null) throw new Error(`Files of src/ call each other in a circle: ${circle.join(' -> ')}`);
console.log(`${graph.size} files of C call each other without circles.`);
