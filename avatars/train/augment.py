"""Other rooms, microphones and throats, made of a log-mel in [-1, 1], where 0.25 is 10 dB. [B, 80, T] on any device."""
import torch
import torch.nn.functional as F


def uniform(mel, low, high, *shape):
    return torch.empty(mel.shape[0], *shape, device=mel.device).uniform_(low, high)


def gain(mel, low, high):
    """Louder, softer, and a slope and bow over the bands, as microphones have."""
    band = torch.linspace(-1, 1, mel.shape[1], device=mel.device)[None, :, None]
    return mel + uniform(mel, low, high, 1, 1) + 0.1 * uniform(mel, -1, 1, 1, 1) * band + 0.08 * uniform(mel, -1, 1, 1, 1) * band ** 2


def noise(mel):
    """Adds power: a hiss of its own colour, in half of the samples."""
    band = torch.linspace(-1, 1, mel.shape[1], device=mel.device)[None, :, None]
    level = uniform(mel, -1.1, -0.15, 1, 1) + 0.2 * uniform(mel, -1, 1, 1, 1) * band
    level = torch.where(uniform(mel, 0, 1, 1, 1) < 0.5, level, torch.full_like(level, -3.0))
    hiss = level + 0.12 * torch.randn_like(mel)
    return torch.logaddexp(mel * 9.21, hiss * 9.21) / 9.21  # 4 ln 10 nepers of power for each unit


def warp(mel, steps, labels=None):
    """Other throats and paces: bands by 10 %, time by 20 %; the middle stays where it is. -> [B, 80, steps]"""
    b, bands, t = mel.shape
    pace = uniform(mel, 0.82, 1.2)
    throat = uniform(mel, 0.9, 1.1)
    at_t = (torch.arange(steps, device=mel.device)[None] - (steps - 1) / 2) * pace[:, None] * 2 / (t - 1)
    at_b = (torch.arange(bands, device=mel.device)[None] + 0.5) * throat[:, None] * 2 / bands - 1
    grid = torch.stack(torch.broadcast_tensors(at_t[:, None, :], at_b[:, :, None]), -1)
    warped = F.grid_sample(mel[:, None], grid, mode="bilinear", padding_mode="border", align_corners=False)[:, 0]
    if labels is None:
        return warped
    index = ((at_t + 1) / 2 * (t - 1)).round().long().clamp(0, t - 1)
    return warped, labels.gather(1, index)


def vary(mel):
    return noise(gain(mel, -0.3, 0.2)).clamp(-1, 1)
