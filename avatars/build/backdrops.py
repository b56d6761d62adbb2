"""Out-of-focus places to put behind an avatar: backdrops.py OUTDIR writes four JPEGs of 1280x720.

Needs numpy, scipy, pillow. Everything is drawn here; no picture is read.
"""
import os, sys
import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

W, H = 1280, 720
OUT = sys.argv[1] if len(sys.argv) > 1 else "."
lin = lambda c: (np.asarray(c, float) / 255) ** 2.2
yy, xx = np.mgrid[0:H, 0:W]
X, Y = (xx - W / 2) / (H / 2), (yy - H / 2) / (H / 2)  # -1..1 up and down, +-1.78 across


def save(name, light, seed):
    rng = np.random.default_rng(seed)
    coded = np.clip(light, 0, 1) ** (1 / 2.2) * 255 + rng.uniform(0, 1, light.shape)  # dither: no bands
    Image.fromarray(coded.clip(0, 255).astype(np.uint8)).save(os.path.join(OUT, name + ".jpg"), quality=88, subsampling=0)


def scene(color):
    return np.ones((H, W, 3)) * lin(color)


def box(light, x0, y0, x1, y1, color, share=1.0):
    m = ((X > x0) & (X < x1) & (Y > y0) & (Y < y1))[..., None] * share
    return light * (1 - m) + lin(color) * m


def blurred(light, pixels):
    return np.dstack([gaussian_filter(light[..., k], pixels, mode="nearest") for k in range(3)])


def discs(light, rng, count, area, radii, colors, strength):
    """Lights out of focus: bright discs with a slightly brighter rim."""
    for _ in range(count):
        cx, cy, r = rng.uniform(*area[0]), rng.uniform(*area[1]), rng.uniform(*radii)
        d = np.hypot(X - cx, Y - cy) / r
        disc = np.clip((1 - d) / .06, 0, 1) * (.75 + .25 * np.clip((d - .75) / .2, 0, 1))
        light = light + disc[..., None] * lin(colors[rng.integers(len(colors))]) * rng.uniform(.4, 1) * strength
    return light


def studio():
    r = np.clip(np.hypot(X * .62 + .05, (Y + .05) * .85), 0, 1.5) / 1.25
    w = np.exp(-(r * 1.35) ** 2)[..., None]
    light = lin((116, 128, 146)) * (1 - w) + lin((205, 213, 222)) * w
    warm = np.exp(-(((X - 1.0) / .8) ** 2 + ((Y - .45) / .7) ** 2))[..., None] * .16
    save("studio", light * (1 - warm) + lin((255, 226, 205)) * warm, 1)


def cafe():
    rng = np.random.default_rng(4)
    light = scene((150, 118, 92))
    light = box(light, -1.9, -1.1, -.75, .55, (236, 222, 196))           # a bright window
    for x in (-1.52, -1.13):
        light = box(light, x, -1.1, x + .05, .55, (120, 92, 70))
    light = box(light, -1.9, -.28, -.75, -.22, (120, 92, 70))
    light = box(light, .55, -.55, 1.9, -.48, (84, 60, 44))               # shelves
    light = box(light, .55, .02, 1.9, .09, (84, 60, 44))
    for x in np.arange(.62, 1.8, .13):                                    # with cups and jars
        for base in (-.55, .02):
            c = ((210, 196, 172), (170, 110, 80), (116, 130, 110), (96, 74, 62))[rng.integers(4)]
            light = box(light, x, base - rng.uniform(.12, .30), x + rng.uniform(.06, .11), base, c)
    light = box(light, -1.9, .62, 1.9, 1.1, (104, 74, 54))               # a counter
    light = blurred(light, 20)
    light = discs(light, rng, 9, ((.3, 1.7), (-.95, -.6)), (.07, .12), ((255, 214, 150), (255, 196, 120)), .55)
    save("cafe", blurred(light, 2.5), 2)


def office():
    rng = np.random.default_rng(9)
    light = scene((198, 203, 206))
    light = box(light, -1.9, -1.1, -.5, .45, (226, 236, 242))
    for x in np.arange(-1.8, -.5, .36):                                   # window bars
        light = box(light, x, -1.1, x + .035, .45, (150, 158, 164))
    light = box(light, -1.9, .45, -.5, .52, (170, 174, 176))
    light = box(light, .62, -.8, 1.75, 1.1, (176, 160, 140))             # a bookcase
    for row in range(4):
        y1 = -.42 + .42 * row
        light = box(light, .66, y1 - .34, 1.71, y1, (128, 116, 102))
        x = .68
        while x < 1.62:
            w = rng.uniform(.035, .075)
            c = ((172, 84, 74), (74, 100, 132), (206, 190, 150), (92, 122, 104), (222, 218, 208), (70, 72, 84))[rng.integers(6)]
            if rng.uniform() < .82:
                light = box(light, x, y1 - rng.uniform(.2, .31), x + w, y1, c)
            x += w + .006
    for k in range(60):                                                   # a plant
        a, r = rng.uniform(0, 2 * np.pi), rng.uniform(0, .30)
        cx, cy = -.95 + r * np.cos(a), .38 + 1.15 * r * np.sin(a)
        m = (((X - cx) / .075) ** 2 + ((Y - cy) / .05) ** 2 < 1)[..., None] * .8
        light = light * (1 - m) + lin(((86, 124, 82), (110, 148, 96), (66, 100, 70))[k % 3]) * m
    light = box(light, -1.06, .62, -.84, .95, (214, 208, 200))
    save("office", blurred(light, 13), 3)


def night():
    rng = np.random.default_rng(12)
    t = np.clip((Y + 1) / 2, 0, 1)[..., None]
    light = lin((22, 30, 58)) * (1 - t) + lin((62, 56, 88)) * t
    for x in np.arange(-1.85, 1.85, .21):                                 # towers
        top = rng.uniform(-.5, .2)
        light = box(light, x, top, x + .19, 1.1, (24, 27, 44), .9)
    light = blurred(light, 9)
    light = discs(light, rng, 70, ((-1.8, 1.8), (-.3, .95)), (.025, .075), ((255, 196, 120), (255, 226, 180), (150, 190, 255), (255, 140, 120)), .42)
    save("night", blurred(light, 2), 4)


if __name__ == "__main__":
    studio(), cafe(), office(), night()
