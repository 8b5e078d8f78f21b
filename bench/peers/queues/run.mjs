// node run.mjs PEER URL COMMAND …: one measurement of one queue, for tools/bench_queue.py. One line of JSON.
//
// Each but fill says `ready`, and begins when it is given a line.
//
// add N KEYS AT_ONCE     N jobs a day ahead, of so many different keys, so many calls in flight
// add_all N              the same, each another key, many in a call
// fill N due|ahead       as add_all, without figures
// drain N fast|safe LEFT  runs N due jobs, besides which LEFT lie ahead
// late N MS              N jobs that are due one after the other: how late they start
// pick_up N              N jobs that are due at once, one after the other: from the call to the handler
// idle                   a worker with nothing to do: `ready` when it has begun, and ends when it is given a line
import { createInterface } from 'node:readline';
import { peers } from './peers.mjs';

const [name, url, command, ...words] = process.argv.slice(2);
const peer = new peers[name](url);
const day = 86_400_000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
// The same clock as Python's time.monotonic().
const steady = () => Number(process.hrtime.bigint()) / 1e9;
const cpu = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage());
const key = (i) => `appointment-${i}-call`;
const ahead = (i) => Date.now() + day + (i % 86_400) * 1000;

function tell(found) {
  const peak_mib = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...found, peak_mib: Math.round(peak_mib * 10) / 10 }));
}

async function pool(n, at_once, call) {
  let next = 0;
  const loop = async () => {
    while (next < n) await call(next++);
  };
  await Promise.all(Array.from({ length: Math.min(n, at_once) }, loop));
}

async function timed(n, work) {
  await a_line();
  const began = steady();
  const used = cpu();
  await work();
  return { n, seconds: steady() - began, cpu_s: cpu() - used, rows: await peer.count() };
}

async function add_all(n, at, from = 0) {
  for (let first = 0; first < n; first += peer.bulk) {
    const jobs = Array.from({ length: Math.min(peer.bulk, n - first) }, (_, i) => ({
      key: key(from + first + i),
      at: at(first + i),
    }));
    await peer.add_all(jobs);
  }
}

function a_line() {
  console.log('ready');
  return new Promise((done) => createInterface({ input: process.stdin }).once('line', done).once('close', done));
}

const percentile = (sorted, part) => sorted[Math.floor(part * (sorted.length - 1))];

const commands = {
  async add(n, keys, at_once) {
    tell(await timed(n, () => pool(n, at_once, (i) => peer.add(key(i % keys), ahead(i % keys)))));
  },
  async add_all(n) {
    tell(await timed(n, () => add_all(n, ahead)));
  },
  async fill(n, when) {
    // Keys of their own: what is due lies beside what lies ahead.
    if (when === 'due') await add_all(n, () => Date.now() - 1000, 1e9);
    else await add_all(n, ahead);
    await peer.settle();
    tell({ n });
  },
  async drain(n, setting, left = 0) {
    await a_line();
    const began = steady();
    const used = cpu();
    let first = 0;
    let ran = 0;
    const seen = new Set();
    const stop = await peer.work(setting, (job) => {
      first ||= steady();
      ran++;
      seen.add(job.key);
    });
    while (seen.size < n) await pause(10);
    // Counting many that lie ahead would cost more than the work itself.
    if (left) await stop();
    while (!left && (await peer.count()) > 0) await pause(10);
    tell({ n: seen.size, ran, began, first, ended: steady(), cpu_s: cpu() - used });
  },
  async late(n, apart) {
    await a_line();
    const late = [];
    await peer.work('fast', (job) => {
      late.push(Date.now() - job.due);
    });
    const first = Date.now() + 3000;
    for (let i = 0; i < n; i++) await peer.add(key(i), first + i * apart, { due: first + i * apart });
    while (late.length < n) await pause(50);
    late.sort((a, b) => a - b);
    tell({ n, p50_ms: percentile(late, 0.5), p99_ms: percentile(late, 0.99) });
  },
  async pick_up(n) {
    await a_line();
    const waits = [];
    await peer.work('fast', (job) => {
      waits.push(1e3 * (steady() - job.asked));
    });
    await pause(500);
    for (let i = 0; i < n; i++) {
      await peer.add(key(i), undefined, { asked: steady() });
      await pause(20 + (i * 7) % 60);
    }
    while (waits.length < n) await pause(50);
    waits.sort((a, b) => a - b);
    tell({ n, p50_ms: percentile(waits, 0.5), p99_ms: percentile(waits, 0.99) });
  },
  async idle() {
    await peer.work('fast', () => {});
    await a_line();
  },
};

await peer.open({ idle: command === 'pick_up' || command === 'idle' });
await commands[command](...words.map((word) => (/^\d+$/.test(word) ? Number(word) : word)));
process.exit(0);
