"""The two networks: one hears, one draws.

Ear        [B, 80, 40] log-mel in [-1, 1] -> [B, 128, 40]; learns phones once, from many voices; never trained on a person
LipNet     a picture's crop with its lower part blackened, and the ear's output -> the crop with its mouth

Both are made of plain convolutions at low resolution, which is what processors are fast at.
"""
import torch
from torch import nn
import torch.nn.functional as F

from sound import BANDS, STEPS

SIZE = 160  # pixels of a crop
# The part of a crop that is drawn anew, pixels: from under the nose to under the chin. The rim tells pose and light.
MASK = dict(left=12, top=42, right=148, bottom=154)


def mask(size=SIZE):
    m = torch.zeros(1, 1, size, size)
    m[:, :, MASK["top"]:MASK["bottom"], MASK["left"]:MASK["right"]] = 1
    return m


class Ear(nn.Module):
    WIDTH = 128

    def __init__(self, phones):
        super().__init__()
        self.first = nn.Sequential(nn.Conv1d(BANDS, self.WIDTH, 5, padding=2), nn.BatchNorm1d(self.WIDTH), nn.ReLU())
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Conv1d(self.WIDTH, self.WIDTH, 3, padding=d, dilation=d), nn.BatchNorm1d(self.WIDTH), nn.ReLU())
            for d in (1, 2, 4, 1))
        self.phones = nn.Conv1d(self.WIDTH, phones, 1)

    def forward(self, mel):
        x = self.first(mel)
        for block in self.blocks:
            x = x + block(x)
        return x


def conv(i, o, stride=1, kernel=3):
    return nn.Sequential(nn.Conv2d(i, o, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.a = conv(width, width)
        self.b = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)))


class LipNet(nn.Module):
    """width 36: 0.33 G multiplications a picture."""

    def __init__(self, width=36):
        super().__init__()
        a, b, c = width, width * 5 // 3, width * 8 // 3
        self.depth = c
        self.register_buffer("mask", mask())
        self.enter = nn.Sequential(nn.Conv2d(3, a, 12, 4, 4, bias=False), nn.BatchNorm2d(a), nn.ReLU())  # 40 x 40
        self.down1 = nn.Sequential(conv(a, b, 2), Residual(b))  # 20 x 20
        self.down2 = nn.Sequential(conv(b, c, 2), Residual(c))  # 10 x 10
        self.sound = nn.Sequential(nn.Conv1d(Ear.WIDTH, 64, 4, 4), nn.ReLU(), nn.Flatten(), nn.Dropout(0.2),
                                   nn.Linear(64 * STEPS // 4, 256), nn.ReLU())
        self.place = nn.Linear(256, 32 * 25)  # a map of 5 x 5: where in the face
        self.shift = nn.Linear(256, 2 * c)
        self.middle = nn.Sequential(conv(c + 32, c), Residual(c))
        self.up2 = nn.Sequential(conv(c + b, b), Residual(b))
        self.up1 = nn.Sequential(conv(b + a, a), Residual(a))
        self.leave = nn.Sequential(conv(a, 80), nn.PixelShuffle(2), conv(20, 20), nn.Conv2d(20, 12, 3, 1, 1), nn.PixelShuffle(2))

    def forward(self, crop, heard):
        """crop [B, 3, 160, 160] in [0, 1], heard [B, 128, 40] -> [B, 3, 160, 160] in [0, 1]"""
        s = self.sound(heard)
        x0 = self.enter(crop * (1 - self.mask))
        x1 = self.down1(x0)
        x2 = self.down2(x1)
        both = self.shift(s)[:, :, None, None]
        scale, shift = both[:, :self.depth], both[:, self.depth:]
        place = F.interpolate(self.place(s).view(-1, 32, 5, 5), scale_factor=2.0, mode="nearest")
        y = self.middle(torch.cat((x2 * (1 + scale) + shift, place), 1))
        y = self.up2(torch.cat((F.interpolate(y, scale_factor=2.0, mode="nearest"), x1), 1))
        y = self.up1(torch.cat((F.interpolate(y, scale_factor=2.0, mode="nearest"), x0), 1))
        return torch.sigmoid(self.leave(y))


class Deployed(nn.Module):
    """What is exported: bytes in, bytes out."""

    def __init__(self, ear, net):
        super().__init__()
        self.ear, self.net = ear, net

    def forward(self, frame, audio):
        """frame uint8 [B, 160, 160, 3] RGB, audio float [B, 80, 40] log10 of power -> uint8 [B, 160, 160, 3]"""
        crop = frame.permute(0, 3, 1, 2).float() / 255
        out = self.net(crop, self.ear(audio.clamp(-6, 2) / 4 + 0.5))
        return (out * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
