// What the operators of a whole network can do, and tests with them: POST of JSON to an address of the control server.
//
//   /settle {}                  wait until the AppView and Ozone have read everything that was written
//   /verifier {did}             have the AppView trust what this account says of others' names
//   /labels {}                  show in the AppView what Ozone has labelled: this AppView fetches no labels by itself
import http from 'node:http'

const labels = async ({ ozone, bsky }) => {
  const rows = await ozone.ctx.db.db.selectFrom('label').selectAll().execute()
  for (const { src, uri, cid, val, neg, cts, exp } of rows) {
    await bsky.db.db
      .insertInto('label')
      .values({ src, uri, cid: cid ?? '', val, neg, cts, exp })
      .onConflict((known) => known.columns(['src', 'uri', 'cid', 'val']).doUpdateSet({ neg, cts, exp }))
      .execute()
  }
}

export const operate = async (network) => {
  const { bsky, ozone } = network
  const acts = {
    '/settle': () => network.processAll(),
    '/verifier': async ({ did }) => {
      await network.processAll()
      await bsky.db.db.updateTable('actor').set({ trustedVerifier: true }).where('did', '=', did).execute()
    },
    '/labels': async () => {
      await network.processAll()
      await labels(network)
    },
  }
  const control = http.createServer(async (request, answer) => {
    try {
      const said = await Array.fromAsync(request)
      await acts[request.url](JSON.parse(Buffer.concat(said).toString()))
      answer.writeHead(200).end()
    } catch (error) {
      answer.writeHead(500).end(String(error?.stack ?? error))
    }
  })
  await new Promise((ready) => control.listen(0, ready))
  return {
    control: `http://127.0.0.1:${control.address().port}`,
    view: bsky.url,
    viewer: bsky.serverDid,
    ozone: ozone.url,
    labeller: ozone.ctx.cfg.service.did,
  }
}
