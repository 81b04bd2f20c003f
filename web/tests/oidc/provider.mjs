// A real OpenID provider for the tests of the program: prints its address, ends with its standard input.
// Who signs in is told at the interaction: `/interaction/UID?login=SUBJECT&amr=mfa`. The subjects of `forged` get
// tokens that a good provider would never issue.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader } from "jose";
import Provider from "oidc-provider";

// The reader of the address may be gone by the time of a notice.
console.info = console.error;

const [redirect] = process.argv.slice(2);
const SECRET = "a-secret-of-thirty-two-characters";

const pair = (kid) => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { key: privateKey, jwk: { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" } };
};
const own = pair("own");
const foreign = pair("own");

const hour = 3600;
const signed = (header, key) => (claims) => new SignJWT(claims).setProtectedHeader(header).sign(key);
const changed = (change) => (claims, header) => signed(header, own.key)({ ...claims, ...change(claims) });
const forged = {
  "wrong-nonce": changed(() => ({ nonce: "another" })),
  "no-nonce": changed(() => ({ nonce: undefined })),
  "wrong-audience": changed(() => ({ aud: "somebody-else" })),
  "wrong-issuer": changed(() => ({ iss: "https://elsewhere.example" })),
  expired: changed(({ iat }) => ({ exp: iat - hour })),
  "long-issued": changed(({ iat }) => ({ iat: iat - hour })),
  "foreign-key": (claims, header) => signed(header, foreign.key)(claims),
  "keyed-by-the-secret": (claims) => signed({ alg: "HS256" }, new TextEncoder().encode(SECRET))(claims),
  unsigned: (claims) => new UnsecuredJWT(claims).encode(),
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "bridgehead", client_secret: SECRET, redirect_uris: [redirect] }],
    jwks: { keys: [own.jwk] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: { openid: ["sub", "amr", "auth_time"], acr: null, iss: null, sid: null },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  const issue = provider.IdToken.prototype.issue;
  provider.IdToken.prototype.issue = async function (...args) {
    const token = await issue.apply(this, args);
    const claims = decodeJwt(token);
    return forged[claims.sub]?.(claims, decodeProtectedHeader(token)) ?? token;
  };
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    const url = new URL(request.url, issuer);
    if (!url.pathname.startsWith("/interaction/")) return answer(request, response);
    const amr = url.searchParams.getAll("amr");
    const login = { accountId: url.searchParams.get("login"), ...(amr.length > 0 && { amr }) };
    try {
      await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  console.log(issuer);
});
process.stdin.on("end", () => process.exit(0)).resume();
