// What the developers' guide says to type, typed: only the ports are others.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'

const PATIENCE = 60_000

function free_port() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** What is wrong, in lines. */
export async function guide(root, url) {
  const folder = mkdtempSync(`${tmpdir()}/courtesy-guide-`)
  const blocks = [...readFileSync(`${root}docs/guides/developer.md`, 'utf8').matchAll(/```sh\n([^]*?)```/g)].map((found) => found[1])
  const script = blocks.join('\n').replaceAll('http://127.0.0.1:8700', url).replaceAll('8900', await free_port()).replaceAll('/tmp/', `${folder}/`)
  const shell = spawn('bash', ['-c', `set -e\n${script}\nwait`], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const ended = new Promise((resolve) => {
    const patience = setTimeout(resolve, PATIENCE)
    const hear = (text) => {
      said += text
      if (!said.includes('"type":"time_card"') && !said.includes('not from Courtesy')) return
      clearTimeout(patience)
      resolve()
    }
    shell.stdout.on('data', hear)
    shell.stderr.on('data', hear)
    shell.once('exit', resolve)
  })
  await ended
  try {
    process.kill(-shell.pid)
  } catch {
    // It has ended.
  }
  rmSync(folder, { recursive: true })
  const faults = []
  if (!said.includes('"data":{"began":"08:30","employee":"1234","hours":"7.5"}')) faults.push(`no event has come that was signed: ${said.slice(-1500)}`)
  if (/"type":"\/v1\/errors\/|not an HTTP/.test(said)) faults.push(`a request was refused: ${said.slice(0, 3000)}`)
  return faults
}
