#!/usr/bin/env python3
"""Teaches a network how a person's mouth moves: train.py WORK_FOLDER EAR.pt NET.pt [--minutes 8]

WORK_FOLDER is what prepare.py wrote. Needs a GPU with 4 GB; all pictures are kept on it.
"""
import argparse
import copy
import json
import pathlib
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from augment import vary
from nets import Ear, LipNet, SIZE
from sound import STEPS, first_step

APART = 15  # pictures at most between the one that tells pose and light and the one that is drawn
MOUTH = (slice(52, 138), slice(36, 124))  # rows and columns of a crop that count double


def load(work, device):
    reader, rows = cv2.VideoCapture(str(work / "crops.mp4")), []
    while True:
        more, picture = reader.read()
        if not more:
            break
        rows.append(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    crops = torch.from_numpy(np.stack(rows)).to(device).permute(0, 3, 1, 2)
    mel = np.load(work / "mel.npy")
    at = np.array([first_step(i) for i in range(len(rows))])[:, None] + np.arange(STEPS)
    heard = np.where(((at >= 0) & (at < len(mel)))[..., None], mel[at.clip(0, len(mel) - 1)], 0)
    return crops, torch.from_numpy(heard).to(device).transpose(1, 2)


def rarity(crops):
    """What is rare is shown more often: mouths unlike the usual one, and those unlike the ones around them in time,
    such as lips that touch for a moment."""
    small = torch.cat([F.avg_pool2d(c[:, :, MOUTH[0], MOUTH[1]].float(), 4) for c in crops.split(1024)])
    unusual = (small - small.mean(0)).abs().mean((1, 2, 3))
    rows = small.flatten(1).t()[None]
    around = F.avg_pool1d(F.pad(rows, (4, 4), mode="replicate"), 9, 1)[0].t().view_as(small)
    fleeting = (small - around).abs().mean((1, 2, 3))
    return 0.3 + unusual / unusual.mean() + 2 * fleeting / fleeting.mean()


def edges(x):
    return x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1]


def difference(drawn, true, weight):
    loss = ((drawn - true).abs() * weight).mean()
    for level in range(3):
        for d, t in zip(edges(drawn), edges(true)):
            w = weight[..., :d.shape[-2], :d.shape[-1]]
            loss = loss + ((d - t).abs() * w).mean()
        drawn, true, weight = F.avg_pool2d(drawn, 2), F.avg_pool2d(true, 2), F.avg_pool2d(weight, 2)
    return loss


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("work", type=pathlib.Path)
    arguments.add_argument("ear", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--minutes", type=float, default=8)
    arguments.add_argument("--batch", type=int, default=128)
    arguments.add_argument("--width", type=int, default=36, help="channels; 36 takes 10 ms a picture on one core (36)")
    a = arguments.parse_args()
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    device = "cuda" if torch.cuda.is_available() else "cpu"
    crops, heard = load(a.work, device)
    learnt = int(len(crops) * 0.96)
    print(f"{len(crops)} pictures on {device}", flush=True)
    saved = torch.load(a.ear, map_location=device)
    ear = Ear(saved["phones"]).to(device).eval().requires_grad_(False)
    ear.load_state_dict(saved["state"])
    net = LipNet(a.width).to(device, memory_format=torch.channels_last)
    best = copy.deepcopy(net).eval()  # the mean of the last weights draws better than the last
    weight = net.mask.clone()
    weight[..., MOUTH[0], MOUTH[1]] += 1
    odds = rarity(crops[:learnt])
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.05)
    kept, latest = ([v for v in n.state_dict().values() if v.is_floating_point()] for n in (best, net))
    started, step, share = time.time(), 0, 0.0
    while share < 1:
        share = (time.time() - started) / (60 * a.minutes)
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 300) * max(0.01, 0.5 + 0.5 * np.cos(np.pi * min(1, share)))
        chosen = torch.multinomial(odds, a.batch, replacement=True)
        # The rim of a picture betrays its mouth (cheeks and jaw move along): it is taken from another one nearby.
        rim = (chosen + torch.randint(-APART, APART + 1, chosen.shape, device=device)).clamp(0, learnt - 1)
        true, around = crops[chosen].float() / 255, crops[rim].float() / 255
        light = torch.empty(a.batch, 3, 1, 1, device=device).uniform_(0.97, 1.03) * torch.empty(a.batch, 1, 1, 1, device=device).uniform_(0.92, 1.08)
        true = (true * light).clamp(0, 1)
        around = (around * light).clamp(0, 1).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            sound = ear(vary(heard[chosen].float() / 127.5 - 1))
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            drawn = net(around, sound)
        loss = difference(drawn.float(), true, weight)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        keep = min(0.999, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(kept, latest, 1 - keep)
        if step % 1000 == 0:
            print(f"{step} loss {loss.item():.4f} {check(best, ear, crops, heard, learnt)}", flush=True)
        step += 1
    print(f"{step} steps, {time.time() - started:.0f} s, {check(best, ear, crops, heard, learnt)}", flush=True)
    torch.save(dict(ear=saved["state"], phones=saved["phones"], net={k: v.half() if v.is_floating_point() else v for k, v in best.state_dict().items()}, width=a.width), a.out)
    show(best, ear, crops, heard, learnt, a.out.with_suffix(".jpg"))


@torch.no_grad()
def draw(net, ear, crops, heard, which):
    """With the rim of the picture a second before."""
    out = [net(crops[i - 25].float() / 255, ear(heard[i].float() / 127.5 - 1)) for i in which.split(256)]
    return torch.cat(out)


@torch.no_grad()
def check(net, ear, crops, heard, learnt):
    which = torch.arange(learnt, len(crops), device=crops.device)
    off = (draw(net, ear, crops, heard, which) * 255 - crops[which].float()).abs()[..., MOUTH[0], MOUTH[1]]
    return f"mouths not learnt off by {off.mean():.2f} of 255"


def show(net, ear, crops, heard, learnt, path):
    """Drawn above true, of pictures that were not learnt."""
    which = torch.linspace(learnt, len(crops) - 1, 24, device=crops.device).long()
    rows = torch.stack([draw(net, ear, crops, heard, which) * 255, crops[which].float()])
    sheet = rows.view(2, 2, 12, 3, SIZE, SIZE).permute(1, 0, 4, 2, 5, 3).reshape(4 * SIZE, 12 * SIZE, 3)
    cv2.imwrite(str(path), cv2.cvtColor(sheet.round().byte().cpu().numpy(), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
