// A real AT Protocol server (a PDS and the PLC directory it needs) on loopback, for tests and the demonstration.
// With a database it is the whole network: also Bluesky's view of all servers (AppView, with bsync) and Ozone, which
// labels; whole.mjs says what can be asked of it beside.
//
//   node server.mjs [--port N] [--plc-port N] [--folder DIR] [--rate-limits] [--dns HOST:PORT] [--database URL]
//                   [--web NAME=HOST:PORT]
//
// Prints "READY {json}" when it can be used, and ends when its standard input closes: whoever started it may die
// in any way and takes it along.
import dns from 'node:dns/promises'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { operate } from './whole.mjs'

process.env.LOG_ENABLED ??= 'false'
const scratch = mkdtempSync(path.join(tmpdir(), 'tabard-pds-'))
process.env.TMPDIR = scratch
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

const { values: asked } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'plc-port': { type: 'string', default: '0' },
    folder: { type: 'string' },
    'rate-limits': { type: 'boolean', default: false },
    database: { type: 'string' },
    dns: { type: 'string' },
    web: { type: 'string' },
  },
})
// Asked where handles under other domains lead.
if (asked.dns) {
  dns.setServers([asked.dns])
  syncBuiltinESMExports()
}
// What stands under this name on the web is fetched from this machine, where nothing has a certificate.
if (asked.web) {
  const [name, place] = asked.web.split('=')
  const { fetch } = globalThis
  globalThis.fetch = (input, init) => {
    const { hostname, pathname } = new URL(input instanceof Request ? input.url : input)
    return hostname === name ? fetch(`http://${place}${pathname}`) : fetch(input, init)
  }
}

// package.json puts libsql in the place of better-sqlite3, which would have to be compiled. Its rows differ in two
// things: blobs come as ArrayBuffer, and get() adds `_metadata`.
const Database = createRequire(import.meta.url)('better-sqlite3')
const statement = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'))
const { all, get, iterate } = statement
const mended = (row) => {
  if (row === null || typeof row !== 'object') return row
  delete row._metadata
  for (const [column, value] of Object.entries(row)) {
    if (value instanceof ArrayBuffer) row[column] = Buffer.from(value)
  }
  return row
}
statement.all = function (...values) {
  return all.apply(this, values).map(mended)
}
statement.get = function (...values) {
  return mended(get.apply(this, values))
}
statement.iterate = function* (...values) {
  for (const row of iterate.apply(this, values)) yield mended(row)
}

// The test servers would listen to the whole neighbourhood.
const { listen } = Server.prototype
Server.prototype.listen = function (where, ...rest) {
  const port = typeof where === 'object' ? where?.port : where
  if (typeof where === 'function' || where?.path) return listen.call(this, where, ...rest)
  return listen.call(this, { port: port ?? 0, host: '127.0.0.1' }, ...rest.filter((one) => typeof one === 'function'))
}

const { TestNetwork, TestNetworkNoAppView } = await import('@atproto/dev-env')

const settings = (port) => (Number(port) ? { port: Number(port) } : {})
const kept = (folder) => {
  if (!folder) return {}
  mkdirSync(folder, { recursive: true })
  return { dataDirectory: folder, blobstoreDiskLocation: path.join(folder, 'blobs') }
}
const makes = asked.database ? TestNetwork : TestNetworkNoAppView
// The whole network insists on a Redis being named, and asks it nothing.
process.env.REDIS_HOST = 'nowhere'
const network = await makes.create({
  dbPostgresUrl: asked.database,
  dbPostgresSchema: 'network',
  plc: settings(asked['plc-port']),
  pds: {
    ...settings(asked.port),
    ...kept(asked.folder),
    hostname: 'localhost',
    serviceHandleDomains: ['.test'],
    enableDidDocWithSession: true,
    rateLimitsEnabled: asked['rate-limits'],
  },
})

// The PLC directory forgets everything when it ends, and accounts that are kept have to be found in it again.
const keepDirectory = async ({ db }, file) => {
  const add = db.validateAndAddOp.bind(db)
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  for (const [did, operations] of Object.entries(before)) {
    for (const { operation } of operations) await add(did, operation)
    operations.forEach(({ createdAt }, place) => (db.contents[did][place].createdAt = new Date(createdAt)))
  }
  db.validateAndAddOp = async (did, operation) => {
    await add(did, operation)
    writeFileSync(`${file}.new`, JSON.stringify(db.contents))
    renameSync(`${file}.new`, file)
  }
}
if (asked.folder) await keepDirectory(network.plc.ctx, path.join(asked.folder, 'plc.json'))

const more = asked.database ? await operate(network) : {}

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(0), 5000).unref()
  await network.close().catch(() => {})
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('end', stop).on('error', stop).resume()

console.log(`READY ${JSON.stringify({ pds: network.pds.url, plc: network.plc.url, ...more })}`)
