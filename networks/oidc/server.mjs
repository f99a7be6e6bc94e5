// A certified OpenID Connect provider on loopback, for the tests of single sign-on.
//
//   node server.mjs --redirect-uri URI [--port N] [--people JSON] [--amr JSON]
//
// People are {"login": {claims}}; its own pages ask for a login, with any password, and for consent. Prints "READY {json}"
// when it can be used, and ends when its standard input closes: whoever started it may die in any way and takes it along.
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { Provider } from 'oidc-provider'

const { values: asked } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'redirect-uri': { type: 'string', multiple: true },
    people: { type: 'string', default: '{}' },
    amr: { type: 'string', default: '["pwd"]' },
  },
})
const people = JSON.parse(asked.people)
const amr = JSON.parse(asked.amr)

const free = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })
const port = Number(asked.port) || (await free())
const issuer = `http://127.0.0.1:${port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'tabard',
      client_secret: 'a secret of the tests',
      redirect_uris: asked['redirect-uri'],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  claims: {
    openid: ['sub', 'amr'],
    email: ['email', 'email_verified'],
    profile: ['name', 'given_name', 'family_name', 'groups', 'oid'],
  },
  // Claims of scopes come from the userinfo endpoint alone, as with the thin ID tokens of some directories.
  conformIdTokenClaims: true,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_context, login) =>
    people[login] && { accountId: login, claims: () => ({ sub: login, amr, ...people[login] }) },
  cookies: { keys: ['only for the tests'] },
})

const server = provider.listen(port, '127.0.0.1', () =>
  console.log(`READY ${JSON.stringify({ issuer, client_id: 'tabard', client_secret: 'a secret of the tests' })}`),
)
const stop = () => {
  server.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('end', stop).on('error', stop).resume()
