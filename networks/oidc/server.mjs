// A certified OpenID Connect provider on loopback, for the tests of single sign-on, and in the place of a network's own
// pages where leave is given.
//
//   node server.mjs --redirect-uri URI [--port N] [--people JSON] [--amr JSON]
//                   [--rights "A B"] [--no-proof] [--secret-in-body] [--renews] [--routes JSON]
//
// With rights it gives leave for these, as a network does: by its own addresses (routes), perhaps with no proof of the
// exchange (PKCE), perhaps with access that can be renewed.
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
    rights: { type: 'string', default: '' },
    'no-proof': { type: 'boolean', default: false },
    'secret-in-body': { type: 'boolean', default: false },
    renews: { type: 'boolean', default: false },
    routes: { type: 'string', default: '{}' },
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
      grant_types: ['authorization_code', ...(asked.renews ? ['refresh_token'] : [])],
      response_types: ['code'],
      token_endpoint_auth_method: asked['secret-in-body'] ? 'client_secret_post' : 'client_secret_basic',
    },
  ],
  claims: {
    openid: ['sub', 'amr'],
    email: ['email', 'email_verified'],
    profile: ['name', 'given_name', 'family_name', 'groups', 'oid'],
  },
  // Claims of scopes come from the userinfo endpoint alone, as with the thin ID tokens of some directories.
  conformIdTokenClaims: true,
  scopes: ['openid', 'offline_access', ...asked.rights.split(' ').filter(Boolean)],
  routes: JSON.parse(asked.routes),
  pkce: { required: () => !asked['no-proof'] },
  issueRefreshToken: () => asked.renews,
  features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
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
