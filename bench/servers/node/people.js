// Who asks: the subject of a verified access token.
import { createPublicKey } from "node:crypto";
import jwt from "jsonwebtoken";

export function verifier({ issuer, client_id, jwks }) {
  const keys = new Map(
    JSON.parse(jwks).keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: "jwk" })]),
  );
  const keyOf = (header) => keys.get(header.kid);
  return (authorization = "") => {
    const token = authorization.slice("Bearer ".length);
    const header = JSON.parse(Buffer.from(token.slice(0, token.indexOf(".")), "base64url"));
    const claims = jwt.verify(token, keyOf(header), { algorithms: ["RS256"], issuer });
    if (claims.client_id !== client_id) throw new Error("the token was made for another client");
    return claims.sub;
  };
}
