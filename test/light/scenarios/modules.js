'use strict';

// What require() gives in a light copy: prints the type of each module that it is asked for, or the code of the error.

for (const name of process.argv.slice(2)) {
  try {
    console.log(name, typeof require(name));
  } catch (error) {
    console.log(name, error instanceof Error, error.code, error.message.includes('--isolate'));
  }
}
