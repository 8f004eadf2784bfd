'use strict';

// What LLVM's tools say of a binary, in one form for ELF, PE and Mach-O.

const { spawnSync } = require('node:child_process');

function run(program, args) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw new Error(`${program} is missing: it is in Debian's package llvm`, { cause: error });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stderr}`);
  return stdout;
}

function lines(text) {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** The symbols that llvm-nm lists, without the `_` that Mach-O puts before each. */
function symbols(file, format, args) {
  const names = lines(run('llvm-nm', ['--format=just-symbols', ...args, file]));
  return format === 'macho' ? names.map((name) => name.replace(/^_/, '')) : names;
}

/** In the output of --coff-imports: the functions by library, `Import` at the start of a line or `DelayImport`. */
function peImports(text, kind) {
  const blocks = text.split(/^(?=Import \{|DelayImport \{)/m).filter((block) => block.startsWith(`${kind} {`));
  return Object.fromEntries(blocks.map((block) => {
    const [, library] = /^ {2}Name: (.*)$/m.exec(block);
    return [library, [...block.matchAll(/^ +Symbol: (\S+)/gm)].map(([, name]) => name)];
  }));
}

function inspectPe(file) {
  const text = run('llvm-readobj', ['--coff-imports', file]);
  const exported = run('llvm-readobj', ['--coff-exports', file]);
  const imports = peImports(text, 'Import');
  const delayed = peImports(text, 'DelayImport');
  return {
    exports: [...exported.matchAll(/^ {2}Name: (\S+)/gm)].map(([, name]) => name),
    libraries: [...Object.keys(imports), ...Object.keys(delayed).map((name) => `${name} (delayed)`)],
    needs: Object.values({ ...imports, ...delayed }).flat(),
    locals: [],
    versions: [],
  };
}

function inspectOther(file, format) {
  const text = run('llvm-readobj', ['--needed-libs', '--version-info', file]);
  const [, libraries] = /^NeededLibraries \[\n([^\]]*)\]/m.exec(text);
  const dynamic = format === 'elf' ? ['--dynamic'] : [];
  return {
    exports: symbols(file, format, [...dynamic, '--extern-only', '--defined-only']),
    libraries: lines(libraries),
    needs: symbols(file, format, [...dynamic, '--undefined-only']),
    // Mach-O has one table for all. An ELF file that is stripped has none beside the dynamic one.
    locals: symbols(file, format, ['--defined-only']).filter((name) => name !== 'no symbols'),
    versions: [...text.matchAll(/^ +Name: (GLIBC\S+)/gm)].map(([, version]) => version),
  };
}

/**
 * @param {string} file
 * @param {'elf'|'pe'|'macho'} format
 * @returns {{kind: string, flags: string, exports: string[], libraries: string[], needs: string[], locals: string[],
 *   versions: string[]}} kind: format and architecture, as LLVM names them; needs: the symbols that others must have;
 *   locals: names of what is not exported; versions: the versions of glibc that it asks for by name
 * @throws {Error} when a tool is missing or does not understand the file
 */
function inspect(file, format) {
  const headers = run('llvm-readobj', ['--file-headers', file]);
  const [, kind] = /^Format: (.*)$/m.exec(headers);
  const [, flags] = /Flags \[ \((.*)\)/.exec(headers) ?? [];
  const rest = format === 'pe' ? inspectPe(file) : inspectOther(file, format);
  return { kind, flags, ...rest, locals: rest.locals.filter((name) => !rest.exports.includes(name)) };
}

module.exports = { inspect };
