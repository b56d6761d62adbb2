/** What signalling needs of HTTP headers and of SDP (RFC 9725). */

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*"[^"]*")*)/g;
const PARAMETER = /([\w-]+)\s*=\s*"([^"]*)"/g;

/**
 * STUN and TURN servers of an answer's Link headers (§4.6).
 *
 * @param {Headers} headers
 * @returns {RTCIceServer[]}
 */
function iceServers(headers) {
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

/** Fills a stream with tracks as they come, to be played at once: the server keeps lips and sound together. */
export function receive(peer, stream) {
  peer.ontrack = ({ track, receiver }) => {
    receiver.jitterBufferTarget = 0;
    stream.addTrack(track);
  };
}

/** Sends an offer; what comes back is for {@link accept}. */
export function post(url, offer) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/sdp" },
    body: offer.sdp,
  });
}

/** Takes the answer. The server needs none of our candidates, so they are gathered once the relays are known. */
export async function accept(peer, offer, response) {
  peer.setConfiguration({ ...peer.getConfiguration(), iceServers: iceServers(response.headers) });
  await peer.setLocalDescription(offer);
  await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
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
