/** What signalling needs of HTTP headers and of SDP (RFC 9725). */

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*"[^"]*")*)/g;
const PARAMETER = /([\w-]+)\s*=\s*"([^"]*)"/g;

/**
 * STUN and TURN servers of an answer's Link headers (§4.6).
 *
 * @param {Headers} headers
 * @returns {RTCIceServer[]}
 */
export function iceServers(headers) {
  const servers = [];
  for (const [, urls, text] of (headers.get("link") ?? "").matchAll(LINK)) {
    const { rel, username, credential } = Object.fromEntries(
      [...text.matchAll(PARAMETER)].map(([, name, value]) => [name, value]),
    );
    if (rel === "ice-server") {
      servers.push(username ? { urls, username, credential } : { urls });
    }
  }
  return servers;
}

/** What an ICE restart tells of a new offer: application/trickle-ice-sdpfrag (RFC 8840 §9). */
export function fragment(offer) {
  const lines = offer.split("\r\n");
  const first = (prefix) => lines.find((line) => line.startsWith(prefix));
  return ["a=group:", "m=", "a=mid:", "a=ice-ufrag:", "a=ice-pwd:"]
    .map(first)
    .concat("")
    .join("\r\n");
}

/** The former answer with the server's new credentials. */
export function answerAfterRestart(answer, fragment) {
  const credential = (name) => fragment.match(new RegExp(`^a=${name}:.*$`, "m"))[0].trimEnd();
  return answer
    .replace(/^a=ice-ufrag:.*$/gm, credential("ice-ufrag"))
    .replace(/^a=ice-pwd:.*$/gm, credential("ice-pwd"));
}
