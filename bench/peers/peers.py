"""Damso, Pipecat and LiveKit Agents side by side. Started by ./run, which makes what this needs.

Load generator on core 0, subject on core 1. Overhead of a turn: from the last window that Silero calls speech to
the answer's first sample, less the silence that ends a turn (300 ms), less the fixed delays of the providers.
PEERS_WRAP is put before each step (a queue for a busy machine).
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import common

HERE = Path(__file__).parent
FIXED_MS = (common.STT + common.LLM + common.SENTENCE + common.TTS) * 1000
BOUND_MS = 50
PORT = 17_900
# Name: kind, its arguments, one process for each session.
SUBJECTS = {
    "Damso": ("damso", ["ahead", "none"], False),
    "Damso, not working ahead": ("damso", ["after", "none"], False),
    "Damso with face and H.264": ("damso", ["ahead", "face"], False),
    "Pipecat": ("pipecat", [], False),
    "Pipecat, a process each": ("pipecat", [], True),
    "LiveKit Agents": ("livekit", [], False),
}


def command(kind, arguments, port, answer, work):
    if kind == "damso":
        tokens = "|".join(common.ANSWERS[answer])
        return [
            os.environ["PEERS_JAVA"], "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", *shlex.split(os.environ.get("PEERS_JAVA_OPTS", "")),
            "-cp", f"{work}/classes:{os.environ['PEERS_CLASSPATH']}",
            "DamsoSubject", str(port), tokens, *arguments, os.environ["PEERS_SILERO"],
        ]  # fmt: skip
    python = Path(os.environ["PEERS_VENVS"]) / kind / "bin" / "python"
    return [str(python), str(HERE / f"{kind}_subject.py"), str(port), answer]


class Subject:
    """The program under test, on core 1."""

    def __init__(self, name, answer, processes, work):
        kind, arguments, each = SUBJECTS[name]
        self.ports = processes if each else 1
        self.processes = [
            subprocess.Popen(
                ["taskset", "-c", "1", *command(kind, arguments, PORT + i, answer, work)],
                stdout=subprocess.PIPE, stderr=open(work / "subject.log", "a"), text=True,
            )  # fmt: skip
            for i in range(self.ports)
        ]
        for process in self.processes:
            while (line := process.stdout.readline()) and line.strip() != "ready":
                pass
            if not line:
                sys.exit(f"peers: {name} did not start; see {work / 'subject.log'}")

    def memory_mb(self):
        total = 0
        for process in self.processes:
            for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024

    def cpu_seconds(self):
        ticks = 0
        for process in self.processes:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()


def step(name, mode, answer, sessions, turns, work):
    """One run of the generator against one fresh subject."""
    with Subject(name, answer, sessions, work) as subject:
        before = subject.memory_mb()
        cpu, began = subject.cpu_seconds(), time.monotonic()
        generator = subprocess.Popen(
            ["taskset", "-c", "0", os.environ["PEERS_JAVA"], "-XX:+UseSerialGC", "-cp", f"{work}/classes",
             "Generator", mode, str(PORT), str(subject.ports), str(sessions), str(turns),
             str(work / "utterances")],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if mode == "hold":
            time.sleep(1.5 + 0.13 * sessions + turns / 2)
        held = subject.memory_mb()
        output, _ = generator.communicate()
        result = json.loads(output) if generator.returncode == 0 else {"failed": sessions}
        result["cores"] = (subject.cpu_seconds() - cpu) / (time.monotonic() - began)
        if mode == "churn":
            time.sleep(2)
            held = subject.memory_mb()
        result["memory_before"], result["memory"] = before, held
        return result


def run_step(*arguments, work):
    wrap = shlex.split(os.environ.get("PEERS_WRAP", ""))
    arguments = [str(a) for a in arguments]
    out = subprocess.run(
        [*wrap, sys.executable, __file__, "--step", *arguments, "--work", str(work)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(out.stdout.splitlines()[-1])


def rank(values, percent):
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)] if ordered else float("nan")


def three(values):
    return [round(rank(values, p), 1) for p in (50, 95, 99)]


def overheads(result):
    return [ms - common.SILENCE * 1000 - FIXED_MS for ms in result.get("from_vad", [])]


def holds(result, bound):
    values = overheads(result)
    complete = not result.get("failed") and not result.get("unanswered")
    return bool(values) and complete and rank(values, 95) <= bound


def most_sessions(name, bound, turns, most, work, log):
    """The most sessions on one core whose p95 of the overhead keeps the bound."""
    good, bad, sessions = 0, most + 1, 1
    while bad - good > max(1, good // 8):
        result = run_step(name, "turns", "short", sessions, turns, work=work)
        good, bad = (sessions, bad) if holds(result, bound) else (good, sessions)
        p95 = rank(overheads(result), 95)
        log(f"{name}: {sessions} sessions: p95 overhead {p95:.0f} ms, {result['cores']:.2f} cores")
        sessions = min(2 * good, most) if bad > most and good else (good + bad) // 2
        if sessions in (0, good):
            break
    return good


def compare(options, work):
    names = options.subjects or list(SUBJECTS)
    log = lambda line: print(line, file=sys.stderr, flush=True)
    found = {name: {"overhead": [], "latency": [], "stop": [], "late": [], "early": 0} for name in names}
    for turn in range(options.rounds):
        for name in names if turn % 2 == 0 else reversed(names):
            log(f"round {turn + 1}: {name}")
            one = run_step(name, "turns", "short", 1, options.turns, work=work)
            found[name]["overhead"] += overheads(one)
            found[name]["latency"] += one.get("latency", [])
            found[name]["early"] += one.get("early", 0)
            found[name]["late"].append(one.get("late", []))
            barge = run_step(name, "barge", "long", 1, options.barge, work=work)
            found[name]["stop"] += barge.get("stop", [])
    for name in names:
        log(f"memory: {name}")
        hold = run_step(name, "hold", "short", 10, 6, work=work)
        found[name]["memory_empty"] = hold["memory_before"]
        found[name]["memory_session"] = (hold["memory"] - hold["memory_before"]) / 10
        if options.churn and not SUBJECTS[name][2]:
            churn = run_step(name, "churn", "short", options.churn, 1, work=work)
            found[name]["memory_churned"] = churn["memory"]
    if options.load:
        for name in names:
            own = rank(found[name]["overhead"], 50)
            found[name]["sessions"] = most_sessions(name, BOUND_MS, options.load, options.most, work, log)
            if found[name]["sessions"] == 0:
                found[name]["sessions_relative"] = most_sessions(
                    name, own + BOUND_MS, options.load, options.most, work, log
                )
    (work / "result.json").write_text(json.dumps(found, indent=1))
    print(table(found, options))


def table(found, options):
    head = ["", "overhead p50 / p95 / p99, ms", "turn latency p50 / p95", "late packets p95 / p99",
            "barge-in stop p50 / p95 (n)", "sessions a core", "MB empty", "MB a session",
            f"MB after {options.churn}"]  # fmt: skip
    rows = [head, ["---"] * len(head)]
    for name, one in found.items():
        late = [r for r in one["late"] if r]
        sessions = str(one.get("sessions", "–"))
        if "sessions_relative" in one:
            sessions += f" ({one['sessions_relative']} within its own + {BOUND_MS})"
        stop = three(one["stop"])
        rows.append([
            name,
            " / ".join(f"{v:.0f}" for v in three(one["overhead"])),
            " / ".join(f"{v:.0f}" for v in three(one["latency"])[:2]),
            f"{max((r[1] for r in late), default=0):.1f} / {max((r[2] for r in late), default=0):.1f}",
            f"{stop[0]:.0f} / {stop[1]:.0f} ({len(one['stop'])} of {options.barge * options.rounds})",
            sessions,
            f"{one.get('memory_empty', float('nan')):.0f}",
            f"{one.get('memory_session', float('nan')):.1f}",
            f"{one['memory_churned']:.0f}" if "memory_churned" in one else "–",
        ])  # fmt: skip
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--step", nargs=5, metavar=("NAME", "MODE", "ANSWER", "SESSIONS", "TURNS"))
    parser.add_argument("--subjects", nargs="*", choices=list(SUBJECTS))
    parser.add_argument("--rounds", type=int, default=3, help="alternating (3)")
    parser.add_argument("--turns", type=int, default=12, help="of a round (12)")
    parser.add_argument("--barge", type=int, default=8, help="interruptions of a round (8)")
    parser.add_argument("--load", type=int, default=3, help="turns of each session under load; 0: none (3)")
    parser.add_argument("--most", type=int, default=96, help="sessions that are tried (96)")
    parser.add_argument("--churn", type=int, default=1000, help="sessions one after the other; 0: none (1000)")
    options = parser.parse_args()
    if options.step:
        name, mode, answer, sessions, turns = options.step
        print(json.dumps(step(name, mode, answer, int(sessions), int(turns), options.work)))
    else:
        compare(options, options.work)


main()
