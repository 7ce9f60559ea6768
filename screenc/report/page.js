"use strict";
const film = document.getElementById("film");
const head = document.getElementById("head");
const timeline = document.getElementById("timeline");
const shots = [...document.querySelectorAll("#detail article")];
const strip = new Map([...document.querySelectorAll(".strip a")].map(a => [a.dataset.shot, a]));
const cards = new Map([...document.querySelectorAll(".card")].map(a => [a.dataset.shot, a]));
const length = Math.max(0, ...shots.map(s => Number(s.dataset.end)));
let now = -1;

const startOf = n => Number(shots[n].dataset.start);

/* A transition holds two shots at once; the one that comes in counts. */
function shotAt(time) {
  let low = 0, high = shots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) <= time + 1e-3) low = middle; else high = middle - 1;
  }
  return low;
}

function show(n) {
  if (n === now || !shots[n]) return;
  for (const [k, on] of [[now, false], [n, true]]) {
    if (!shots[k]) continue;
    const name = shots[k].dataset.shot;
    shots[k].hidden = !on;
    strip.get(name)?.classList.toggle("now", on);
    cards.get(name).classList.toggle("now", on);
  }
  now = n;
}

function mark(time) {
  if (length) head.style.left = Math.min(100, 100 * time / length) + "%";
}

function seek(time) {
  show(shotAt(time));
  mark(time);
  if (film) film.currentTime = time;
}

/* A shot that the video lacks has nothing to play: it is shown where it should have been. */
function go(n) {
  if (!shots[n]) return;
  if (shots[n].dataset.gone === undefined) return seek(startOf(n) + 0.001);
  if (film) film.pause();
  show(n);
  mark(startOf(n));
}

const named = id => shots.findIndex(s => s.dataset.shot === id);

if (film) {
  const follow = () => { show(shotAt(film.currentTime)); mark(film.currentTime); };
  film.addEventListener("seeked", follow);
  film.addEventListener("timeupdate", follow);
  film.addEventListener("error", () => { film.hidden = true; document.getElementById("unplayed").hidden = false; });
  const run = () => { if (!film.paused) { follow(); requestAnimationFrame(run); } };
  film.addEventListener("play", run);
  const cues = JSON.parse(document.getElementById("cues").textContent);
  if (cues.length) {
    const track = film.addTextTrack("subtitles", "Subtitles", document.documentElement.lang);
    for (const c of cues) track.addCue(new VTTCue(c.start, c.end, c.text));
    track.mode = "hidden";
  }
}

timeline.addEventListener("click", event => {
  event.preventDefault();
  if (event.target.closest("[data-go]")) return;
  const pressed = event.detail === 0 && event.target.closest("[data-shot]");
  if (pressed) return go(named(pressed.dataset.shot));
  const box = timeline.querySelector(".strip").getBoundingClientRect();
  seek(length * Math.max(0, Math.min(0.9999, (event.clientX - box.left) / box.width)));
});

document.addEventListener("click", event => {
  const at = event.target.closest("[data-seek], [data-at]");
  if (at) {
    event.preventDefault();
    seek(Number(at.dataset.seek ?? at.dataset.at) + 0.001);
    return;
  }
  const card = event.target.closest(".card, .dot-link, [data-go]");
  if (card) {
    const shot = card.dataset.go ?? card.dataset.shot;
    event.preventDefault();
    history.replaceState(null, "", "#" + shot);
    go(named(shot));
    if (document.getElementById("detail").getBoundingClientRect().bottom < 0) window.scrollTo(0, 0);
  }
});

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const frame = 1 / 24;
  const keys = {
    " ": () => film && (film.paused ? film.play() : film.pause()),
    ArrowRight: () => go(now + 1), ArrowLeft: () => go(now - 1), j: () => go(now + 1), k: () => go(now - 1),
    ".": () => film && seek(film.currentTime + frame), ",": () => film && seek(Math.max(0, film.currentTime - frame)),
    f: () => {
      const bad = n => ["ill", "doubt"].includes(shots[n].dataset.state);
      for (let k = 1; k <= shots.length; k++) if (bad((now + k) % shots.length)) return go((now + k) % shots.length);
    },
    c: () => { const t = film && film.textTracks[0]; if (t) t.mode = t.mode === "showing" ? "hidden" : "showing"; },
    Home: () => go(0), End: () => go(shots.length - 1),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

for (const s of shots) s.hidden = true;
const asked = named(decodeURIComponent(location.hash.slice(1)));
/* The page opens at the worst shot, unless an address names another. */
const worst = ["ill", "doubt"].map(state => shots.findIndex(s => s.dataset.state === state)).find(n => n >= 0);
const opened = asked >= 0 ? asked : worst ?? 0;
show(opened);
if (opened > 0) go(opened);

/* While `screenc watch` runs it leaves word in fresh.js beside this page, the one thing that a page opened from disk may load. */
let built = null;
window.screencFresh = ([count, state, words]) => {
  if (built !== null && count !== built) {
    sessionStorage.setItem("screenc", film ? film.currentTime : 0);
    location.reload();
    return;
  }
  built = count;
  document.documentElement.dataset.watch = state;
  document.getElementById("watch").textContent = state === "building" ? "building…" : words;
  setTimeout(askAgain, 700);
};
function askAgain() {
  const note = document.createElement("script");
  note.src = "fresh.js?" + Date.now();
  note.onload = () => note.remove();
  note.onerror = () => { note.remove(); document.getElementById("watch").textContent = ""; };
  document.head.append(note);
}
if (sessionStorage.getItem("screenc")) {
  seek(Number(sessionStorage.getItem("screenc")));
  sessionStorage.removeItem("screenc");
}
if (document.body.dataset.live !== undefined && location.protocol === "file:") askAgain();
