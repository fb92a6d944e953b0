// Runs command lines one after another in one process, which saves the start of a process each: a message is a list of
// arguments, its reply what a process of its own would have printed and its exit code.

// not a static import, with which the type checker would look into what was built
const { runCommandLine } = await import(new URL('../../dist/node/cli/run.js', import.meta.url).href);

const printed = { log: '', error: '' };
console.log = text => {
  printed.log += `${text}\n`;
};
console.error = text => {
  printed.error += `${text}\n`;
};

let queue = Promise.resolve();
process.on('message', ({ id, args }) => {
  queue = queue.then(async () => {
    Object.assign(printed, { log: '', error: '' });
    const code = await runCommandLine(args);
    process.send?.({ id, outcome: { code, out: printed.log, err: printed.error } });
  });
});
