'use strict';

// Carries out the plan of the seed of its index (test/native/batch/plan.js), and prints what came of it: what arrived
// where, and how each send ended that has a callback.

const { createHash } = require('crypto');
const dgram = require('dgram');

const { isDropped, planOf } = require('../../native/batch/plan.js');

const LOOPBACK = '127.0.0.1';
const BROADCAST = '127.255.255.255'; // refused without setBroadcast(true)

const plan = planOf(Number(process.env.IOTJS_DGRAM_INDEX) + 1);
const arrived = {}; // by destination and sender
const ends = {};
const names = {}; // of senders, by port
let arrivals = 0;
let ended = 0;

process.on('warning', () => {}); // told of what is refused and discarded

function bound() {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, LOOPBACK, () => resolve(socket));
  });
}

function close(socket) {
  return new Promise((resolve) => { socket.close(resolve); });
}

const nextTurn = () => new Promise((resolve) => { setImmediate(resolve); });

async function openSender(which, generation) {
  const socket = await bound();
  names[socket.address().port] = `${which}.${generation}`;
  return { socket, generation };
}

function listen(socket, destination) {
  socket.on('message', (message, { port }) => {
    const hash = createHash('md5').update(message).digest('base64');
    (arrived[`${destination} from ${names[port]}`] ??= []).push(`${message.length} ${hash}`);
    arrivals++;
  });
}

function send(socket, { id, size, form, callback, fails }, port) {
  const bytes = Buffer.alloc(size, `${id} `);
  const part = form === 'part' ? [Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('cde')]), 2, size] : [bytes];
  const done = (error) => {
    ends[id] = error === null ? 'sent' : error.cause.code;
    ended++;
  };
  socket.send(...part, port, fails === 'EACCES' ? BROADCAST : LOOPBACK, ...(callback ? [done] : []));
  part[0].fill(0); // the bytes have been taken
}

(async () => {
  const receivers = await Promise.all(Array.from({ length: plan.destinations }, bound));
  receivers.forEach(listen);
  const senders = [];
  for (let which = 0; which < plan.senders; which++) senders.push(await openSender(which, 0));
  let arrivalsDue = 0;
  let endsDue = 0;
  for (const turn of plan.turns) {
    await nextTurn();
    for (const one of turn.sends) send(senders[one.sender].socket, one, receivers[one.to].address().port);
    const left = turn.sends.filter((one) => !isDropped(one, turn));
    arrivalsDue += left.filter(({ fails }) => fails === null).length;
    endsDue += left.filter(({ callback }) => callback).length;
    const closes = [];
    const reopen = async (which) => {
      const { socket, generation } = senders[which];
      await close(socket);
      senders[which] = await openSender(which, generation + 1);
    };
    for (const [which, how] of turn.closes.entries()) {
      const begin = () => closes.push(reopen(which));
      if (how === 'now') begin();
      if (how === 'tick') process.nextTick(begin);
      if (how === 'later') setImmediate(begin);
    }
    await nextTurn();
    await nextTurn();
    await Promise.all(closes);
    while (arrivals < arrivalsDue || ended < endsDue) await nextTurn();
  }
  await Promise.all([...receivers, ...senders.map(({ socket }) => socket)].map(close));
  console.log(JSON.stringify({ arrived, ends }));
})();
