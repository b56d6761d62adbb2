#!/usr/bin/env python3
"""Teaches the ear phones: listen.py CORPUS EAR.pt [--minutes 2]

CORPUS is what corpus.py wrote. Done once: the ear knows voices, not a person, and every avatar has the same.
"""
import argparse
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

from augment import vary, warp
from corpus import CLASSES
from nets import Ear
from sound import STEPS

WIDE = 56  # steps taken, of which STEPS are left after the pace is changed
RIM = 5  # steps at a window's ends that are not asked for


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--minutes", type=float, default=2)
    arguments.add_argument("--batch", type=int, default=512)
    a = arguments.parse_args()
    torch.manual_seed(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    mel = torch.from_numpy(np.load(a.corpus / "mel.npy")).to(device)
    phones = torch.from_numpy(np.load(a.corpus / "phones.npy")).long().to(device)
    learnt = int(len(mel) * 0.95)
    ear = Ear(CLASSES).to(device)
    optimizer = torch.optim.AdamW(ear.parameters(), lr=2e-3, weight_decay=0.02)
    span = torch.arange(WIDE, device=device)
    started, step, share = time.time(), 0, 0.0

    def windows(count, low, high):
        at = torch.randint(low, high - WIDE, (count, 1), device=device) + span
        return mel[at].transpose(1, 2).float() / 127.5 - 1, phones[at]

    while share < 1:
        share = (time.time() - started) / (60 * a.minutes)
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * min(1, step / 200) * max(0.01, 0.5 + 0.5 * np.cos(np.pi * min(1, share)))
        x, y = warp(*(lambda m, p: (m, STEPS, p))(*windows(a.batch, 0, learnt)))
        logits = ear.phones(F.dropout(ear(vary(x)), 0.1))
        loss = F.cross_entropy(logits[..., RIM:-RIM], y[:, RIM:-RIM], label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step % 500 == 0:
            print(f"{step} loss {loss.item():.3f} {check(ear, windows, learnt, len(mel))}", flush=True)
        step += 1
    print(f"{step} steps, {time.time() - started:.0f} s, {check(ear, windows, learnt, len(mel))}", flush=True)
    torch.save(dict(state={k: v.half() if v.is_floating_point() else v for k, v in ear.state_dict().items()}, phones=CLASSES), a.out)


@torch.no_grad()
def check(ear, windows, low, high):
    ear.eval()
    x, y = windows(2000, low, high)
    side = (WIDE - STEPS) // 2
    right = ear.phones(ear(x[..., side:-side])).argmax(1)[:, RIM:-RIM] == y[:, side:-side][:, RIM:-RIM]
    ear.train()
    return f"right on speech not learnt {100 * right.float().mean():.1f} %"


if __name__ == "__main__":
    main()
