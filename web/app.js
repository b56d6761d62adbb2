/** The page: buttons, captions, states. */
import { Call, CallError } from "./call.js";
import { language, t, translate } from "./i18n.js";
import { offerPhotos } from "./photo.js";
import { offerVoice } from "./preview.js";
import { watch, watchedId, watchLink } from "./watch.js";
import { Waterfall } from "./waterfall.js";

const $ = (id) => document.getElementById(id);
const body = document.body;
const video = $("avatar");
const waterfall = new Waterfall($("turns"));
let call = null;

/** Whether this server records conversations; while there is one: whether it is recorded. */
let willBeRecorded = false;
let isRecorded = false;

translate(document);
window.addEventListener("hashchange", () => location.reload());
if (watchedId()) {
  watchOnly(watchedId());
}
offerLooks().then(({ photos, voice }) => {
  if (photos) {
    offerPhotos(offerLooks);
  }
  if (voice) {
    offerVoice($("voice"), () => $("text").value.trim(), problem);
  }
});

function show(state) {
  body.dataset.state = state;
  $("state").textContent = state === "ready" ? "" : t(state);
  const talking = state !== "ready";
  $("hangup").hidden = !talking;
  $("mute").hidden = !talking || !call?.hasMicrophone;
  $("who").disabled = talking;
  $("where").disabled = talking;
}

/**
 * Fills the lists of who can be seen and before what; the server's default comes first.
 *
 * @param {string} [wanted] who is chosen then
 * @returns {Promise<{photos?: boolean, voice?: boolean}>} whether avatars can be made of photos, and the voice be heard
 */
async function offerLooks(wanted) {
  const response = await fetch("api/looks").catch(() => null);
  if (!response?.ok) {
    return {};
  }
  const { avatars, backdrops, photos, recorded, voice } = await response.json();
  willBeRecorded = recorded;
  showRecorded();
  for (const [id, names] of [["who", avatars], ["where", backdrops]]) {
    $(id).replaceChildren(...names.map((name) => new Option(t(`look.${name}`, name), name)));
  }
  $("who").onchange = showPoster;
  if (wanted) {
    $("who").value = wanted;
  }
  $("looks").hidden = avatars.length < 2 && backdrops.length < 2 && !photos && !voice;
  showPoster();
  return { photos, voice };
}

/** This page shows somebody else's conversation. */
async function watchOnly(id) {
  body.dataset.watching = "";
  show("connecting");
  const stream = new MediaStream();
  video.srcObject = stream;
  const ended = (reason) => {
    video.srcObject = null;
    show("ready");
    problem(t(reason));
  };
  try {
    await watch(id, stream, () => ended("ended"));
    show("watching");
    video.play().catch(({ name }) => name === "NotAllowedError" && problem(t("tapToHear")));
  } catch (error) {
    ended(error instanceof CallError ? error.message : "noMedia");
  }
}

/** The chosen avatar, until the call begins. */
function showPoster() {
  const name = $("who").value;
  if (["mina", "joon"].includes(name)) {
    video.poster = `poster-${name}.jpg`;
  } else {
    video.removeAttribute("poster");
  }
}

/** Before a conversation: that it will be recorded; in one: that it is. */
function showRecorded() {
  const on = call ? isRecorded : willBeRecorded;
  $("recorded").textContent = on ? t(call ? "recorded" : "willBeRecorded") : "";
  $("recorded").hidden = !on;
}

function problem(text) {
  $("problem").textContent = text ?? "";
  $("problem").hidden = !text;
}

async function microphone() {
  if (!navigator.mediaDevices) {
    problem(t("insecure"));
    return null;
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch {
    problem(t("noMicrophone"));
    return null;
  }
}

/** @param {boolean} withMicrophone false where the person types first */
async function start(withMicrophone) {
  problem(null);
  $("heard").textContent = "";
  $("said").textContent = "";
  $("mute").setAttribute("aria-pressed", "false");
  const next = new Call();
  call = next;
  isRecorded = willBeRecorded;
  showRecorded();
  show("connecting");
  const stream = withMicrophone ? await microphone() : null;
  next.hasMicrophone = stream !== null;
  next.addEventListener("message", ({ detail }) => receive(detail));
  next.addEventListener("end", ({ detail }) => ended(next, detail));
  video.srcObject = next.stream;
  video.play().catch(({ name }) => name === "NotAllowedError" && problem(t("tapToHear")));
  try {
    await next.open(stream, { language, avatar: $("who").value, backdrop: $("where").value });
    show(body.dataset.state === "connecting" ? "listening" : body.dataset.state);
  } catch (error) {
    next.close();
    if (error.message !== "hungUp") {
      problem(error instanceof CallError ? t(error.message) : error.message);
    }
  }
  return next;
}

function ended(which, reason) {
  if (which !== call) {
    return;
  }
  call = null;
  forgetCaptions();
  $("viewers").hidden = true;
  video.srcObject = null;
  showRecorded();
  $("start").textContent = t("again");
  show("ready");
  if (reason !== "hungUp" && $("problem").hidden) {
    problem(t(reason));
  }
}

let caption = null;
const coming = new Set();

/** Captions of what will not be heard are not shown. */
function forgetCaptions() {
  coming.forEach(clearTimeout);
  coming.clear();
}

function showHeard(text, tail, final) {
  $("heard").classList.toggle("partial", !final);
  const unsure = document.createElement("span");
  unsure.className = "unsure";
  unsure.textContent = tail;
  $("heard").replaceChildren(text, text && tail ? " " : "", unsure);
}

function receive(event) {
  switch (event.type) {
    case "state":
      show(event.state);
      break;
    case "partial":
      // While one speaks: what is certain, then what may change.
      showHeard(event.stable, event.tail, false);
      break;
    case "paused":
      forgetCaptions();
      break;
    case "user":
      showHeard(event.text, "", true);
      $("said").textContent = "";
      caption = null;
      problem(null);
      break;
    case "avatar": {
      // Each clause is shown when it sounds; a reply's clauses add up.
      const timer = setTimeout(() => {
        coming.delete(timer);
        const same = caption?.reply === event.reply;
        caption = { reply: event.reply, text: same ? `${caption.text} ${event.text}` : event.text };
        $("said").textContent = caption.text;
      }, Math.max(0, event.in_ms));
      coming.add(timer);
      break;
    }
    case "finished":
      if (event.interrupted) {
        forgetCaptions();
      }
      waterfall.add(event);
      break;
    case "problem":
      problem(event.message);
      break;
    case "recorded":
      isRecorded = event.on;
      showRecorded();
      break;
    case "viewers":
      $("share").href = watchLink(event.id);
      $("watchers").textContent = event.count ? `${t("watchers")}: ${event.count}` : "";
      $("viewers").hidden = false;
      break;
  }
}

$("start").addEventListener("click", () => start(true));
$("timing").addEventListener("click", () => {
  const shown = $("turns").hidden;
  $("turns").hidden = !shown;
  $("timing").setAttribute("aria-pressed", String(shown));
});
$("hangup").addEventListener("click", () => call?.close());
$("mute").addEventListener("click", ({ currentTarget }) => {
  const muted = currentTarget.getAttribute("aria-pressed") !== "true";
  currentTarget.setAttribute("aria-pressed", String(muted));
  call.muted = muted;
});
$("chat").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) {
    return;
  }
  $("text").value = "";
  const to = call ?? (await start(false));
  to.say(text);
});
document.addEventListener("click", () => {
  if (video.paused && video.srcObject) {
    video.play().then(() => "watching" in body.dataset && problem(null), () => {});
  }
});

// For tests and for the curious in the console.
window.damso = {
  get call() {
    return call;
  },
};
