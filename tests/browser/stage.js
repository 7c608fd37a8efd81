// The stage: the real program on a port and in a data folder of its own, and Chromium to visit it.

import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
const PSQL = '/usr/lib/postgresql/15/bin/psql'
export const PASSWORD = 'hoa-ban-no-thang-ba'

/** Starts the program with demonstration data, with the data of another stage on another day where asked; gives its
 * address and ways to stop it. */
export async function startProgram({ folder = temporary('bontot-browser-'), day = '' } = {}) {
  const port = await freePort()
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), LISTEN: `127.0.0.1:${port}` }
  delete env.DATABASE_URL
  if (day) env.DEMO_DAY = day
  const program = spawn(join(root, 'target/debug/bontot'), ['serve', '--demo'], { env })
  const said = []
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => said.push(text))
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const address = `http://127.0.0.1:${port}`
  try {
    await untilReady(address, ended, said)
  } catch (error) {
    program.kill('SIGTERM')
    throw error
  }
  const pause = async () => {
    program.kill('SIGTERM')
    await ended
  }
  const stop = async () => {
    await pause()
    rmSync(folder, { recursive: true, force: true })
  }
  /** The same data on another day, `2027-01-09`. */
  const on = async (otherDay) => {
    await pause()
    return startProgram({ folder, day: otherDay })
  }
  /** Asks or tells the program's own database; lines of `a|b`. */
  const sql = (text) => {
    const socket = join(env.DATA_DIR, 'socket')
    const told = execFileSync(PSQL, ['-h', socket, '-U', 'bontot', '-qAt', '-c', text, 'postgres'], { encoding: 'utf8' })
    return told.split('\n').filter(Boolean)
  }
  return { address, stop, on, sql, log: () => said.join('') }
}

async function untilReady(address, ended, said) {
  let over = false
  ended.then(() => (over = true))
  for (let tries = 0; tries < 1200; tries++) {
    if (over) throw new Error(`the program ended:\n${said.join('')}`)
    const answer = await fetch(`${address}/healthz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the program did not answer:\n${said.join('')}`)
}

/** Starts Chromium with an empty profile and nothing that calls home. */
export async function startChromium() {
  const profile = temporary('bontot-chromium-')
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, HOME: profile },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const stop = async () => {
    // A browser that does not close is not worth waiting for.
    await Promise.race([browser.close(), new Promise((resolve) => setTimeout(resolve, 5_000))])
    rmSync(profile, { recursive: true, force: true })
  }
  return { browser, stop }
}

function temporary(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // The private PostgreSQL may run as another user, who must be able to pass.
  chmodSync(folder, 0o755)
  return folder
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
