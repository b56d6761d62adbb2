"""Short hair: full on top, a fringe swept to one side, close at the sides; run inside geo.py, whose helpers it uses."""
hr = np.random.default_rng(31)
direction = lambda th, ph: np.array([math.sin(math.radians(th)) * math.cos(math.radians(ph)), math.sin(math.radians(ph)), math.cos(math.radians(th)) * math.cos(math.radians(ph))])
# where hair ends: elevation by azimuth, seen from the middle of the head
END = lambda a: float(np.interp(a, [0, 30, 48, 58, 64, 72, 80, 92, 104, 112, 125, 180], [34, 33, 26, 15, 4, -4, 6, 9, 0, -22, -36, -40]))
# how far hair stands off the scalp: more on top and in front
def volume(d):
    th, ph = math.degrees(math.atan2(d[0], d[2])), math.degrees(math.asin(np.clip(d[1], -1, 1)))
    return .035 + .135 * sst((ph - 12) / 50) * (1 + .25 * math.cos(math.radians(th))) - .012 * sst((-ph) / 25)
def strand(d0, d1, n, lift=0., puff=0., sweep=0., sunk=.035):
    out = []
    for u in np.linspace(0, 1, n):
        grown = sst(u / .4)   # roots lie under the hair before them
        d = slerp(d0, d1, u); d = d + np.array([sweep * math.sin(math.pi * u * .5) * u, 0, 0]); d = d / np.linalg.norm(d)
        out.append(H0 + d * (R(d) + volume(d) * (1 - .25 * u) + lift * grown - sunk * (1 - grown) + puff * math.sin(math.pi * u)))
    return np.array(out)
CROWN = direction(180, 46)
# shell: from the crown down to the hairline
for sgn in (-1, 1):
    rows = []
    for t in np.linspace(0, 180, 31):
        e = direction(sgn * t, END(t) + (6 if t < 60 else 3)); rows.append(strand(CROWN, e, 13, lift=-.02, sunk=.02))
    addgrid(rows, [(.25 + .5 * (k % 2)) / 8 for k in range(len(rows))], 0, 0., .86)
# sides and back: two plies of locks that lie close
for layer, (step, w, lift) in enumerate(((8., .20, .0), (9., .17, .014)), 2):
    for sgn in (-1, 1):
        for t in np.arange(56, 180, step):
            a = t + hr.normal() * 2.; d1 = direction(sgn * a, END(a) - 1 + hr.normal() * 1.6); d0 = slerp(CROWN, d1, .30 + .08 * hr.normal())
            ribbon(smooth(strand(d0, d1, 9, lift + hr.normal() * .004)), w * (1 + .2 * hr.normal()), (1, 2, 3)[hr.integers(3)], layer, twist=hr.normal() * .08, taper=.6)
# in front of the ears, close to the skin
for sgn in (-1, 1):
    for k in range(6):
        a = 61 + 3.2 * k; ribbon(smooth(strand(direction(sgn * (a + 2), 24), direction(sgn * a, (-7, -13, -17, -17, -12, -5)[k] + hr.normal()), 8, -.018)), .085, 3 + k % 2, 3, taper=.75)
# top: from the parting over to both sides and back
PART = 24
for ply, (cnt, lift, w) in enumerate(((15, .012, .19), (13, .030, .15))):
    for k in range(cnt):
        a = -66 + 132 * (k + .5) / cnt + hr.normal() * 1.5; far = a < PART - 4
        root = direction(PART + (-2 if far else 3), 60 - .10 * abs(a - PART) + hr.normal() * 3) if abs(a) < 46 else direction(PART * .5 - (6 if far else -6), 72)
        tip = direction(a, END(abs(a)) + 12 + hr.normal() * 3)
        ribbon(smooth(strand(root, tip, 9, lift, .02)), w * (1 + .12 * hr.normal()), (1, 2, 3)[hr.integers(3)], 4, cup=.10, taper=.7, twist=hr.normal() * .05)
# fringe: swept from the parting across the forehead, higher where it opens
for ply, (cnt, lift, cards) in enumerate(((15, .015, (2, 3, 4)), (13, .032, (3, 4, 5)))):
    for k in range(cnt):
        a = -56 + 112 * (k + .5 + (.3 if ply else 0) * (1 if k % 2 else -1)) / cnt + hr.normal() * 1.3; far = a < PART
        end = float(np.interp(a, [-56, -44, -28, -8, 10, PART - 3, PART + 3, 36, 48, 56], [6, 12, 17, 21, 27, 33, 33, 27, 17, 8])) + hr.normal() * 1.4
        P = strand(direction(PART + (-3 if far else 4) + .06 * (a - PART), 54 + hr.normal() * 3), direction(a, end), 10, lift, .035 + .02 * min(1, abs(a - PART) / 60), sweep=(-.05 if far else .03) + hr.normal() * .012)
        ribbon(smooth(P), float(np.interp(abs(a - PART), [0, 30, 80], [.13, .15, .17])) * (1 + .12 * hr.normal()), cards[hr.integers(3)], 5 + ply, cup=.10, taper=.6, twist=hr.normal() * .06, flat=ply == 0)
