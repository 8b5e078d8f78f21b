// The queues that people use, each by its own public API: what a bench needs of one.
//
// `safe`: each job is claimed by itself, and durably, before it runs, and finished by itself afterwards. `fast`: as its
// makers say that it is fastest (many claimed at once, finished late).
import { createRequire } from 'node:module';

const load = createRequire(process.env.BENCH_PEERS + '/package.json');
const quiet = () => {};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const task = 'remind';

class OnPostgres {
  bulk = 1000;
  at_once = 20;
  constructor(url) {
    this.url = url;
  }
  pool(max) {
    const pool = new (load('pg').Pool)({ connectionString: this.url, max });
    pool.on('error', quiet);
    pool.on('connect', (client) => client.on('error', quiet));
    return pool;
  }
  async ask(sql) {
    return (await this.own.query(sql)).rows[0];
  }
  async open() {
    this.own = this.pool(1);
  }
  async close() {
    await this.own.end();
  }
  async settle() {
    await this.ask('VACUUM ANALYZE');
    await this.ask('CHECKPOINT');
  }
}

class GraphileWorker extends OnPostgres {
  library = load('graphile-worker');
  logger = new this.library.Logger(() => quiet);
  async open() {
    await super.open();
    this.clients = this.pool(this.at_once);
    this.utils = await this.library.makeWorkerUtils({ pgPool: this.clients, logger: this.logger });
    await this.utils.migrate();
  }
  async close() {
    await this.utils.release();
    await this.clients.end();
    await super.close();
  }
  add(key, at, more = {}) {
    return this.utils.addJob(task, { key, ...more }, { jobKey: key, runAt: at && new Date(at) });
  }
  add_all(jobs) {
    return this.utils.addJobs(
      jobs.map(({ key, at }) => ({ identifier: task, payload: { key }, jobKey: key, runAt: at && new Date(at) })),
    );
  }
  async count() {
    return Number((await this.ask('SELECT COUNT(*) AS jobs FROM graphile_worker._private_jobs')).jobs);
  }
  async work(setting, handle) {
    const fast = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
    const runner = await this.library.run({
      logger: this.logger,
      noHandleSignals: true,
      taskList: { [task]: (payload) => handle(payload) },
      preset: {
        worker: {
          connectionString: this.url,
          concurrentJobs: setting === 'fast' ? 24 : 20,
          maxPoolSize: 25,
          ...(setting === 'fast' ? fast : {}),
        },
      },
    });
    return () => runner.stop();
  }
}

class PgBoss extends OnPostgres {
  async open({ idle = false } = {}) {
    await super.open();
    const { PgBoss: Boss } = load('pg-boss');
    this.boss = new Boss({ connectionString: this.url, max: this.at_once, useListenNotify: idle });
    this.boss.on('error', (error) => console.error('pg-boss:', error.message));
    await this.boss.start();
    // Unique while it is queued or runs.
    if (!(await this.boss.getQueue(task))) await this.boss.createQueue(task, { policy: 'exclusive', notify: true });
  }
  async close() {
    await this.boss.stop({ graceful: false, close: true });
    await super.close();
  }
  options(key, at) {
    return { singletonKey: key, ...(at ? { startAfter: new Date(at) } : {}) };
  }
  add(key, at, more = {}) {
    return this.boss.send(task, { key, ...more }, this.options(key, at));
  }
  add_all(jobs) {
    return this.boss.insert(task, jobs.map(({ key, at }) => ({ data: { key }, ...this.options(key, at) })));
  }
  async count() {
    return Number((await this.ask("SELECT COUNT(*) AS jobs FROM pgboss.job WHERE state < 'completed'")).jobs);
  }
  async work(setting, handle) {
    if (setting === 'safe') return this.work_one_by_one(handle);
    const many = { batchSize: 1000, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
    await this.boss.work(task, many, async (jobs) => {
      for (const job of jobs) await handle(job.data);
    });
    return () => this.boss.offWork(task);
  }
  async work_one_by_one(handle) {
    let goes_on = true;
    const loop = async () => {
      while (goes_on) {
        const [job] = await this.boss.fetch(task);
        if (!job) {
          await pause(20);
          continue;
        }
        await handle(job.data);
        await this.boss.complete(task, job.id);
      }
    };
    const loops = Array.from({ length: 20 }, loop);
    return () => ((goes_on = false), Promise.all(loops));
  }
}

class BullMq {
  bulk = 1000;
  at_once = 100;
  library = load('bullmq');
  constructor(url) {
    this.connection = { host: '127.0.0.1', port: Number(new URL(url).port), maxRetriesPerRequest: null };
  }
  async open() {
    this.queue = new this.library.Queue(task, { connection: this.connection });
    await this.queue.waitUntilReady();
  }
  async close() {
    await this.queue.close();
  }
  async settle() {}
  options(key, at) {
    return { jobId: key, removeOnComplete: true, ...(at ? { delay: Math.max(0, at - Date.now()) } : {}) };
  }
  add(key, at, more = {}) {
    return this.queue.add(task, { key, ...more }, this.options(key, at));
  }
  add_all(jobs) {
    return this.queue.addBulk(jobs.map(({ key, at }) => ({ name: task, data: { key }, opts: this.options(key, at) })));
  }
  async count() {
    const counts = await this.queue.getJobCounts('waiting', 'delayed', 'active', 'prioritized');
    return Object.values(counts).reduce((sum, one) => sum + one, 0);
  }
  async work(setting, handle) {
    const concurrency = setting === 'fast' ? 200 : 50;
    const worker = new this.library.Worker(task, (job) => handle(job.data), {
      connection: this.connection,
      concurrency,
    });
    worker.on('error', quiet);
    await worker.waitUntilReady();
    return () => worker.close();
  }
}

export const peers = { 'graphile-worker': GraphileWorker, 'pg-boss': PgBoss, bullmq: BullMq };
